"""Files in all the forms that exporters give them: they explain the same."""

from __future__ import annotations

import numpy as np
import pytest

from gradcam_py.model.native_session import NativeGraph
from gradcam_py.network.bring import Bringing
from gradcam_py.onnx_file.protobuf import Source
from tests import tiny_networks
from tests.bringing import bring
from tests.tiny_networks import SIDE, node

FLOAT32 = 1e-5  # relative to the largest: other layouts sum in another order
HALF = 2e-2  # float16 has three digits, and gradients of them are sums


def explained(found) -> dict[str, np.ndarray]:
    return found.run("layers", image=found.image(), seed=found.seed())


def agree(actual, expected, tolerance) -> None:
    for name, array in expected.items():
        scale = np.abs(array).max()
        assert scale > 0, name
        assert np.abs(actual[name] - array).max() <= tolerance * scale, name


@pytest.fixture(scope="module")
def reference() -> dict[str, np.ndarray]:
    """Logits, activations and gradients in NumPy, by the definition."""
    c = tiny_networks.constants()
    found = bring(tiny_networks.plain())
    x = np.transpose(found.image(), [0, 3, 1, 2]).astype(np.float64)

    def conv(x, w, b, stride):
        padded = np.pad(x, [(0, 0), (0, 0), (1, 1), (1, 1)])
        size = x.shape[2] // stride
        y = np.zeros((1, len(w), size, size))
        for i in range(3):
            for j in range(3):
                part = padded[:, :, i : i + x.shape[2], j : j + x.shape[3]]
                part = part[:, :, ::stride, ::stride]
                y += np.einsum(
                    "ochw,ko->kchw", np.moveaxis(part, 1, 0), w[:, :, i, j]
                ).transpose(1, 0, 2, 3)
        return y + b.reshape(1, -1, 1, 1)

    r1 = np.maximum(conv(x, c["w1"], c["b1"], 1), 0)
    r2 = np.maximum(conv(r1, c["w2"], c["b2"], 2), 0)
    logits = r2.mean(axis=(2, 3)) @ c["w3"] + c["b3"]
    g2 = (found.seed() @ c["w3"].T)[:, :, None, None] / r2[0, 0].size
    g2 = np.broadcast_to(g2, r2.shape)
    through = g2 * (r2 > 0)
    g1 = np.zeros_like(np.pad(r1, [(0, 0), (0, 0), (1, 1), (1, 1)]))
    for i in range(3):
        for j in range(3):
            spread = np.einsum("nkhw,ko->nohw", through, c["w2"][:, :, i, j])
            g1[:, :, i : i + SIDE : 2, j : j + SIDE : 2] += spread
    return {
        "logits": logits,
        "r1/activations": r1,
        "r2/activations": r2,
        "r1/gradients": g1[:, :, 1:-1, 1:-1],
        "r2/gradients": g2,
    }


