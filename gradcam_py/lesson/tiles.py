"""The lesson's small pictures: maps in colours, stacked to cross to the page as one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..image.colormap import colourise, lookup_table
from ..image.signed_colours import signed
from ..view.payloads import rgba
from ..words.language import Text
from ..words.lesson.gradient_steps import LEGEND
from ..words.numbers import fixed
from .message import Message

# Black text on a colour of at least this relative luminance has more contrast than
# white text, and at least 4.5 (WCAG 2).
LIGHT = 0.179


def own_range(values: NDArray) -> NDArray[np.uint8]:
    """Black at the map's own minimum, white at its maximum; gray if it is flat."""
    low, high = values.min(), values.max()
    shares = (values - low) / (high - low) if high > low else np.full(values.shape, 0.5)
    return colourise(shares, "gray")


def from_zero(values: NDArray, limit: float, colormap: str) -> NDArray[np.uint8]:
    """Values 0..limit in the page's colours."""
    return colourise(values / limit if limit else np.zeros(values.shape), colormap)


def tiles(
    figure: str,
    images: Sequence[NDArray],
    captions: Sequence[Text | str],
    alt: Text | str,
) -> Message:
    """Pictures of one size for the figure of that name, one below the other.

    `images` are RGB [h,w,3], 0..255; `alt` tells in words what they show together.
    """
    said = {"captions": list(map(str, captions)), "alt": str(alt)}
    data = {"kind": "tiles", "figure": figure, **said}
    return data, np.concatenate([rgba(image) for image in images])


def legend() -> Message:
    """The colours of `signed`, from the most negative to the most positive."""
    row = signed(np.linspace(-1, 1, 256), 1)[None]
    return tiles("legend", [row], [""], LEGEND)


def number_grid(values: NDArray, colormap: str) -> list[list[dict[str, str]]]:
    """A normalised map [h,w] as cells to print: text, and colours it can be read in."""
    return [[_cell(value, colormap) for value in row] for row in values]


def _cell(value: float, colormap: str) -> dict[str, str]:
    rgb = lookup_table(colormap)[round(float(value) * 255)]
    ink = "#000" if _luminance(rgb) > LIGHT else "#fff"
    return {"text": fixed(value, 2), "back": "#" + bytes(rgb).hex(), "ink": ink}


def _luminance(rgb: NDArray[np.uint8]) -> float:
    """Relative luminance of an sRGB colour, 0..1 (WCAG 2)."""
    shares = rgb / 255
    linear = np.where(
        shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4
    )
    return float(linear @ (0.2126, 0.7152, 0.0722))
