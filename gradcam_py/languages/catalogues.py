"""Which language the command line and notebooks speak. Only this module uses Babel.

The page has no Babel: there the build has compiled the catalogues (convert/languages),
and the browser says which language is wanted.
"""

import gettext
import io
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from ..errors import PlaygroundError
from ..words import refusals
from ..words.command_line.terminal import NO_BABEL
from ..words.language import ENGLISH, choose

FOLDER = Path(__file__).parent
CATALOGUE = "python.po"
# What gettext looks at, the first that is set.
LISTS = "LANGUAGE"  # several languages, parted by colons
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
NO_LANGUAGE = ("C", "POSIX")


class LanguageError(PlaygroundError):
    """A language that is not spoken."""


def speak(wanted: str | None = None) -> None:
    """Speak a language from now on; by default that of the environment.

    Raises `LanguageError` for a tag of none; of the environment's languages the first
    is taken that there is, else English.
    """
    if not wanted:
        with suppress(LanguageError):  # nobody has asked this program for it
            choose(*_first(wishes(os.environ)))
        return
    found = _first([wanted])
    if found[0] == ENGLISH and _language(wanted) != ENGLISH:
        raise LanguageError(refusals.unknown("language", wanted, offered()))
    choose(*found)


def wishes(environment: Mapping[str, str]) -> list[str]:
    """The tags of the languages that an environment asks for, the best first.

    >>> wishes({"LANG": "de_DE.UTF-8"}), wishes({"LANGUAGE": "fr:es", "LANG": "C"})
    (['de-DE'], [])
    """
    locale = next(filter(None, map(environment.get, LOCALES)), "")
    if _tag(locale) in NO_LANGUAGE:
        return []
    several = environment.get(LISTS) or locale
    return [_tag(each) for each in several.split(":") if each]


def offered() -> list[str]:
    """The tags of all languages that are spoken."""
    known = sorted(path.parent.name for path in FOLDER.glob(f"*/{CATALOGUE}"))
    return sorted([ENGLISH, *(tag for tag in known if _load(tag))])


def _first(wanted: Sequence[str]) -> tuple[str, gettext.NullTranslations | None]:
    """The first of these languages that there is, with its catalogue; or English."""
    for wish in wanted:
        if _language(wish) == ENGLISH:
            break
        parts = wish.split("-")
        for length in range(len(parts), 0, -1):
            tag = "-".join(parts[:length])
            if translations := _load(tag):
                return tag, translations
    return ENGLISH, None


def _load(tag: str) -> gettext.NullTranslations | None:
    """The catalogue of a language, unless there is none or nothing in it."""
    path = next(
        (each for each in FOLDER.glob(f"*/{CATALOGUE}") if _is_of(each, tag)), None
    )
    return None if path is None else _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, _changed: int) -> gettext.NullTranslations | None:
    """Read once in a process, until the file is another."""
    try:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po
    except ImportError:
        raise LanguageError(NO_BABEL) from None
    with path.open("rb") as file:
        catalog = read_po(file)
    if not any(message.id and any(message.string or ()) for message in catalog):
        return None
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _is_of(path: Path, tag: str) -> bool:
    return path.parent.name.lower() == tag.lower()


def _language(tag: str) -> str:
    return _tag(tag).partition("-")[0].lower()


def _tag(locale: str) -> str:
    """A locale's language as a tag.

    >>> _tag("pt_BR.UTF-8"), _tag("sr@latin")
    ('pt-BR', 'sr')
    """
    return locale.partition(".")[0].partition("@")[0].replace("_", "-")
