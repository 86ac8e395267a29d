"""A visitor's own network as the page's session."""

from __future__ import annotations

from ...model.recovery import PageSession
from ...network.session import PreparedSession


class PreparedPageSession(PreparedSession):
    """A `PageSession` of a visitor's own network."""

    session: PageSession

    @property
    def timings(self) -> dict[str, float]:
        """See `PageSession.timings`."""
        return self.session.timings

    @property
    def threads(self) -> int:
        """See `PageSession.threads`."""
        return self.session.threads

    @property
    def backend(self) -> str:
        """See `PageSession.backend`."""
        return self.session.backend

    async def prepare_layers(self) -> None:
        """See `PageSession.prepare_layers`."""
        await self.session.prepare_layers()

    async def restart(self) -> None:
        """See `PageSession.restart`."""
        await self.session.restart()

    def close(self) -> None:
        """See `PageSession.close`."""
        self.session.close()
