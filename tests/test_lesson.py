"""The ten steps taken apart, against plain loops written from the formulas."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from gradcam_py.cam.methods import cam
from gradcam_py.explaining.pipeline import Pipeline
from gradcam_py.explaining.question import Question
from gradcam_py.explaining.settings import Settings
from gradcam_py.lesson import decomposition, forward_steps
from gradcam_py.lesson.message import Scene
from tests.tiny_model import forward, head, tiny_weights
from tests.toy_session import LABELS, PICTURE, ToySession

# Sums of some dozens of float32 terms, against float64.
FLOAT32 = 1e-5
SHAPE = (7, 3, 4)  # channels, rows, columns


@pytest.fixture
def arrays():
    generator = np.random.default_rng(3)
    return tuple(generator.normal(0, 1, SHAPE).astype(np.float32) for _ in range(2))


@pytest.fixture
def steps(arrays):
    return decomposition.take_apart(*arrays)


def looped_weights(gradients):
    """alpha_k = 1/Z sum_i sum_j dy/dA_kij, one addition at a time."""
    channels, rows, columns = gradients.shape
    weights = []
    for k in range(channels):
        total = 0.0
        for i, j in itertools.product(range(rows), range(columns)):
            total += float(gradients[k, i, j])
        weights.append(total / (rows * columns))
    return weights


def looped_sum(activations, weights, channels):
    """sum_k alpha_k A_kij over some channels, one addition at a time."""
    result = np.zeros(activations.shape[1:])
    for k in channels:
        for i, j in np.ndindex(result.shape):
            result[i, j] += float(weights[k]) * float(activations[k, i, j])
    return result


def test_steps_are_the_formulas_of_the_paper(arrays, steps):
    activations, gradients = arrays
    weights = looped_weights(gradients)
    total = looped_sum(activations, weights, range(len(weights)))
    raw = np.where(total > 0, total, 0)
    np.testing.assert_allclose(steps.weights, weights, atol=FLOAT32)
    np.testing.assert_allclose(steps.total, total, atol=FLOAT32)
    np.testing.assert_allclose(steps.raw, raw, atol=FLOAT32)
    np.testing.assert_allclose(steps.normalised, raw / raw.max(), atol=FLOAT32)


def test_steps_end_in_the_map_that_the_page_shows(arrays, steps):
    np.testing.assert_array_equal(steps.raw, cam(*arrays, "gradcam"))


def test_weighted_maps_add_up_to_the_sum(steps):
    channels = range(len(steps.weights))
    maps = decomposition.weighted_maps(steps.activations, steps.weights, channels)
    np.testing.assert_allclose(maps.sum(axis=0), steps.total, atol=FLOAT32)


def test_weighted_map_is_its_channel_times_its_weight(steps):
    (only,) = decomposition.weighted_maps(steps.activations, steps.weights, [5])
    expected = looped_sum(steps.activations, steps.weights, [5])
    np.testing.assert_allclose(only, expected, atol=FLOAT32)


def test_partial_sums_grow_by_the_strongest_and_end_in_the_sum(steps):
    order = decomposition.strongest(steps, len(steps.weights))
    sums = decomposition.partial_sums(steps, [1, 3, len(order)])
    for count, partial in zip((1, 3, len(order)), sums, strict=True):
        expected = looped_sum(steps.activations, steps.weights, order[:count])
        np.testing.assert_allclose(partial, expected, atol=FLOAT32)
    np.testing.assert_allclose(sums[-1], steps.total, atol=FLOAT32)


def test_strongest_channel_needs_weight_and_activation():
    activations = np.array([[[9.0, 9]], [[0, 0]], [[1, -4]], [[1, 1]]], np.float32)
    gradients = np.array([[[0.0, 0]], [[9, 9]], [[-1, -1]], [[2, 2]]], np.float32)
    steps = decomposition.take_apart(activations, gradients)
    # |weight| times the sum of |activation|: 0, 0, 5, 4
    assert decomposition.strongest(steps, 2) == [2, 3]


def test_liveliest_channel_varies_most_however_large_it_is():
    activations = np.array([[[100.0, 100]], [[0, 3]], [[-1, 1]]], np.float32)
    assert decomposition.liveliest(activations, 3) == [1, 2, 0]


def test_extremes_go_from_most_positive_to_most_negative():
    weights = np.array([0.1, -3, 2, -0.2, 5, 0])
    assert decomposition.extremes(weights, 2) == [4, 2, 3, 1]


def test_extremes_of_few_channels_are_all_of_them_once():
    weights = np.array([0.1, -3, 2])
    assert decomposition.extremes(weights, 2) == [2, 0, 1]


def test_relu_removes_the_share_of_what_is_negative():
    activations = np.array([[[3.0, -1, 0]]], np.float32)
    steps = decomposition.take_apart(activations, np.ones((1, 1, 3), np.float32))
    assert steps.removed == pytest.approx(1 / 4)


def test_nothing_is_removed_of_nothing():
    nothing = np.zeros(SHAPE, np.float32)
    steps = decomposition.take_apart(nothing, nothing)
    assert steps.removed == 0
    assert not steps.normalised.any()


def test_gradients_are_uniform_where_each_channel_has_one(arrays):
    activations, gradients = arrays
    means = gradients.mean(axis=(1, 2), keepdims=True)
    even = np.broadcast_to(means, SHAPE)
    assert decomposition.take_apart(activations, even).gradients_are_uniform
    uneven = even.copy()
    uneven[0, 0, 0] *= 1.001
    assert not decomposition.take_apart(activations, uneven).gradients_are_uniform


def test_behind_an_averaging_head_the_sum_is_the_score_without_its_bias():
    image = np.random.default_rng(1).integers(0, 256, (224, 224, 3))
    activations, logits = forward(image)
    top = activations["top_activation"]
    # The head's gradient by differences: no gradient of the exporter's is trusted.
    gradients = np.zeros_like(top)
    for place in np.ndindex(top.shape):
        nudged = top.copy()
        nudged[place] += 1
        gradients[place] = head(nudged)[2] - logits[2]
    steps = decomposition.take_apart(top, gradients)
    assert steps.gradients_are_uniform
    bias = float(tiny_weights()["bias"][2])
    assert steps.total.sum() == pytest.approx(logits[2] - bias)


def test_sorted_curve_falls_from_the_largest_to_the_smallest():
    values = np.random.default_rng(0).normal(size=1280)
    curve = decomposition.sorted_curve(values, 100)
    assert len(curve) == 100
    assert curve[0] == values.max()
    assert curve[-1] == values.min()
    assert (np.diff(curve) <= 0).all()


def test_sorted_curve_of_few_values_is_all_of_them():
    assert decomposition.sorted_curve(np.array([1.0, 3, 2]), 100).tolist() == [3, 2, 1]


@pytest.mark.parametrize(
    ("activation", "told"),
    [
        ("softmax", "The 2 classes share all of the probability."),
        ("sigmoid", "Each of them has a probability of its own"),
    ],
)
async def test_the_lesson_tells_what_probabilities_are_shares_of(activation, told):
    session = ToySession()
    session.manifest = replace(session.manifest, activation=activation)
    shown = await Pipeline(session).explain(Question(PICTURE, Settings()))
    steps = decomposition.take_apart(shown.activations, shown.gradients)
    layer = session.manifest.layers[-1]
    scene = Scene(shown, steps, LABELS, layer, "viridis", "red")
    (text, _), (table, _), _ = forward_steps.scores(scene)
    assert told in text["text"]
    expected = {"softmax": 1 / (1 + np.exp(-2)), "sigmoid": 1 / (1 + np.exp(-3))}
    assert table["rows"][0]["probability"] == pytest.approx(expected[activation])
