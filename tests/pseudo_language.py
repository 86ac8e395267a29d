"""A language that nobody speaks: whatever is said in English all the same is seen.

Every letter of a message becomes another one; signs, digits and placeholders stay. It
knows no catalogue, and remembers what was looked up.
"""

import re

from gradcam_py.words.language import ENGLISH, choose

LETTER = "ꙮ"
KEPT = re.compile(r"(\{[^}]*\}|%\(\w+\)\w|%[a-z]\b)")


def pseudo(message: str) -> str:
    """A message in that language.

    >>> pseudo("{count} maps, 36 %")
    '{count} ꙮꙮꙮꙮ, 36 %'
    """
    parts = KEPT.split(message)
    parts[::2] = [re.sub("[A-Za-z]", LETTER, part) for part in parts[::2]]
    return "".join(parts)


class Pseudo:
    """Translations into it, for `with`: they are chosen until its end."""

    def __init__(self, tag: str = "qps"):
        self.tag = tag
        self.looked_up: set[tuple[str | None, str | tuple[str, str]]] = set()

    def __enter__(self) -> "Pseudo":
        choose(self.tag, self)
        return self

    def __exit__(self, *_: object) -> None:
        choose(ENGLISH)

    def gettext(self, message: str) -> str:
        self.looked_up.add((None, message))
        return pseudo(message)

    def ngettext(self, one: str, other: str, number: int) -> str:
        self.looked_up.add((None, (one, other)))
        return pseudo(one if number == 1 else other)

    def pgettext(self, context: str, message: str) -> str:
        self.looked_up.add((context, message))
        return pseudo(message)
