"""The examples in docstrings are run, and what is public shows one."""

import doctest
import importlib
import inspect
import pkgutil

import numpy as np
import pytest

from gradcam_py.explaining.finite_difference import check_head

from .toy_session import IMAGE, PICTURE, ToySession

# Packages whose public functions and classes each show an example.
COMPLETE_PACKAGES = (
    "gradcam_py.autodiff",
    "gradcam_py.cam",
    "gradcam_py.evaluation",
    "gradcam_py.explaining",
)
# Packages whose examples are run, wherever there are any.
EXAMPLES = (
    *COMPLETE_PACKAGES,
    "gradcam_py.crowd",
    "gradcam_py.image",
    "gradcam_py.words",
)


def modules(package):
    """The names of the package's modules and its own."""
    path = importlib.import_module(package).__path__
    return [package, *(m.name for m in pkgutil.walk_packages(path, f"{package}."))]


MODULES = [name for package in EXAMPLES for name in modules(package)]
COMPLETE = [name for package in COMPLETE_PACKAGES for name in modules(package)]


def public(module):
    """The functions and classes that the module itself defines."""
    return {
        name: member
        for name, member in inspect.getmembers(module)
        if (inspect.isfunction(member) or inspect.isclass(member))
        and member.__module__ == module.__name__
        and not name.startswith("_")
    }


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_show(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", COMPLETE)
def test_every_public_function_and_class_shows_an_example(name):
    members = public(importlib.import_module(name))
    parser = doctest.DocTestParser()
    without = [
        name for name, m in members.items() if not parser.get_examples(m.__doc__)
    ]
    assert without == []


async def test_the_examples_network_computes_what_it_says():
    session, seed = ToySession(), np.array([1, -2], np.float32)
    features = await session.features(IMAGE[None])
    check = await check_head(session, features, seed, (0, 1))
    assert check.analytic.tolist() == [1, -2]
    assert check.error < 1e-6  # float32
    np.testing.assert_array_equal(PICTURE.inputs["whole"], IMAGE)
