"""What the page explains with, and where such networks come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ...model.backends import Backends
from ...model.copied import CopiedNetwork, Copying
from ...model.labels import Labels
from ...model.manifest import Manifest
from ...model.recovery import PageSession

OWN = "own"  # how the visitor's own network is called among the others


@dataclass(frozen=True, eq=False)
class Network:
    """A network that is ready to be asked.

    name: as the page's control has it. copied: gives a copy of it, and gets ready what
    reads its graphs. own: what the page shows of a visitor's own.
    """

    name: str
    session: Backends
    labels: Labels
    copied: Copying
    own: dict[str, Any] | None = None


class Runtime(Protocol):
    """Runs graphs whose weights are in one file: a visitor's network."""

    async def answers(
        self,
        model: bytes,
        feeds: Mapping[str, NDArray[np.float32]],
        outputs: Sequence[str],
    ) -> list[NDArray]:
        """Run a model once. Raises a `PlaygroundError` if it cannot be run."""
        ...

    def keep(self, name: str, graph: bytes) -> None:
        """Keep one of the graphs of a model folder, by its file's name."""
        ...

    async def open(self, manifest: Manifest) -> PageSession:
        """A session on the graphs that were kept. Raises a `PlaygroundError`."""
        ...

    async def open_card(self, manifest: Manifest) -> PageSession:
        """The same on the graphics card. Raises a `PlaygroundError`."""
        ...

    async def copied(self, manifest: Manifest) -> CopiedNetwork:
        """A copy of the network. Raises a `PlaygroundError`."""
        ...


class UploadedFile(Protocol):
    """A file that a visitor has brought: it is in the browser's hands until `load`."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def size(self) -> int:
        """How many bytes it has."""
        ...

    async def load(self) -> None:
        """Get ready for `read` and `runtime`. Raises a `PlaygroundError`."""
        ...

    def read(self, start: int, stop: int) -> bytes:
        """Some of its bytes."""
        ...

    def release(self) -> None:
        """Let go what `load` has loaded."""
        ...

    def runtime(self) -> Runtime:
        """A runtime with this file's weights, which needs the file no longer."""
        ...


async def content(file: UploadedFile) -> bytes:
    """All of a file that is not large. Raises a `PlaygroundError`."""
    await file.load()
    try:
        return file.read(0, file.size)
    finally:
        file.release()


class Networks(Protocol):
    """Where networks come from."""

    @property
    def titles(self) -> Mapping[str, str]:
        """Of the site's own networks, by their names."""
        ...

    async def open(self, name: str) -> Network:
        """One of the site's own. Raises a `PlaygroundError`."""
        ...

    async def get_ready(self) -> None:
        """Load the part of the package that reads networks' files."""
        ...
