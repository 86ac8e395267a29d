"""A copy of a network, whose weights can be changed: the network itself stays."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from .recovery import PageSession


class CopiedFiles(Protocol):
    """The files of a copy."""

    async def graph(self, name: str) -> bytes:
        """One of the graphs of the model folder, by its file's name."""
        ...

    async def read(self, start: int, stop: int) -> bytes:
        """Some bytes of the weights."""
        ...

    def write(self, start: int, data: bytes) -> None:
        """Put other bytes in their place."""
        ...


@dataclass(frozen=True)
class CopiedNetwork:
    """A network's copy, and a session of its own.

    The session runs from its first `restart` on, with the weights as they were at the
    latest one, and until it is closed.
    """

    files: CopiedFiles
    session: PageSession


Copying = Callable[[], Awaitable[CopiedNetwork]]  # raises `PlaygroundError`
