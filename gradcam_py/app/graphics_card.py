"""The visitor's switch for the graphics card: opened, compared, used or given up.

Nothing of it is loaded before it is asked for, and all the while the page goes on.
"""

import asyncio
from collections.abc import Callable
from functools import partial

from ..errors import PlaygroundError
from ..explaining import agreement
from ..explaining.agreement import Agreement, Answer
from ..model.backends import Backends
from ..view.presenter import Presenter
from ..words import computing
from ..words.language import Text


class GraphicsCard:
    """Puts the card to the test on the question on the page."""

    def __init__(
        self,
        backends: Backends,
        presenter: Presenter,
        tell: Callable[[PlaygroundError], None],
        changed: Callable[[], None],
    ):
        """`tell` shows a message; `changed` has the page come to rest once more."""
        self._backends, self._presenter = backends, presenter
        self._tell, self._changed = tell, changed
        self._expected: asyncio.Future[Answer] | None = None
        self._trial: asyncio.Task[None] | None = None
        self._say: Callable[[], None] = lambda: None  # what was said last, again

    def offer(self) -> None:
        """There is one: show the switch."""
        self._show(computing.OFFER)

    def switch(self, is_on: bool) -> None:
        """Compute on the card if it proves right, or on the processor again."""
        if self._trial:
            self._trial.cancel()
            self._trial = None
        self._backends.use_processor()
        if is_on:
            self._show(computing.LOADING, is_on=True, is_busy=True)
            self._trial = asyncio.ensure_future(self._try())
        else:
            self._show(computing.OFF)

    def end(self) -> None:
        """Use it no more."""
        if self._trial:
            self._trial.cancel()
        self._backends.use_processor()

    def report_fault(self) -> None:
        """Tell if the card has failed since: the processor has answered then."""
        if fault := self._backends.take_fault():
            self._give_up(fault)

    async def rest(self) -> None:
        """The page is at rest: answer for the processor, if that is wanted."""
        expected = self._expected
        if expected is None or expected.done():
            return
        shown = self._presenter.shown
        question = shown.image[None], shown.seed[None]
        answer = await agreement.answer(self._backends, *question)
        if not expected.done():  # the visitor may have lost patience
            expected.set_result(answer)

    async def _try(self) -> None:
        try:
            found = await self._take()
        except Exception as error:  # noqa: BLE001  (whatever it is, the page goes on)
            self._give_up(str(error) or type(error).__name__)
        else:
            agreed = partial(computing.agreed, found.probability, found.cosine)
            self._show(agreed, is_on=True)

    async def _take(self) -> Agreement:
        """Use the card from now on. Raises `Disagreement` and what its session does."""
        card = await self._backends.open_card()
        try:
            self._show(computing.COMPARING, is_on=True, is_busy=True)
            expected = await self._processors()
            found = await agreement.answer(card, expected.image, expected.seed)
            result = agreement.compare(found, expected)
        except BaseException:  # a visitor's other choice cancels
            card.close()
            raise
        self._backends.use_card(card)
        return result

    async def _processors(self) -> Answer:
        """The processor's answer to the question that is on the page at rest."""
        self._expected = asyncio.get_running_loop().create_future()
        try:
            self._changed()
            return await self._expected
        finally:
            self._expected = None

    def _give_up(self, reason: str) -> None:
        reason = " ".join(reason.split()).rstrip(".")
        self._tell(PlaygroundError(computing.gave_up(reason)))
        self._show(computing.OFF)

    def say_again(self) -> None:
        """Tell where the switch stands in the language that is spoken now."""
        self._say()

    def _show(
        self,
        text: Text | Callable[[], str],
        is_on: bool = False,
        is_busy: bool = False,
    ) -> None:
        def say() -> None:
            told = str(text) if isinstance(text, Text) else text()
            data = {"text": told, "is_on": is_on, "is_busy": is_busy}
            self._presenter.view.show("graphics_card", data)

        self._say = say
        say()