FORMS = {
    "plain": tiny_networks.plain,
    "fixed to one picture": lambda: tiny_networks.plain(shape=(1, 3, SIDE, SIDE)),
    "opset 9": lambda: tiny_networks.plain(opset=9),
    "opset 13": lambda: tiny_networks.plain(opset=13),
    "opset 21": lambda: tiny_networks.plain(opset=21, ir_version=10),
    "opset 23": lambda: tiny_networks.plain(opset=23, ir_version=11),
    "channels last": tiny_networks.channels_last,
    "weights in Constant nodes, out of order": tiny_networks.constant_nodes,
    "weights as inputs": tiny_networks.weights_as_inputs,
    "weights in float_data": tiny_networks.typed_weights,
    "ends with Softmax": lambda: tiny_networks.behind(node("Softmax", "y", "z")),
    "ends with LogSoftmax and a cast": lambda: tiny_networks.behind(
        node("LogSoftmax", "y", "l"), node("Cast", "l", "z", to=1)
    ),
    "classes in a column": lambda: tiny_networks.behind(
        node("Unsqueeze", "y axes", "z"), more={"axes": np.array([2, 3])}
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_file_of_any_form_gives_the_gradients_of_the_definition(form, reference):
    agree(explained(bring(FORMS[form]())), reference, FLOAT32)


def test_half_precision_gives_nearly_the_same(reference):
    agree(explained(bring(tiny_networks.half_precision())), reference, HALF)


def test_a_quantised_activation_lets_the_gradient_straight_through(reference):
    outputs = explained(bring(tiny_networks.quantized_straight_through()))
    agree(outputs, {"logits": reference["logits"]}, 0.05)  # 8 bits
    top = {name: reference[name] for name in ("r2/activations", "r2/gradients")}
    agree(outputs, top, 0.05)


def test_the_head_answers_as_all_layers_do(reference):
    found = bring(tiny_networks.plain())
    (features,) = found.run("features", image=found.image()).values()
    head = found.run("head", features=features, seed=found.seed())
    agree(head, {"logits": reference["logits"]}, FLOAT32)
    agree(head, {"gradients": reference["r2/gradients"]}, FLOAT32)


@pytest.mark.parametrize("side", [16, 24])
def test_a_size_that_is_open_can_be_chosen(side):
    open_model = tiny_networks.plain(shape=("N", 3, "h", "w"))
    found = bring(open_model, side)
    assert found.network.picture.size == side
    assert found.network.layers[-1].shape == (8, side // 2, side // 2)


def test_names_in_the_file_cannot_be_taken_for_ours(reference):
    """All of ours, and one of the file's own with a prefix of ours."""
    made = tiny_networks.plain()
    names = ["image", "seed", "logits", "features", "net/x", "shape/0", "gradients"]
    values = dict(zip(["c1", "c2", "r1", "r2", "p", "f", "y"], names, strict=True))
    for each in made.graph.node:
        for side in (each.input, each.output):
            side[:] = [values.get(name, name) for name in side]
    made.graph.output[0].name = values["y"]
    outputs = explained(bring(made))
    agree(outputs, {"logits": reference["logits"]}, FLOAT32)
    agree(outputs, {"logits/gradients": reference["r1/gradients"]}, FLOAT32)


def test_weights_are_left_in_the_file():
    """Of a file that the runtime is given as it is, nothing large is copied or read."""
    big = {"w3": np.zeros((8, 50_000), np.float32), "b3": np.zeros(50_000, np.float32)}
    data = tiny_networks.model(
        tiny_networks.NODES, tiny_networks.constants() | big
    ).SerializeToString()
    read = []

    def reading(start: int, stop: int) -> bytes:
        read.append(stop - start)
        return data[start:stop]

    bringing = Bringing(Source(reading, len(data)), where="weights.bin")
    probe = bringing.probe()
    assert probe.model.size < 20_000 < len(data)
    assert max(read) <= 1 << 16
    assert sum(read) < len(data) / 3


def test_graphs_that_point_into_the_file_give_the_same(tmp_path):
    """As the page has them: the file lies beside the graphs, and is their weights."""
    big = {"w3": tiny_networks.weights(8, 2000), "b3": tiny_networks.weights(2000)}
    made = tiny_networks.model(tiny_networks.NODES, tiny_networks.constants() | big)
    copied = bring(made)
    (tmp_path / "weights.bin").write_bytes(copied.data)

    bringing = Bringing(Source(copied.read, len(copied.data)), where="weights.bin")
    probe = bringing.probe()
    (tmp_path / "probe.onnx").write_bytes(probe.model.joined(copied.read))
    answers = NativeGraph(tmp_path / "probe.onnx").run(probe.outputs, probe.feeds)
    graph = bringing.finish(answers).graphs["layers.onnx"]
    (tmp_path / "layers.onnx").write_bytes(graph.joined(copied.read))
    assert graph.size < len(copied.data) / 4
    runner = NativeGraph(tmp_path / "layers.onnx")
    feeds = {"image": copied.image(), "seed": copied.seed()}
    outputs = dict(zip(runner.outputs, runner.run(runner.outputs, feeds), strict=True))
    agree(outputs, explained(copied), FLOAT32)


def test_pictures_of_one_channel_have_their_own_graph():
    gray = tiny_networks.constants() | {"w1": tiny_networks.weights(6, 1, 3, 3)}
    made = tiny_networks.model(tiny_networks.NODES, gray, shape=("N", 1, SIDE, SIDE))
    assert bring(made).network.picture.channels == 1
