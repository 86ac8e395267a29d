"""Arrays to try a formula on, besides those of the picture.

After the last layer of many networks a channel has one gradient everywhere, and methods
that differ give one map there. On these arrays no two formulas do.
"""

import numpy as np
from numpy.typing import NDArray

SHAPE = (24, 6, 5)  # unlike any square map: height and width cannot be mixed up


def trial_arrays() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Activations >= 0, a third of them 0, and gradients of either sign: [C,h,w].

    Always the same, and without NumPy's generators, which few visits need.
    """
    places = np.arange(np.prod(SHAPE), dtype=np.float64).reshape(SHAPE)
    activations = np.maximum(_scattered(places + 1) * 1.5 - 0.5, 0)
    channels = _scattered(np.arange(SHAPE[0], dtype=np.float64) + 7100)
    gradients = _scattered(places + 9000) - 0.5 + 0.6 * (channels[:, None, None] - 0.5)
    return activations.astype(np.float32), gradients.astype(np.float32)


def _scattered(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Numbers of 0..1 without any order: the digits of a sine that come late."""
    return np.modf(np.abs(np.sin(places * 12.9898)) * 43758.5453)[0]
