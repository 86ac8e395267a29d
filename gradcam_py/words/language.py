"""Which language is spoken: every sentence is looked up here before it is said.

English is the source: a message is its English text, and there is no catalogue of it.
`choose` takes any other language, with what the standard library's gettext or Babel
reads from a catalogue (gradcam_py/languages, docs/languages.md). Messages have named
placeholders, so that a translation may change their order; the functions put the values
in:

>>> _("row {row}, column {column}", row=1, column=2)
'row 1, column 2'

A message stands in its call as it is, where `make languages` finds it. What is said at
once is a `str`. A constant, which is made before anybody has chosen a language, is a
`Text`: it says itself when it is needed, with `str`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

ENGLISH = "en"
CONTEXT_END = "\x04"  # as in gettext's own files
TOLD = 200  # counts whose forms a catalogue of the page tells


class Translations(Protocol):
    """What a catalogue can do: `gettext.GNUTranslations` of the standard library."""

    def gettext(self, message: str, /) -> str:
        """The translation of a message; the message itself if there is none."""

    def ngettext(self, one: str, other: str, number: int, /) -> str:
        """The same of a message with forms by count."""

    def pgettext(self, context: str, message: str, /) -> str:
        """The same of a message that means this in its context."""


class Catalogue:
    """Translations as the page fetches them: plain data, looked up by the English.

    The page has no file that the standard library's gettext could read, and no rule in
    C: of each count up to 199 the form is told, and the last two digits tell the rest.
    """

    def __init__(self, messages: dict[str, list[str]], forms: str):
        """`messages` has the forms of each, `forms` a digit for each count."""
        self._messages, self._forms = messages, forms

    def gettext(self, message: str) -> str:
        """See `Translations`.

        >>> Catalogue({"one map": ["eine Karte"]}, "").gettext("one map")
        'eine Karte'
        """
        return self._messages.get(message, [message])[0]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """See `Translations`.

        >>> forms = {"one map": ["eine Karte", "{n} Karten"]}
        >>> Catalogue(forms, "101" + "1" * 197).ngettext("one map", "{n} maps", 1002)
        '{n} Karten'
        """
        known = self._messages.get(msgid1)
        if known is None:
            return msgid1 if n == 1 else msgid2
        return known[int(self._forms[n if n < TOLD else 100 + n % 100])]

    def pgettext(self, context: str, message: str) -> str:
        """See `Translations`."""
        known = self._messages.get(context + CONTEXT_END + message)
        return known[0] if known else message


@dataclass(frozen=True)
class _Spoken:
    tag: str
    translations: Translations | None = None


_spoken = _Spoken(ENGLISH)


def choose(tag: str, translations: Translations | None = None) -> None:
    """Speak another language from now on: a tag as in HTML, such as ``de``.

    Without translations it is English, whatever the tag.
    """
    global _spoken
    _spoken = _Spoken(tag, translations)


def chosen() -> str:
    """The tag of the language that is spoken."""
    return _spoken.tag


@contextmanager
def english() -> Iterator[None]:
    """Speak English for a while: for files that programs read."""
    global _spoken
    before, _spoken = _spoken, _Spoken(ENGLISH)
    try:
        yield
    finally:
        _spoken = before


def _(message: str, /, **values: object) -> str:
    """A message in the language that is spoken, with its values put in.

    >>> _("the file is empty")
    'the file is empty'
    """
    known = _spoken.translations
    said = message if known is None else known.gettext(message)
    return said.format_map(values) if values else said


def ngettext(one: str, other: str, number: int, /, **values: object) -> str:
    """The form of a message that goes with a number, each the whole message.

    A language may have one form or many; which of them goes with a number stands in
    its catalogue. The number is put in only if it is among the values.

    >>> [ngettext("one map", "{count} maps", n, count=n) for n in (0, 1, 2)]
    ['0 maps', 'one map', '2 maps']
    """
    known = _spoken.translations
    if known is None:
        said = one if number == 1 else other
    else:
        said = known.ngettext(one, other, number)
    return said.format_map(values) if values else said


def pgettext(context: str, message: str, /, **values: object) -> str:
    """A message that would be ambiguous without its context.

    >>> pgettext("decimal sign", ".")
    '.'
    """
    known = _spoken.translations
    said = message if known is None else known.pgettext(context, message)
    return said.format_map(values) if values else said


@dataclass(frozen=True)
class Text:
    """A message that is said when it is needed, in the language of that moment.

    >>> title = gettext_lazy("gray")
    >>> str(title)
    'gray'
    """

    message: str
    context: str | None = None

    def __str__(self) -> str:
        if self.context is None:
            return _(self.message)
        return pgettext(self.context, self.message)


def gettext_lazy(message: str, /) -> Text:
    """A message for a constant."""
    return Text(message)


def pgettext_lazy(context: str, message: str, /) -> Text:
    """A message for a constant, which would be ambiguous without its context."""
    return Text(message, context)
