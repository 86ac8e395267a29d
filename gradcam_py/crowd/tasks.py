"""What is asked of many pictures, each of them as a task, and what comes of it."""

import hashlib
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from ..cli.files import LARGEST_PICTURE, FileError
from ..explaining.picture import Picture
from ..explaining.settings import Settings
from ..image.overlay import OPACITY
from ..rows.row import Row
from ..words.command_line import crowd as words
from ..words.command_line import options


@dataclass(frozen=True)
class Asked:
    """What is asked of every picture."""

    settings: Settings
    overlays: bool = False
    maps: bool = False
    areas: str | None = None  # the score that the curves follow, one of `COLUMNS`
    colormap: str = "viridis"
    opacity: float = OPACITY


@dataclass(frozen=True)
class Task:
    """A picture to be explained: its path, as rows name it, and where it lies."""

    name: str
    path: str
    data: bytes | None = None  # what is in it, where the path leads nowhere


@dataclass(frozen=True)
class Result:
    """A picture's row, and the files that belong to it by their names."""

    task: Task
    row: Row
    files: dict[str, bytes] = field(default_factory=dict)
    is_final: bool = True  # else another start tries again


@dataclass(frozen=True, eq=False)
class Prepared:
    """A picture that has been decoded, or why it could not be."""

    task: Task
    picture: Picture | None = None
    error: str = ""
    is_final: bool = True  # see `Result`


def file_stem(name: str) -> str:
    """What the files of a picture are called: its own name, and a part of a hash.

    The hash tells pictures of one name in several folders apart.

    >>> file_stem("cats/tom.jpg"), file_stem("dogs/tom.jpg")
    ('tom-c20dca593997', 'tom-c62a4e4dfd7b')
    """
    path = PurePath(name)
    told = "".join(c if c.isascii() and c.isalnum() else "-" for c in path.stem)
    return f"{told[:40]}-{hashlib.sha256(os.fsencode(name)).hexdigest()[:12]}"


def contents(task: Task) -> bytes:
    """What the file of a picture holds. Raises `FileError`."""
    try:
        status = os.stat(task.path)
        if not stat.S_ISREG(status.st_mode):  # a pipe would have to be waited for
            raise FileError(words.no_regular_file(task.name))
        if status.st_size > LARGEST_PICTURE:
            raise FileError(options.too_long(task.name, LARGEST_PICTURE))
        return Path(task.path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FileError(options.unreadable(task.name, reason)) from None


def one_line(error: BaseException) -> str:
    """What an error says."""
    return " ".join(str(error).split())
