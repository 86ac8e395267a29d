"""A picture's edges: what can be seen of it without any network."""

import numpy as np
from numpy.typing import NDArray

LUMA = (0.299, 0.587, 0.114)  # of red, green and blue, ITU-R BT.601


def sobel(image: NDArray) -> NDArray[np.float32]:
    """How steep the brightness of an image [h,w,3] is at each place: [h,w], >= 0.

    The length of the gradient by Sobel's two 3x3 kernels; the border is repeated.

    >>> half = np.zeros((4, 4, 3))
    >>> half[:, 2:] = 1  # black, then white
    >>> sobel(half)[0].tolist()
    [0.0, 4.0, 4.0, 0.0]
    """
    padded = np.pad(np.asarray(image, np.float64) @ LUMA, 1, mode="edge")
    across = _smoothed(padded[:, 2:] - padded[:, :-2])
    down = _smoothed((padded[2:] - padded[:-2]).T).T
    return np.hypot(across, down).astype(np.float32)


def _smoothed(differences: NDArray) -> NDArray:
    """Weighted 1, 2, 1 with what is above and below."""
    total: NDArray = differences[:-2] + 2 * differences[1:-1] + differences[2:]
    return total
