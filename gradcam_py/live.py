"""The live loop: always the newest question, one answer at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")

# Quiet time after the last change before the page does what can wait.
IDLE_SECONDS = 0.25


class Live(Generic[Question, Answer]):
    """Answers whatever `ask` gives at the moment, again and again.

    While one answer is being computed changes only raise a flag. The next question is
    asked for when the runtime is free, so none is ever computed that is already stale,
    and the last one always is. An answer is shown while the next is being computed: the
    runtime never waits for the page.
    """

    def __init__(
        self,
        ask: Callable[[], Question],
        answer: Callable[[Question], Coroutine[Any, Any, Answer]],
        show: Callable[[Answer], None],
        rest: Callable[[], Awaitable[None]],
        settled: Callable[[], None],
    ):
        """Besides what to ask, how to answer and how to show the answer:

        `settled` is called when the newest question has been answered, `rest` once
        nothing has changed for `IDLE_SECONDS` after that.
        """
        self._ask, self._answer, self._show = ask, answer, show
        self._rest, self._settled = rest, settled
        self._flag = asyncio.Event()
        self._answered: Question | None = None

    def changed(self) -> None:
        """The question may be another one now."""
        self._flag.set()

    def is_waiting(self) -> bool:
        """Whether a change has not been looked at yet."""
        return self._flag.is_set()

    def repeat(self) -> None:
        """Answer the question again even if it is still the same."""
        self._answered = None
        self.changed()

    async def run(self) -> None:
        """Loop until cancelled."""
        while True:
            await self._flag.wait()
            await self.settle()
            if not await self._changes_within(IDLE_SECONDS):
                await self._rest()

    async def settle(self) -> None:
        """Answer until the newest question has been answered."""
        answering = self._begin_next()
        try:
            while answering:
                answer = await answering
                answering = self._begin_next()
                if answering:
                    await asyncio.sleep(0)  # it asks the runtime first
                self._show(answer)
        finally:
            if answering:
                answering.cancel()
        self._settled()

    def _begin_next(self) -> asyncio.Task[Answer] | None:
        """Begin to answer the newest question, if that has not been answered."""
        self._flag.clear()
        question = self._ask()
        if question == self._answered:
            return None
        self._answered = question
        return asyncio.ensure_future(self._answer(question))

    async def _changes_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._flag.wait(), seconds)
        except TimeoutError:
            return False
        return True
