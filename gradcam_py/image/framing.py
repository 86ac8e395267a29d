"""The part of a picture that the network sees, and the network's input of it."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..errors import check_choice

FRAMINGS = ("whole", "crop")
INPUT_SIZE = 224

Box = tuple[float, float, float, float]


def framed_box(size: tuple[int, int], framing: str) -> Box:
    """Find the part of a picture that the network sees: (left, top, right, bottom).

    In pixels, of a picture of `size` (width, height): all of it for `whole`, the centre
    square for `crop`. Raises `SettingError` for another framing.

    >>> framed_box((640, 480), "crop")
    (80.0, 0.0, 560.0, 480.0)
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
    """Make the network's input of an RGB picture: uint8 [size,size,3], 0..255.

    `whole` squashes the picture to the square, `crop` takes its centre. Raises
    `SettingError` for another framing.

    >>> to_input(Image.new("RGB", (640, 480), "white")).shape
    (224, 224, 3)
    """
    box = framed_box(image.size, framing)
    resized = image.resize((size, size), Image.Resampling.BICUBIC, box=box)
    return np.asarray(resized)
