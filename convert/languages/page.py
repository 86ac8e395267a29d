"""What the page itself says: index.html, and the calls of gettext in JavaScript."""

import io
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract

from ..paths import ROOT
from .blocks import SAYS, messages
from .javascript import strings
from .python import drop_guesses

# The page, its words, and what the one-file page says before it has any of them.
SOURCES = ("site/index.html", "site/words/*.mjs", "convert/onefile/*.js")
NOTES = ["Translators:"]  # how a comment for them begins
WORD = re.compile(r"[A-Z][a-z]+")


def template(root: Path = ROOT) -> Catalog:
    """Every message of the page, without translations."""
    catalog = Catalog(fuzzy=False)
    for file in (path for each in SOURCES for path in sorted(root.glob(each))):
        name = file.relative_to(root).as_posix()
        method: Any = extract_html if file.suffix == ".html" else "javascript"
        content = io.BytesIO(file.read_bytes())
        for line, message, notes, context in extract(
            method, content, DEFAULT_KEYWORDS, NOTES
        ):
            places = [(name, line)]
            catalog.add(message, None, places, auto_comments=notes, context=context)
    drop_guesses(catalog)
    return catalog


def extract_html(
    file: IO[bytes], *_: object, **__: object
) -> Iterator[tuple[int, str | None, str, list[str]]]:
    """Babel's extractor for index.html; see `blocks`."""
    for line, message in messages(file.read().decode("utf-8")):
        yield line, None, message, []


def not_looked_up(
    sources: Path, allowed: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """Every text in the page's words that is in no message, as `file:line: ...`.

    `allowed` has by a file's name what is no text.
    """
    said = [" ".join(_texts(each)) for each in template(sources.parent)]
    for file in sorted((sources / "words").glob("*.mjs")):
        name = file.relative_to(sources.parent).as_posix()
        known = allowed.get(name, ())
        for line, text in strings(file.read_text(encoding="utf-8")):
            is_text = (" " in text and SAYS.search(text)) or WORD.fullmatch(text)
            if is_text and text not in known and not any(text in each for each in said):
                yield f"{name}:{line}: {text!r} is not looked up in a catalogue"


def _texts(message: Message) -> Iterator[str]:
    yield message.context or ""
    yield from [message.id] if isinstance(message.id, str) else message.id
