"""The tests' own order: what several of them need is a helper, not a test module."""

import ast
from pathlib import Path

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
