"""The link that restores what is on the page, as the part after its #.

    #sample=dog&shapes=[{"tool":"rect",...}]&layer=3b&method=layercam

Keys that have their usual value are left out. What comes in may have been written by
anyone: everything is checked, and an error says which part is wrong.
"""

import json
from dataclasses import dataclass, field, fields, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from ..bounded_json import loads
from ..errors import SettingError, check_choice
from ..explaining.settings import Settings
from ..image.colormap import COLORMAPS
from ..image.shapes import parse_shapes
from ..missions.registry import MISSIONS
from ..view.looks import Looks
from ..words import refusals
from .drawing import checked_shape

LONGEST = 200_000  # characters: more is no drawing


@dataclass(frozen=True)
class Shared:
    """What a link restores."""

    sample: str | None = None
    settings: Settings = field(default_factory=Settings)
    looks: Looks = field(default_factory=Looks)
    mission: str | None = None  # a key of `MISSIONS`: its result
    answer: str = ""  # that was chosen in it; what was drawn is among the settings


def to_fragment(shared: Shared) -> str:
    """The link's part after the #; empty where everything is as usual."""
    values = {"sample": shared.sample} if shared.sample else {}
    if shared.mission:
        values["mission"] = shared.mission
    if shared.answer:
        values["answer"] = shared.answer
    for part, usual in ((shared.settings, Settings()), (shared.looks, Looks())):
        for name in vars(part):
            if getattr(part, name) != getattr(usual, name):
                values[name] = getattr(part, name)
    if "shapes" in values:
        values["shapes"] = json.dumps(values["shapes"], separators=(",", ":"))
    return urlencode(values, safe='[]{}:,"')


def from_fragment(text: str) -> Shared:
    """Read a link. Raises a `PlaygroundError` for what no page would have written."""
    if len(text) > LONGEST:
        raise SettingError(refusals.long_link(len(text), LONGEST))
    values = dict(parse_qsl(text.removeprefix("#")))
    sample = values.pop("sample", None)
    mission, answer = values.pop("mission", None), values.pop("answer", "")
    if mission is not None:
        check_choice("mission", mission, MISSIONS)
    known = {f.name: f for part in (Settings, Looks) for f in fields(part)}
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise SettingError(refusals.unknown_in_link(unknown[0]))
    parsed = {key: _parse(key, value) for key, value in values.items()}
    looks = {key: parsed.pop(key) for key in ("colormap", "opacity") if key in parsed}
    settings = replace(Settings(), **parsed)
    return Shared(sample, settings, replace(Looks(), **looks), mission, answer)


def _parse(key: str, value: str) -> Any:
    try:
        if key == "shapes":
            return tuple(checked_shape(s) for s in parse_shapes(loads(value)))
        if key in ("target", "versus"):
            return int(value)
        if key == "opacity":
            return min(max(float(value), 0.0), 1.0)
    except ValueError:
        told = refusals.unreadable_in_link(key, value[:40])
        raise SettingError(told) from None
    if key == "colormap":
        check_choice("colormap", value, COLORMAPS)
    return value


def parse_looks(values: dict[str, Any]) -> Looks:
    """Looks from outside. Raises `SettingError`, TypeError or ValueError."""
    check_choice("colormap", values["colormap"], COLORMAPS)
    opacity = float(values["opacity"])
    if not 0 <= opacity <= 1:
        raise SettingError(refusals.opacity(opacity))
    return Looks(values["colormap"], opacity)
