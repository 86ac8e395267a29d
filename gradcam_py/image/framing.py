"""The part of a picture that the network sees, and the network's input of it."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..errors import check_choice

FRAMINGS = ("whole", "crop")
INPUT_SIZE = 224

Box = tuple[float, float, float, float]


def framed_box(size: tuple[int, int], framing: str) -> Box:
    """The part (left, top, right, bottom) of a picture of `size` the network sees.

    In pixels: all of it for `whole`, the centre square for `crop`.
    """
    check_choice("framing", framing, FRAMINGS)
    width, height = size
    if framing == "whole":
        return 0, 0, width, height
    side = min(width, height)
    left, top = (width - side) / 2, (height - side) / 2
    return left, top, left + side, top + side


def to_input(
    image: Image.Image, framing: str = "whole", size: int = INPUT_SIZE
) -> NDArray[np.uint8]:
    """RGB picture -> [size,size,3], 0..255: squashed to the square, or its centre."""
    box = framed_box(image.size, framing)
    resized = image.resize((size, size), Image.Resampling.BICUBIC, box=box)
    return np.asarray(resized)
