"""Every function and constant of the words, called with values of all kinds.

What a parameter is called decides the value, else its type. A number takes several
values, so that every form by count and both sides of every bound are said.
"""

import importlib
import inspect
import itertools
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import gradcam_py.words
from gradcam_py.words.language import Text

INTEGERS = (0, 1, 2, 5, 1234567)
FLOATS = (0.0, 0.0004, 0.25, -0.9, 12.5)
MOST = 3000  # calls of one function
# Modules without sentences.
TOOLS = ("grammar", "language", "numbers", "command_line.layout")


def modules() -> list[ModuleType]:
    """Every module that says something."""
    root = gradcam_py.words
    names = [
        found.name
        for found in pkgutil.walk_packages(root.__path__, f"{root.__name__}.")
        if not found.ispkg and found.name.removeprefix(f"{root.__name__}.") not in TOOLS
    ]
    return [importlib.import_module(name) for name in names]


def functions(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """The functions of a module, by their names."""
    for name, value in vars(module).items():
        if inspect.isfunction(value) and value.__module__ == module.__name__:
            yield name, value


def constants(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """What stands in a module's constants, one by one."""
    for name, value in vars(module).items():
        if name.isupper():
            values = value.values() if isinstance(value, dict) else value
            is_one = isinstance(value, str | Text | int | float) or not hasattr(
                values, "__iter__"
            )
            for each in [value] if is_one else values:
                yield name, each


def calls(module: ModuleType, function: Any) -> Iterator[tuple[list[Any], str]]:
    """Arguments and what is said, for many values of every parameter."""
    named = inspect.signature(function).parameters
    choices = [list(_values(module, function, each)) for each in named.values()]
    for chosen in itertools.islice(itertools.product(*choices), MOST):
        given = dict(zip(named, chosen, strict=True))
        keywords = {
            name: value
            for name, value in given.items()
            if named[name].kind is inspect.Parameter.KEYWORD_ONLY
        }
        plain = [value for name, value in given.items() if name not in keywords]
        yield list(given.values()), function(*plain, **keywords)


def _values(module: ModuleType, function: Any, parameter: Any) -> tuple[Any, ...]:
    place = f"{function.__name__}.{parameter.name}"
    special = {
        "unknown.kind": tuple(getattr(module, "UNKNOWN", ())),
        "kept_view.room": ("", *getattr(module, "ROOMS", ())),
        "expected.kind": tuple(getattr(module, "TYPES", ())),
        "fault.cell": tuple(getattr(module, "PLACES", ())),
        "answer.probabilities": ("", *getattr(module, "ENDS", ())),
        "block.kind": ("<kind>", *getattr(module, "BLOCKS", ())),
        "answer.names_from": ("", "<file>"),
        "file.producer": ("", "<producer>"),
        "fill_answer.most": ("<chosen>", "<most>"),
        "inputs.found": ([], ["<a>", "<b>"]),
        "no_model.built": ([], ["<a>"]),
        "progress.counts": _counted(module),
        "finished.counts": _counted(module),
        "ambiguous_class.classes": (["<a> (1)"], ["<a> (1)", "<b> (2)", "<c>"]),
    }
    if place in special:
        return special[place]
    type_ = str(parameter.annotation)
    if "tuple[int, int, int]" in type_:
        return ((3, 4, 5),)
    if "tuple[str, float]" in type_:
        return ([("<name>", 0.5), ("<other>", -0.5)],)
    if "bool" in type_:
        return (False, True)
    if "list[int]" in type_ or "Sequence[int]" in type_:
        return ([], [3, 4, 5])
    if any(word in type_ for word in ("Sequence", "Iterable", "Collection", "list")):
        many = tuple(f"<{number}>" for number in range(8))
        return (many[:2], many)
    if parameter.name == "width" and "line" in module.__name__:
        return (20,)
    if type_ in ("int", "<class 'int'>"):
        return INTEGERS
    if "float" in type_:
        return FLOATS
    none = (None,) if "None" in type_ else ()
    values = (f"<{parameter.name}>", *none)
    return (*values, -9) if "object" in type_ else values


def _counted(module: ModuleType) -> tuple[Any, ...]:
    return tuple(
        getattr(module, name)
        for name in ("PASSES", "STAGES", "PICTURES")
        if hasattr(module, name)
    )
