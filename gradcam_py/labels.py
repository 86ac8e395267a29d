"""The names of the classes, and how to find a class by what a person types."""

import difflib
import json
from dataclasses import dataclass

from .errors import ModelFolderError, TargetError
from .manifest import REBUILD


@dataclass(frozen=True)
class Label:
    """One class: `name` is short and readable, `description` says what it is."""

    index: int
    name: str
    description: str


class Labels:
    """The classes in the order of the logits."""

    def __init__(self, entries: tuple[Label, ...]):
        self.entries = entries
        self._keys = [_key(label.name) for label in entries]

    @classmethod
    def load(cls, data: bytes | str) -> "Labels":
        """Read labels.json: a list of {index, name, description}, indices 0, 1, ..."""
        try:
            document = json.loads(data)
            entries = tuple(
                Label(entry["index"], entry["name"], entry["description"])
                for entry in document
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ModelFolderError(
                f"labels.json is malformed ({error!r}): {REBUILD}"
            ) from None
        if [entry.index for entry in entries] != list(range(len(entries))):
            raise ModelFolderError(
                f"labels.json: expected indices 0, 1, 2, ... in order: {REBUILD}"
            )
        return cls(entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, index: int) -> Label:
        return self.entries[index]

    def name(self, index: int) -> str:
        """The readable name of a class."""
        return self.entries[index].name

    def find(self, text: str) -> int:
        """The class of that index or name; capitals and punctuation do not matter.

        Raises `TargetError`, with near matches, where there is none or more than one.
        """
        if text.strip().isdecimal():
            index = int(text)
            if index < len(self):
                return index
            raise TargetError(f"class {index}: expected 0..{len(self) - 1}")
        matches = [i for i, key in enumerate(self._keys) if key == _key(text)]
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise TargetError(
                f"{text!r} names {len(matches)} classes: give the index, "
                f"{' or '.join(map(str, matches))}"
            )
        raise TargetError(f"unknown class {text!r}{self._suggestion(text)}")

    def search(self, text: str, limit: int = 20) -> list[int]:
        """Classes that match what has been typed so far, best first.

        The name begins with it, then a later word does, then it occurs anywhere.
        """
        wanted = _key(text)
        if not wanted:
            return []
        if wanted.isdecimal():
            return [int(wanted)] if int(wanted) < len(self) else []
        ranked = []
        for index, key in enumerate(self._keys):
            place = f" {key}".find(f" {wanted}")
            if place >= 0:
                ranked.append((0 if place == 0 else 1, key, index))
            elif wanted in key:
                ranked.append((2, key, index))
        return [index for *_, index in sorted(ranked)[:limit]]

    def _suggestion(self, text: str) -> str:
        near = difflib.get_close_matches(_key(text), self._keys, n=3, cutoff=0.6)
        found = [self._keys.index(key) for key in near] or self.search(text, limit=3)
        if not found:
            return f": give a name or an index, 0..{len(self) - 1}"
        names = ", ".join(f"{self.name(i)} ({i})" for i in dict.fromkeys(found))
        return f": did you mean {names}?"


def _key(text: str) -> str:
    """`text` in lower case, its words separated by single spaces."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
