"""Networks from elsewhere: gradients of every layer against TensorFlow's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from tests.bringing import bring, every_value
from tests.onnx_in_tensorflow import gradients

# Relative to each layer's largest: float32 sums of some thousand terms, in another
# order, through as many as a hundred layers.
GRADIENTS = 1e-4
ZOO = Path(onnx.__file__).parent / "backend" / "test" / "data" / "light"
NETWORKS = sorted(path.stem.removeprefix("light_") for path in ZOO.glob("*.onnx"))


def test_the_zoo_is_there():
    assert len(NETWORKS) == 9


@pytest.mark.parametrize("name", NETWORKS)
def test_gradients_of_every_layer_agree_with_tensorflow(name):
    data = (ZOO / f"light_{name}.onnx").read_bytes()
    found = bring(data)
    network = found.network
    feeds = {"image": found.image(), "seed": found.seed()}
    outputs = found.run("layers", optimised=False, **feeds)
    layers = [layer.value.name for layer in network.layers]
    picture = np.transpose(found.image(), [0, 3, 1, 2])
    model = onnx.load_from_string(data)
    logits = network.way.logits.name
    expected = gradients(
        model, picture, logits, found.seed(), layers, every_value(data, picture)
    )
    for layer in layers:
        actual = outputs[f"{layer}/gradients"]
        scale = np.abs(expected[layer]).max()
        assert scale > 0, layer
        assert np.abs(actual - expected[layer]).max() <= GRADIENTS * scale, layer
