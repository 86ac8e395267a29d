"""What "Save JSON" and "Save lesson" wrote, read back: the page opens its own files.

A lesson is the saved state with the picture in it, in base64, under the key `picture`.
One with pages is read by `gradcam_py.course`.
What comes in may have been written by anyone: everything is checked.
"""

import base64
import re
from dataclasses import dataclass, fields
from typing import Any

from ..bounded_json import loads
from ..errors import PlaygroundError, SettingError
from ..explaining.settings import Settings
from ..view.looks import Looks
from ..words import refusals
from .drawing import checked_shape
from .permalink import Shared, parse_looks

# Of an own picture in a lesson; more would make files that nobody can send.
LARGEST_PICTURE = 12_000_000
LARGEST = 20_000_000
LANGUAGE = re.compile(rb'^ "language": "([A-Za-z0-9-]{1,35})"', re.MULTILINE)
PAGES = re.compile(rb'"pages"\s*:')  # only a lesson with pages has such a key


@dataclass(frozen=True, eq=False)
class Saved:
    """A file's content: what a link holds, and what only a file can hold."""

    model: str
    shared: Shared
    title: str = ""
    picture: bytes | None = None  # a visitor's own, as its file was


def is_saved(data: bytes) -> bool:
    """Whether a file is rather JSON than a picture."""
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def has_pages(data: bytes) -> bool:
    """Whether a file of JSON is rather a lesson with pages than a saved page."""
    return is_saved(data) and PAGES.search(data) is not None


def language_of(data: bytes) -> str:
    """The tag of the language that a file was saved in, if it tells one."""
    found = LANGUAGE.search(data) if is_saved(data) else None
    return found[1].decode() if found else ""


def read_saved(data: bytes, title: str) -> Saved:
    """Read a file of that title. Raises `SettingError` for anything else."""
    if len(data) > LARGEST:
        raise SettingError(refusals.large_file(title, len(data), LARGEST))
    try:
        state = loads(data)
        picture = state.get("picture")
        return Saved(
            str(state["model"]),
            shared_of(state),
            str(picture["title"]) if picture else "",
            base64.b64decode(picture["data"], validate=True) if picture else None,
        )
    except PlaygroundError as error:
        raise SettingError(refusals.about_file(title, error)) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = " ".join(str(error).split())[:80] or type(error).__name__
        raise SettingError(refusals.not_saved_here(title, reason)) from None


def with_picture(state: dict[str, Any], title: str, data: bytes) -> dict[str, Any]:
    """The state with a visitor's own picture. Raises `SettingError` for a large one."""
    if len(data) > LARGEST_PICTURE:
        raise SettingError(refusals.large_picture(title, len(data), LARGEST_PICTURE))
    packed = base64.b64encode(data).decode()
    return {**state, "picture": {"title": title, "data": packed}}


def shared_of(state: dict[str, Any]) -> Shared:
    """What a link would hold of a saved state.

    Raises KeyError, TypeError, ValueError or `PlaygroundError` for another one.
    """
    settings = {f.name: state[f.name] for f in fields(Settings)}
    settings["shapes"] = tuple(map(checked_shape, state["shapes"]))
    for name in ("target", "versus"):
        if settings[name] is not None and type(settings[name]) is not int:
            raise TypeError(refusals.class_index(name, settings[name]))
    if not state["pinned"]:
        settings["target"] = None
    looks = parse_looks({f.name: state[f.name] for f in fields(Looks)})
    return Shared(state["sample"], Settings(**settings), looks)
