"""Languages that nobody speaks, to test the page with: longer words, other letters.

Every message becomes 40 % longer, with accents and in brackets: what overflows, is cut
off or stands outside of the catalogue is seen at once. One of the two is written from
right to left. They are made of the templates on demand, and never kept.
"""

import re
from itertools import cycle, islice

from babel.messages.catalog import Catalog

PSEUDO = "qps"
PSEUDO_RTL = "qps-rtl"
GROWTH = 0.4
ACCENTS = str.maketrans("AaCcEeGgIiNnOoSsUuYyZz", "ÅáÇçÉéĞğÎíÑñÖöŠšÛüÝýŽž")
MARKS = re.compile(r"(\{\w*\}|</?\d+/?>)")  # placeholders: they stay as they are
FILLING = ("lorem", "ipsum", "dolor", "sit", "amet")


def translate(template: Catalog) -> Catalog:
    """A catalogue of a pseudo-language with every message of a template."""
    made = Catalog(fuzzy=False)
    for message in template:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = tuple(map(pseudo, ids))
        made.add(
            message.id,
            said if message.pluralizable else said[0],
            message.locations,
            context=message.context,
        )
    return made


def pseudo(text: str) -> str:
    """A text as the pseudo-language has it.

    >>> pseudo("Hide <1>it</1>, {name}")
    '[Hídé <1>ít</1>, {name} lorem]'
    """
    pieces = MARKS.split(text)
    accented = "".join(
        piece if at % 2 else piece.translate(ACCENTS) for at, piece in enumerate(pieces)
    )
    letters = sum(len(piece) for piece in pieces[::2])
    words: list[str] = []
    for word in islice(cycle(FILLING), letters):
        if sum(map(len, words)) + len(words) >= letters * GROWTH:
            break
        words.append(word)
    return f"[{' '.join([accented, *words])}]"
