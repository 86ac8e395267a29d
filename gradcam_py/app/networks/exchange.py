"""Puts another network in the place of the one on the page."""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable
from typing import Any

from ...explaining.picture import Picture
from ...laboratory.tiles import Tiles
from ...model.recovery import surviving
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
        self._tiles = Tiles(view)
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

        It comes with its first answer, so that there is no moment without any. What
        goes wrong until then leaves the page as it was. Raises a `PlaygroundError`.

        `keeps_runtime`: the one before has the same. `names`: see `show`.
        """
        desk = self._desk(network)
        while True:
            page = self.desk.page
            picture = await desk.gallery.again(page)
            await self._first_answer(desk, picture, keeps_runtime)
            if page.picture is self.desk.page.picture:  # and not another one meanwhile
                break
        before, self.desk = self.desk, desk
        before.leave(keeps_runtime)
        self.show(names)
        desk.presenter.input_is_open = before.presenter.input_is_open
        desk.teacher.is_watched = before.teacher.is_watched
        desk.messages.open()
        desk.take(self._state(picture, before, network))
        if self._has_card:
            desk.card.offer()
        del before
        gc.collect()  # its arrays make room for those of all layers

    async def _first_answer(self, desk: Desk, picture: Picture, has_one: bool) -> None:
        """What is shown until the newest question has been answered.

        `has_one`: the runtime is busy with the desk before, whose answer will do.
        """
        presenter = desk.presenter
        if has_one:
            presenter.latest = self.desk.presenter.latest
        else:
            question = self._state(picture, self.desk, desk.network).question
            update = await surviving(desk.session, presenter.answer, question)
            presenter.latest = update.explanation

    def _state(self, picture: Picture, before: Desk, network: Network) -> PageState:
        """What lies on the desk before, for another network."""
        page, manifest = before.page, network.session.manifest
        same_classes = before.labels.entries == network.labels.entries
        return PageState(
            picture,
            fitting(page.settings, manifest, same_classes),
            Drawing(page.drawing.history),
            page.looks,
            page.own,
        )

    def _desk(self, network: Network) -> Desk:
        gallery = Gallery(self._samples, self._read, network.session.manifest)
        return Desk(network, gallery, self.view, self._tiles)
