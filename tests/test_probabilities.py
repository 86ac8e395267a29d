"""The probabilities are those that a network itself answers with, whatever makes them.

The reference is the file, run by ONNX Runtime as it is.
"""

from __future__ import annotations

import json

import numpy as np
import onnx
import pytest
from PIL import Image

import gradcam_py
from gradcam_py.network.session import manifest_of
from tests import tiny_networks
from tests.bringing import bring, session
from tests.tiny_networks import CLASSES, SIDE, node

FLOAT32 = 1e-5


def one_number(*more: onnx.NodeProto) -> onnx.ModelProto:
    """A score y of one class, then more nodes, the last of which make "z"."""
    one = {"w3": tiny_networks.weights(8, 1, seed=5), "b3": np.zeros(1, np.float32)}
    nodes = [*tiny_networks.NODES, *more]
    arrays = tiny_networks.constants() | one | {"flat": np.array([-1])}
    return tiny_networks.model(nodes, arrays, outputs=("z",))


NETWORKS = {
    "Softmax": lambda: tiny_networks.behind(node("Softmax", "y", "z")),
    "Sigmoid": lambda: tiny_networks.behind(node("Sigmoid", "y", "z")),
    "Sigmoid of one number": lambda: one_number(node("Sigmoid", "y", "z")),
    "Sigmoid of a number without a batch": lambda: one_number(
        node("Reshape", "y flat", "s"), node("Sigmoid", "s", "z")
    ),
}
ACTIVATIONS = {"Sigmoid": "sigmoid"}  # of no and yes, the softmax


@pytest.fixture
def picture(tmp_path):
    """As large as the networks take it, so that nothing is resized."""
    pixels = np.random.default_rng(4).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    path = tmp_path / "picture.png"
    Image.fromarray(pixels).save(path)
    return path, np.transpose(pixels[None], [0, 3, 1, 2]).astype(np.float32) / 255


@pytest.fixture(params=NETWORKS)
def network(request, tmp_path):
    made = NETWORKS[request.param]()
    path = tmp_path / "net.onnx"
    onnx.save(made, path)
    return request.param, path, made


def answered(made: onnx.ModelProto, pixels: np.ndarray) -> np.ndarray:
    """The file's own probabilities; of one number, those of no and yes."""
    (found,) = session(made.SerializeToString()).run(None, {"x": pixels})
    own = found.ravel()
    return np.array([1 - own[0], own[0]]) if own.size == 1 else own


def test_probabilities_are_those_of_the_file(network, picture):
    _, path, made = network
    photo, pixels = picture
    expected = answered(made, pixels)
    found = gradcam_py.explain(photo, model=path, preprocess="0-1")
    assert len(found.predictions) == len(expected)
    for row in found.predictions:
        assert row.probability == pytest.approx(expected[row.index], rel=FLOAT32)
        assert row.baseline == row.probability
    assert found.target == expected.argmax()


def test_what_makes_probabilities_is_told(network):
    name, path, made = network
    manifest = manifest_of(bring(made).network, path.name)
    assert manifest.activation == ACTIVATIONS.get(name, "softmax")
    assert manifest.raw["activation"] == manifest.activation
    assert manifest.classes == (2 if "number" in name else CLASSES)


def test_what_speaks_for_yes_speaks_against_no():
    found = bring(NETWORKS["Sigmoid of one number"]())
    weights = tiny_networks.weights(8, 1, seed=5).reshape(1, 8, 1, 1)
    (features,) = found.run("features", image=found.image()).values()
    score = float((features.mean(axis=(2, 3)) @ weights.ravel())[0])
    for seed, factor in (([0, 1], 0.5), ([1, 0], -0.5), ([1, 1], 0), ([-1, 1], 1)):
        given = np.array([seed], np.float32)
        outputs = found.run("head", features=features, seed=given)
        np.testing.assert_allclose(
            outputs["logits"], [[-score / 2, score / 2]], rtol=FLOAT32
        )
        expected = np.broadcast_to(
            factor * weights / features[0, 0].size, features.shape
        )
        np.testing.assert_allclose(
            outputs["gradients"], expected, rtol=FLOAT32, atol=1e-9
        )


def test_the_command_line_tells_them_too(network, picture, run):
    _, path, made = network
    photo, pixels = picture
    options = "--model", path, "--preprocess", "0-1", "--json"
    status, printed, _ = run(*options, "--score", "probability", photo=photo)
    assert status == 0
    rows = json.loads(printed)["predictions"]
    expected = answered(made, pixels)
    for row in rows:
        assert row["probability"] == pytest.approx(expected[row["index"]], rel=FLOAT32)
