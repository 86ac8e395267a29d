"""Cascading randomisation against Keras with the same shuffled weights.

The oracle reads each stage's weights with the `onnx` package, puts them into the Keras
network, has TensorFlow differentiate it, and compares the maps in ways of its own.
"""

from __future__ import annotations

import asyncio
import functools
from dataclasses import dataclass

import numpy as np
import onnx
import pytest
from onnx import numpy_helper
from PIL import Image

from gradcam_py.cam.similarity import spearman
from gradcam_py.errors import NetworkError
from gradcam_py.evaluation.randomisation import (
    HEAD,
    Forgotten,
    plan_of,
    randomised,
    stages,
)
from gradcam_py.explaining.explanation import Explanation
from gradcam_py.explaining.pipeline import Pipeline
from gradcam_py.explaining.settings import Settings
from gradcam_py.image.decode import load_image
from gradcam_py.image.edges import sobel
from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.native_session import NativeGraph, NativeSession
from gradcam_py.model.recovery import SessionLost
from gradcam_py.network.bring import Bringing
from gradcam_py.network.session import manifest_of
from gradcam_py.onnx_file.protobuf import Source
from gradcam_py.onnx_file.reader import read_onnx
from tests import tiny_networks
from tests.asking import question_about
from tests.gradient_tape import TapedModel
from tests.page_fakes import WEIGHTS, native_copy
from tests.tiny_copy import tiny_copy

ALIKE = 0.01  # of Spearman and SSIM
PROBABILITY = 0.001
ROUNDING = 1e-6
CAT = 285


@dataclass
class Run:
    """What a whole run has found, and the weights of each stage."""

    trained: Explanation
    found: list[Forgotten]
    weights: list[bytes]
    closed: int


def run(folder, picture, seed=0, **settings) -> Run:
    manifest = load_model_folder(read_from(folder)).manifest
    question = question_about(picture, Settings(**settings), manifest.input_size)

    async def runs():
        trained = await Pipeline(NativeSession(folder, manifest)).explain(question)
        copy = native_copy(folder, manifest)
        plan = await plan_of(copy)
        found, weights = [], []
        async for state in randomised(copy, plan, question, trained, seed):
            found.append(state)
            weights.append((copy.files.path / WEIGHTS).read_bytes())
        return Run(trained, found, weights, copy.session.closed)

    return asyncio.run(runs())


@pytest.fixture(scope="module")
def picture(samples_folder):
    return load_image((samples_folder / "cat-and-dog.jpg").read_bytes())


@pytest.fixture(scope="module")
def ran(lite0_folder, picture):
    """ran(**settings) -> a run of EfficientNet-Lite0 on cat and dog, made once each."""

    @functools.cache
    def made(layer="top", method="gradcam"):
        return run(lite0_folder, picture, target=CAT, layer=layer, method=method)

    return made


class Oracle:
    """Keras's EfficientNet-Lite0 with the weights of an exported one."""

    def __init__(self, network, folder):
        self._tape = TapedModel(network.keras_model)
        self._layers = {layer.name: layer for layer in self._tape._tapped.layers}
        self._graph = onnx.load(folder / "layers.onnx", load_external_data=False).graph

    def explain(self, weights: bytes, image):
        """Logits, activations and gradients, with the weights in a weights.bin."""
        kernels = iter(self._kernels(weights))
        names = [name for name in self._layers if name.endswith(("conv", "dwconv"))]
        for name in names:
            kernel, bias = next(kernels)
            if name == "stem_conv":  # whose export takes in the division of the pixels
                kernel = kernel * 128
            turned = (2, 3, 0, 1) if name.endswith("dwconv") else (2, 3, 1, 0)
            self._layers[name].set_weights([kernel.transpose(turned)])
            # the batch norm is folded into the convolution
            norm = self._layers[name.replace("dwconv", "bn").replace("conv", "bn")]
            ones, variance = np.ones_like(bias), np.ones_like(bias) - norm.epsilon
            norm.set_weights([ones, bias, np.zeros_like(bias), variance])
        self._layers["predictions"].set_weights(next(kernels))
        assert next(kernels, None) is None
        return self._tape.explain(image[None], lambda logits: logits[0, CAT])

    def _kernels(self, weights: bytes):
        """Of each convolution and then of the head, in order: weights and biases."""
        stored = {each.name: each for each in self._graph.initializer}

        def numbers(name):
            if name in stored:
                return array(stored[name], weights)
            whole, scale = (stored[f"{name}/{part}"] for part in ("int16", "scale"))
            return array(whole, weights).astype(np.float32) * array(scale, weights)

        nodes = [
            node
            for node in self._graph.node
            if node.op_type in ("Conv", "Gemm") and not node.name.startswith("grad")
        ]
        return [[numbers(name) for name in node.input[1:]] for node in nodes]


