"""Keep the words in their folders: gradcam_py/words, site/words and index.html.

`python -m convert.web.words` tells every string elsewhere that looks like a sentence,
as a part of `make lint`: one with a space beside a letter or a punctuation mark. In
Python it also tells a format of a number. Words that stand alone look like keys to it,
but for those of JavaScript that begin with a capital letter. In site/words it tells
what is not looked up in a catalogue.

What is left out: docstrings, the messages of `assert`, what goes to the console (both
are for developers), and what `ALLOWED` lists with its reason. gradcam_py/autodiff keeps
its own messages: it is a library that needs nothing of the rest.

In gradcam_py/words every string must be given to gettext (`convert.languages.calls`).
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from ..languages import calls
from ..languages.javascript import strings
from ..languages.page import not_looked_up
from ..paths import PACKAGE, SOURCES

WORDS = "words"
LIBRARY = "autodiff"
LOOKS_UP = "gradcam_py/words/language.py"  # what others give to it
SAID = re.compile(r"[^\W\d_]|[,.;:!?]")
# A word by itself, and the names of keys that look like one.
WORD = re.compile(r"[A-Z][a-z]+")
KEYS = ("Backspace", "Delete", "End", "Enter", "Escape", "Home")
# Tables of colours: numbers in hexadecimal.
COLOURS = re.compile(r"[0-9a-f\s]+")

# Strings that are no words, by their file.
ALLOWED = {
    "gradcam_py/cli/chart.py": {"DejaVu Sans": "the name of a font"},
    "gradcam_py/cli/files.py": {r"\x{:02x}": "a character as its code"},
    "gradcam_py/crowd/report/page.py": {' lang="en"': "markup"},
    "gradcam_py/languages/fonts.py": {"Hiragino Sans GB.ttc": "the name of a font"},
    "gradcam_py/model/native_session.py": {
        " : ": "how onnxruntime parts a message",
        r"^\(.*\) -> \(.*\) , Error ": "a part of a message of onnxruntime",
    },
    "gradcam_py/words/command_line/argument_parser.py": {
        "expected %s argument": "what argparse asks with",
    },
    "gradcam_py/words/command_line/experiments.py": {
        "RISE": "a name",
        "...": "for fonts without …",
    },
    "gradcam_py/words/command_line/layout.py": {"WF": "keys of Unicode's"},
    "gradcam_py/words/command_line/options.py": {"--shapes ": "an option"},
    "gradcam_py/words/command_line/terminal.py": {
        "JSON": "a name",
        " x ": "for fonts without ×",
    },
    "gradcam_py/words/formula/faults.py": {": ": "as Python tells an error"},
    "gradcam_py/words/laboratory/tiles.py": {
        "Egyptian cat": "the name of a class",
        "pug": "the name of a class",
        "…": "a sign",
    },
    "gradcam_py/words/laboratory/trials.py": {"…": "a sign"},
    "gradcam_py/words/missions/tasks.py": {"drilling platform": "the name of a class"},
    "gradcam_py/words/networks.py": {
        "no": "the name of a class",
        "yes": "the name of a class",
        "class ": "the name of a class",
    },
    "gradcam_py/words/numbers.py": {
        ",": "how Python groups digits",
        ".": "how Python writes a decimal sign",
        "0..": "how programs write a range",
        "⁻⁰¹²³⁴⁵⁶⁷⁸⁹": "digits",
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
        text = file.read_text(encoding="utf-8")
        if name == LOOKS_UP:
            continue
        if file.relative_to(package).parts[0] == WORDS:
            faults = calls.faults(text, ALLOWED.get(name, {}))
            found += [f"{name}:{line}: {fault}" for line, fault in faults]
        elif file.relative_to(package).parts[0] != LIBRARY:
            found += _told(name, python_strings(text))
    for file in sorted([*sources.rglob("*.mjs"), *sources.rglob("*.js")]):
        name = file.relative_to(sources.parent).as_posix()
        if file.relative_to(sources).parts[0] != WORDS:
            content = list(strings(file.read_text(encoding="utf-8")))
            found += _told(name, iter(content))
            found += [
                f"{name}:{line}: {text!r} belongs to the words"
                for line, text in content
                if WORD.fullmatch(text) and text not in {*KEYS, *ALLOWED.get(name, {})}
            ]
    return [*found, *not_looked_up(sources, ALLOWED)]


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
