"""A picture on the page: what is drawn, and what the network can be given of it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from ..image.framing import FRAMINGS, Box, framed_box, to_input
from ..words import titles

# Sharp on a projector; the pixels beyond it would only cost memory.
DISPLAY_SIDE = 1280


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture. Two are equal only if they are the same object.

    >>> picture = make_picture(Image.new("RGB", (640, 480)), 224, "A black one")
    >>> picture.box("crop")
    (0.125, 0.0, 0.875, 1.0)
    """

    name: str  # what its file is called, or a sample in English
    sample: str | None  # the sample's id; None for a visitor's own picture
    size: tuple[int, int]  # width and height as loaded
    display: Image.Image  # RGB, at most DISPLAY_SIDE long
    inputs: dict[str, NDArray[np.uint8]]  # framing -> [size,size,3], never perturbed
    credits: tuple[dict[str, str], ...]

    @property
    def title(self) -> str:
        """What it is called, in the language that is spoken.

        >>> make_picture(Image.new("RGB", (5, 5)), 224, "A black one").title
        'A black one'
        """
        return titles.sample(self.sample, self.name)

    def box(self, framing: str) -> Box:
        """The part that the network sees: left, top, right, bottom in 0..1."""
        width, height = self.size
        left, top, right, bottom = framed_box(self.size, framing)
        return left / width, top / height, right / width, bottom / height


def make_picture(
    image: Image.Image,
    input_size: int,
    title: str,
    sample: dict[str, Any] | None = None,
) -> Picture:
    """Keep of an RGB image, however large, no more than the page needs.

    `sample` is its entry in samples.json, if it is one.

    >>> picture = make_picture(Image.new("RGB", (5120, 2560)), 224, "A large one")
    >>> picture.size, picture.display.size, picture.inputs["whole"].shape
    ((5120, 2560), (1280, 640), (224, 224, 3))
    """
    display = image
    if max(image.size) > DISPLAY_SIDE:  # else a copy would only cost memory
        bound = (DISPLAY_SIDE, DISPLAY_SIDE)
        display = ImageOps.contain(image, bound, Image.Resampling.BICUBIC)
    inputs = {framing: to_input(image, framing, input_size) for framing in FRAMINGS}
    sample = sample or {"id": None, "credits": []}
    credits = tuple(sample["credits"])
    return Picture(title, sample["id"], image.size, display, inputs, credits)
