"""Where the network computes: on the processor, or on the graphics card.

The processor's session is always there. The graphics card's is opened on request, has
to agree with it first (`agreement`), and is given up at its first fault: the question
is then answered by the processor, so nothing is lost.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from ..errors import PlaygroundError
from .manifest import Manifest
from .recovery import PageSession, SessionLost
from .session import Float32, HeadResult, LayersResult

PROCESSOR, GRAPHICS_CARD = "wasm", "webgpu"  # ONNX Runtime's names

Result = TypeVar("Result")


class Backends:
    """A `PageSession` that hands every question to the session of the moment."""

    def __init__(
        self, processor: PageSession, open_card: Callable[[], Awaitable[PageSession]]
    ):
        """`open_card` opens the graphics card's. Raises `PlaygroundError`."""
        self.open_card = open_card
        self._fault = ""
        self._processor = processor
        self._card: PageSession | None = None

    @property
    def manifest(self) -> Manifest:
        """The model's, whoever computes."""
        return self._processor.manifest

    @property
    def backend(self) -> str:
        """`PROCESSOR` or `GRAPHICS_CARD`."""
        return GRAPHICS_CARD if self._card else PROCESSOR

    @property
    def timings(self) -> dict[str, float]:
        """See `PageSession.timings`."""
        return self._session.timings

    @property
    def threads(self) -> int:
        """See `PageSession.threads`."""
        return self._session.threads

    def use_card(self, card: PageSession) -> None:
        """From the next question on the graphics card computes."""
        self._card = card

    def use_processor(self) -> None:
        """From the next question on the processor computes; the card's session ends."""
        card, self._card = self._card, None
        if card:
            card.close()

    def take_fault(self) -> str:
        """Why the card was given up, once; empty if it was not."""
        fault, self._fault = self._fault, ""
        return fault

    async def features(self, images: Float32) -> Float32:
        """See `Session.features`."""
        return await self._ask(lambda session: session.features(images))

    async def head(self, features: Float32, seed: Float32) -> HeadResult:
        """See `Session.head`."""
        return await self._ask(lambda session: session.head(features, seed))

    async def both(self, images: Float32, seed: Float32) -> tuple[Float32, HeadResult]:
        """See `Session.both`."""
        return await self._ask(lambda session: session.both(images, seed))

    async def layers(self, image: Float32, seed: Float32) -> LayersResult:
        """See `Session.layers`."""
        return await self._ask(lambda session: session.layers(image, seed))

    async def prepare_layers(self) -> None:
        """See `PageSession.prepare_layers`."""
        await self._ask(lambda session: session.prepare_layers())

    async def restart(self) -> None:
        """See `PageSession.restart`: only the processor's session is ever lost."""
        await self._processor.restart()

    def close(self) -> None:
        """See `PageSession.close`."""
        self.use_processor()
        self._processor.close()

    @property
    def _session(self) -> PageSession:
        return self._card or self._processor

    async def _ask(self, run: Callable[[PageSession], Awaitable[Result]]) -> Result:
        card = self._card
        if card:
            try:
                return await run(card)
            except (PlaygroundError, SessionLost) as error:
                if card is self._card:  # else the visitor gave it up meanwhile
                    self.use_processor()
                    self._fault = str(error) or type(error).__name__
        return await run(self._processor)
