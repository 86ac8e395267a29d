"""How alike two maps are."""

import numpy as np

from .methods import Array


def similarity(first: Array, second: Array) -> float:
    """Cosine of two maps, 0 where one of them is empty."""
    a, b = (np.asarray(m, np.float64).ravel() for m in (first, second))
    norms = np.linalg.norm(a) * np.linalg.norm(b)
    return float(a @ b / norms) if norms else 0.0
