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
