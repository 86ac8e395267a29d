"""Columns of a terminal, where a Chinese character is as wide as two letters."""

import unicodedata
from collections.abc import Sequence

WIDE = "WF"  # of Unicode's widths: those of two columns


def columns(text: str) -> int:
    """How many columns a text takes.

    >>> columns("head"), columns("列")
    (4, 2)
    """
    return sum(1 + (unicodedata.east_asian_width(c) in WIDE) for c in text)


def left(text: str, width: int) -> str:
    """A text at the left of so many columns."""
    return text + " " * (width - columns(text))


def right(text: str, width: int) -> str:
    """A text at the right of so many columns."""
    return " " * (width - columns(text)) + text


def in_columns(
    cells: Sequence[str], heads: Sequence[object], least: Sequence[int]
) -> list[str]:
    """Cells at the right of columns as wide as their heads, and at least so wide.

    >>> in_columns(["1.5", "3"], ["a number", "n"], [3, 3])
    ['     1.5', '  3']
    """
    widths = [max(columns(str(h)), w) for h, w in zip(heads, least, strict=True)]
    return [right(cell, width) for cell, width in zip(cells, widths, strict=True)]
