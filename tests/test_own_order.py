"""The tests' own order: what several of them need is a helper, not a test module."""

import ast
from pathlib import Path

from tests.at_a_time import LONG, SHARED, SHARING, process_of, turn_of

TESTS = Path(__file__).parent


def imported(path):
    """The names of the modules that a file imports, with the names taken from them."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)


def test_no_module_imports_a_test_module():
    borrowed = {
        (path.name, name)
        for path in TESTS.rglob("*.py")
        for name in imported(path)
        if any(part.startswith("test_") for part in name.split("."))
    }
    assert borrowed == set()


def arguments(path):
    """What the tests and fixtures of a file ask for."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, functions):
            yield from (argument.arg for argument in node.args.args)


def test_modules_that_share_a_network_share_a_process():
    modules = TESTS.rglob("test_*.py")
    assert {m.name for m in modules if SHARED & set(arguments(m))} == SHARING
    assert len({process_of(f"tests/{name}::test_it") for name in SHARING}) == 1


def test_any_other_module_is_a_process_of_its_own():
    names = [f"tests/{name}::test_it" for name in ("test_cam.py", "browser/test_a.py")]
    assert len({process_of(name) for name in names}) == 2
    assert process_of("tests/test_cam.py::a[x::y]") == process_of(names[0])


def test_what_takes_long_comes_first():
    assert {module.name for module in TESTS.glob("test_*.py")} >= LONG
    names = ["browser/test_touch", "test_recipes", "test_cam"]
    turns = [turn_of(f"tests/{name}.py::test_it[a::b]") for name in names]
    assert turns == [0, 1, 2]
