"""The sources on the page are the package's own, to the letter."""

import importlib
import inspect
import pkgutil

import pytest

import gradcam_py
from gradcam_py.lesson.source_listing import listing, pieces
from gradcam_py.lesson.sources import SOURCES, sources

# Modules that import what only a browser or the command line has.
ELSEWHERE = {
    *("gradcam_py.browser.bridge", "gradcam_py.browser.inference"),
    "gradcam_py.browser.archives",
    "gradcam_py.browser.formula",
    *("gradcam_py.browser.networks", "gradcam_py.browser.pictures"),
    "gradcam_py.__main__",
}
MODULES = [
    module.name
    for module in pkgutil.walk_packages(gradcam_py.__path__, "gradcam_py.")
    if module.name not in ELSEWHERE
]
EXAMPLE = '''\
async def double(x: float) -> str:
    """Twice `x` – as text."""
    # a comment: ×2
    return f"{2 * x:.1f} ≤ ∞" if x else 'none'
'''


def marked(source, kind):
    return [text for marked, text in pieces(source) if marked == kind]


@pytest.mark.parametrize("name", MODULES)
def test_pieces_joined_are_the_source(name):
    source = inspect.getsource(importlib.import_module(name))
    assert "".join(text for _, text in pieces(source)) == source


def test_pieces_have_the_kinds_of_python():
    assert marked(EXAMPLE, "keyword") == ["async", "def", "return", "if", "else"]
    assert marked(EXAMPLE, "name") == ["double"]
    assert marked(EXAMPLE, "comment") == ["# a comment: ×2"]
    strings = "".join(marked(EXAMPLE, "string"))
    assert '"""Twice `x` – as text."""' in strings
    assert "≤ ∞" in strings
    assert "'none'" in strings


def test_listing_says_where_the_function_is():
    entry = listing(pieces)
    with open(inspect.getsourcefile(pieces), encoding="utf-8") as file:
        line = file.read().splitlines()[entry["line"] - 1]
    assert entry["file"] == "gradcam_py/lesson/source_listing.py"
    assert line.startswith(f"def {entry['name']}(")


def test_every_part_of_the_lesson_has_the_source_of_its_functions():
    shown = sources()
    assert shown.keys() == SOURCES.keys()
    for part, functions in SOURCES.items():
        texts = ["".join(text for _, text in entry["pieces"]) for entry in shown[part]]
        assert texts == [inspect.getsource(function) for function in functions]
