"""The strings of a module of JavaScript: enough of its grammar to find them.

A template is one string, what it puts in is {}; strings within that come by themselves.
What goes to the console is left out.
"""

import re
from collections.abc import Iterator

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<template>`)
    |(?P<import>^(?:import|export)\b[^;]*?\bfrom\s*"[^"]*"|^import\s*"[^"]*")
    |(?P<regex>(?<=[(,=:!&|?\[])\s*/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+/)
    |(?P<console>\bconsole\.\w+\()
    |(?P<open>[({\[])
    |(?P<close>[)}\]])""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


def strings(text: str) -> Iterator[tuple[int, str]]:
    """Line and content of every string, in their order but for nested ones.

    Raises ValueError for a template without an end.
    """
    found: list[tuple[int, str]] = []
    _code(text, 0, found)
    for place, content in found:
        yield text.count("\n", 0, place) + 1, content


def _code(text: str, start: int, found: list[tuple[int, str]] | None) -> int:
    """Read up to the bracket that closes what begins at `start`, or to the end.

    Strings go to `found`, if there is such a list. Returns the place after the bracket.
    """
    position, depth = start, 0
    while match := TOKEN.search(text, position):
        position, kind = match.end(), match.lastgroup
        if kind == "string" and found is not None:
            found.append((match.start(), match[0][1:-1]))
        elif kind == "template":
            position = _template(text, position, found)
        elif kind == "console":
            position = _code(text, position, None)
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
            if depth < 0:
                return position
    return len(text)


def _template(text: str, start: int, found: list[tuple[int, str]] | None) -> int:
    """Read a template whose first character is at `start`: the place after its end."""
    position, content = start, ""
    while position < len(text):
        if text[position] == "`":
            if found is not None:
                found.append((start, content))
            return position + 1
        if text.startswith("${", position):
            position, content = _code(text, position + 2, found), content + "{}"
        elif text[position] == "\\":
            position, content = position + 2, content + text[position : position + 2]
        else:
            position, content = position + 1, content + text[position]
    raise ValueError("a template has no end")
