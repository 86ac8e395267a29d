"""What is finished, kept so that an interrupted run goes on where it was.

A row is a line that is written at once. What a killed process leaves of a line is
dropped at the next start. Rows of another question are moved aside, never mixed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from ..cli.files import FileError
from ..rows.row import Row
from ..words.command_line import crowd as words
from .tasks import Result

ASKED, JOURNAL, LOCK = "asked.json", "journal.jsonl", ".lock"
# What a run leaves in its folder; who reads it first looks at `ASKED`, which is last.
LEFT = ("rows.jsonl", "rows.parquet", "report.html", "overlays", "maps", JOURNAL, ASKED)

Stamp = tuple[int, int]  # of a picture's file: its size, and when it was changed


class Journal:
    """The finished rows of one question, in the order in which they were finished."""

    def __init__(self, folder: Path, asked: dict[str, Any]):
        """Go on with the rows in ``folder``, if ``asked`` is what they answer.

        Else they are moved aside: `moved` then has the folder, and `changed` what was
        asked otherwise. Raises `FileError` where the folder cannot be used.
        """
        self.folder = folder
        self.moved: Path | None = None
        self.changed: list[str] = []
        self._places: dict[str, tuple[Stamp, int]] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._begin(asked)
            self._file = (folder / JOURNAL).open("ab+")
            self._load()
        except OSError as error:
            raise FileError(words.unusable_folder(folder, error.strerror)) from None

    def add(self, result: Result, stamp: Stamp) -> None:
        """Keep a finished picture: first its files, then its row, each whole."""
        for name, content in result.files.items():
            (self.folder / name).parent.mkdir(exist_ok=True)
            write_whole(self.folder / name, content)
        place = self._file.seek(0, os.SEEK_END)
        self._file.write(_line({"stamp": stamp, "row": result.row}))
        self._file.flush()
        self._places[result.task.name] = stamp, place

    def has(self, name: str, stamp: Stamp) -> bool:
        """Whether that picture is finished, and has not been changed since."""
        known = self._places.get(name)
        if known is None or known[0] != stamp:
            return False
        row = self.row(name)
        files = filter(None, (row["overlay"], row["map"]))
        return all((self.folder / file).exists() for file in files)

    def row(self, name: str) -> Row:
        """The row of a finished picture; KeyError for another."""
        self._file.seek(self._places[name][1])
        row: Row = json.loads(self._file.readline())["row"]
        return row

    def close(self) -> None:
        """Nothing is added any more."""
        os.fsync(self._file.fileno())
        self._file.close()

    def _begin(self, asked: dict[str, Any]) -> None:
        path = self.folder / ASKED
        before = _asked_before(path)
        wanted: dict[str, Any] = json.loads(json.dumps(asked))
        if before == wanted:
            return
        if path.exists():
            self.moved = _move_aside(self.folder, before)
            self.changed = sorted(
                name
                for name in before.keys() | wanted.keys()
                if before.get(name) != wanted.get(name)
            )
        elif any((self.folder / name).exists() for name in LEFT):
            raise FileError(words.strange_folder(self.folder))
        write_whole(path, json.dumps(wanted, indent=1).encode())

    def _load(self) -> None:
        """Note where every row is; cut off what is no whole line."""
        self._file.seek(0)
        place = 0
        while line := self._file.readline():
            entry = _entry(line)
            if entry is None:
                self._file.truncate(place)
                return
            name, stamp = entry
            self._places[name] = stamp, place
            place += len(line)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let nobody else write to a folder meanwhile. Raises `FileError`.

    Where the system has such locks; it gives them up by itself when a process ends.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file: BinaryIO = (folder / LOCK).open("wb")
    except OSError as error:
        raise FileError(words.unusable_folder(folder, error.strerror)) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FileError(words.folder_in_use(folder)) from None
        yield


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there as a whole, or as it was before."""
    partial = path.with_name(f".{path.name}.part")
    partial.write_bytes(content)
    partial.replace(path)


def stamp_of(path: str) -> Stamp:
    """What tells that a file is another one now; of none 0 and 0."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _line(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, allow_nan=False).encode() + b"\n"


def _entry(line: bytes) -> tuple[str, Stamp] | None:
    """The picture and the stamp of a line, None of what is no whole one."""
    if not line.endswith(b"\n"):
        return None
    try:
        entry = json.loads(line)
        size, changed = entry["stamp"]
        return entry["row"]["picture"], (size, changed)
    except (ValueError, KeyError, TypeError):
        return None


def _asked_before(path: Path) -> dict[str, Any]:
    try:
        before = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return before if isinstance(before, dict) else {}


def _move_aside(folder: Path, before: dict[str, Any]) -> Path:
    name = hashlib.sha256(json.dumps(before).encode()).hexdigest()[:8]
    aside, number = folder / f"before-{name}", 2
    while aside.exists():
        aside, number = folder / f"before-{name}-{number}", number + 1
    aside.mkdir()
    for left in LEFT:
        if (folder / left).exists():
            (folder / left).replace(aside / left)
    return aside
