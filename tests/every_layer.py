"""Compares the gradients of all layers of a brought network with TensorFlow's."""

from __future__ import annotations

from tests.bringing import BroughtFile
from tests.layer_errors import layer_errors
from tests.onnx_in_tensorflow import gradients

# Relative to each layer's largest: float32 sums of some thousand terms, in another
# order, through as many as two hundred layers.
GRADIENTS = 1e-4


def check_every_layer(found: BroughtFile) -> None:
    """Each layer's gradients are TensorFlow's, and not all of them are 0."""
    errors = layer_errors(found, found.image(), gradients)
    assert len(errors) == len(found.network.layers) > 0
    for layer, error in errors.items():
        assert error <= GRADIENTS, layer  # so nan fails
