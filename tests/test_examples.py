"""The examples in docstrings are run, and every public function has one."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

# Packages whose public functions each show an example: a new one is added here.
COMPLETE_PACKAGES = ("gradcam_py.cam",)
# Packages whose examples are run, wherever there are any.
EXAMPLES = (*COMPLETE_PACKAGES, "gradcam_py.image", "gradcam_py.words")


def modules(package):
    """The names of the package's modules and its own."""
    path = importlib.import_module(package).__path__
    return [package, *(m.name for m in pkgutil.walk_packages(path, f"{package}."))]


MODULES = [name for package in EXAMPLES for name in modules(package)]
COMPLETE = [name for package in COMPLETE_PACKAGES for name in modules(package)]


def public_functions(module):
    """Those that the module itself defines."""
    return {
        name: function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_show(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", COMPLETE)
def test_every_public_function_shows_an_example(name):
    functions = public_functions(importlib.import_module(name))
    parser = doctest.DocTestParser()
    without = [
        name for name, f in functions.items() if not parser.get_examples(f.__doc__)
    ]
    assert without == []
