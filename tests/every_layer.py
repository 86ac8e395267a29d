"""Compares the gradients of all layers of a brought network with TensorFlow's."""

from __future__ import annotations

import numpy as np
import onnx

from tests.bringing import BroughtFile, every_value
from tests.onnx_in_tensorflow import gradients

# Relative to each layer's largest: float32 sums of some thousand terms, in another
# order, through as many as two hundred layers.
GRADIENTS = 1e-4


def check_every_layer(found: BroughtFile) -> None:
    """Each layer's gradients are TensorFlow's, and not all of them are 0."""
    network = found.network
    feeds = {"image": found.image(), "seed": found.seed()}
    outputs = found.run("layers", optimised=False, **feeds)
    layers = [layer.value.name for layer in network.layers]
    picture = found.image()
    if network.picture.layout == "NCHW":
        picture = np.transpose(picture, [0, 3, 1, 2])
    expected = gradients(
        onnx.load_from_string(found.data),
        picture,
        network.way.logits.name,
        found.seed(),
        layers,
        every_value(found.data, picture),
    )
    for layer in layers:
        scale = np.abs(expected[layer]).max()
        assert scale > 0, layer
        error = np.abs(outputs[f"{layer}/gradients"] - expected[layer]).max()
        assert error <= GRADIENTS * scale, layer
