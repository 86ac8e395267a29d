"""Compiles what the page imports. It runs inside of the page's own Python.

compile.mjs starts that in Node.js, with the folders `IN` and `OUT` of the host mounted.
IN has wheels, archives of our sources, PyScript's package and libraries.py. All that is
ours is imported, and with it what it needs of others: that, and nothing else of them,
is what a visitor downloads. Their docstrings and assertions are left out, of ours the
docstrings.
"""

import ast
import importlib
import importlib.util
import json
import marshal
import struct
import sys
import sysconfig
import zipfile
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from types import CodeType

IN, OUT = Path("/in"), Path("/out")
EPOCH = (1980, 1, 1, 0, 0, 0)  # of the entries of archives
PACKAGE = "gradcam_py"
WITHOUT_DOCSTRINGS_AND_ASSERTIONS = 2  # Python's own levels of optimisation
AS_WRITTEN = 0

# Of ours, what only the page itself can import: compiled all the same.
IN_THE_PAGE = f"{PACKAGE}.browser"
# What is wanted of others besides what the modules of ours import when they start:
# Pillow's readers of the formats that we offer, encodings that are looked up by name,
# and what PyScript and Pyodide import when they are asked to.
ASKED_FOR = (
    *(
        f"PIL.{format}ImagePlugin"
        for format in ("Bmp", "Gif", "Jpeg", "Mpo", "Png", "Tiff", "WebP")
    ),
    *(f"encodings.{name}" for name in ("ascii", "cp437", "latin_1", "utf_8_sig")),
    *(f"encodings.{name}" for name in ("utf_16", "utf_16_le", "utf_16_be", "idna")),
    "numpy.random",
    "pyodide.http",
    "statistics",  # for students' formulas
    *("asyncio", "html", "inspect", "json", "linecache", "tokenize", "traceback"),
)
# Modules that do nothing but document others.
EMPTY = ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars")
# PyScript's package can be imported in the page only. What it imports itself is there.
PYSCRIPT, NOT_IMPORTED = "pyscript", ("fs", "media", "web")
# What finds the compiled libraries, which no archive can hold (see libraries.py).
FINDER = "sitecustomize"


Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def main() -> None:
    """Write OUT/modules.zip, what others made; OUT/gradcam_py.zip, ours of that name;
    and OUT/libraries.json, the names of the libraries that were loaded."""
    for wheel in sorted(IN.glob("*.whl")):
        zipfile.ZipFile(wheel).extractall(sysconfig.get_path("purelib"))
    own: dict[str, dict[str, bytes]] = {}
    for archive in sorted(IN.glob("*.zip")):
        with zipfile.ZipFile(archive) as sources:
            own[archive.name] = {
                path: sources.read(path) for path in sources.namelist()
            }
            sources.extractall()
    importlib.invalidate_caches()
    ours = [_name(path) for paths in own.values() for path in paths]
    for name in (*ASKED_FOR, *ours):
        if not name.startswith(IN_THE_PAGE):
            importlib.import_module(name)
    modules = {_file(name): source for name, source in _of_others(ours).items()}
    modules[f"{FINDER}.py"] = (IN / "libraries.py").read_text()
    for path in sorted((IN / PYSCRIPT).glob("*.py")):
        if path.stem not in NOT_IMPORTED:
            modules[f"{PYSCRIPT}/{path.name}"] = path.read_text()
    compiled = {f"{path}c": _compiled(path, modules[path]) for path in sorted(modules)}
    _write(OUT / "modules.zip", compiled)
    first = f"{PACKAGE}.zip"
    compiled = {f"{path}c": _of_ours(path, text) for path, text in own[first].items()}
    _write(OUT / first, compiled)
    (OUT / "libraries.json").write_text(json.dumps(sorted(_libraries())))


def _name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _file(name: str) -> str:
    is_package = hasattr(sys.modules[name], "__path__")
    return name.replace(".", "/") + ("/__init__.py" if is_package else ".py")


def _libraries() -> list[str]:
    """The modules that are compiled libraries."""
    return [
        name
        for name, module in sys.modules.items()
        if (getattr(module, "__file__", None) or "").endswith(EXTENSION_SUFFIXES[0])
    ]


def _of_others(ours: list[str]) -> dict[str, str]:
    """Name -> source of every module that was imported and is not part of Python's
    own program, nor of an archive of ours, nor a compiled library."""
    found = {}
    for name, module in sorted(sys.modules.items()):
        spec = getattr(module, "__spec__", None)
        read = getattr(getattr(spec, "loader", None), "get_source", None)
        if spec is None or read is None or not spec.has_location:
            continue
        if name in ours or (source := read(name)) is None:
            continue
        found[name] = "" if name in EMPTY else source
    return found


def _compiled(path: str, source: str) -> bytes:
    level = WITHOUT_DOCSTRINGS_AND_ASSERTIONS
    return _pyc(compile(source, path, "exec", 0, True, level))


def _of_ours(path: str, source: bytes) -> bytes:
    """Under the name that the file has where the page unpacks its source."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, Documented):
            _drop_docstring(node)
    return _pyc(compile(tree, f"{Path.cwd()}/{path}", "exec", 0, True, AS_WRITTEN))


def _drop_docstring(node: Documented) -> None:
    if ast.get_docstring(node, clean=False) is None:
        return
    docstring, *rest = node.body
    node.body = rest or [ast.copy_location(ast.Pass(), docstring)]


def _pyc(code: CodeType) -> bytes:
    # flags: it has no date, but a hash of its source, with which nobody compares it
    header = importlib.util.MAGIC_NUMBER + struct.pack("<3I", 0b01, 0, 0)
    return header + marshal.dumps(code)


def _write(target: Path, entries: dict[str, bytes]) -> None:
    """Nothing is deflated: the whole is, where the visitor gets it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path, data in entries.items():
            archive.writestr(zipfile.ZipInfo(path, EPOCH), data)


if __name__ == "__main__":
    main()
