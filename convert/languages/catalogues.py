"""The catalogues: where they lie, how they are read and written, and who reviews them.

One PO file for each language and domain, with nothing in it that changes by itself: no
dates, no lines. Their tag is the language's, as in HTML: de, zh, pt-BR.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from ..paths import ROOT
from . import page, python

# French, Italian, Portuguese, Spanish and Catalan have a form for whole millions in
# Unicode's rules, of numbers that are written so: gettext's own, and ours, have none.
FORMS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "pt": "nplurals=2; plural=(n > 1);",
    **dict.fromkeys(("ca", "es", "it"), "nplurals=2; plural=(n != 1);"),
}
REVIEW = "Needs a native reader's review."


@dataclass(frozen=True)
class Domain:
    """What says something, and where its catalogues lie."""

    title: str
    template: Callable[[], Catalog]
    pattern: str  # of the paths

    def path(self, tag: str, root: Path = ROOT) -> Path:
        """The catalogue of a language."""
        return root / self.pattern.format(tag=tag)

    def tags(self, root: Path = ROOT) -> list[str]:
        """The languages that have one."""
        before, after = self.pattern.split("{tag}")
        paths = sorted(path.as_posix() for path in root.glob(f"{before}*{after}"))
        start = len(f"{root.as_posix()}/{before}")
        return [path[start : len(path) - len(after)] for path in paths]


PYTHON = Domain(
    "What Python says", python.template, "gradcam_py/languages/{tag}/python.po"
)
PAGE = Domain("What the page says", page.template, "site/languages/{tag}.po")
DOMAINS = (PYTHON, PAGE)


def read(path: Path) -> Catalog:
    """The catalogue in a file. Raises PoFileError for one that is none."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def begin(domain: Domain, tag: str) -> Catalog:
    """A catalogue without translations."""
    locale = Locale.parse(tag, sep="-")
    forms = FORMS.get(locale.language) or Catalog(locale).plural_forms
    head = f'msgid ""\nmsgstr ""\n"Language: {locale}\\n"\n"Plural-Forms: {forms}\\n"'
    catalog = read_po(io.StringIO(head))
    catalog.header_comment = _comment(domain, locale)
    return catalog


def write(path: Path, catalog: Catalog) -> None:
    """Write a catalogue, the same bytes for the same content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(catalog))


def written(catalog: Catalog) -> bytes:
    """A catalogue as its file has it."""
    python.drop_guesses(catalog)
    for message in catalog:
        if not any(message.string or ()):  # there is nothing to look at again
            message.flags.discard("fuzzy")
    target = io.BytesIO()
    write_po(target, catalog, 88, ignore_obsolete=True, include_lineno=False)
    _, _, messages = target.getvalue().decode("utf-8").partition("\n\n")
    head = [
        *catalog.header_comment.splitlines(),
        'msgid ""',
        'msgstr ""',
        f'"Language: {catalog.locale_identifier}\\n"',
        f'"Plural-Forms: {catalog.plural_forms}\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
    ]
    return "\n".join([*head, "", messages]).encode("utf-8")


def wants_review(catalog: Catalog) -> bool:
    """Whether nobody who grew up with the language has read it yet."""
    return REVIEW in (catalog.header_comment or "")


def _comment(domain: Domain, locale: Locale) -> str:
    language = locale.get_display_name("en")
    return (
        f"# {domain.title}, in {language}: docs/languages.md tells how to change it.\n"
        f"# {REVIEW}"
    )
