"""What each fill makes of the picture on the page."""

import numpy as np
from numpy.typing import NDArray

from ..image.fills import FILLS, blend, make_fill
from ..image.shapes import Shape
from ..model.session import Float32
from ..words.lesson import forward_steps as words
from .message import Message, text
from .tiles import tiles

# What is hidden where the visitor has hidden nothing.
MIDDLE: Shape = {"tool": "rect", "x": 0.3, "y": 0.3, "w": 0.4, "h": 0.4}


def filled(image: NDArray[np.uint8], mask: Float32) -> dict[str, Float32]:
    """The input [h,w,3] with the masked part under each fill."""
    return {name: blend(image, mask, make_fill(image, name)) for name in FILLS}


def fills(image: NDArray[np.uint8], mask: Float32, own: bool) -> list[Message]:
    """Each fill on the picture; `own` says that the visitor drew what is hidden."""
    images = filled(image, mask)
    captions = [str(FILLS[name].title) for name in images]
    told = words.OWN_FILLS if own else words.SQUARE_FILLS
    alt = words.fills(captions)
    return [text("fills", told), tiles("fills", list(images.values()), captions, alt)]
