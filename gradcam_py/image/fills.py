"""Hides the masked part of the network's input under a fill.

Two steps, so that a live page can keep the first while a stroke is being drawn:
`make_fill` once per picture, `blend` for every change of the mask.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ..errors import check_choice
from ..words import titles
from ..words.language import Text

GRAY = 128
# Standard deviation of the blur, of the side: shapes go, colours stay.
BLUR = 1 / 16
NOISE_SEED = 0

Float32 = NDArray[np.float32]


Pixels = NDArray[np.uint8]


def _gray(image: Pixels) -> Float32:
    return np.full((1, 1, 3), GRAY, np.float32)


def _black(image: Pixels) -> Float32:
    return np.zeros((1, 1, 3), np.float32)


def _mean(image: Pixels) -> Float32:
    return image.mean(axis=(0, 1), dtype=np.float64, keepdims=True).astype(np.float32)


def _blur(image: Pixels) -> Float32:
    blur = ImageFilter.GaussianBlur(BLUR * max(image.shape[:2]))
    return np.asarray(Image.fromarray(image).filter(blur), np.float32)


def _noise(image: Pixels) -> Float32:
    generator = np.random.default_rng(NOISE_SEED)
    return generator.integers(0, 256, image.shape).astype(np.float32)


@dataclass(frozen=True)
class Fill:
    """One thing that hidden pixels can become."""

    title: Text
    make: Callable[[Pixels], Float32]  # [h,w,3] -> [h,w,3] or [1,1,3], 0..255


FILLS: dict[str, Fill] = {
    "gray": Fill(titles.GRAY, _gray),
    "black": Fill(titles.BLACK, _black),
    "mean": Fill(titles.MEAN_COLOUR, _mean),
    "blur": Fill(titles.BLUR, _blur),
    "noise": Fill(titles.NOISE, _noise),
}


def make_fill(image: NDArray[np.uint8], fill: str = "gray") -> Float32:
    """Make what hidden pixels become: float32 0..255, [h,w,3] or, one colour, [1,1,3].

    `image` is uint8 [h,w,3]. The fills are `gray`, the middle of the range; `black`;
    `mean`, the picture's mean colour; `blur`, the picture heavily blurred; `noise`,
    uniform and the same for every picture of a size. Raises `SettingError` for another.
    """
    check_choice("fill", fill, FILLS)
    return FILLS[fill].make(image)


def blend(image: NDArray, mask: Float32, filling: Float32) -> Float32:
    """Hide what the mask covers: image * (1 - mask) + filling * mask.

    `image` is [h,w,3], 0..255, `mask` [h,w], 0..1; `filling` comes from `make_fill`.
    The result is float32 [h,w,3], 0..255.

    >>> image = np.full((1, 2, 3), 200, np.uint8)
    >>> mask = np.array([[0.0, 1.0]], np.float32)
    >>> blend(image, mask, make_fill(image, "gray"))[0, :, 0]
    array([200., 128.], dtype=float32)
    """
    blended = image.astype(np.float32)
    filling = np.broadcast_to(filling, image.shape)  # of one colour: a single pixel
    covered = _covered(mask)
    for channel in range(image.shape[2]):  # NumPy is slow along an axis of three
        shown = blended[..., channel][covered]
        shown += mask[covered] * (filling[..., channel][covered] - shown)
    return blended


def _covered(mask: Float32) -> tuple[slice, slice]:
    """The rows and columns in which a mask covers anything."""
    lines = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    rows, columns = (
        slice(*(line[[0, -1]] + (0, 1))) if line.size else slice(0) for line in lines
    )
    return rows, columns
