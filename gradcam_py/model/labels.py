"""The names of the classes, and how to find a class by what a person types."""

import difflib
import json
from collections.abc import Callable
from dataclasses import dataclass

from ..errors import ModelFolderError, TargetError
from ..words import model_folder, refusals, titles

NEAR = 5  # classes that an error offers where no name has the word
TELLING = 3  # letters of a word that is looked for in descriptions: "a" is in them all


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
        self._names = [key.split() for key in self._keys]
        self._texts = [_key(label.description).split() for label in entries]

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
            raise ModelFolderError(model_folder.malformed_labels(error)) from None
        if [entry.index for entry in entries] != list(range(len(entries))):
            raise ModelFolderError(model_folder.disordered_labels())
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

        What a name has in brackets, as in "crane (bird)", may be left out. Raises
        `TargetError`, with near matches, where there is none or more than one.
        """
        if text.strip().isdecimal():
            index = int(text)
            if index < len(self):
                return index
            raise TargetError(refusals.no_class_index(index, len(self)))
        wanted = _key(text)
        matches = [i for i, key in enumerate(self._keys) if key == wanted]
        matches = matches or [
            entry.index
            for entry in self.entries
            if wanted and _key(entry.name.partition("(")[0]) == wanted
        ]
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise TargetError(refusals.ambiguous_class(text, self._told(matches)))
        raise TargetError(self._suggestion(text))

    def search(self, text: str, limit: int = 20) -> list[int]:
        """Classes that match what has been typed so far, best first.

        Those that hold every typed word: in the name (which may end with them, as
        "timber wolf" does with "wolf"), else in name and description together. Only
        if there are none, words that begin so; only then, names that are spelt alike.
        """
        wanted = _key(text)
        if not wanted:
            return []
        if wanted.isdecimal():
            return [int(wanted)] if int(wanted) < len(self) else []
        found = self._matches(wanted, str.__eq__) or self._matches(
            wanted, str.startswith
        )
        return (found or self._alike(wanted))[:limit]

    def _matches(self, wanted: str, fits: Callable[[str, str], bool]) -> list[int]:
        """Classes with a fitting word for each that is wanted, names first."""
        parts = wanted.split()
        typing = fits is str.startswith
        tells = typing or all(len(part) >= TELLING for part in parts)
        ranked = []
        for index, (key, name) in enumerate(zip(self._keys, self._names, strict=True)):
            if _holds(name, parts, fits):
                ends = key == wanted or key.endswith(f" {wanted}")
                begins = typing and key.startswith(wanted)
                ranked.append((0 if ends or begins else 1, key, index))
            elif tells and _holds(name + self._texts[index], parts, fits):
                ranked.append((2, "", index))
        return [index for *_, index in sorted(ranked)]

    def _alike(self, wanted: str) -> list[int]:
        """Classes whose names are spelt nearly so."""
        near = difflib.get_close_matches(wanted, self._keys, n=3, cutoff=0.6)
        return [index for key in near for index in self._of_key(key)]

    def _of_key(self, key: str) -> list[int]:
        return [index for index, other in enumerate(self._keys) if other == key]

    def _suggestion(self, text: str) -> str:
        if text.strip().removeprefix("-").isdecimal():
            return refusals.expected_index(text, len(self))
        words = _key(text).split()
        found = list(dict.fromkeys(self.search(text)))
        named = [i for i in found if _holds(self._names[i], words, str.__eq__)]
        found = named or found[:NEAR]
        if not found:
            return refusals.expected_class(text, len(self))
        return refusals.similar_classes(text, self._told(found))

    def _told(self, indices: list[int]) -> list[str]:
        return [titles.class_and_index(self.name(i), i) for i in indices]


def _holds(
    words: list[str], wanted: list[str], fits: Callable[[str, str], bool]
) -> bool:
    """Whether each wanted word has a fitting one among `words`."""
    return all(any(fits(word, part) for word in words) for part in wanted)


def _key(text: str) -> str:
    """`text` in lower case, its words separated by single spaces."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
