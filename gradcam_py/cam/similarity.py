"""How alike two maps are."""

import numpy as np

from .methods import Array


def similarity(first: Array, second: Array) -> float:
    """Compare two maps of as many values each by their cosine, -1..1.

    0 where one of them is empty; the maps' magnitudes play no part. Raises
    `ValueError` for maps of different sizes.

    >>> similarity(np.array([[1.0, 0.0]]), np.array([[7.0, 0.0]]))
    1.0
    >>> similarity(np.array([[1.0, 0.0]]), np.zeros((1, 2)))
    0.0
    """
    a, b = (np.asarray(m, np.float64).ravel() for m in (first, second))
    norms = np.linalg.norm(a) * np.linalg.norm(b)
    return float(a @ b / norms) if norms else 0.0


def pearson(first: Array, second: Array) -> float:
    """Compare two maps of as many values each by their linear correlation, -1..1.

    The cosine of what is left when each has lost its mean; 0 where one is constant.

    >>> round(pearson(np.array([1.0, 2.0]), np.array([5.0, 9.0])), 6)
    1.0
    """
    a, b = (np.asarray(m, np.float64).ravel() for m in (first, second))
    if np.ptp(a) == 0 or np.ptp(b) == 0:  # less its mean it is 0 but for rounding
        return 0.0
    return similarity(a - a.mean(), b - b.mean())


def spearman(first: Array, second: Array) -> float:
    """Compare the order of two maps' values, -1..1: the correlation of their ranks.

    Equal values share the mean of their ranks.

    >>> round(spearman(np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0, 99.0])), 6)
    1.0
    """
    return pearson(ranks(first), ranks(second))


def ranks(values: Array) -> Array:
    """The place of each value among all, from 1; equal ones share their mean place.

    >>> ranks(np.array([5.0, 1.0, 5.0])).tolist()
    [2.5, 1.0, 2.5]
    """
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    shared: Array = (last - (counts - 1) / 2)[places.ravel()]
    return shared
