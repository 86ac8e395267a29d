"""What the page needs of a session besides the three graphs: to survive its loss."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

from ..errors import PlaygroundError
from ..words import computing
from .session import Session

Result = TypeVar("Result")

TRIES = 3  # of one action, when the runtime dies under it


class SessionLost(Exception):
    """The runtime ended in the middle of a run; `restart` gives a new one."""


class PageSession(Session, Protocol):
    """A session that can be lost and had again."""

    @property
    def timings(self) -> dict[str, float]:
        """Milliseconds of the latest run of each graph."""
        ...

    @property
    def threads(self) -> int:
        """How many compute."""
        ...

    @property
    def backend(self) -> str:
        """ONNX Runtime's name of what computes: wasm or webgpu."""
        ...

    async def prepare_layers(self) -> None:
        """Get ready for `layers`, which else does so at its first call."""
        ...

    async def restart(self) -> None:
        """Replace the lost runtime by a new one."""
        ...

    def close(self) -> None:
        """End the runtime: it is needed no more."""
        ...


async def surviving(
    session: PageSession, action: Callable[..., Awaitable[Result]], *values: Any
) -> Result:
    """Do something with the session; again in a new runtime if the old one dies of it.

    Raises `PlaygroundError` when it has died `TRIES` times.
    """
    for attempt in range(TRIES):
        try:
            if attempt:
                await session.restart()
            return await action(*values)
        except SessionLost:
            continue
    raise PlaygroundError(computing.lost(TRIES))
