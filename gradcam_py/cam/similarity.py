"""How alike two maps are."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from .methods import Array

# Of Wang et al.'s windows: Gaussian weights, and the constants of Eq. 13.
WINDOW, SIGMA = 11, 1.5
K1, K2 = 0.01, 0.03


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


def ssim(first: Array, second: Array) -> float:
    """Compare the structure of two images [h,w] of values 0..1: SSIM, -1..1.

    The mean over all windows that lie wholly in the image. Raises `ValueError` for
    images of different sizes, or smaller than a window.

    Source: Wang et al. 2004, "Image Quality Assessment: From Error Visibility to
    Structural Similarity", Eq. 13 to 17.

    >>> steps = np.linspace(0, 1, 400).reshape(20, 20)
    >>> round(ssim(steps, steps), 6), ssim(steps, 1 - steps) < 0
    (1.0, True)
    """
    x, y = np.stack([first, second]).astype(np.float64)
    mean_x, mean_y = _windowed(x), _windowed(y)
    variance_x = _windowed(x * x) - mean_x**2
    variance_y = _windowed(y * y) - mean_y**2
    covariance = _windowed(x * y) - mean_x * mean_y
    c1, c2 = K1**2, K2**2  # the range of values is 1
    luminance = (2 * mean_x * mean_y + c1) / (mean_x**2 + mean_y**2 + c1)
    structure = (2 * covariance + c2) / (variance_x + variance_y + c2)
    return float((luminance * structure).mean())


def _windowed(image: Array) -> Array:
    """Of each window of an image [h,w] the weighted mean: [h-10,w-10]."""
    places = np.arange(WINDOW) - WINDOW // 2
    weights = np.exp(-(places**2) / (2 * SIGMA**2))
    weights /= weights.sum()
    columns = sliding_window_view(image, WINDOW, axis=1) @ weights
    means: Array = sliding_window_view(columns, WINDOW, axis=0) @ weights
    return means
