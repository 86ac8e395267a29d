"""The network and the question as something that other processes can open."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from ..cli.files import FileError, read_bounded
from ..cli.networks import LARGEST_NETWORK, find_model, is_own, open_network
from ..errors import NetworkError
from ..model.folder import read_from
from ..model.manifest import parse_manifest
from ..network.preprocessing import PREPROCESSINGS
from ..rows.row import SCHEMA
from ..words.command_line import crowd as words
from ..words.command_line import terminal
from ..words.command_line.options import unreadable
from .job import Explainer
from .tasks import Asked

# With others of these the same picture may have other numbers.
LIBRARIES = ("numpy", "onnxruntime", "PIL")


@dataclass(frozen=True)
class Opening:
    """What an `Explainer` is made of; `digest` is the network's, by `digest_of`."""

    options: argparse.Namespace
    asked: Asked
    digest: str

    def open(self, threads: int = 1) -> Explainer:
        """Load the network. Raises a `PlaygroundError`, also if it is another now."""
        if digest_of(self.options) != self.digest:
            raise NetworkError(words.NETWORK_CHANGED)
        return Explainer(open_network(self.options, threads), self.asked)


@dataclass(frozen=True)
class Parcel:
    """An `Opening` with the network's files, for machines that do not have them."""

    opening: Opening
    files: Mapping[str, bytes]

    @classmethod
    def of(cls, opening: Opening) -> Parcel:
        """Read the files. Raises `FileError`."""
        found = network_files(opening.options)
        return cls(opening, {name: _read(path) for name, path in found.items()})

    def unpack(self, folder: Path) -> Opening:
        """Write the files below ``folder``, and give the same with them."""
        options = argparse.Namespace(**vars(self.opening.options))
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            option, _, rest = name.partition("/")
            if option == "models":
                options.models, options.model = folder / option, Path(rest).parent.name
            else:
                setattr(options, option, _as_given(option, path))
        return Opening(options, self.opening.asked, self.opening.digest)


def network_files(options: argparse.Namespace) -> dict[str, Path]:
    """The files that the network consists of: <option>/<name> -> path.

    Raises `ModelFolderError` where there is no such network.
    """
    if is_own(options):
        named = {"model": options.model, "labels": options.labels}
        if options.preprocess and options.preprocess not in PREPROCESSINGS:
            named["preprocess"] = options.preprocess
        paths = {option: Path(path) for option, path in named.items() if path}
        return {f"{option}/{path.name}": path for option, path in paths.items()}
    folder = find_model(options.models, options.model)
    manifest = parse_manifest(read_from(folder)("manifest.json"))
    names = ["manifest.json", *manifest.files]
    return {f"models/{folder.name}/{name}": folder / name for name in names}


def digest_of(options: argparse.Namespace) -> str:
    """A hash of the network's files, wherever they lie. Raises a `PlaygroundError`."""
    total = hashlib.sha256()
    for name, path in sorted(network_files(options).items()):
        try:
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").digest()
        except OSError as error:
            raise FileError(unreadable(path, error.strerror)) from None
        total.update(name.partition("/")[0].encode() + content)
    return total.hexdigest()


def fingerprint(opening: Opening) -> dict[str, Any]:
    """All that a row depends on besides its picture, as JSON."""
    options, asked = opening.options, opening.asked
    settings = vars(asked.settings) | {"shapes": list(asked.settings.shapes)}
    how = {name: value for name, value in vars(asked).items() if name != "settings"}
    if not asked.overlays:  # then nothing has colours
        how |= {"colormap": None, "opacity": None}
    network: dict[str, Any] = {"network": opening.digest}
    if is_own(options):
        network |= {name: getattr(options, name) for name in ("bgr", "size")}
        named = options.preprocess in PREPROCESSINGS
        network["preprocess"] = options.preprocess if named else None
    return {"schema": SCHEMA} | network | settings | how | {"versions": versions()}


def versions() -> dict[str, str]:
    """Of Python and of what computes."""
    python = ".".join(map(str, sys.version_info[:2]))
    return {"python": python} | {
        name: import_module(name).__version__ for name in LIBRARIES
    }


def _read(path: Path) -> bytes:
    return read_bounded(path, LARGEST_NETWORK, terminal.A_NETWORK)


def _as_given(option: str, path: Path) -> Path | str:
    """As the option's value: of labels it is a path."""
    return path if option == "labels" else str(path)
