"""CAM methods against the papers' formulas, written once more with plain loops."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gradcam_py.cam.methods import LOST, METHODS, SOUND, cam, normalise, steady_quotient

# float32 sums of some hundred terms, relative to the map's largest value.
FLOAT32 = 1e-5
# A fading quotient may exceed the one where fading begins by this factor.
LARGEST = 1.2
GRADIENT_METHODS = sorted(set(METHODS) - {"eigencam"})


def loop_weight(name, a, g):
    """The weight of one channel at each place; a and g are lists of rows of floats."""
    places = [(i, j) for i in range(len(a)) for j in range(len(a[0]))]
    if name == "gradcam":
        mean = math.fsum(g[i][j] for i, j in places) / len(places)
        return lambda i, j: mean
    if name == "gradcam++":
        total = math.fsum(a[i][j] for i, j in places)
        weight = 0.0
        for i, j in places:
            if g[i][j] > 0:
                alpha = g[i][j] ** 2 / (2 * g[i][j] ** 2 + total * g[i][j] ** 3)
                weight += alpha * g[i][j]
        return lambda i, j: weight
    if name == "xgradcam":
        total = math.fsum(a[i][j] for i, j in places)
        weight = math.fsum(a[i][j] / total * g[i][j] for i, j in places)
        return lambda i, j: weight
    if name == "hirescam":
        return lambda i, j: g[i][j]
    return lambda i, j: max(g[i][j], 0.0)  # layercam


def loop_cam(name, activations, gradients):
    """The whole map by definition, one place at a time, in Python floats."""
    channels, height, width = activations.shape
    a, g = activations.tolist(), gradients.tolist()
    weights = [loop_weight(name, a[k], g[k]) for k in range(channels)]
    return [
        [
            max(math.fsum(weights[k](i, j) * a[k][i][j] for k in range(channels)), 0.0)
            for j in range(width)
        ]
        for i in range(height)
    ]


def example(seed, shape=(12, 5, 7), positive=True):
    generator = np.random.default_rng(seed)
    activations = generator.normal(size=shape).astype(np.float32)
    if positive:
        activations = np.maximum(activations, 0) + np.float32(0.01)
    gradients = generator.normal(size=shape).astype(np.float32)
    return activations, gradients


def gap_and_linear_head(seed, shape=(40, 7, 7), classes=5):
    """Activations, and the gradients that pooling and a linear layer give them."""
    activations, _ = example(seed, shape)
    dense = np.random.default_rng(seed).normal(size=(shape[0], classes))
    weights = dense[:, 1, None, None] / (shape[1] * shape[2])
    gradients = np.broadcast_to(weights, shape).astype(np.float32)
    return activations, gradients


@pytest.mark.parametrize("name", GRADIENT_METHODS)
@pytest.mark.parametrize("seed", range(4))
def test_method_follows_its_papers_formula(name, seed):
    activations, gradients = example(seed)
    expected = np.array(loop_cam(name, activations, gradients))
    found = cam(activations, gradients, name)
    assert expected.max() > 0
    assert np.abs(found - expected).max() <= FLOAT32 * expected.max()


@pytest.mark.parametrize("name", GRADIENT_METHODS)
def test_method_follows_its_formula_for_activations_of_either_sign(name):
    activations, gradients = example(5, positive=False)
    if name in ("gradcam++", "xgradcam"):  # as long as their divisors are sound
        activations += np.float32(0.7)
        assert (activations < 0).any()
    expected = np.array(loop_cam(name, activations, gradients))
    found = cam(activations, gradients, name)
    assert np.abs(found - expected).max() <= FLOAT32 * expected.max()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("other", ["hirescam", "xgradcam"])
def test_gradcam_equals_others_at_the_top_of_a_pooled_linear_head(other, seed):
    activations, gradients = gap_and_linear_head(seed)
    expected = cam(activations, gradients, "gradcam")
    found = cam(activations, gradients, other)
    assert np.abs(found - expected).max() <= FLOAT32 * expected.max()


def test_gradcam_at_a_pooled_linear_head_is_the_classical_cam():
    activations, gradients = gap_and_linear_head(1)
    signed = (gradients * activations).sum(axis=0)
    expected = np.maximum(signed, 0)
    np.testing.assert_allclose(cam(activations, gradients), expected, rtol=1e-4)


@pytest.mark.parametrize("shape", [(6, 5, 7), (80, 3, 4)], ids=["few", "many"])
def test_eigencam_is_the_first_right_singular_vectors_projection(shape):
    activations, gradients = example(2, shape, positive=False)
    matrix = activations.reshape(shape[0], -1).T.astype(np.float64)  # [h*w,C]
    projection = matrix @ np.linalg.svd(matrix)[2][0]
    if projection.sum() < 0:
        projection = -projection
    expected = np.maximum(projection, 0).reshape(shape[1:])
    found = cam(activations, gradients, "eigencam")
    assert np.abs(found - expected).max() <= FLOAT32 * expected.max()


def test_eigencam_does_not_depend_on_the_class():
    activations, gradients = example(3)
    first = cam(activations, gradients, "eigencam")
    np.testing.assert_array_equal(first, cam(activations, -3 * gradients, "eigencam"))


@pytest.mark.parametrize("name", METHODS)
def test_order_of_channels_does_not_matter(name):
    activations, gradients = example(4, (30, 6, 6))
    order = np.random.default_rng(0).permutation(30)
    expected = cam(activations, gradients, name)
    found = cam(activations[order], gradients[order], name)
    assert np.abs(found - expected).max() <= FLOAT32 * expected.max()


@pytest.mark.parametrize("name", ["gradcam", "xgradcam", "hirescam", "layercam"])
def test_map_grows_with_the_score_and_is_not_normalised(name):
    activations, gradients = example(6)
    doubled = cam(activations, 2 * gradients, name)
    np.testing.assert_allclose(doubled, 2 * cam(activations, gradients, name))


def test_counterfactual_shows_what_the_class_map_cut_off():
    activations, gradients = example(7)
    weights = gradients.mean(axis=(1, 2), dtype=np.float64)
    signed = np.tensordot(weights, activations.astype(np.float64), axes=1)
    speaks_against = cam(activations, -gradients)
    np.testing.assert_allclose(speaks_against, np.maximum(-signed, 0), atol=1e-5)


def test_gradcam_plus_plus_survives_gradients_whose_cube_underflows():
    activations, gradients = example(8)
    tiny = np.float32(1e-20)  # its cube is 0 in float32
    found = cam(activations, tiny * gradients, "gradcam++")
    # In the limit of small gradients alpha is 1/2 everywhere.
    weights = 0.5 * np.maximum(gradients.astype(np.float64), 0).sum(axis=(1, 2)) * tiny
    expected = np.tensordot(weights, activations.astype(np.float64), axes=1)
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_gradcam_plus_plus_gives_weight_0_where_its_denominator_vanishes():
    # sum(A) = -2 and G = 1: 2 + sum(A) G = 0. The other channel is ordinary.
    activations = np.array([[[-2.0, 0]], [[1.0, 3]]], np.float32)
    gradients = np.array([[[1.0, 0]], [[1.0, 1]]], np.float32)
    found = cam(activations, gradients, "gradcam++")
    np.testing.assert_allclose(found, [[1 / 3, 1]], rtol=1e-6)


def test_xgradcam_gives_weight_0_to_a_channel_whose_activations_cancel_out():
    activations = np.array([[[-1.0, 1]], [[1.0, 3]], [[0.0, 0]]], np.float32)
    gradients = np.array([[[5.0, 9]], [[1.0, 1]], [[1.0, 1]]], np.float32)
    np.testing.assert_allclose(cam(activations, gradients, "xgradcam"), [[1, 3]])


@pytest.mark.parametrize("cancelled", np.linspace(-0.3, 0.3, 61))
def test_quotient_is_exact_where_it_is_sound_and_never_large(cancelled):
    dividend, divisor, magnitude = np.array([3.0]), np.array([cancelled * 8]), 8.0
    found = steady_quotient(dividend, divisor, np.array([magnitude]))[0]
    if abs(cancelled) >= SOUND:
        assert found == dividend[0] / divisor[0]
    else:
        assert abs(found) <= dividend[0] / (SOUND * magnitude) * LARGEST
    if abs(cancelled) <= LOST:
        assert found == 0


small_arrays = hnp.array_shapes(min_dims=3, max_dims=3, max_side=5).flatmap(
    lambda shape: st.tuples(
        *[
            hnp.arrays(np.float32, shape, elements=st.floats(-1e3, 1e3, width=32))
            for _ in range(2)
        ]
    )
)


@pytest.mark.parametrize("name", METHODS)
@given(arrays=small_arrays)
@settings(max_examples=60)
def test_every_map_is_finite_non_negative_and_leaves_its_inputs_alone(name, arrays):
    activations, gradients = arrays
    copies = activations.copy(), gradients.copy()
    with np.errstate(divide="raise", invalid="raise"):
        found = cam(activations, gradients, name)
    assert found.shape == activations.shape[1:]
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    assert (found >= 0).all()
    np.testing.assert_array_equal(activations, copies[0])
    np.testing.assert_array_equal(gradients, copies[1])


@given(arrays=small_arrays)
def test_layercam_is_nowhere_below_hirescam_for_positive_activations(arrays):
    activations, gradients = np.abs(arrays[0]), arrays[1]
    layer = cam(activations, gradients, "layercam")
    assert (layer >= cam(activations, gradients, "hirescam") * (1 - FLOAT32)).all()


def test_arrays_of_different_shapes_are_refused():
    with pytest.raises(ValueError, match=r"\(2, 3, 3\) and \(2, 3, 4\)"):
        cam(np.zeros((2, 3, 3)), np.zeros((2, 3, 4)))


def test_normalise_divides_by_the_maximum():
    np.testing.assert_allclose(
        normalise(np.array([[0, 2], [1, 4]])), [[0, 0.5], [0.25, 1]]
    )


def test_normalise_keeps_a_map_without_a_positive_value_at_0():
    np.testing.assert_array_equal(normalise(np.zeros((2, 2))), np.zeros((2, 2)))


def test_normalise_reaches_1_for_the_smallest_of_maps():
    assert normalise(np.array([[0, 1e-42]], np.float32)).max() == 1
