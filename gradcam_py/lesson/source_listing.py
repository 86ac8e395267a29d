"""The package's own source code, as the page shows it beside what it computed.

The text comes from the modules that are running (`inspect`), so it cannot differ from
what was run.
"""

import inspect
import io
import keyword
import token
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent.parent  # whose files are named from here

KINDS = {
    token.STRING: "string",
    token.NUMBER: "number",
    token.COMMENT: "comment",
    # Python 3.12 and later take f-strings apart.
    **{
        getattr(token, name): "string"
        for name in ("FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END")
        if hasattr(token, name)
    },
}


def listing(function: Callable) -> dict[str, Any]:
    """A function's name, file, first line and source, in `pieces`. Plain JSON."""
    lines, first = inspect.getsourcelines(function)
    path = Path(inspect.getfile(function)).relative_to(PACKAGE.parent)
    return {
        "name": function.__name__,
        "file": path.as_posix(),
        "line": first,
        "pieces": pieces("".join(lines)),
    }


def pieces(source: str) -> list[tuple[str, str]]:
    """Python source as (kind, text), in order and complete: joined it is `source`.

    Kinds are keyword, name (of what is defined), string, number, comment and "".
    """
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    result: list[tuple[str, str]] = []
    position = 0
    for kind, (first_line, column), (end_line, end_column) in _marked(source):
        start = starts[first_line - 1] + column
        end = starts[end_line - 1] + end_column
        if start > position:
            result.append(("", source[position:start]))
        result.append((kind, source[start:end]))
        position = end
    if position < len(source):
        result.append(("", source[position:]))
    return result


def _marked(source: str) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """Kind, start and end of every token that has a kind."""
    before = ""
    for entry in tokenize.generate_tokens(io.StringIO(source).readline):
        kind = KINDS.get(entry.type, "")
        if entry.type == token.NAME:
            if keyword.iskeyword(entry.string):
                kind = "keyword"
            elif before in ("def", "class"):
                kind = "name"
        if kind and entry.end > entry.start:
            yield kind, entry.start, entry.end
        before = entry.string
