"""What is wrong with a module of Python's words: text that no catalogue would have.

Every string that says something must stand in a call of gettext, as it is: what is put
together elsewhere cannot be found. The values of a call are those of its placeholders.
"""

import ast
import re
from collections.abc import Collection, Iterator

from .check import fields
from .python import KEYWORDS

SAYS = re.compile(r"[^\W\d_]|[,.;:!?…]")
FORMAT = re.compile(r"[+#.\d]*[efg]")  # of a number
CODE = re.compile(r"def \w+\(")  # a student's: its comments are messages
ONE_TEXT = ("_", "gettext_lazy")
LAZY = ("gettext_lazy", "pgettext_lazy")  # which take no values


def faults(text: str, allowed: Collection[str] = ()) -> Iterator[tuple[int, str]]:
    """Line and fault of everything in a module that is not looked up, or wrongly."""
    tree = ast.parse(text)
    known = set(map(id, _keys(tree)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in KEYWORDS:
            known.update(id(part) for each in node.args for part in ast.walk(each))
            yield from ((node.lineno, fault) for fault in _of(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in known:
            found = _text(node)
            if _says(found) and found not in allowed:
                yield node.lineno, f"{found!r} is given to no gettext"


def _keys(tree: ast.AST) -> Iterator[ast.AST]:
    """Strings that nobody reads: docstrings, keys and formats."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield node.value
        elif isinstance(node, ast.Dict):
            yield from filter(None, node.keys)
        elif isinstance(node, ast.FormattedValue) and node.format_spec:
            yield from ast.walk(node.format_spec)


def _of(call: ast.Call) -> Iterator[str]:
    """What is wrong with a call: no message, or other values than its placeholders."""
    name = _name(call)
    texts = list(filter(None, map(_text, call.args)))
    if len(texts) < (1 if name in ONE_TEXT else 2):
        yield f"{name} without its message as it is"
    if name in LAZY:
        return
    messages = texts[1:] if name == "pgettext" else texts
    wanted = {
        re.split("[!:]", field.strip("{}"))[0]
        for message in messages
        for field in fields(message)
        if field.startswith("{")
    }
    given = {keyword.arg or "**" for keyword in call.keywords}
    yield from (f"{{{each}}} has no value" for each in sorted(wanted - given))
    yield from (f"{each} has no placeholder" for each in sorted(given - wanted))


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _text(node: ast.AST) -> str:
    """What a string says; nothing else says anything."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


def _says(text: str) -> bool:
    return bool(
        SAYS.search(text) and not FORMAT.fullmatch(text) and not CODE.match(text)
    )
