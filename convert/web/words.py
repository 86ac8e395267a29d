"""Keep the words in their folders: gradcam_py/words, site/words and index.html.

`python -m convert.web.words` tells every string elsewhere that looks like a sentence,
as a part of `make lint`: one with a space beside a letter or a punctuation mark. In
Python it also tells a format of a number. Words that stand alone look like keys to it,
but for those of JavaScript that begin with a capital letter. In site/words it tells
what is not looked up in a catalogue.

What is left out: docstrings, the messages of `assert`, what goes to the console (both
are for developers), and what `ALLOWED` lists with its reason. gradcam_py/autodiff keeps
its own messages: it is a library that needs nothing of the rest.
"""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..languages.page import template
from ..paths import PACKAGE, SOURCES
from .javascript import strings

WORDS = "words"
LIBRARY = "autodiff"
SAID = re.compile(r"[^\W\d_]|[,.;:!?]")
# Tables of colours: numbers in hexadecimal.
# A word by itself, and the names of keys that look like one.
WORD = re.compile(r"[A-Z][a-z]+")
KEYS = ("Backspace", "Delete", "End", "Enter", "Escape", "Home")
COLOURS = re.compile(r"[0-9a-f\s]+")

# Strings that are no words, by their file.
ALLOWED = {
    "gradcam_py/cli/files.py": {r"\x{:02x}": "a character as its code"},
    "gradcam_py/model/native_session.py": {
        " : ": "how onnxruntime parts a message",
        r"^\(.*\) -> \(.*\) , Error ": "a part of a message of onnxruntime",
    },
    "gradcam_py/view/protocol/course.py": {"list[CourseElement | str]": "a type"},
    "gradcam_py/view/protocol/parts.py": {"image, if any": "a key of the protocol"},
    "site/dom/sentence.mjs": {"[object ": "how JavaScript writes what has no words"},
    "site/draw/stage.mjs": {
        "M-12 0H-3M3 0H12M0 -12V-3M0 3V12": "an outline",
        "transform transformend": "names of events",
    },
    "site/files/catalogues.mjs": {"English": "what the language calls itself"},
    "site/formula/editor.mjs": {
        "3px solid var(--pico-primary)": "a style",
        "color-mix(in srgb, var(--plus) 22%, transparent)": "a style",
    },
    "site/lesson/lesson.mjs": {
        "(min-width: 62rem)": "a media query",
        "L{} {}L{} {}": "an outline",
        "M0 0{}L{} 0Z": "an outline",
    },
    "site/panels/predictions.mjs": {
        "input[type=search], select, textarea": "a selector",
    },
    "site/rooms/theme.mjs": {"(prefers-color-scheme: dark)": "a media query"},
    "site/python/interpreter.mjs": {
        "an import loaded a library that a restored one would lack": "for the console",
    },
    "site/words/loading.mjs": {
        '<!doctype html>\n<html lang="{}" dir="{}">\n'
        "  <title>Grad-CAM Playground</title>\n"
        '  <h1>{}</h1>\n  <p>{}</p>\n  <p><a href="">{}</a></p>\n</html>': "markup",
    },
    "site/words/panels.mjs": {"Grad-CAM Playground": "a name"},
    "site/workers/sw.mjs": {"text/html; charset=utf-8": "a type of content"},
}


def misplaced(package: Path = PACKAGE, sources: Path = SOURCES) -> list[str]:
    """Every string of either folder that belongs to the words, as `file:line: ...`."""
    found = []
    for file in sorted(package.rglob("*.py")):
        name = file.relative_to(package.parent).as_posix()
        if file.relative_to(package).parts[0] not in (WORDS, LIBRARY):
            found += _told(name, python_strings(file.read_text(encoding="utf-8")))
    for file in sorted([*sources.rglob("*.mjs"), *sources.rglob("*.js")]):
        name = file.relative_to(sources.parent).as_posix()
        if file.relative_to(sources).parts[0] != WORDS:
            content = list(strings(file.read_text(encoding="utf-8")))
            found += _told(name, iter(content))
            found += [
                f"{name}:{line}: {text!r} belongs to the words"
                for line, text in content
                if WORD.fullmatch(text)
                and text not in KEYS
                and text not in ALLOWED.get(name, {})
            ]
    return found + _not_looked_up(sources)


def _not_looked_up(sources: Path) -> list[str]:
    """Every string of the page's words that is in no message, in the same form."""
    messages = [
        " ".join((message.context or "", *_several(message.id)))
        for message in template(sources.parent)
    ]
    found = []
    for file in sorted((sources / WORDS).glob("*.mjs")):
        name = file.relative_to(sources.parent).as_posix()
        found += [
            f"{name}:{line}: {text!r} is not looked up in a catalogue"
            for line, text in strings(file.read_text(encoding="utf-8"))
            if (_says(text) or WORD.fullmatch(text))
            and text not in ALLOWED.get(name, {})
            and not any(text in message for message in messages)
        ]
    return found


def _several(message: str | Sequence[str]) -> Sequence[str]:
    return [message] if isinstance(message, str) else message


def python_strings(text: str) -> Iterator[tuple[int, str]]:
    """Line and content of every string in a module that says something.

    What a formatted string puts in is {}, with its format where it has one.
    """
    tree = ast.parse(text)
    left_out = set(map(id, _for_developers(tree)))
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.JoinedStr):
            left_out.update(map(id, ast.walk(node)))
            yield node.lineno, "".join(map(_piece, node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def _for_developers(tree: ast.AST) -> Iterator[ast.AST]:
    """Every part of docstrings and of what `assert` says."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Assert) and node.msg:
            yield from ast.walk(node.msg)


def _piece(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.FormattedValue)
    format = node.format_spec
    if not isinstance(format, ast.JoinedStr):
        return "{}"
    return f"{{:{''.join(map(_piece, format.values))}}}"


def _told(name: str, found: Iterator[tuple[int, str]]) -> list[str]:
    allowed = ALLOWED.get(name, {})
    return [
        f"{name}:{line}: {text!r} belongs to the words"
        for line, text in found
        if _says(text) and text not in allowed
    ]


def _says(text: str) -> bool:
    if COLOURS.fullmatch(text):
        return False
    is_sentence = " " in text.strip("\n") and SAID.search(text.replace("{}", ""))
    return bool(is_sentence) or "{:" in text


if __name__ == "__main__":
    told = misplaced(*map(Path, sys.argv[1:]))
    print("\n".join(told) or "the words are in their folders")
    sys.exit(bool(told))
