"""Colours of values of either sign.

Blue for what speaks against the score, red for what speaks for it, white for neither:
RdBu of ColorBrewer (Cynthia Brewer, Apache-2.0), which colour-blind people can read.
"""

import numpy as np
from numpy.typing import NDArray

_COLOURS = """
053061 2166ac 4393c3 92c5de d1e5f0 f7f7f7 fddbc7 f4a582 d6604d b2182b 67001f
"""
POINTS = np.array([list(bytes.fromhex(word)) for word in _COLOURS.split()])


def signed(values: NDArray, limit: float) -> NDArray[np.uint8]:
    """Values -limit..limit -> RGB [...,3]: blue, white at 0, red.

    >>> signed(np.array([0.0, 5.0]), 5).tolist()
    [[247, 247, 247], [103, 0, 31]]
    """
    shares = np.clip(values / limit, -1, 1) if limit else np.zeros(values.shape)
    places = np.linspace(-1, 1, len(POINTS))
    channels = [np.interp(shares, places, points) for points in POINTS.T]
    return np.rint(np.stack(channels, axis=-1)).astype(np.uint8)
