"""Weights that begin as zeros and ones, spread as after a training.

With zeros and ones a mistake in a normalisation, a bias or a scale would not show.
"""

from __future__ import annotations

import numpy as np

BY_LITTLE = 1e-4  # weights below are biases, or layer scales, that begin near zero


def spread(weight: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Others for those that begin as zeros or ones, and all others as they are.

    >>> rng = np.random.default_rng(0)
    >>> spread(np.zeros(3, np.float32), rng).round(2)
    array([ 0.01, -0.01,  0.06], dtype=float32)
    >>> spread(np.ones(3, np.float32), rng).round(2)
    array([0.52, 1.31, 1.41], dtype=float32)
    >>> spread(np.array([2, 3], np.float32), rng)
    array([2., 3.], dtype=float32)
    """
    if not np.issubdtype(weight.dtype, np.floating):
        return weight  # what counts batches
    if np.abs(weight).max() < BY_LITTLE:
        return rng.normal(0, 0.1, weight.shape).astype(weight.dtype)
    if (weight == 1).all():
        return rng.uniform(0.5, 1.5, weight.shape).astype(weight.dtype)
    return weight