def array(tensor, weights):
    """A tensor's numbers, wherever they lie."""
    entries = {each.key: each.value for each in tensor.external_data}
    if not entries:
        return numpy_helper.to_array(tensor)
    dtype = onnx.helper.tensor_dtype_to_np_dtype(tensor.data_type)
    count = int(np.prod(tensor.dims))
    found = np.frombuffer(weights, dtype, count, int(entries["offset"]))
    return found.reshape(tensor.dims)


def reference_map(activations, gradients, method):
    """Grad-CAM or LayerCAM [h,w] by their formulas."""
    weighed = (
        gradients.mean(axis=(1, 2), keepdims=True)
        if method == "gradcam"
        else np.maximum(gradients, 0)
    )
    return np.maximum((weighed * activations).sum(axis=0), 0)


def reference_spearman(a, b):
    """Pearson's correlation of places counted one by one."""
    ranks = []
    for values in (a.ravel(), b.ravel()):
        less = (values[:, None] > values).sum(axis=1)
        equal = (values[:, None] == values).sum(axis=1)
        ranks.append(less + (equal + 1) / 2)
    if min(map(np.ptp, ranks)) == 0:
        return 0.0
    return np.corrcoef(*ranks)[0, 1]


def reference_ssim(a, b):
    """Wang et al. 2004 of both maps as they are shown, summed place by place."""
    x, y = (
        np.asarray(
            Image.fromarray((raw / (raw.max() or 1)).astype(np.float32)).resize(
                (224, 224), Image.Resampling.BICUBIC
            ),
            np.float64,
        ).clip(0, 1)
        for raw in (a, b)
    )
    gauss = np.exp(-((np.arange(11) - 5.0) ** 2) / 4.5)
    window = np.outer(gauss, gauss) / gauss.sum() ** 2

    def mean(image):
        return sum(
            window[i, j] * image[i : i + 214, j : j + 214]
            for i in range(11)
            for j in range(11)
        )

    mx, my = mean(x), mean(y)
    vx, vy, both = mean(x * x) - mx**2, mean(y * y) - my**2, mean(x * y) - mx * my
    top = (2 * mx * my + 1e-4) * (2 * both + 9e-4)
    return (top / ((mx**2 + my**2 + 1e-4) * (vx + vy + 9e-4))).mean()


def softmax(logits):
    powers = np.exp(logits.astype(np.float64) - logits.max())
    return powers / powers.sum()


@pytest.fixture(scope="module")
def answers(lite0_network, lite0_folder, ran):
    """Keras's answers of all stages; the first is of the trained network."""
    oracle, known = Oracle(lite0_network, lite0_folder), ran()
    trained = (lite0_folder / WEIGHTS).read_bytes()
    weights = [trained, *known.weights]
    return [oracle.explain(each, known.trained.image) for each in weights]


