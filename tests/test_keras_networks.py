"""The families of keras.applications, through tf2onnx: gradients of every layer.

All but ConvNeXt, which tf2onnx cannot translate (it leaves a call of TensorFlow's), and
InceptionResNetV2, which takes minutes and has nothing that its two halves lack.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.bringing import bring
from tests.every_layer import check_every_layer
from tests.spread_weights import spread

CLASSES = 10
# Small pictures: the graphs are the same.
FAMILIES = {
    "DenseNet121": 64,
    "EfficientNetB0": 64,
    "EfficientNetV2B0": 64,
    "InceptionV3": 80,
    "MobileNet": 64,
    "MobileNetV2": 64,
    "MobileNetV3Large": 64,
    "MobileNetV3Small": 64,
    "NASNetMobile": 64,
    "ResNet50": 64,
    "ResNet50V2": 64,
    "VGG16": 48,
    "Xception": 80,
}


def random_network(name: str):
    """Random weights, none of them left as they begin."""
    import keras

    keras.utils.set_random_seed(1)
    side = FAMILIES[name]
    make = getattr(keras.applications, name)
    network = make(weights=None, input_shape=(side, side, 3), classes=CLASSES)
    rng = np.random.default_rng(2)
    for weight in network.weights:
        weight.assign(spread(weight.numpy(), rng))
    return network


@pytest.mark.parametrize("name", FAMILIES)
def test_gradients_of_every_layer_agree_with_tensorflow(name):
    import tensorflow as tf
    import tf2onnx

    side = FAMILIES[name]
    signature = [tf.TensorSpec([None, side, side, 3], tf.float32, "x")]
    model, _ = tf2onnx.convert.from_keras(
        random_network(name), input_signature=signature, opset=17
    )
    found = bring(model)
    assert len(found.network.layers) >= 2  # NASNet's cells read two cells before
    check_every_layer(found)
