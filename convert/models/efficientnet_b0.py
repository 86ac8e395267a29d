"""EfficientNet-B0 from keras.applications, with its own ImageNet weights.

keras.applications inserts a second rescaling, by 1/sqrt(std), only when the weights
are literally "imagenet" (the statistics inside the weights file hold the standard
deviation where the variance belongs). Weights read from a file must give the same
network, so the correction is made to the normalisation layer's variance instead:
(x - mean) / sqrt(std) / sqrt(std) = (x - mean) / std.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from pooch import file_hash

from .network import Model, Network, WeightsInfo, WeightsUnavailable

if TYPE_CHECKING:
    import keras

_LICENCE = "Apache-2.0"
_STD_RGB = (0.229, 0.224, 0.225)  # of ImageNet, as keras.applications has it


class B0(Model):
    """EfficientNet-B0 with a local weights file or the ones that Keras downloads."""

    name = "b0"
    title = "EfficientNet-B0"
    imagenet_top1 = 0.771  # keras.io/api/applications
    takes_weights_file = True

    def weights_id(self) -> str | None:
        path = self.weights_file or _keras_cache()
        return file_hash(path) if path.is_file() else None

    def load(self) -> Network:
        if self.weights_file is None:
            model, path, source = _downloaded(), _keras_cache(), "keras.applications"
        else:
            path, source = self.weights_file, self.weights_file.name
            model = load_weights_file(path)
        return Network(B0, model, WeightsInfo(source, _LICENCE, file_hash(path)))


def architecture(weights: str | None = None) -> keras.Model:
    """The network, with random weights or "imagenet"; see Network for its input."""
    import keras

    return keras.applications.EfficientNetB0(
        weights=weights, classifier_activation=None
    )


def _downloaded() -> keras.Model:
    try:
        return architecture(weights="imagenet")
    except Exception as error:
        raise WeightsUnavailable(f"Keras could not download them: {error}") from error


def load_weights_file(path: Path) -> keras.Model:
    """The network with the weights of a local Keras file.

    Raises WeightsUnavailable where the file is missing or holds something else.
    """
    if not path.is_file():
        raise WeightsUnavailable(f"expected a Keras weights file, there is no {path}")
    model = architecture()
    try:
        model.load_weights(path)
    except Exception as error:
        first_line = str(error).strip().partition("\n")[0]
        raise WeightsUnavailable(
            f"{path} is not a weights file of keras.applications.EfficientNetB0 with "
            f"its 1,000-class top: {first_line}"
        ) from error
    _correct_normalization(model)
    return model


def _correct_normalization(model: keras.Model) -> None:
    """Make the variance the variance; see the module's docstring."""
    import keras

    # By type: Keras numbers the names of layers that it names itself.
    (layer,) = (
        layer for layer in model.layers if isinstance(layer, keras.layers.Normalization)
    )
    mean, variance, *count = layer.get_weights()
    layer.set_weights([mean, variance * np.asarray(_STD_RGB, variance.dtype), *count])
    layer.finalize_state()


def _keras_cache() -> Path:
    """Where keras.applications keeps its ImageNet weights."""
    home = os.environ.get("KERAS_HOME", "~/.keras")
    return Path(home).expanduser() / "models" / "efficientnetb0.h5"
