"""Seeds are the derivatives of the scores that they stand for."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcam_py.cam import seeds

# Central differences in float64 at a step of 1e-5: about 1e-10.
DIFFERENCE = 1e-8
logit_vectors = st.lists(st.floats(-20, 20), min_size=2, max_size=12).map(np.array)


@given(logit_vectors, st.floats(-1e3, 1e3))
def test_softmax_is_a_distribution_that_a_shift_does_not_change(logits, shift):
    probabilities = seeds.softmax(logits)
    assert probabilities.sum() == pytest.approx(1)
    assert (probabilities >= 0).all()
    np.testing.assert_allclose(seeds.softmax(logits + shift), probabilities, atol=1e-9)


def test_softmax_of_huge_logits_is_finite():
    np.testing.assert_array_equal(seeds.softmax(np.array([1e4, 0, -1e4])), [1, 0, 0])


def test_softmax_treats_rows_separately():
    rows = np.array([[1.0, 2, 3], [3, 0, 0]])
    expected = [seeds.softmax(row) for row in rows]
    np.testing.assert_allclose(seeds.softmax(rows), expected)


@given(logit_vectors, st.data())
def test_probability_seed_is_the_derivative_of_the_probability(logits, data):
    index = data.draw(st.integers(0, len(logits) - 1))
    step = 1e-5
    expected = [
        (
            seeds.softmax(logits + step * nudge)[index]
            - seeds.softmax(logits - step * nudge)[index]
        )
        / (2 * step)
        for nudge in np.eye(len(logits))
    ]
    seed = seeds.probability(index, logits)
    np.testing.assert_allclose(seed, expected, atol=DIFFERENCE, rtol=1e-5)


def test_probability_seed_keeps_its_digits_where_the_class_is_nearly_certain():
    # p = 1 - 2 exp(-30) rounds to 1 in float64, so p - p * p would be 0 or noise.
    seed = seeds.probability(0, np.array([30.0, 0, 0]))
    assert seed[0] == pytest.approx(2 * np.exp(-30), rel=1e-6)
    assert seed.sum() == pytest.approx(0, abs=1e-20)


@given(logit_vectors, st.data())
def test_a_sigmoids_probability_is_its_own_and_its_seed_the_derivative(logits, data):
    index = data.draw(st.integers(0, len(logits) - 1))
    sigmoid = seeds.ACTIVATIONS["sigmoid"].probabilities
    expected = [1 / (1 + math.exp(-logit)) for logit in logits]
    np.testing.assert_allclose(sigmoid(logits), expected, rtol=1e-12)
    step = 1e-5
    derivative = [
        (sigmoid(logits + step * nudge) - sigmoid(logits - step * nudge))[index]
        / (2 * step)
        for nudge in np.eye(len(logits))
    ]
    seed = seeds.probability(index, logits, "sigmoid")
    np.testing.assert_allclose(seed, derivative, atol=DIFFERENCE, rtol=1e-5)


def test_a_sigmoid_keeps_its_digits_and_is_finite():
    logits = np.array([-1e4, -40.0, 40.0, 1e4])
    expected = [0, math.exp(-40), 1, 1]
    np.testing.assert_allclose(seeds.sigmoid(logits), expected, rtol=1e-12)
    for index in (1, 2):
        slope = seeds.probability(index, logits, "sigmoid")[index]
        assert slope == pytest.approx(math.exp(-40), rel=1e-6)


def test_every_activation_explains_a_probability():
    logits = np.array([0.5, -1, 2])
    score = seeds.SCORES["probability"]
    for name, activation in seeds.ACTIVATIONS.items():
        np.testing.assert_array_equal(
            score.seed(1, logits, name), activation.slope(1, logits)
        )


def test_one_hot_counterfactual_and_contrast_weigh_the_logits():
    logits = np.array([0.5, 2, -1, 4])
    assert seeds.one_hot(2, 4) @ logits == -1
    assert seeds.counterfactual(2, 4) @ logits == 1
    assert seeds.contrast(3, 1, 4) @ logits == 2


def test_seeds_are_float32():
    made = [
        seeds.one_hot(0, 3),
        seeds.counterfactual(0, 3),
        seeds.contrast(0, 1, 3),
        seeds.probability(0, np.zeros(3)),
        seeds.probability(0, np.zeros(3), "sigmoid"),
    ]
    assert {seed.dtype for seed in made} == {np.dtype(np.float32)}
