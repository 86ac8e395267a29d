"""How alike two maps are, against plain loops."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcam_py.cam.similarity import pearson, similarity, spearman, ssim

ROUNDING = 1e-9  # float64 sums of a few values of one magnitude

# Few different values, so that many are equal, and any values.
few = st.integers(-3, 3).map(float)
any_number = st.floats(-1e3, 1e3).map(lambda value: round(value, 3))
pairs = st.lists(st.tuples(few, few), min_size=2, max_size=12) | st.lists(
    st.tuples(any_number, any_number), min_size=2, max_size=12
)


def loops_pearson(a, b):
    """Covariance by the two standard deviations; 0 where one of these is 0."""
    if len(set(a)) == 1 or len(set(b)) == 1:
        return 0.0
    mean_a, mean_b = math.fsum(a) / len(a), math.fsum(b) / len(b)
    together = math.fsum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    of_a = math.fsum((x - mean_a) ** 2 for x in a)
    of_b = math.fsum((y - mean_b) ** 2 for y in b)
    return together / math.sqrt(of_a * of_b)


def loops_ranks(values):
    """How many are less, and the mean place among the equal ones."""
    return [
        sum(other < value for other in values)
        + (sum(other == value for other in values) + 1) / 2
        for value in values
    ]


def test_similarity_sees_neither_scale_nor_what_is_elsewhere():
    left = np.array([[1.0, 2], [0, 0]])
    assert similarity(left, 7 * left) == pytest.approx(1)
    assert similarity(left, left[::-1]) == 0
    assert similarity(left, np.zeros((2, 2))) == 0


@given(pairs)
def test_pearson_is_the_covariance_by_the_deviations(values):
    a, b = map(list, zip(*values, strict=True))
    assert pearson(np.array(a), np.array(b)) == pytest.approx(
        loops_pearson(a, b), abs=ROUNDING
    )


@given(pairs)
def test_spearman_is_pearsons_of_ranks_that_equal_values_share(values):
    a, b = map(list, zip(*values, strict=True))
    expected = loops_pearson(loops_ranks(a), loops_ranks(b))
    assert spearman(np.array(a), np.array(b)) == pytest.approx(expected, abs=ROUNDING)


@pytest.mark.parametrize("correlation", [pearson, spearman])
@pytest.mark.parametrize("value", [0.0, 0.1, 1 / 3, 7e-5])
def test_a_constant_map_correlates_with_nothing(correlation, value):
    constant = np.full((7, 7), value)
    assert correlation(constant, np.arange(49.0)) == 0
    assert correlation(np.arange(49.0), constant) == 0
    assert correlation(constant, constant) == 0


def test_spearman_sees_the_order_alone_and_pearson_the_values():
    rising = np.array([[0.0, 1.0], [2.0, 3.0]])
    assert spearman(rising, np.exp(rising)) == pytest.approx(1)
    assert spearman(rising, -(rising**3)) == pytest.approx(-1)
    assert pearson(rising, 5 - 2 * rising) == pytest.approx(-1)
    assert pearson(rising, np.exp(rising)) < 0.95


def loops_ssim(x, y):
    """Wang et al. 2004, Eq. 13 to 17, window by window and pixel by pixel."""
    gauss = [
        [math.exp(-((i - 5) ** 2 + (j - 5) ** 2) / (2 * 1.5**2)) for j in range(11)]
        for i in range(11)
    ]
    total = math.fsum(map(math.fsum, gauss))
    inside = [(i, j, gauss[i][j] / total) for i in range(11) for j in range(11)]
    found = []
    for top in range(len(x) - 10):
        for left in range(len(x[0]) - 10):
            a = [(w, x[top + i][left + j]) for i, j, w in inside]
            b = [(w, y[top + i][left + j]) for i, j, w in inside]
            mean_a, mean_b = (math.fsum(w * v for w, v in each) for each in (a, b))
            of_a = math.fsum(w * (v - mean_a) ** 2 for w, v in a)
            of_b = math.fsum(w * (v - mean_b) ** 2 for w, v in b)
            both = math.fsum(
                w * (v - mean_a) * (u - mean_b)
                for (w, v), (_, u) in zip(a, b, strict=True)
            )
            found.append(
                (2 * mean_a * mean_b + 0.01**2)
                * (2 * both + 0.03**2)
                / ((mean_a**2 + mean_b**2 + 0.01**2) * (of_a + of_b + 0.03**2))
            )
    return math.fsum(found) / len(found)


@pytest.mark.parametrize("size", [(11, 11), (12, 15), (16, 13)])
@pytest.mark.parametrize("alike", [0.0, 0.7, 1.0])
def test_ssim_is_that_of_plain_loops(size, alike):
    generator = np.random.default_rng(3)
    first, other = generator.random((2, *size))
    second = alike * first + (1 - alike) * other
    expected = loops_ssim(first.tolist(), second.tolist())
    assert ssim(first, second) == pytest.approx(expected, abs=ROUNDING)
    assert ssim(first, first) == pytest.approx(1, abs=ROUNDING)


def test_ssim_sees_contrast_and_light_where_spearman_sees_the_order():
    rising = np.linspace(0, 1, 400).reshape(20, 20)
    for other in (rising / 4, rising**3):
        assert spearman(rising, other) == pytest.approx(1)
        assert ssim(rising, other) < 0.9


@pytest.mark.parametrize("sizes", [((20, 20), (20, 19)), ((10, 30), (10, 30))])
def test_ssim_of_what_has_no_window_or_another_size_is_refused(sizes):
    with pytest.raises(ValueError):  # noqa: PT011  (NumPy's own)
        ssim(*map(np.zeros, sizes))
