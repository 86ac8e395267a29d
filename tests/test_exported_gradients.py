"""All 18 layers of the exported graphs against tf.GradientTape on the Keras model.

ReLU6 has kinks. Where an activation lies within rounding of 0 or 6, TensorFlow and
ONNX Runtime may fall on different sides, and one such position shifts a whole layer's
gradient by a thousandth. Both answers are right there, so the oracle is given the side
that the exported graph took, and the test asserts that every side that differs from
TensorFlow's own is indeed within rounding of a kink. Swish has none.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field

import numpy as np
import onnx
import onnxruntime as ort
import pytest
import tensorflow as tf
from PIL import Image

from convert.models.network import LAYER_IDS
from gradcam_py.cam import seeds
from gradcam_py.cam.methods import cam
from gradcam_py.model.manifest import parse_manifest
from gradcam_py.model.native_session import NativeSession
from tests.gradient_tape import TapedModel, TapeResult

# Norm-wise relative error in float32. Both sides round differently in some 80 layers;
# measured: at most 1e-5.
FLOAT32_TOLERANCE = 1e-4
# How near to a kink an activation (of order 1) must be for the two to disagree on its
# side: what float32 rounding adds up to in 80 layers, measured at most 2e-5.
KINK = 1e-4
# What two-byte weights may change.
COSINE = 0.999
PROBABILITY = 0.01
# A heatmap of which ReLU leaves less than this share is rounding noise in any
# precision; it is compared before the ReLU only.
NEARLY_NOTHING = 0.05
A, B = 285, 254  # Egyptian cat, pug

# kind of seed -> (the oracle's score, our seed for the same score)
SCORES = {
    "one-hot": (
        lambda logits: logits[0, A],
        lambda logits: seeds.one_hot(A, 1000),
    ),
    "probability": (
        lambda logits: tf.nn.softmax(logits)[0, A],
        lambda logits: seeds.probability(A, logits),
    ),
    "counterfactual": (
        lambda logits: -logits[0, A],
        lambda logits: seeds.counterfactual(A, 1000),
    ),
    "contrast": (
        lambda logits: logits[0, A] - logits[0, B],
        lambda logits: seeds.contrast(A, B, 1000),
    ),
}


@dataclass
class Case:
    """A network, its oracle, a picture, and the sides of ReLU6's kinks."""

    name: str
    oracle: TapedModel
    session: NativeSession  # of the float32 export
    image: np.ndarray  # [1,224,224,3]
    masks: dict[str, np.ndarray]  # [1,h,w,C], the exported graph's
    known: dict[str, TapeResult] = field(default_factory=dict)

    def theirs(self, kind: str) -> TapeResult:
        """The oracle's answer on the graph's sides of the kinks, asked for once."""
        if kind not in self.known:
            score = SCORES[kind][0]
            self.known[kind] = self.oracle.explain(self.image, score, self.masks)
        return self.known[kind]


def open_session(folder) -> NativeSession:
    manifest = parse_manifest((folder / "manifest.json").read_bytes())
    return NativeSession(folder, manifest)


def relative_error(ours: np.ndarray, theirs: np.ndarray) -> float:
    return float(np.linalg.norm(ours - theirs) / np.linalg.norm(theirs))


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    norms = np.linalg.norm(a) * np.linalg.norm(b)
    return float(np.vdot(a, b) / norms) if norms else float(not a.any() and not b.any())


