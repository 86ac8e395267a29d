"""What a language does to words: forms by count, and lists. Here it is English."""

from collections.abc import Iterable, Sequence


def plural(count: int, *, one: str, other: str) -> str:
    """Choose the form of a message that goes with a count.

    Each form is the whole message. They are named as in Unicode's plural rules (CLDR);
    a language with more of them has more names here.

    >>> plural(1, one="1 channel", other="many channels")
    '1 channel'
    """
    return one if count == 1 else other


def listed(names: Iterable[object]) -> str:
    """Several in a row.

    >>> listed(["3a", "3b", "top"])
    '3a, 3b, top'
    """
    return ", ".join(map(str, names))


def either(names: Sequence[str]) -> str:
    """One of several, two at least.

    >>> either(["PNG", "GIF", "TIFF"])
    'PNG, GIF or TIFF'
    """
    return f"{listed(names[:-1])} or {names[-1]}"


def sentences(*said: str) -> str:
    """Whole sentences, one after the other; those that are empty are left out.

    >>> sentences("It is here.", "", "It is ready.")
    'It is here. It is ready.'
    """
    return " ".join(filter(None, said))
