"""A picture of two maps of one photo, side by side or one below the other."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from ..languages.fonts import font
from ..words.command_line import experiments as words
from .contact_sheet import BACKGROUND, FAINT, INK, colour_bar

# A wide photo has its maps below each other.
WIDE = 1.8
BOUNDS = {False: (520, 640), True: (1064, 640)}  # of each map, in pixels
MARGIN, GAP = 32, 24
HEADER, CAPTION, LINE = 104, 124, 30
TITLE, TEXT, SMALL = 26, 20, 17
LONGEST = 200  # characters: more have no room
BAR = 14
WIDTH = 2 * MARGIN + BOUNDS[True][0]


@dataclass(frozen=True, eq=False)
class Half:
    """One of the maps over the photo, its words, and what its colours mean."""

    overlay: Image.Image
    title: str
    facts: str
    low: str
    high: str


def scaled(photo: Image.Image) -> Image.Image:
    """The photo as large as it is drawn."""
    bound = BOUNDS[_wide(photo.size)]
    scale = min(bound[0] / photo.width, bound[1] / photo.height)
    size = [max(round(side * scale), 1) for side in photo.size]
    return photo.resize(size)


def map_pair(
    halves: tuple[Half, Half],
    title: str,
    facts: str,
    findings: list[str],
    colormap: str,
) -> Image.Image:
    """Draw both under a title and facts, with one line for each finding below."""
    width, height = halves[0].overlay.size
    wide = _wide((width, height))
    column, step = BOUNDS[wide][0], height + CAPTION
    below = HEADER + (2 if wide else 1) * step
    sheet = Image.new("RGB", (WIDTH, below + len(findings) * LINE + MARGIN), BACKGROUND)
    _text(sheet, (MARGIN, 26), title, TITLE, INK)
    _text(sheet, (MARGIN, 64), facts, SMALL, FAINT)
    for number, half in enumerate(halves):
        left = MARGIN + (0 if wide else number * (column + GAP))
        top = HEADER + (number * step if wide else 0)
        _draw(sheet, half, (left, top), column, colormap)
    for number, finding in enumerate(findings):
        _text(sheet, (MARGIN, below + number * LINE), finding, TEXT, INK)
    return sheet


def _draw(
    sheet: Image.Image, half: Half, place: tuple[int, int], width: int, colormap: str
) -> None:
    left, top = place
    sheet.paste(half.overlay, (left + (width - half.overlay.width) // 2, top))
    below = top + half.overlay.height + 10
    _text(sheet, (left, below), half.title, TEXT, INK, width)
    _text(sheet, (left, below + 26), half.facts, SMALL, FAINT, width)
    bar = left, below + 54
    colour_bar(sheet, bar, (width, BAR), colormap, half.low, half.high, SMALL)


def _text(
    sheet: Image.Image,
    place: tuple[int, int],
    text: str,
    size: int,
    colour: str,
    width: int = BOUNDS[True][0],
) -> None:
    """A line that ends with dots where the sheet has no room for more of it."""
    draw, shown = ImageDraw.Draw(sheet), words.shortened(text, LONGEST)
    while draw.textlength(shown, font(size)) > width:
        shown = words.shortened(text, len(shown) - 1)
    draw.text(place, shown, colour, font(size))


def _wide(size: tuple[int, int]) -> bool:
    return size[0] > WIDE * size[1]
