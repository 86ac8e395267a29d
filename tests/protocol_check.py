"""Measures messages to the page by their declaration, field by field."""

from itertools import chain
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints, is_typeddict

import numpy as np

from gradcam_py.view.protocol.parts import PARTS


def faults(part: str, data: Any, pixels: Any = None) -> list[str]:
    """What is wrong with a message of `View.show`, in words; empty if nothing is."""
    if part not in PARTS:
        return [f"{part}: no part of the page"]
    declared = PARTS[part]
    return [
        *_faults(declared.data, data, part),
        *_pixels(declared.pixels, pixels, part),
    ]


def _pixels(kind: str, pixels: Any, where: str) -> list[str]:
    if pixels is None:
        is_right = kind in ("none", "image, if any")
    elif kind == "bytes":
        is_right = pixels.dtype == np.uint8 and pixels.ndim == 1
    else:
        is_image = (
            pixels.dtype == np.uint8 and pixels.ndim == 3 and pixels.shape[2] == 4
        )
        is_right = is_image and kind != "none"
    return [] if is_right else [f"{where}: other pixels than {kind!r}"]


def _faults(hint: Any, value: Any, where: str) -> list[str]:
    origin, inner = get_origin(hint), get_args(hint)
    if is_typeddict(hint):
        return _dictionary(hint, value, where)
    if isinstance(hint, UnionType):
        tried = [_faults(each, value, where) for each in inner]
        return [] if [] in tried else min(tried, key=len)
    if origin is Literal:
        return [] if value in inner else [f"{where}: {value!r} is none of {inner}"]
    if origin is list:
        count = len(value) if isinstance(value, list | tuple) else 0
        return _items(value, inner * count, where)
    if origin is tuple:
        return _items(value, inner, where)
    if origin is dict:
        if not isinstance(value, dict):
            return [f"{where}: {value!r} is no dictionary"]
        told = [_faults(inner[0], key, f"{where}, a key") for key in value]
        told += [
            _faults(inner[1], item, f"{where}[{key}]") for key, item in value.items()
        ]
        return list(chain.from_iterable(told))
    return [] if _is_plain(value, hint) else [f"{where}: {value!r} is no {hint}"]


def _is_plain(value: Any, hint: type) -> bool:
    """Exactly of that type, as JSON knows it: True is no number, a whole number one."""
    kinds = {float: (float, int), NoneType: (NoneType,)}
    return type(value) in kinds.get(hint, (hint,))


def _items(value: Any, hints: Any, where: str) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) != len(hints):
        return [f"{where}: {value!r} is no list of that length"]
    told = [
        _faults(hint, item, f"{where}[{place}]")
        for place, (hint, item) in enumerate(zip(hints, value, strict=True))
    ]
    return list(chain.from_iterable(told))


def _dictionary(hint: Any, value: Any, where: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where}: {value!r} is no {hint.__name__}"]
    hints = get_type_hints(hint)
    told = [f"{where}.{key} is missing" for key in hint.__required_keys__ - set(value)]
    told += [f"{where}.{key} is not declared" for key in set(value) - set(hints)]
    for key in set(value) & set(hints):
        told += _faults(hints[key], value[key], f"{where}.{key}")
    return told
