"""Which pictures: those of folders, patterns, lists and names, each of them once."""

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..cli.files import FileError, read_bounded
from ..words.command_line import crowd as words

# Of the formats that are read; in folders and patterns other files are left out.
JPEG = (".jpg", ".jpeg", ".jpe", ".jfif")
PICTURES = (*JPEG, ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif")
LIST = ".txt"
LARGEST_LIST = 1_000_000_000  # bytes


def is_pattern(name: str) -> bool:
    """Whether a name is a pattern; a file that is called so is a file."""
    return glob.has_magic(name) and not os.path.lexists(name)


def is_picture_list(name: str) -> bool:
    """Whether a name is that of a text file with names of pictures."""
    return Path(name).suffix.lower() == LIST and not os.path.isdir(name)


def find_pictures(given: Iterable[str], out: Path) -> list[str]:
    """The paths of all pictures, sorted, each picture once by whatever links.

    A folder gives the pictures in it and below it, but for hidden ones and for what
    lies in ``out``; a pattern those that match, or lie in folders that do; a list the
    names in its lines, from the list's own folder. Names in a list that lead nowhere
    stay: they become rows with an error. Raises `FileError` for anything else that
    cannot be found or read, and where there is no picture at all.
    """
    walk = _Walk(out)
    found = {path for name in given for path in _named(name, walk)}
    once: dict[str, str] = {}
    for path in sorted(found):
        once.setdefault(os.path.realpath(path), path)
    if not once:
        raise FileError(words.no_pictures(list(given), PICTURES))
    return list(once.values())


def _named(name: str, walk: "_Walk") -> Iterator[str]:
    if is_pattern(name):
        matches = sorted(glob.glob(name, recursive=True))
        if not matches:
            raise FileError(words.nothing_matches(name))
        for match in matches:
            if os.path.isdir(match):
                yield from walk.pictures(match)
            elif _is_picture(match):
                yield match
    elif os.path.isdir(name):
        yield from walk.pictures(name)
    elif is_picture_list(name):
        yield from _listed(Path(name), walk)
    elif os.path.exists(name):
        yield name
    else:
        raise FileError(words.no_such_file(name))


def _listed(path: Path, walk: "_Walk") -> Iterator[str]:
    data = read_bounded(path, LARGEST_LIST, words.A_LIST)
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise FileError(words.list_not_text(path, error.reason)) from None
    for line in filter(None, map(str.strip, lines)):
        entry = os.path.join(path.parent, line)
        if os.path.isdir(entry):
            yield from walk.pictures(entry)
        else:
            yield entry


def _is_picture(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in PICTURES


class _Walk:
    """Through folders, each once, so that links in a circle come to an end."""

    def __init__(self, out: Path):
        self._out = _identity(out) if out.is_dir() else None
        self._seen = {self._out} - {None}

    def pictures(self, folder: str) -> Iterator[str]:
        """Of a folder and of those below it, hidden ones aside."""
        if _identity(folder) == self._out:
            raise FileError(words.out_is_source(folder))
        if _identity(folder) in self._seen:
            return
        for place, folders, files in os.walk(folder, onerror=_refuse, followlinks=True):
            self._seen.add(_identity(place))
            folders[:] = sorted(
                name
                for name in folders
                if not name.startswith(".") and self._is_new(os.path.join(place, name))
            )
            for name in files:
                if _is_picture(name) and not name.startswith("."):
                    yield os.path.join(place, name)

    def _is_new(self, folder: str) -> bool:
        """Whether nobody has been there; from now on somebody has."""
        identity = _identity(folder)
        is_new = identity not in self._seen
        self._seen.add(identity)
        return is_new


def _identity(folder: str | Path) -> tuple[int, int]:
    status = os.stat(folder)
    return status.st_dev, status.st_ino


def _refuse(error: OSError) -> None:
    raise FileError(words.unreadable_folder(error.filename, error.strerror)) from None
