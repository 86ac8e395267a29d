"""Catalogues as the page fetches them: one language, ready to be looked up.

A language has two files: what the first heatmap and its room say, and what is said in
all the other rooms, which comes later. Each has the page's own messages and those of
its Python; both know them by their English text. Under `known` stands what site.json
tells of a language, so that it can be chosen before any of it has been fetched.
"""

import gettext
import json
from collections.abc import Iterable, Iterator
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog, Message

from gradcam_py.words.language import CONTEXT_END, TOLD

from ..paths import SOURCES
from . import blocks
from .catalogues import PAGE, PYTHON, read, wants_review
from .check import forms_of, is_begun, singular

FOLDER = "languages"  # of the site
REST = "-later"  # of the name of what comes later
# What of index.html can wait, and the modules of words that cannot.
LATER_IDS = (
    *("course", "network", "test", "how", "missions", "worksheet", "about"),
    *("help-picture", "help-before", "help-now", "help-guesses", "help-layers"),
    *("help-network", "webcam-dialog"),
)
FIRST_WORDS = (
    *("site/words/loading.mjs", "site/words/panels.mjs"),
    *("gradcam_py/words/computing.py", "gradcam_py/words/explanations.py"),
    *("gradcam_py/words/grammar.py", "gradcam_py/words/numbers.py"),
    "gradcam_py/words/titles.py",
)
EARLY = "convert/onefile"  # what the one-file page says before it has a catalogue
NEVER = (
    "gradcam_py/words/command_line",
    "gradcam_py/words/languages",
    EARLY,
)  # wanted in the page's catalogues


def catalogues() -> dict[str, bytes]:
    """The files of every language that has been begun: path in the site -> content."""
    made: dict[str, bytes] = {}
    for tag in PAGE.tags():
        page, python = (read(domain.path(tag)) for domain in (PAGE, PYTHON))
        if is_begun(page):
            made |= files(tag, own_name(tag), direction(tag), page, python)
    return made


def files(
    tag: str, name: str, direction: str, page: Catalog, python: Catalog
) -> dict[str, bytes]:
    """The two files of a language: path in the site -> content.

    `name` is its own, `direction` the way in which it is written, `ltr` or `rtl`.
    Raises ValueError for plural forms that the page could not tell.
    """
    first = blocks.without(
        (SOURCES / "index.html").read_text(encoding="utf-8"), LATER_IDS
    )
    heading = {
        "known": {
            "tag": tag,
            "name": name,
            "reviewed": not wants_review(page),
        },
        "language": tag,
        "direction": direction,
        "forms": forms(page.plural_expr),
    }
    parts = {
        is_later: {
            "messages": _said(_part(page, first, is_later)),
            "python": _said(_part(python, set(), is_later)),
        }
        for is_later in (False, True)
    }
    return {
        f"{FOLDER}/{tag}.json": compact_json(heading | parts[False]),
        f"{FOLDER}/{tag}{REST}.json": compact_json(
            {"early": _early(page)} | parts[True]
        ),
    }


def _early(page: Catalog) -> dict[str, str]:
    """What the one-file page says before it can read a file."""
    early = [each for each in page if _places(each)[0].startswith(EARLY)]
    return {message: forms[0] for message, forms in _said(early).items()}


def compact_json(content: dict[str, Any]) -> bytes:
    """JSON that only the page reads."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def own_name(tag: str) -> str:
    """What a language calls itself."""
    name = Locale.parse(tag, sep="-").get_display_name(tag) or tag
    return name[0].upper() + name[1:]


def direction(tag: str) -> str:
    """The way in which a language is written: `ltr` or `rtl`."""
    return Locale.parse(tag, sep="-").text_direction


def forms(expression: str) -> str:
    """The form that goes with each count of 0..199, as digits.

    Raises ValueError for a rule that looks at more of a count than its last two digits.

    >>> forms("(n != 1)")[:4]
    '1011'
    """
    rule = gettext.c2py(expression)  # type: ignore[attr-defined]
    told = "".join(str(rule(n)) for n in range(TOLD))
    if any(str(rule(n)) != told[n % 100 + 100] for n in range(TOLD, 10_000)):
        raise ValueError(f"plural forms by more than the last two digits: {expression}")
    return told


def _part(catalog: Catalog, first: set[str], is_later: bool) -> Iterator[Message]:
    for message in catalog:
        places = _places(message)
        if not message.id or all(place.startswith(NEVER) for place in places):
            continue
        wanted_first = message.id in first or any(
            place in FIRST_WORDS for place in places
        )
        if wanted_first != is_later:
            yield message


def _places(message: Message) -> list[str]:
    """The files in which a message stands."""
    return [place for place, _ in message.locations] or [""]


def _said(messages: Iterable[Message]) -> dict[str, list[str]]:
    """The translations: message -> its forms; what has none is left to English."""
    said = {}
    for message in messages:
        forms = forms_of(message)
        if message.fuzzy or not all(forms):
            continue
        context = f"{message.context}{CONTEXT_END}" if message.context else ""
        said[context + singular(message)] = forms
    return said
