"""The control that changes the network on the page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ...errors import NetworkError, check_choice
from ...model.recovery import PageSession
from ...words import own_network as words
from .known import OWN, Network, Networks, UploadedFile

if TYPE_CHECKING:  # what only those need who bring a network
    from .own import OwnNetwork

ENDING = ".onnx"
# Files that say something of a network, and of nothing else that the page opens.
WITH_IT = (".txt", ".csv", ".tsv", "preprocessor_config.json", "config.json")
SMALLEST, LARGEST = 16, 1024  # pixels of a side


class Chooser:
    """Opens networks, one at a time; what was asked for last comes to the page.

    Until it does, and where it cannot, everything stays as it was.
    """

    def __init__(
        self,
        networks: Networks,
        current: Callable[[], Network],
        adopt: Callable[[Network, bool, dict[str, str]], Awaitable[None]],
        report: Callable[..., None],
        tell: Callable[[Exception], None],
    ):
        """Besides where networks come from, and which is on the page:

        `adopt` is `Exchange.adopt`. `report` says what is being done, nothing when that
        has ended, and whether it is for a visitor's own; `tell` what went wrong.
        """
        self._networks, self._current = networks, current
        self._usual = current().labels
        self._adopt, self._tell = adopt, tell
        self._report = partial(report, of_own=True)
        self._report_other = partial(report, of_own=False)
        self._own: OwnNetwork | None = None
        self._session: PageSession | None = None  # of one's own, while that is current
        self._task: asyncio.Task[None] | None = None

    @property
    def titles(self) -> dict[str, str]:
        """All that can be chosen, by their names."""
        own = {OWN: self._own.manifest.title} if self._own else {}
        return {**self._networks.titles, **own}

    def choose(self, name: str) -> None:
        """Explain with another network. Raises `SettingError` for an unknown one."""
        check_choice("network", name, list(self.titles))
        if name != self._current().name:
            if name == OWN:
                self._begin(self._open_own, self._needed())
            else:
                self._begin(self._open, name)

    def takes(self, files: Sequence[UploadedFile]) -> bool:
        """Whether these are a network's, rather than a picture or a saved page."""
        names = [file.name.lower() for file in files]
        return any(name.endswith((ENDING, *WITH_IT)) for name in names)

    def leaves_several(self, files: Sequence[UploadedFile]) -> bool:
        """Whether these are no network's, and more than one of them is a picture."""
        names = [file.name.lower() for file in files]
        pictures = [name for name in names if not name.endswith((ENDING, *WITH_IT))]
        return len(pictures) > 1 and not any(name.endswith(ENDING) for name in names)

    def bring(self, files: Sequence[UploadedFile]) -> None:
        """Explain with a visitor's own, or read what comes with it."""
        found = [file for file in files if file.name.lower().endswith(ENDING)]
        others = [file for file in files if file not in found]
        if len(found) > 1:
            raise NetworkError(words.several([file.name for file in found]))
        if found:
            self._begin(self._bring, found[0], others)
        elif self._own is None:
            raise NetworkError(words.first_the_network(others[0].name))
        else:
            self._begin(self._read, self._own, others)

    def prepare(
        self,
        mean: Sequence[float] | None = None,
        deviation: Sequence[float] | None = None,
        bgr: bool | None = None,
    ) -> None:
        """Prepare the pixels by other numbers. Raises `NetworkError`."""
        self._change(self._needed().prepared(mean, deviation, bgr))

    def preset(self, name: str) -> None:
        """Prepare the pixels in one of the usual ways. Raises a `PlaygroundError`."""
        self._change(self._needed().preset(name))

    def resize(self, size: int) -> None:
        """Give the network pictures of another size. Raises `NetworkError`."""
        own = self._needed()
        if not SMALLEST <= size <= LARGEST:
            raise NetworkError(words.size_range(size, SMALLEST, LARGEST))
        self._begin(self._resize, own, size)

    def _needed(self) -> OwnNetwork:
        if self._own is None:
            raise NetworkError(words.NO_OWN)
        return self._own

    def _begin(self, work: Callable[..., Awaitable[None]], *values: Any) -> None:
        if self._task:
            self._task.cancel()
        self._task = asyncio.ensure_future(self._telling(work, *values))

    async def _telling(
        self, work: Callable[..., Awaitable[None]], *values: Any
    ) -> None:
        try:
            await work(*values)
        except asyncio.CancelledError:  # what came in between reports
            raise
        except Exception as error:  # noqa: BLE001  (nobody else would hear of it)
            self._tell(error)
        self._report("")

    async def _open(self, name: str) -> None:
        self._report_other(words.opening(self.titles[name]))
        await self._take(await self._networks.open(name), None)

    async def _bring(self, file: UploadedFile, others: Sequence[UploadedFile]) -> None:
        self._report(words.reading(file.name))
        await self._networks.get_ready()
        from .own import bring

        own = await bring(file, others, self._usual, self._report)
        await self._open_own(own)

    async def _resize(self, own: OwnNetwork, size: int) -> None:
        await self._open_own(await own.resized(size, self._report))

    async def _open_own(self, own: OwnNetwork) -> None:
        """A runtime of its own, and then the page."""
        self._report(words.opening(own.manifest.title))
        session = await own.open()
        before, self._own = self._own, own  # among what can be chosen from now on
        try:
            await self._take(own.network(session), session)
        except BaseException:
            self._own = before
            raise

    async def _read(self, own: OwnNetwork, files: Sequence[UploadedFile]) -> None:
        """What came with it says something else than before."""
        from .companions import read_companions

        found = await read_companions(files, own.manifest.classes)
        self._own = own.with_companions(found)
        await self._renew()

    def _change(self, own: OwnNetwork) -> None:
        self._own = own  # for the next change, should that come first
        self._begin(self._renew)

    async def _renew(self) -> None:
        """The same network with other names or pixels: its runtime goes on."""
        own, session = self._needed(), self._session
        if session is None:
            await self._open_own(own)
        else:
            await self._adopt(own.network(session), True, self.titles)

    async def _take(self, network: Network, session: PageSession | None) -> None:
        """The page has this network from now on, or its runtime ends."""
        try:
            await self._adopt(network, False, self.titles)
        except BaseException:  # another one may have been chosen meanwhile
            network.session.close()
            raise
        self._session = session
