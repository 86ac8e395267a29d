"""Fonts that have the letters of a language, for words that stand in pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from PIL import ImageFont

from ..words.command_line import experiments, terminal
from ..words.language import Text, chosen, english

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

# What systems have, by the names of the files; Pillow looks in their folders.
FILES = (
    *("DejaVuSans.ttf", "arial.ttf", "Arial.ttf", "LiberationSans-Regular.ttf"),
    *("NotoSans-Regular.ttf", "NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf"),
    *("msyh.ttc", "PingFang.ttc", "Hiragino Sans GB.ttc", "wqy-zenhei.ttc"),
)
SIZE = 20
NO_CHARACTER = "\U000fffff"  # what a font draws for it, it draws for all that it lacks
BLANK = "\n "
MORE = "0123456789.,:;%()"  # of numbers and between words


def font(size: int) -> Font:
    """One for the language that is spoken, in pixels: Pillow's own has only ASCII."""
    file = typeface(chosen())
    return ImageFont.truetype(file, size) if file else ImageFont.load_default(size)


def path() -> str | None:
    """Where that font lies, if it is not Pillow's own."""
    file = typeface(chosen())
    return str(ImageFont.truetype(file).path) if file else None


@contextmanager
def drawable() -> Iterator[None]:
    """Speak English for a while if no font has the letters of the language."""
    if typeface(chosen()) is None:
        with english():
            yield
    else:
        yield


@cache
def typeface(tag: str) -> str | None:
    """The file of a font with the letters of the language of that tag, which is spoken.

    "" for Pillow's own font; None where there is none on this machine.
    """
    letters = set(_said()) - set(BLANK)
    if _has(ImageFont.load_default(SIZE), letters):
        return ""
    for file in FILES:
        try:
            found = ImageFont.truetype(file, SIZE)
        except OSError:
            continue
        if _has(found, letters):
            return file
    return None


def _said() -> str:
    """Much of what is said in pictures."""
    constants = [*vars(experiments).values(), *vars(terminal).values()]
    texts = [str(each) for each in constants if isinstance(each, Text)]
    return "".join([*texts, MORE, experiments.random_band(3), experiments.halves(1, 1)])


def _has(font: Font, letters: set[str]) -> bool:
    missing = bytes(font.getmask(NO_CHARACTER))
    return all(bytes(font.getmask(letter)) != missing for letter in letters)
