"""EfficientNet-B0 from keras.applications, with its own ImageNet weights.

keras.applications inserts a second rescaling, by 1/sqrt(std), only when the weights
are literally "imagenet" (the statistics inside the weights file hold the standard
deviation where the variance belongs). Weights read from a file must give the same
network, so the correction is made to the normalisation layer's variance instead:
(x - mean) / sqrt(std) / sqrt(std) = (x - mean) / std.
"""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np

from ..thirdparty.hashing import sha256_of
from .network import Network, WeightsInfo, WeightsUnavailable
from .sources import keras_cache

IMAGENET_TOP1 = 0.771  # keras.io/api/applications
_LICENCE = "Apache-2.0"
_STD_RGB = (0.229, 0.224, 0.225)  # of ImageNet, as keras.applications has it


def architecture(weights: str | None = None) -> keras.Model:
    """The network, with random weights or "imagenet"; see Network for its input."""
    return keras.applications.EfficientNetB0(
        weights=weights, classifier_activation=None
    )


def load(weights_file: Path | None = None) -> Network:
    """The network with the weights of a file, or with those that Keras downloads.

    Raises WeightsUnavailable when there are none, saying why.
    """
    if weights_file is None:
        model, path, source = _downloaded(), keras_cache(), "keras.applications"
    else:
        model, path = load_weights_file(weights_file), weights_file
        source = weights_file.name
    info = WeightsInfo(source, _LICENCE, sha256_of(path))
    return Network("b0", "EfficientNet-B0", IMAGENET_TOP1, model, info)


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
    # By type: Keras numbers the names of layers that it names itself.
    (layer,) = (
        layer for layer in model.layers if isinstance(layer, keras.layers.Normalization)
    )
    mean, variance, *count = layer.get_weights()
    layer.set_weights([mean, variance * np.asarray(_STD_RGB, variance.dtype), *count])
    layer.finalize_state()
