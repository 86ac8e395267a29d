"""The font of the lesson's formulas: of a maths font, only what the page shows.

Where superscripts stand, how long a fraction's bar is and how brackets grow is told by
a font's MATH table, and few machines have a font with one. The characters are read from
the page itself: a new formula cannot be without its glyphs.
"""

import io
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

from ..paths import SOURCES
from ..thirdparty.fetch import fetch

ASSET = "math-font"
PAGE = SOURCES / "index.html"
# Unicode's italic letters of mathematics: Latin (whose h is Planck's constant), then
# dotless i and j, then Greek.
ITALICS = (0x210E, *range(0x1D434, 0x1D468), 0x1D6A4, 0x1D6A5, *range(0x1D6E2, 0x1D71C))
# Of the font's own words: copyright, name, style, version, licence and its address.
KEPT_NAMES = (0, 1, 2, 5, 13, 14)


class FontError(ValueError):
    """The font does not have what the page needs; the message names it."""


def math_font() -> bytes:
    """The page's maths font as WOFF2: the same page, the same bytes.

    Raises `FontError` if the font lacks a character of a formula.
    """
    page = PAGE.read_text(encoding="utf-8")
    return subset(fetch(ASSET), math_characters(page))


def math_characters(page: str) -> set[str]:
    """Every character that a browser draws inside of the page's <math> elements."""
    formulas = _Formulas()
    formulas.feed(page)
    formulas.close()
    return formulas.characters


def italic(text: str) -> str:
    """What is drawn for an <mi>: a single letter is italic (MathML Core, 4.2)."""
    return _italics().get(text, text)


def subset(path: Path, characters: set[str]) -> bytes:
    """The font at `path`, with these characters and their larger forms, as WOFF2."""
    options = Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = []
    options.name_IDs = list(KEPT_NAMES)
    options.recalc_timestamp = False
    # Nothing of kerning or ligatures: formulas are set by the table MATH.
    options.drop_tables += ["DSIG", "GDEF", "GPOS", "GSUB"]
    with load_font(path, options) as font:
        missing = characters - set(map(chr, font.getBestCmap()))
        if missing or "MATH" not in font:
            lacks = " ".join(sorted(missing)) or "the table MATH"
            raise FontError(f"{path.name} has not what formulas need: {lacks}")
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=map(ord, characters))
        subsetter.subset(font)
        target = io.BytesIO()
        save_font(font, target, options)
    return target.getvalue()


def _italics() -> dict[str, str]:
    """Every letter that has an italic form in mathematics -> that form."""
    assigned = ((unicodedata.decomposition(chr(code)), code) for code in ITALICS)
    return {
        chr(int(parts.split()[-1], 16)): chr(code) for parts, code in assigned if parts
    }


class _Formulas(HTMLParser):
    """Collects what stands inside of <math>, element by element."""

    def __init__(self):
        super().__init__()
        self.characters: set[str] = set()
        self._in_math = False
        self._tag = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush()
        self._in_math |= tag == "math"
        self._tag = tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush()

    def handle_endtag(self, tag: str) -> None:
        self._flush()
        self._in_math &= tag != "math"
        self._tag = ""

    def handle_data(self, data: str) -> None:
        if self._in_math:
            self._text += data

    def _flush(self) -> None:
        text = " ".join(self._text.split())
        self._text = ""
        self.characters.update(italic(text) if self._tag == "mi" else text)