@pytest.mark.parametrize(
    ("layer", "method"),
    [("top", "gradcam"), ("block5c_add", "gradcam"), ("block3b_add", "layercam")],
)
def test_each_stage_is_what_keras_gives_with_the_same_weights(
    ran, answers, layer, method
):
    known = ran(layer=layer, method=method)
    id = "top_activation" if layer == "top" else layer
    trained, *maps = [
        reference_map(each.activations[id], each.gradients[id], method)
        for each in answers
    ]
    assert len(known.found) == len(maps) == 19
    for found, theirs, answer in zip(known.found, maps, answers[1:], strict=True):
        likeness = found.likeness
        assert likeness.spearman == pytest.approx(
            reference_spearman(theirs, trained), abs=ALIKE
        )
        assert likeness.ssim == pytest.approx(
            reference_ssim(theirs, trained), abs=ALIKE
        )
        probability = softmax(answer.logits[0])[CAT]
        assert found.probability == pytest.approx(probability, abs=PROBABILITY)


def test_the_edge_detector_stays_as_it_is(ran):
    for found in ran().found:
        assert found.edges.spearman == pytest.approx(1, abs=ROUNDING)
        assert found.edges.ssim == pytest.approx(1, abs=ROUNDING)


def test_head_first_then_from_the_last_layer_to_the_stem(ran, lite0_folder):
    layers = load_model_folder(read_from(lite0_folder)).manifest.layers
    order = [HEAD, *(layer.id for layer in layers[::-1])]
    assert [found.layer for found in ran().found] == order


def lite0_plan(folder):
    data = (folder / "layers.onnx").read_bytes()
    source = Source(lambda start, stop: data[start:stop], len(data))
    manifest = load_model_folder(read_from(folder)).manifest
    return stages(read_onnx(source, in_one_file=False), manifest)


def test_each_kernel_and_matrix_is_shuffled_once_and_nothing_else(lite0_folder):
    graph = onnx.load(lite0_folder / "layers.onnx", load_external_data=False).graph
    expected = {}
    for tensor in graph.initializer:
        places = {each.key: int(each.value) for each in tensor.external_data[1:]}
        if places and sum(size > 1 for size in tensor.dims) > 1:
            expected[places["offset"]] = places["offset"] + places["length"]
    found = [stored for stage in lite0_plan(lite0_folder) for stored in stage.weights]
    assert {stored.start: stored.stop for stored in found} == expected
    assert len(found) == len(expected) == 50  # 49 convolutions and the head


def test_a_stage_changes_its_own_weights_and_keeps_their_values(ran, lite0_folder):
    original = (lite0_folder / WEIGHTS).read_bytes()
    before = original
    for stage, after in zip(lite0_plan(lite0_folder), ran().weights, strict=True):
        rest = bytearray(after)
        for start, stop, width in stage.weights:
            own, theirs = (
                np.frombuffer(each[start:stop], f"u{width}") for each in (before, after)
            )
            assert (np.sort(own) == np.sort(theirs)).all()
            assert (own != theirs).mean() > 0.5
            rest[start:stop] = before[start:stop]
        assert rest == before
        before = after
    assert (lite0_folder / WEIGHTS).read_bytes() == original


def test_the_trained_network_answers_as_before_bit_for_bit(ran, lite0_folder, picture):
    known = ran()
    again = run(lite0_folder, picture, target=CAT)
    assert (again.trained.logits == known.trained.logits).all()
    assert known.closed


def test_one_seed_gives_the_same_maps_and_another_one_others(models, photo):
    tiny = models / "lite0"
    picture = load_image(photo.read_bytes())
    first, again, other = (run(tiny, picture, seed) for seed in (1, 1, 2))
    for one, two in zip(first.found, again.found, strict=True):
        np.testing.assert_array_equal(one.cam, two.cam)
    assert first.weights == again.weights
    assert first.weights != other.weights


