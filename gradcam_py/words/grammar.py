"""What a language does to several things in a row."""

from collections.abc import Iterable, Sequence
from functools import reduce

from .language import pgettext


def listed(names: Iterable[object]) -> str:
    """Several in a row.

    >>> listed(["3a", "3b", "top"])
    '3a, 3b, top'
    """
    return reduce(_next, map(str, names)) if (names := list(names)) else ""


def either(names: Sequence[str]) -> str:
    """One of several, two at least.

    >>> either(["PNG", "GIF", "TIFF"])
    'PNG, GIF or TIFF'
    """
    return pgettext(
        "the end of a list",
        "{first} or {last}",
        first=listed(names[:-1]),
        last=names[-1],
    )


def alternatives(names: Iterable[str]) -> str:
    """One of several, each named in more than one word.

    >>> alternatives(["crane (134)", "crane (517)"])
    'crane (134) or crane (517)'
    """
    return reduce(lambda first, last: either([first, last]), names)


def apart(parts: Iterable[str]) -> str:
    """Several that may have commas of their own.

    >>> apart(["a cat, a dog", "a rocket"])
    'a cat, a dog; a rocket'
    """
    return reduce(_apart, parts, "")


def sentences(*said: str) -> str:
    """Whole sentences, one after the other; those that are empty are left out.

    >>> sentences("It is here.", "", "It is ready.")
    'It is here. It is ready.'
    """
    return reduce(_sentence, filter(None, said), "")


def _next(first: str, second: str) -> str:
    return pgettext("a list", "{first}, {second}", first=first, second=second)


def _apart(first: str, second: str) -> str:
    if not first:
        return second
    return pgettext(
        "a list of parts with commas", "{first}; {second}", first=first, second=second
    )


def _sentence(first: str, second: str) -> str:
    if not first:
        return second
    return pgettext("two sentences", "{first} {second}", first=first, second=second)
