"""Hides the masked part of the network's input under a fill.

Two steps, so that a live page can keep the first while a stroke is being drawn:
`make_fill` once per picture, `blend` for every change of the mask.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from ..errors import check_choice

FILLS = ("gray", "black", "mean", "blur", "noise")
GRAY = 128
# Standard deviation of the blur, of the side: shapes go, colours stay.
BLUR = 1 / 16
NOISE_SEED = 0

Float32 = NDArray[np.float32]


def make_fill(image: NDArray[np.uint8], fill: str = "gray") -> Float32:
    """Make what hidden pixels become: float32 0..255, [h,w,3] or, one colour, [1,1,3].

    `image` is uint8 [h,w,3]. The fills are `gray`, the middle of the range; `black`;
    `mean`, the picture's mean colour; `blur`, the picture heavily blurred; `noise`,
    uniform and the same for every picture of a size. Raises `SettingError` for another.
    """
    check_choice("fill", fill, FILLS)
    if fill == "mean":
        return image.mean(axis=(0, 1), dtype=np.float64, keepdims=True).astype("f4")
    if fill == "blur":
        blur = ImageFilter.GaussianBlur(BLUR * max(image.shape[:2]))
        return np.asarray(Image.fromarray(image).filter(blur), np.float32)
    if fill == "noise":
        generator = np.random.default_rng(NOISE_SEED)
        return generator.integers(0, 256, image.shape).astype(np.float32)
    return np.full((1, 1, 3), GRAY if fill == "gray" else 0, np.float32)


def blend(image: NDArray[np.uint8], mask: Float32, filling: Float32) -> Float32:
    """Hide what the mask covers: image * (1 - mask) + filling * mask.

    `image` is uint8 [h,w,3], `mask` [h,w], 0..1; `filling` comes from `make_fill`. The
    result is float32 [h,w,3], 0..255.

    >>> image = np.full((1, 2, 3), 200, np.uint8)
    >>> mask = np.array([[0.0, 1.0]], np.float32)
    >>> blend(image, mask, make_fill(image, "gray"))[0, :, 0]
    array([200., 128.], dtype=float32)
    """
    blended = np.empty(image.shape, np.float32)
    for channel in range(image.shape[2]):  # NumPy is slow along an axis of three
        shown = image[..., channel].astype(np.float32)
        blended[..., channel] = shown + mask * (filling[..., channel] - shown)
    return blended


def perturb(image: NDArray[np.uint8], mask: Float32, fill: str = "gray") -> Float32:
    """Hide what the mask covers under a fill: `make_fill` and `blend` in one step.

    `image` is uint8 [h,w,3], `mask` [h,w], 0..1, `fill` one of `FILLS` (else
    `SettingError`). The result is float32 [h,w,3], 0..255.
    """
    return blend(image, mask, make_fill(image, fill))
