"""What the page's Python starts from: complete, compiled by its kind, the same."""

import ast
import io
import json
import re
import zipfile

import pytest

from convert.interpreter import start
from convert.interpreter.archives import PACKAGE_ARCHIVE, package_archives
from convert.paths import NODE_MODULES, PACKAGE
from convert.thirdparty.fetch import fetch

MAGIC_OF_3_14 = 3627  # CPython's Include/internal/pycore_magic_number.h: 3.14 final
LOCK = b'{"packages": {}}\n'


@pytest.fixture(scope="module")
def made():
    return start.start_files(package_archives(PACKAGE), LOCK)


@pytest.fixture(scope="module")
def first(made):
    """The entries of the first archive."""
    return entries(made[start.START])


def entries(archive):
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_libraries_are_those_of_the_wheels(made, first):
    wheels = {}
    for name in ("numpy-wasm", "pillow-wasm"):
        with zipfile.ZipFile(fetch(name)) as wheel:
            wheels |= {path: wheel.read(path) for path in wheel.namelist()}
    later = entries(made[start.LATER])
    libraries = {name: data for name, data in first.items() if name.endswith(".so")}
    assert libraries.items() <= wheels.items()
    assert later.items() <= wheels.items()
    assert not libraries.keys() & later.keys()
    assert {name.split("/")[0] for name in libraries} == {"numpy", "PIL"}
    assert all(name.startswith("numpy/random/") for name in later)


def test_every_entry_is_deflated_and_the_archive_ends_as_the_page_reads_it(made):
    for archive in (made[start.START], made[start.LATER]):
        assert archive[-22:-18] == b"PK\5\6"  # its end has no comment
        with zipfile.ZipFile(io.BytesIO(archive)) as file:
            kinds = {entry.compress_type for entry in file.infolist()}
        assert kinds == {zipfile.ZIP_DEFLATED}


def test_modules_are_compiled_for_the_page_and_none_is_a_source(first):
    for archive in (start.MODULES, start.OWN):
        for name, data in entries(first[archive]).items():
            assert name.endswith(".pyc")
            assert int.from_bytes(data[:2], "little") == MAGIC_OF_3_14, name


def test_every_module_of_the_package_archive_is_there(first):
    sources = entries(package_archives(PACKAGE)[PACKAGE_ARCHIVE])
    assert {f"{name}c" for name in sources} == entries(first[start.OWN]).keys()


def test_nothing_that_our_sources_import_is_missing(first):
    """Imports within functions too, which run long after the page has started."""
    modules = {module(name) for name in entries(first[start.MODULES])}
    libraries = {
        name.split(".")[0].replace("/", ".") for name in first if name.endswith(".so")
    }
    wanted, archived = set(), set()
    for archive in package_archives(PACKAGE).values():
        for name, source in entries(archive).items():
            archived.add(module(f"{name}c"))
            if re.match(r"gradcam_py/(?!browser/)", name):
                wanted |= set(foreign_imports(ast.parse(source)))
    assert len(wanted) > 30
    missing = wanted - modules - libraries - archived - BUILT_IN
    assert not missing


# Part of Python's own program.
BUILT_IN = {
    "builtins",
    "codecs",
    "collections.abc",
    "gc",
    "io",
    "itertools",
    "math",
    "os",
    "sys",
}
BUILT_IN |= {"time", "zlib"}


def module(path):
    return re.sub(r"(/__init__)?\.pyc$", "", path).replace("/", ".")


def foreign_imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module


def test_the_lock_file_is_there(first):
    assert first[start.LOCK] == LOCK


def test_what_was_compiled_once_is_the_same_anew(made, monkeypatch, tmp_path):
    monkeypatch.setattr(start, "COMPILED", tmp_path / "empty")
    assert start.start_files(package_archives(PACKAGE), LOCK) == made


def test_a_source_that_cannot_be_imported_is_told_in_python_s_words(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(start, "COMPILED", tmp_path / "empty")
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("gradcam_py/__init__.py", "import no_such_module")
    with pytest.raises(start.CompilingError, match="No module named 'no_such_module'"):
        start.start_files({PACKAGE_ARCHIVE: broken.getvalue()}, LOCK)


def test_pyodide_in_node_is_the_page_s_own():
    """What compiles is what runs: the same program, byte for byte."""
    package = NODE_MODULES / "pyodide"
    assert json.loads((package / "package.json").read_text())["version"]
    for name in ("pyodide.asm.wasm", "pyodide.asm.mjs"):
        assert (package / name).read_bytes() == fetch(name).read_bytes()


def test_docstrings_of_others_are_left_out(first):
    """Seen by their words: compiled code holds strings as they are."""
    whole = fetch("numpy-wasm")
    with zipfile.ZipFile(whole) as wheel:
        source = wheel.read("numpy/lib/_function_base_impl.py")
    words = ast.get_docstring(
        next(
            node
            for node in ast.parse(source).body
            if isinstance(node, ast.FunctionDef) and node.name == "median"
        )
    ).encode()[:40]
    assert words in source
    compiled = entries(first[start.MODULES])["numpy/lib/_function_base_impl.pyc"]
    assert words not in compiled
