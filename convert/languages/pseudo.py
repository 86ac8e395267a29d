"""Languages that nobody speaks, to test the page with: longer words, other letters.

Every message becomes 40 % longer, with accents and in brackets: what overflows, is cut
off or stands outside of the catalogue is seen at once. One of the two is written from
right to left. Their tags are Unicode's for such languages. They are made of the
templates on demand, and never kept.
"""

import re
from math import ceil

from babel.messages.catalog import Catalog

from . import packed
from .blocks import SAYS
from .catalogues import PAGE, PYTHON

PSEUDO = "en-XA"
PSEUDO_RTL = "ar-XB"
GROWTH = 0.4
ACCENTS = str.maketrans("AaCcEeGgIiNnOoSsUuYyZz", "ÅáÇçÉéĞğÎíÑñÖöŠšÛüÝýŽž")
MARKS = re.compile(r"(\{\w*\}|</?\d+/?>)")  # placeholders: they stay as they are
FILLING = "λορεμ ιψυμ δολορ σιτ αμετ "


def files() -> dict[str, bytes]:
    """Both languages as the page fetches them: path in the site -> content."""
    made = [translate(domain.template()) for domain in (PAGE, PYTHON)]
    return {
        **packed.files(PSEUDO, "Pseudo", "ltr", *made),
        **packed.files(PSEUDO_RTL, "Pseudo, right to left", "rtl", *made),
    }


def translate(template: Catalog) -> Catalog:
    """A catalogue of a pseudo-language with every message of a template."""
    made = Catalog(fuzzy=False)
    for message in template:
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        said = tuple(map(pseudo, ids))
        made.add(
            message.id,
            said if message.pluralizable else said[0],
            message.locations,
            context=message.context,
        )
    return made


def pseudo(text: str) -> str:
    """A text as the pseudo-language has it; signs and formats of numbers stay.

    >>> pseudo("Hide <1>it</1>, {name}"), pseudo("{number} %")
    ('[Hídé <1>ít</1>, {name} λ]', '{number} %')
    """
    pieces = MARKS.split(text)
    letters = sum(len(piece) for piece in pieces[::2])
    if not any(SAYS.search(piece) for piece in pieces[::2]):
        return text
    accented = "".join(
        piece if at % 2 else piece.translate(ACCENTS) for at, piece in enumerate(pieces)
    )
    more = ceil(letters * GROWTH) - len("[ ]")
    filling = (FILLING * (letters // len(FILLING) + 1))[: max(more, 0)].rstrip()
    return f"[{accented} {filling}]" if filling else f"[{accented}]"
