"""How far the gradients of a brought network's layers are from a reference's."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import onnx

from gradcam_py.network.layers import FoundLayer
from tests.bringing import BroughtFile, every_value

# model, picture, logits, seed, layers, what values are forced to -> of each layer.
Reference = Callable[..., Mapping[str, np.ndarray]]


def layer_errors(
    found: BroughtFile, image: np.ndarray, reference: Reference
) -> dict[str, float]:
    """Of each layer the largest error, relative to its largest gradient.

    image: [1,h,w,C]. nan where the reference's are all 0: nothing is compared there.
    """
    network = found.network
    outputs = found.run("layers", optimised=False, image=image, seed=found.seed())
    picture = image
    if network.picture.layout == "NCHW":
        picture = np.ascontiguousarray(np.transpose(image, [0, 3, 1, 2]))
    expected = reference(
        onnx.load_from_string(found.data),
        picture,
        network.way.logits.name,
        found.seed(),
        [layer.value.name for layer in network.layers],
        every_value(found.data, picture),
    )
    errors = {}
    for layer in network.layers:
        name = layer.value.name
        wanted = as_a_folder_has_it(layer, expected[name])
        scale = np.abs(wanted).max()
        error = np.abs(outputs[f"{name}/gradients"] - wanted).max()
        errors[name] = float(error / scale) if scale > 0 else np.nan
    return errors


def as_a_folder_has_it(layer: FoundLayer, array: np.ndarray) -> np.ndarray:
    """The file's own value as our graphs give it: [1,C,h,w], tokens [1,C,T,1]."""
    if layer.tokens is not None:
        return np.transpose(array, [0, 2, 1])[..., None]
    return np.transpose(array, [0, 3, 1, 2]) if layer.channels_last else array
