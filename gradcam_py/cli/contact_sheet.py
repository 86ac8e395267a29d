"""One picture of all layers: what the network looks at from the first to the last."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ..image.colormap import colourise
from ..image.framing import Box
from ..image.overlay import OPACITY, overlay
from ..languages.fonts import font
from ..model.manifest import Layer
from ..words.command_line import terminal

COLUMNS = 6
TILE = 256  # the longer side of a tile's picture, in pixels
MARGIN = 32
GAP = 20
HEADER = 84
CAPTION = 66
SMALL = 13  # points
BAR = (180, 12)  # width and height of the colour bar
BACKGROUND, INK, FAINT = "#ffffff", "#1b1f24", "#5c6570"


def contact_sheet(
    picture: Image.Image,
    maps: Sequence[tuple[Layer, NDArray]],
    title: str,
    subtitle: str,
    colormap: str = "viridis",
    opacity: float = OPACITY,
    box: Box | None = None,
) -> Image.Image:
    """Overlays of all (layer, raw map) pairs in order, six in a row, each labelled.

    Under each stand the layer's label, its block type, its shape and the raw map's
    maximum; the colours of each map are scaled to that maximum. `box` is the part of
    the picture that the network saw, in pixels, by default all of it.
    """
    scale = TILE / max(picture.size)
    small = picture.resize([max(round(side * scale), 1) for side in picture.size])
    small_box = None
    if box:
        left, top, right, bottom = (edge * scale for edge in box)
        small_box = left, top, right, bottom
    step = TILE + GAP, small.height + CAPTION
    rows = -(-len(maps) // COLUMNS)
    width = 2 * MARGIN + COLUMNS * step[0] - GAP
    sheet = Image.new("RGB", (width, HEADER + rows * step[1] + MARGIN), BACKGROUND)
    _header(sheet, title, subtitle, colormap)
    for number, (layer, raw) in enumerate(maps):
        row, column = divmod(number, COLUMNS)
        left, top = MARGIN + column * step[0], HEADER + MARGIN // 2 + row * step[1]
        # A tall picture is narrower than its place.
        inset = (TILE - small.width) // 2
        tile = overlay(small, raw, colormap, opacity, small_box)
        sheet.paste(tile, (left + inset, top))
        _caption(ImageDraw.Draw(sheet), (left, top + small.height + 8), layer, raw)
    return sheet


def colour_bar(
    sheet: Image.Image,
    place: tuple[int, int],
    size: tuple[int, int],
    colormap: str,
    low: str,
    high: str,
    points: int,
) -> None:
    """Draw a ramp of colours with what its ends mean below them."""
    left, top = place
    ramp = np.broadcast_to(np.linspace(0, 1, size[0]), size[::-1])
    sheet.paste(Image.fromarray(colourise(ramp, colormap)), place)
    draw, below = ImageDraw.Draw(sheet), top + size[1] + 4
    draw.text((left, below), low, FAINT, font(points))
    draw.text((left + size[0], below), high, FAINT, font(points), anchor="ra")


def _header(sheet: Image.Image, title: str, subtitle: str, colormap: str) -> None:
    draw = ImageDraw.Draw(sheet)
    draw.text((MARGIN, 24), title, INK, font(24))
    draw.text((MARGIN, 58), subtitle, FAINT, font(14))
    high = str(terminal.LAYERS_MAXIMUM)
    room = int(draw.textlength(f"0  {high}", font(SMALL)))  # its ends stand apart
    size = max(BAR[0], room), BAR[1]
    place = sheet.width - MARGIN - size[0], 36
    colour_bar(sheet, place, size, colormap, "0", high, SMALL)


def _caption(
    draw: ImageDraw.ImageDraw, place: tuple[int, int], layer: Layer, raw: NDArray
) -> None:
    left, top = place
    text = terminal.tile(layer.shape, raw.max())
    draw.text((left, top), layer.label, INK, font(18))
    draw.text((left + 54, top), layer.block, INK, font(14))
    draw.text((left + 54, top + 19), text, FAINT, font(SMALL))
