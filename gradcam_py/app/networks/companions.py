"""The files that come with a network: the names of its classes, its preprocessing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...errors import NetworkError
from ...model.label_files import has_names, read_labels
from ...model.labels import Labels
from ...network.preprocessing import Preprocessing, from_config
from ...words import own_network as words
from .known import UploadedFile, content

LARGEST = 20_000_000  # bytes


@dataclass(frozen=True, eq=False)
class Companions:
    """What they say; None of what they do not say."""

    labels: Labels | None = None
    labels_from: str = ""
    preprocessing: Preprocessing | None = None


async def read_companions(files: Sequence[UploadedFile], classes: int) -> Companions:
    """Read the files, for a network of so many classes. Raises a `PlaygroundError`."""
    found = Companions()
    for file in files:
        if file.size > LARGEST:
            raise NetworkError(words.too_large(file.name, file.size, LARGEST))
        found = _with(found, await content(file), file.name, classes)
    return found


def _with(found: Companions, data: bytes, name: str, classes: int) -> Companions:
    """One file may say both, such as timm's config.json."""
    preprocessing = _config(data, name)
    if preprocessing is not None:
        found = replace(found, preprocessing=preprocessing)
        if not has_names(data):
            return found
    labels = read_labels(data, name, classes)
    return replace(found, labels=labels, labels_from=name)


def _config(data: bytes, name: str) -> Preprocessing | None:
    """The preprocessing in a file, if it looks like it has one."""
    if not name.lower().endswith(".json"):
        return None
    try:
        return from_config(data, name)
    except NetworkError:
        if has_names(data):
            return None
        raise
