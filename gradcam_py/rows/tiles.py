"""What sheets of many pictures show: each of them small, and means of their maps."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from ..image.colormap import colourise
from ..image.overlay import scale_map

SIDE = 144  # pixels of a picture's longer side
MEAN_SIDE = 160


def thumbnail(image: Image.Image) -> Image.Image:
    """A picture, `SIDE` pixels long.

    >>> thumbnail(Image.new("RGB", (640, 480))).size
    (144, 108)
    """
    return ImageOps.contain(image, (SIDE, SIDE), Image.Resampling.BICUBIC)


def mean_image(
    values: NDArray[np.floating], colormap: str, side: int = MEAN_SIDE
) -> Image.Image:
    """A mean of maps [h,w] as a square; its strongest colour is its maximum.

    >>> mean_image(np.zeros((7, 7)), "viridis").size
    (160, 160)
    """
    scaled = scale_map(values.astype(np.float32), (side, side))
    return Image.fromarray(colourise(scaled, colormap))
