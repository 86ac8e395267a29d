"""What the manifest says of a model's layers, read off its Keras model.

Layers are named as in keras.applications' EfficientNetB0: `block2a_...` belongs to the
block whose convolution is `block2a_dwconv`, any other `stem_...` to `stem_conv`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras


def describe_layers(model: keras.Model, layers: Sequence[str]) -> list[dict]:
    """One entry for each of ``layers``: id, label, block, kernel, stride, shape."""
    return [_describe(model, layer_id) for layer_id in layers]


def _describe(model: keras.Model, layer_id: str) -> dict:
    height, width, channels = model.get_layer(layer_id).output.shape[1:]
    block = re.match(r"block(\d[a-z])_", layer_id)
    label = block[1] if block else layer_id.partition("_")[0]
    convolution, kind = _spatial_convolution(model, label, bool(block))
    kernel = convolution.kernel_size[0]
    return {
        "id": layer_id,
        "label": label,
        "block": f"{kind} {kernel}x{kernel}",
        "kernel": kernel,
        "stride": convolution.strides[0],
        "shape": [channels, height, width],
    }


def _spatial_convolution(model: keras.Model, label: str, is_block: bool):
    """The convolution that gives a layer its kernel and stride, and the layer's kind.

    A block is called MBConv with its expansion factor, as in the EfficientNet paper's
    Table 1.
    """
    if not is_block:
        return model.get_layer(f"{label}_conv"), "Conv"
    depthwise = model.get_layer(f"block{label}_dwconv")
    names = {layer.name for layer in model.layers}
    expand = f"block{label}_expand_conv"
    if expand not in names:
        return depthwise, "MBConv1"
    widening = model.get_layer(expand)
    return depthwise, f"MBConv{widening.filters // widening.input.shape[-1]}"
