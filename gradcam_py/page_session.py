"""What the page needs of a session besides the three graphs."""

from typing import Protocol

from .session import Session


class SessionLost(Exception):
    """The runtime ended in the middle of a run; `restart` gives a new one."""


class PageSession(Session, Protocol):
    """A session that can be lost and had again."""

    timings: dict[str, float]  # ms of the latest run of each graph
    threads: int

    async def prepare_layers(self) -> None:
        """Get ready for `layers`, which else does so at its first call."""
        ...

    async def restart(self) -> None:
        """Replace the lost runtime by a new one."""
        ...
