"""What the page itself says: index.html, and the calls of gettext in site/words."""

import io
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract

from ..paths import SOURCES
from .blocks import messages

PROJECT = "Grad-CAM Playground"
WORDS = "words"  # the folder of site/ whose modules say something
NOTES = ["Translators:"]  # how a comment for them begins
FLAGS = ("python-format", "python-brace-format")  # guessed: a per cent sign is none


def template(sources: Path = SOURCES) -> Catalog:
    """Every message of the page, without translations."""
    catalog = Catalog(project=PROJECT, fuzzy=False)
    for file in [sources / "index.html", *sorted((sources / WORDS).glob("*.mjs"))]:
        name = file.relative_to(sources.parent).as_posix()
        method = extract_html if file.suffix == ".html" else "javascript"
        found = extract(
            method, io.BytesIO(file.read_bytes()), DEFAULT_KEYWORDS, NOTES
        )
        for line, message, comments, context in found:
            catalog.add(
                message, None, [(name, line)], auto_comments=comments, context=context
            )
    for each in catalog:
        each.flags.difference_update(FLAGS)
    return catalog


def extract_html(
    file: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[tuple[int, str | None, str, list[str]]]:
    """Babel's extractor for index.html; see `blocks`."""
    for line, message in messages(file.read().decode("utf-8")):
        yield line, None, message, []
