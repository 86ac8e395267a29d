"""What TypeScript has to know to check site/: the protocol and the page's ids.

`python -m convert.web.typescript` writes both into build/types, which `make lint` does
before it runs `tsc`. They are namespaces that every module sees without an import.
"""

from html.parser import HTMLParser
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints, is_typeddict

from gradcam_py.view.protocol.actions import ACTIONS
from gradcam_py.view.protocol.parts import PARTS

from ..paths import BUILD, SOURCES

TYPES = BUILD / "types"
PLAIN = {str: "string", int: "number", float: "number", bool: "boolean"}
PLAIN[NoneType] = "null"
PIXELS = {
    "none": "",
    "image": ", pixels: ImageData",
    "image, if any": ", pixels?: ImageData",
    "bytes": ", bytes: Uint8Array<ArrayBuffer>",
}


def protocol() -> str:
    """The protocol of gradcam_py/view/protocol as a namespace of TypeScript.

    Raises TypeError for a type that has no counterpart, or two of one name.
    """
    found: dict[str, type] = {}
    parts = [
        f"{name}: [data: {_typescript(part.data, found)}{PIXELS[part.pixels]}];"
        for name, part in PARTS.items()
    ]
    actions = [
        f"{name}: {_typescript(values, found)};" for name, values in ACTIONS.items()
    ]
    interfaces = [
        _interface(name, _fields(declared, found))
        for name, declared in _all_declared(found)
    ]
    tables = [_interface("Parts", parts), _interface("Actions", actions)]
    return _namespace("Protocol", [*interfaces, *tables])


def page_ids(html: str) -> str:
    """Every id of the page with its element's tag: `byId` gives the right type."""
    reader = _Ids()
    reader.feed(html)
    entries = [f'"{name}": "{tag}";' for name, tag in sorted(reader.found.items())]
    return _namespace("Page", [_interface("Ids", entries)])


def write_types(folder: Path = TYPES) -> None:
    """Write protocol.d.ts and page.d.ts."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "protocol.d.ts").write_text(protocol(), encoding="utf-8")
    html = (SOURCES / "index.html").read_text(encoding="utf-8")
    (folder / "page.d.ts").write_text(page_ids(html), encoding="utf-8")


def _all_declared(found: dict[str, type]) -> list[tuple[str, type]]:
    """`found` with what its own fields name, and so on, in the order of names."""
    known = 0
    while known < len(found):
        known = len(found)
        for declared in list(found.values()):
            _fields(declared, found)
    return sorted(found.items())


def _fields(declared: Any, found: dict[str, type]) -> list[str]:
    hints = get_type_hints(declared)
    if not hints:
        return ["[key: string]: never;"]  # else TypeScript would let everything in
    return [
        f"{name}{'' if name in declared.__required_keys__ else '?'}: "
        f"{_typescript(hint, found)};"
        for name, hint in hints.items()
    ]


def _typescript(hint: Any, found: dict[str, type]) -> str:
    """A type of Python's in TypeScript; typed dictionaries go into `found`, by name."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if is_typeddict(hint):
        if found.setdefault(hint.__name__, hint) is not hint:
            raise TypeError(f"{hint.__name__} is declared twice")
        return hint.__name__
    if origin is Literal:
        return " | ".join(f'"{value}"' for value in inner)
    if isinstance(hint, UnionType):
        return " | ".join(_typescript(each, found) for each in inner)
    if origin is list:
        return f"Array<{_typescript(inner[0], found)}>"
    if origin is tuple:
        return f"[{', '.join(_typescript(each, found) for each in inner)}]"
    if origin is dict and inner[0] is str:
        return f"Record<string, {_typescript(inner[1], found)}>"
    raise TypeError(f"{hint} cannot be said in TypeScript")


def _interface(name: str, lines: list[str]) -> str:
    return f"interface {name} {{ {' '.join(lines)} }}"


def _namespace(name: str, members: list[str]) -> str:
    lines = "".join(f"  {member}\n" for member in members)
    return f"declare namespace {name} {{\n{lines}}}\n"


class _Ids(HTMLParser):
    """Collects ids. Raises ValueError for one that two elements have."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("id")
        if name in self.found:
            raise ValueError(f"index.html has two elements of the id {name!r}")
        if name:
            self.found[name] = tag


if __name__ == "__main__":
    write_types()
