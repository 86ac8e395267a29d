"""Reads a model folder and refuses it, with the reason, where it is damaged.

Pure: the files come from a `read` function, so the page can hand over what it has
fetched and the command line what it has on disk.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..errors import ModelFolderError
from ..words import model_folder
from .labels import Labels
from .manifest import Manifest, parse_manifest

Read = Callable[[str], bytes]  # raises KeyError or FileNotFoundError for a missing file


@dataclass(frozen=True, eq=False)
class ModelFolder:
    """A verified model folder."""

    manifest: Manifest
    labels: Labels
    files: dict[str, bytes]


def load_model_folder(read: Read) -> ModelFolder:
    """Read and verify manifest.json and every file it lists.

    Raises `ModelFolderError` for a missing file, a wrong size or hash, a manifest that
    is malformed or newer than this program.
    """
    manifest = parse_manifest(_read(read, "manifest.json"))
    files = {}
    for name in manifest.files:
        files[name] = _read(read, name)
        verify_file(manifest, name, files[name])
    labels = Labels.load(files[manifest.labels])
    if len(labels) != manifest.classes:
        raise ModelFolderError(
            model_folder.other_number(manifest.labels, len(labels), manifest.classes)
        )
    return ModelFolder(manifest, labels, files)


def read_from(folder: Path) -> Read:
    """The `read` function of a folder on disk."""
    return lambda name: (folder / name).read_bytes()


def built_models(models: Path) -> dict[str, Manifest]:
    """Name -> manifest of the model folders in `models`, the best network first.

    The best is the most accurate one, and what page and command line open with unless
    another is asked for. Raises `ModelFolderError` as `load_model_folder` does, with
    the folder's name.
    """
    found = {}
    for path in sorted(models.glob("*/manifest.json")):
        folder = path.parent
        try:
            found[folder.name] = parse_manifest(_read(read_from(folder), path.name))
        except ModelFolderError as error:
            raise ModelFolderError(model_folder.within(folder.name, error)) from None
    best_first = sorted(found, key=lambda name: -found[name].imagenet_top1)
    return {name: found[name] for name in best_first}


def verify_file(manifest: Manifest, name: str, data: bytes) -> None:
    """Raise `ModelFolderError` unless `data` is what the manifest says of `name`."""
    expected = manifest.files[name]
    if len(data) != expected.size:
        raise ModelFolderError(model_folder.other_size(name, len(data), expected.size))
    found = hashlib.sha256(data).hexdigest()
    if found != expected.sha256:
        raise ModelFolderError(model_folder.other_hash(name, found, expected.sha256))


def _read(read: Read, name: str) -> bytes:
    try:
        return read(name)
    except (KeyError, FileNotFoundError):
        raise ModelFolderError(model_folder.missing(name)) from None
    except OSError as error:
        raise ModelFolderError(model_folder.unreadable(name, error.strerror)) from None
