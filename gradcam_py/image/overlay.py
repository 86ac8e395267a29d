"""Lays a heatmap over the picture it explains, at the picture's own size."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..cam.methods import normalise
from .colormap import colourise
from .framing import Box

BICUBIC = Image.Resampling.BICUBIC
OPACITY = 0.6


def scale_map(
    raw: NDArray, size: tuple[int, int], maximum: float | None = None
) -> NDArray[np.float32]:
    """Scale a raw map [h,w], >= 0, to a picture's size: 0..1, [height,width].

    `size` is (width, height) in pixels. The map is divided once, by its own maximum or
    by a larger one that several maps share, then interpolated.

    >>> scale_map(np.ones((7, 7), np.float32), (640, 480)).shape
    (480, 640)
    """
    scaled = Image.fromarray(normalise(raw, maximum)).resize(size, BICUBIC)
    return np.asarray(scaled).clip(0, 1)  # bicubic interpolation overshoots a little


def overlay(
    picture: Image.Image,
    raw: NDArray,
    colormap: str = "viridis",
    opacity: float = OPACITY,
    box: Box | None = None,
    maximum: float | None = None,
) -> Image.Image:
    """Lay the coloured heatmap over a copy of the RGB picture.

    `raw` is a raw map [h,w]; `opacity` 0..1; `box` the part that the network saw, in
    pixels, by default all of it; `maximum` the value of the strongest colour, by
    default the map's own. Raises `SettingError` for an unknown colour map.
    """
    left, top, right, bottom = (round(edge) for edge in box or (0, 0, *picture.size))
    size = (max(right - left, 1), max(bottom - top, 1))
    colours = Image.fromarray(colourise(scale_map(raw, size, maximum), colormap))
    result = picture.copy()
    seen = picture.crop((left, top, left + size[0], top + size[1]))
    result.paste(Image.blend(seen, colours, opacity), (left, top))
    return result


def hide(
    picture: Image.Image,
    mask: NDArray[np.float32],
    filling: NDArray[np.float32],
    box: Box | None = None,
) -> Image.Image:
    """Hide in a copy of the picture what was hidden from the network.

    `mask` [h,w], 0..1, and `filling` [h,w,3] or [1,1,3], 0..255, are the input's (see
    `fills`); both are scaled to `box`, the part that the network saw, in pixels.
    """
    left, top, right, bottom = (round(edge) for edge in box or (0, 0, *picture.size))
    size = (max(right - left, 1), max(bottom - top, 1))
    alpha = Image.fromarray(np.rint(mask * 255).astype(np.uint8)).resize(size, BICUBIC)
    fill = Image.fromarray(np.rint(filling).astype(np.uint8)).resize(size, BICUBIC)
    result = picture.copy()
    result.paste(fill, (left, top), alpha)
    return result