def test_activations_neither_die_nor_blow_up(lite0_folder, ran, tmp_path):
    """What the choice of shuffling whole tensors and leaving biases is for."""
    known = ran()
    manifest = load_model_folder(read_from(lite0_folder)).manifest
    for name in ("features", "head", "layers"):
        graph = (lite0_folder / f"{name}.onnx").read_bytes()
        (tmp_path / f"{name}.onnx").write_bytes(graph)
    image, seed = known.trained.image[None], known.trained.seed[None]
    trained = asyncio.run(NativeSession(lite0_folder, manifest).layers(image, seed))
    (tmp_path / WEIGHTS).write_bytes(known.weights[-1])
    found = asyncio.run(NativeSession(tmp_path, manifest).layers(image, seed))
    for layer, activations in found.activations.items():
        grown = np.abs(activations).mean() / np.abs(trained.activations[layer]).mean()
        assert 0.3 < grown < 12, layer  # measured: 0.9 to 10.5
    assert all(found.cam.max() > 0 for found in known.found)  # of this picture


def brought(model, tmp_path):
    """A network from anywhere as the page has it: graphs that point into its file."""
    data = model.SerializeToString()

    def read(start, stop):
        return data[start:stop]

    bringing = Bringing(Source(read, len(data)), where=WEIGHTS)
    probe = bringing.probe()
    (tmp_path / WEIGHTS).write_bytes(data)
    (tmp_path / "probe.onnx").write_bytes(probe.model.joined(read))
    answers = NativeGraph(tmp_path / "probe.onnx").run(probe.outputs, probe.feeds)
    network = bringing.finish(answers)
    for name, graph in network.graphs.items():
        (tmp_path / name).write_bytes(graph.joined(read))
    return native_copy(tmp_path, manifest_of(network, "net.onnx"))


def test_a_network_of_ones_own_is_shuffled_where_its_file_has_weights(tmp_path):
    copy = brought(tiny_networks.wide(), tmp_path)
    plan = asyncio.run(plan_of(copy))
    original = tiny_networks.wide()
    data = original.SerializeToString()
    sizes = [stored.stop - stored.start for stage in plan for stored in stage.weights]
    places = [data[s.start : s.stop] for stage in plan for s in stage.weights]
    raw = {each.name: each.raw_data for each in original.graph.initializer}
    assert places == [raw["w3"], raw["w2"]]  # the head's, then the last layer's
    assert min(sizes) > 4096
    assert [stage.layer == HEAD for stage in plan] == [True, False]


def test_a_network_without_weights_to_shuffle_is_refused(tmp_path):
    copy = brought(tiny_networks.plain(), tmp_path)  # whose weights are small
    with pytest.raises(NetworkError, match="could shuffle"):
        asyncio.run(plan_of(copy))


@pytest.mark.parametrize("channels", [1, 3])
def test_the_edge_detector_is_sobels(channels):
    image = np.random.default_rng(4).integers(0, 256, (9, 12, 3)).astype(np.float32)
    if channels == 1:
        image[...] = image[..., :1]
    gray = 0.299 * image[..., 0] + 0.587 * image[..., 1] + 0.114 * image[..., 2]
    found = sobel(image)
    for i in range(1, 8):
        for j in range(1, 11):
            n = gray[i - 1 : i + 2, j - 1 : j + 2]
            across = n[0, 2] + 2 * n[1, 2] + n[2, 2] - n[0, 0] - 2 * n[1, 0] - n[2, 0]
            down = n[2, 0] + 2 * n[2, 1] + n[2, 2] - n[0, 0] - 2 * n[0, 1] - n[0, 2]
            assert found[i, j] == pytest.approx(np.hypot(across, down), abs=1e-2)
    assert spearman(found, sobel(image)) == pytest.approx(1)


async def test_a_closed_copy_stays_closed():
    copy = tiny_copy()
    await copy.session.restart()
    copy.session.close()
    with pytest.raises(SessionLost):
        await copy.session.restart()
