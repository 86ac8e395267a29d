"""What is wrong with a catalogue: everything that a reader of its language would see.

A catalogue without a single translation is one that somebody has just begun: it is not
offered, and nothing in it is missing yet.
"""

import gettext
import re
from collections.abc import Collection, Iterator
from string import Formatter

from babel.messages.catalog import Catalog, Message

# Numbers that tell which of them share a form.
COUNTS = range(1000)
LETTER = re.compile(r"[^\W\d_]")
TAG = re.compile(r"</?\d+/?>")
PERCENT = re.compile(r"%\(\w+\)[a-z]|%[a-z]\b")


def is_begun(catalog: Catalog) -> bool:
    """Whether anything is translated."""
    return any(message.id and any(forms_of(message)) for message in catalog)


def faults(catalog: Catalog, template: Catalog, tag: str) -> Iterator[str]:
    """Every fault of the catalogue of a language, in one line each."""
    if str(catalog.locale_identifier).replace("_", "-") != tag:
        yield f"its Language is {catalog.locale_identifier}, expected {tag}"
    known = {_key(message) for message in template if message.id}
    found = {_key(message) for message in catalog if message.id}
    yield from (f"missing: {_shown(key)}" for key in sorted(known - found, key=str))
    yield from (f"not used: {_shown(key)}" for key in sorted(found - known, key=str))
    yield from (f"not used: {_shown(key)}" for key in catalog.obsolete)
    for message in catalog:
        if message.id:
            told = " ".join(str(singular(message)).split())
            yield from (f"{fault}: {told}" for fault in _of(message, catalog))


def _of(message: Message, catalog: Catalog) -> Iterator[str]:
    forms = forms_of(message)
    if message.fuzzy and any(forms):
        yield "to be looked at again, as the English has changed"
    if not all(forms):
        if is_begun(catalog):
            yield "not translated"
        return
    if isinstance(message.id, str):
        yield from _differing(message.id, forms[0], fields(message.id))
        return
    if len(forms) != catalog.num_plurals:
        yield f"{len(forms)} forms by count, expected {catalog.num_plurals}"
        return
    one, other = message.id
    for index, form in enumerate(forms):
        allowed = fields(one) | fields(other)
        is_exact = len(_counts(catalog, index)) == 1  # which may be written as a word
        needed = fields(one) & fields(other) if is_exact else fields(other)
        yield from _differing(other, form, needed, allowed)


def _differing(
    message: str,
    translation: str,
    needed: Collection[str],
    allowed: Collection[str] | None = None,
) -> Iterator[str]:
    try:
        found = fields(translation)
    except ValueError as error:
        yield f"{error} in {translation}"
        return
    for name in sorted(set(needed) - found):
        yield f"{name} is missing in the translation"
    for name in sorted(found - set(needed if allowed is None else allowed)):
        yield f"{name} is in the translation alone"
    if sorted(TAG.findall(message)) != sorted(TAG.findall(translation)):
        yield "other <1> and </1> in the translation"
    ends = (0, -1) if LETTER.search(message) else ()  # of a sign it may be anything
    if any(message[end].isspace() != translation[end].isspace() for end in ends):
        yield "begins or ends with a space, the translation or the English"


def fields(text: str) -> set[str]:
    """The placeholders of a message, with their conversions.

    >>> sorted(fields("{where}: {found!r}, 36 % of %(all)s"))
    ['%(all)s', '{found!r}', '{where}']
    """
    found = set(PERCENT.findall(text))
    for _, name, format, conversion in Formatter().parse(text):
        if name is not None:
            found.add(
                "{"
                + name
                + (f"!{conversion}" if conversion else "")
                + (f":{format}" if format else "")
                + "}"
            )
    return found


def _counts(catalog: Catalog, index: int) -> list[int]:
    """The numbers that take the form of that index."""
    form = gettext.c2py(catalog.plural_expr)
    return [number for number in COUNTS if form(number) == index]


def forms_of(message: Message) -> list[str]:
    """The translations of a message, one or several by count; empty where none are."""
    if isinstance(message.string, str | None):
        return [message.string or ""]
    return list(message.string)


def _key(message: Message) -> tuple[str | None, str]:
    return message.context, singular(message)


def singular(message: Message) -> str:
    """A message, in its first form if it has forms by count."""
    return message.id if isinstance(message.id, str) else message.id[0]


def _shown(key: object) -> str:
    context, text = key if isinstance(key, tuple) else (None, key)
    told = " ".join(str(text).split())
    return f"{told} ({context})" if context else told
