"""Our own EfficientNet-Lite0 as a plain ONNX file, brought like any other."""

from __future__ import annotations

import numpy as np
import pytest

import gradcam_py

# The shipped network has its weights in two bytes; the file has them in four.
PROBABILITIES = 5e-3
COSINE = 0.9999


@pytest.fixture(scope="module")
def file(lite0_network, tmp_path_factory):
    """Of the forward pass alone, as tf2onnx gives it."""
    import tensorflow as tf
    import tf2onnx

    model = lite0_network.keras_model
    signature = [tf.TensorSpec([None, 224, 224, 3], tf.float32, "image")]
    proto, _ = tf2onnx.convert.from_keras(model, input_signature=signature, opset=17)
    path = tmp_path_factory.mktemp("stranger") / "lite0.onnx"
    path.write_bytes(proto.SerializeToString())
    return path


@pytest.mark.parametrize("sample", ["dog.jpg", "cat-and-dog.jpg", "rocket.jpg"])
def test_it_says_what_the_built_in_one_says(file, lite0_folder, samples_folder, sample):
    photo = samples_folder / sample
    ours = gradcam_py.explain(photo, model="lite0", models=lite0_folder.parent)
    theirs = gradcam_py.explain(photo, model=file, preprocess="0-255")
    assert [row.index for row in theirs.predictions] == [
        row.index for row in ours.predictions
    ]
    for mine, other in zip(ours.predictions, theirs.predictions, strict=True):
        assert other.probability == pytest.approx(mine.probability, abs=PROBABILITIES)
    assert theirs.map.shape == ours.map.shape == (7, 7)
    product = np.vdot(ours.map, theirs.map)
    lengths = np.linalg.norm(ours.map) * np.linalg.norm(theirs.map)
    assert product / lengths >= COSINE
