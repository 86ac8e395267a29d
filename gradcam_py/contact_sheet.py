"""One picture of all layers: what the network looks at from the first to the last."""

from collections.abc import Sequence

from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from .image import Box
from .manifest import Layer
from .overlay import overlay

COLUMNS = 6
TILE = 240  # the longer side of a tile's picture, in pixels
GAP = 24
TITLE = 64
CAPTION = 62
BACKGROUND, INK, FAINT = "#ffffff", "#1b1f24", "#667080"


def contact_sheet(
    picture: Image.Image,
    maps: Sequence[tuple[Layer, NDArray]],
    title: str,
    colormap: str = "viridis",
    opacity: float = 0.5,
    box: Box | None = None,
) -> Image.Image:
    """Overlays of all (layer, raw map) pairs in order, six in a row, each labelled.

    Under each stand the layer's label, its block type, its shape and the raw map's
    maximum; the colours of each map are scaled to that maximum.
    """
    scale = TILE / max(picture.size)
    size = tuple(max(round(side * scale), 1) for side in picture.size)
    small = picture.resize(size, reducing_gap=3)
    small_box = box and tuple(edge * scale for edge in box)
    rows = -(-len(maps) // COLUMNS)
    width = GAP + COLUMNS * (TILE + GAP)
    height = TITLE + rows * (size[1] + CAPTION + GAP)
    sheet = Image.new("RGB", (width, height), BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    draw.text((GAP, GAP), title, INK, ImageFont.load_default(22))
    for number, (layer, raw) in enumerate(maps):
        row, column = divmod(number, COLUMNS)
        left = GAP + column * (TILE + GAP)
        top = TITLE + row * (size[1] + CAPTION + GAP)
        sheet.paste(overlay(small, raw, colormap, opacity, small_box), (left, top))
        _caption(draw, (left, top + size[1] + 8), layer, raw)
    return sheet


def _caption(
    draw: ImageDraw.ImageDraw, place: tuple[int, int], layer: Layer, raw: NDArray
) -> None:
    left, top = place
    shape = " × ".join(map(str, layer.shape))
    draw.text((left, top), layer.label, INK, ImageFont.load_default(18))
    small = ImageFont.load_default(13)
    draw.text((left + 52, top + 4), f"{layer.block}   {shape}", FAINT, small)
    draw.text((left, top + 26), f"maximum {raw.max():.3g}", FAINT, small)
