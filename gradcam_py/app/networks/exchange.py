"""Puts another network in the place of the one on the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from ...view import choices
from ...view.surface import View
from ..desk import Desk
from ..drawing import Drawing
from ..gallery import Gallery
from ..query import fitting
from ..state import PageState
from .known import Network


class Exchange:
    """The desk on the page: there is one for each network that comes to it.

    What the visitor has chosen and drawn goes from one desk to the next.
    """

    def __init__(
        self,
        network: Network,
        samples: list[dict[str, Any]],
        read: Callable[[str], Awaitable[bytes]],
        view: View,
    ):
        """`network` is the first. See `Playground` for the others."""
        self.view = view
        self._samples, self._read = samples, read
        self._has_card = False
        self.desk = self._desk(network)

    @property
    def network(self) -> Network:
        """The network on the page."""
        return self.desk.network

    def show(self, names: dict[str, str]) -> None:
        """What the page says of its network, and which others there are."""
        network = self.network
        manifest = network.session.manifest
        shown = choices.network(manifest, network.name, names, network.own)
        self.view.show("network", shown)

    def offer_card(self) -> None:
        """There is a graphics card."""
        self._has_card = True
        self.desk.card.offer()

    async def run(self) -> None:
        """Answer what is asked, by whichever network is on the page."""
        while True:
            self.desk.live.changed()
            await self.desk.live.run()

    async def adopt(
        self, network: Network, keeps_runtime: bool, names: dict[str, str]
    ) -> None:
        """Put a network in place of the one on the page: picture and shapes stay.

        `keeps_runtime`: the one before has the same. `names`: see `show`.
        """
        desk = self._desk(network)
        while True:
            page = self.desk.page
            picture = await desk.gallery.again(page)
            if page.picture is self.desk.page.picture:  # and not another one meanwhile
                break
        before, self.desk = self.desk, desk
        before.leave(keeps_runtime)
        self.show(names)
        desk.presenter.input_is_open = before.presenter.input_is_open
        desk.teacher.is_watched = before.teacher.is_watched
        desk.messages.open()
        page = before.page
        same_classes = before.labels.entries == network.labels.entries
        desk.take(
            PageState(
                picture,
                fitting(page.settings, network.session.manifest, same_classes),
                Drawing(page.drawing.history),
                page.looks,
                page.own,
            )
        )
        if self._has_card:
            desk.card.offer()

    def _desk(self, network: Network) -> Desk:
        gallery = Gallery(self._samples, self._read, network.session.manifest)
        return Desk(network, gallery, self.view)
