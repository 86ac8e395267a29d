"""Columns of a terminal, where a Chinese character is as wide as two letters."""

import unicodedata

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
