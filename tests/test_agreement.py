"""Two runtimes' answers side by side: what counts as the same, and what is told."""

from dataclasses import replace

import numpy as np
import pytest

from gradcam_py.explaining import agreement
from gradcam_py.explaining.agreement import (
    COSINE,
    PROBABILITY,
    SCALE,
    Disagreement,
    compare,
)
from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.native_session import NativeSession
from tests.tiny_model import build_tiny_model


@pytest.fixture
async def answer(tmp_path_factory):
    folder = build_tiny_model(tmp_path_factory.mktemp("models") / "tiny")
    model = load_model_folder(read_from(folder))
    session, manifest = NativeSession(folder, model.manifest), model.manifest
    side = manifest.input_size
    image = np.random.default_rng(1).uniform(0, 255, (1, side, side, 3))
    seed = np.zeros((1, manifest.classes), np.float32)
    seed[0, 1] = 1
    return await agreement.answer(session, image.astype(np.float32), seed)


def with_layer(answer, part, change):
    """The answer with the first layer's activations or gradients changed."""
    arrays = dict(getattr(answer.layers, part))
    name = next(iter(arrays))
    arrays[name] = change(arrays[name])
    return replace(answer, layers=replace(answer.layers, **{part: arrays})), name


def with_logit(answer, change):
    logits = answer.head.logits.copy()
    logits[0, 0] += change
    return replace(answer, head=replace(answer.head, logits=logits))


def with_all_logits(answer, change):
    head = replace(answer.head, logits=answer.head.logits + np.float32(change))
    return replace(answer, head=head)


def turned(array, cosine):
    """An array of the same size whose cosine with `array` is the one given."""
    flat = array.ravel().astype(float)
    other = np.random.default_rng(2).normal(size=flat.size)
    other -= flat * (other @ flat) / (flat @ flat)
    other *= np.linalg.norm(flat) / np.linalg.norm(other)
    return (cosine * flat + np.sqrt(1 - cosine**2) * other).reshape(array.shape)


async def test_probabilities_are_compared_as_the_network_makes_them(answer):
    """A softmax sees no shift of all logits; a sigmoid does."""
    shifted = with_all_logits(answer, 0.5)
    assert compare(shifted, answer).probability < PROBABILITY
    expected = replace(answer, activation="sigmoid")
    with pytest.raises(Disagreement, match="a probability differs by"):
        compare(shifted, expected)


async def test_an_answer_agrees_with_itself(answer):
    found = compare(answer, answer)
    assert found.probability == 0
    assert found.cosine == pytest.approx(1, abs=1e-12)


async def test_the_last_digits_may_differ(answer):
    other, _ = with_layer(answer, "gradients", lambda a: a * np.float32(1 + 1e-6))
    assert compare(other, answer).cosine == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("part", ["activations", "gradients"])
async def test_the_bound_of_the_cosine(answer, part):
    margin = (1 - COSINE) / 10
    other, name = with_layer(answer, part, lambda a: turned(a, COSINE + margin))
    assert compare(other, answer).cosine == pytest.approx(COSINE + margin, abs=1e-6)
    other, name = with_layer(answer, part, lambda a: turned(a, COSINE - margin))
    with pytest.raises(Disagreement, match=f"{part} of {name}: cosine 0.9989"):
        compare(other, answer)


@pytest.mark.parametrize("part", ["activations", "gradients"])
async def test_the_bound_of_the_scale(answer, part):
    compare(with_layer(answer, part, lambda a: a * (1 + 0.9 * SCALE))[0], answer)
    other, name = with_layer(answer, part, lambda a: a * (1 - 1.1 * SCALE))
    with pytest.raises(Disagreement, match=f"{part} of {name}: 0.989 times as large"):
        compare(other, answer)


async def test_the_bound_of_the_probabilities(answer):
    compare(with_logit(answer, PROBABILITY / 2), answer)
    with pytest.raises(Disagreement, match="a probability differs by"):
        compare(with_logit(answer, 1.0), answer)


@pytest.mark.parametrize("part", ["activations", "gradients"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
async def test_what_is_no_number_differs(answer, part, value):
    other, name = with_layer(answer, part, lambda a: np.full_like(a, value))
    with pytest.raises(Disagreement, match=f"{part} of {name}"):
        compare(other, answer)


async def test_no_number_among_the_logits_differs(answer):
    with pytest.raises(Disagreement, match="a probability differs by nan"):
        compare(with_logit(answer, np.nan), answer)


async def test_another_shape_differs(answer):
    other, name = with_layer(answer, "gradients", lambda a: a[:, :1])
    with pytest.raises(Disagreement, match=rf"the gradients of {name} has shape \("):
        compare(other, answer)


async def test_two_empty_arrays_are_the_same_and_one_is_not(answer):
    empty, name = with_layer(answer, "gradients", np.zeros_like)
    assert compare(empty, empty).cosine == pytest.approx(1, abs=1e-12)
    with pytest.raises(Disagreement, match=f"gradients of {name}: cosine 0"):
        compare(empty, answer)