def signed_map(activations: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    """Grad-CAM before its ReLU, written out: sum_k mean(dy/dA^k) A^k."""
    return np.einsum("khw,k->hw", activations, gradients.mean(axis=(1, 2)))


def read_picture(path) -> np.ndarray:
    return np.asarray(Image.open(path).resize((224, 224)), np.float32)[None]


def clip_outputs(folder, image, scratch) -> list[np.ndarray]:
    """What every Clip node of layers.onnx puts out, in order, [1,C,h,w]."""
    model = onnx.load(folder / "layers.onnx", load_external_data=False)
    names = [node.output[0] for node in model.graph.node if node.op_type == "Clip"]
    known = {value.name for value in model.graph.output}
    for name in names:
        if name not in known:
            model.graph.output.append(onnx.ValueInfoProto(name=name))
    shutil.copy(folder / "weights.bin", scratch)
    onnx.save(model, scratch / "clips.onnx")
    if not names:
        return []
    options = ort.SessionOptions()
    options.log_severity_level = 3
    session = ort.InferenceSession(str(scratch / "clips.onnx"), options)
    seed = np.zeros((1, 1000), np.float32)
    return session.run(names, {"image": image, "seed": seed})


@pytest.fixture(scope="module", params=["b0", "lite0"])
def case(request, exported, samples_folder, tmp_path_factory) -> Case:
    oracle = TapedModel(request.getfixturevalue(f"{request.param}_network").keras_model)
    image = read_picture(samples_folder / "cat-and-dog.jpg")
    folder = exported(request.param, "float32")
    clips = clip_outputs(folder, image, tmp_path_factory.mktemp("clips"))
    masks = {
        relu.name: ((y > 0) & (y < 6)).transpose(0, 2, 3, 1)
        for relu, y in zip(oracle.relus, clips, strict=True)
    }
    return Case(request.param, oracle, open_session(folder), image, masks)


def test_sides_differ_from_tensorflow_only_at_kinks(case):
    case.oracle.explain(case.image, SCORES["one-hot"][0])
    assert len(case.masks) == {"b0": 0, "lite0": 33}[case.name]
    for relu in case.oracle.relus:
        x = relu.seen
        differ = case.masks[relu.name] != ((x > 0) & (x < 6))
        distance = np.minimum(np.abs(x), np.abs(x - 6))[differ]
        assert (distance < KINK).all(), f"{relu.name}: {distance.max():.1e} from a kink"


@pytest.mark.parametrize("kind", SCORES)
async def test_gradients_of_all_layers_equal_gradient_tape(case, kind):
    theirs = case.theirs(kind)
    _, make_seed = SCORES[kind]
    seed = make_seed(theirs.logits[0])[None]
    ours = await case.session.layers(case.image, seed)
    assert relative_error(ours.logits, theirs.logits) < FLOAT32_TOLERANCE
    for layer in LAYER_IDS:
        activations, gradients = ours.activations[layer], ours.gradients[layer]
        assert gradients.shape == (1, *theirs.gradients[layer].shape)
        error = relative_error(gradients[0], theirs.gradients[layer])
        assert error <= FLOAT32_TOLERANCE, f"gradients of {layer}: {error:.2e}"
        error = relative_error(activations, theirs.activations[layer])
        assert error <= FLOAT32_TOLERANCE, f"activations of {layer}: {error:.2e}"


async def test_five_seeds_at_once_equal_five_runs_of_gradient_tape(case):
    logits = case.theirs("one-hot").logits
    best = int(np.argmax(logits[0]))
    batch = [make_seed(logits[0]) for _, make_seed in SCORES.values()]
    batch.append(seeds.one_hot(best, 1000))
    ours = await case.session.layers(case.image, np.stack(batch))
    wanted = [case.theirs(kind) for kind in SCORES]
    wanted.append(
        case.oracle.explain(case.image, lambda values: values[0, best], case.masks)
    )
    for k, theirs in enumerate(wanted):
        for layer in LAYER_IDS:
            error = relative_error(ours.gradients[layer][k], theirs.gradients[layer])
            assert error <= FLOAT32_TOLERANCE, f"{layer}, seed {k}: {error:.2e}"


async def test_head_gives_the_top_layer_of_a_batch(case):
    images = np.concatenate([case.image, case.image[:, ::-1], 255 - case.image])
    batch = np.stack([seeds.one_hot(index, 1000) for index in (A, B, 0)])
    features = await case.session.features(images)
    head = await case.session.head(features, batch)
    top = LAYER_IDS[-1]
    for n, index in enumerate((A, B, 0)):
        theirs = case.oracle.explain(images[n : n + 1], lambda y, i=index: y[0, i])
        assert relative_error(features[n], theirs.activations[top]) < FLOAT32_TOLERANCE
        assert relative_error(head.logits[n], theirs.logits[0]) < FLOAT32_TOLERANCE
        error = relative_error(head.gradients[n], theirs.gradients[top])
        assert error < FLOAT32_TOLERANCE


async def test_an_error_of_one_in_a_thousand_would_be_noticed(case):
    """The tester tested: the comparison must not pass a gradient that is 0.1 % off."""
    theirs = case.theirs("one-hot")
    for layer in LAYER_IDS:
        off = 1.001 * theirs.gradients[layer]
        assert relative_error(off, theirs.gradients[layer]) > FLOAT32_TOLERANCE


async def test_two_byte_weights_keep_every_layers_heatmap(case, exported):
    theirs = case.oracle.explain(case.image, SCORES["one-hot"][0])
    session = open_session(exported(case.name, "int16"))
    ours = await session.layers(case.image, seeds.one_hot(A, 1000)[None])
    for layer in LAYER_IDS:
        a = cam(ours.activations[layer], ours.gradients[layer][0])
        b = cam(theirs.activations[layer], theirs.gradients[layer])
        assert cosine(a, b) >= COSINE, f"{layer}: {cosine(a, b):.5f}"


@pytest.fixture(scope="module")
def lite0_oracle(lite0_network) -> TapedModel:
    return TapedModel(lite0_network.keras_model)


SAMPLES = ("cat-and-dog", "cat", "dog", "coffee", "rocket", "china")


def test_the_samples_tested_are_the_samples_built(samples_folder):
    samples = json.loads((samples_folder / "samples.json").read_text())
    assert tuple(sample["id"] for sample in samples) == SAMPLES


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("precision", ["int16", "float16"])
async def test_two_byte_weights_keep_predictions_and_heatmaps_of_every_sample(
    exported, lite0_oracle, samples_folder, sample, precision
):
    """float16 is held to the best class's top-layer heatmap, int16 to all layers'."""
    image = read_picture(samples_folder / f"{sample}.jpg")
    logits = lite0_oracle.explain(image, SCORES["one-hot"][0]).logits[0]
    best = int(np.argmax(logits))
    theirs = lite0_oracle.explain(image, lambda y: y[0, best])
    session = open_session(exported("lite0", precision))
    ours = await session.layers(image, seeds.one_hot(best, 1000)[None])
    a, b = seeds.softmax(ours.logits[0]), seeds.softmax(logits)
    assert np.abs(a - b).max() <= PROBABILITY
    assert np.argmax(a) == best
    assert set(np.argsort(-a)[:5]) == set(np.argsort(-b)[:5])
    for layer in LAYER_IDS if precision == "int16" else LAYER_IDS[-1:]:
        signed = [
            signed_map(ours.activations[layer], ours.gradients[layer][0]),
            signed_map(theirs.activations[layer], theirs.gradients[layer]),
        ]
        assert cosine(*signed) >= COSINE, f"{layer}: {cosine(*signed):.5f}"
        cams = [np.maximum(values, 0) for values in signed]
        if np.linalg.norm(cams[1]) > NEARLY_NOTHING * np.linalg.norm(signed[1]):
            assert cosine(*cams) >= COSINE, f"{layer}: {cosine(*cams):.5f}"
