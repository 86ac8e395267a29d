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
        self._is_over = False
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

    def end(self) -> None:
        """Answer nothing more; what is under way is not shown."""
        self._is_over = True
        self.changed()  # whoever waits wakes up

    async def run(self) -> None:
        """Loop until `end`."""
        while not self._is_over:
            await self._flag.wait()
            await self.settle()
            if not await self._changes_within(IDLE_SECONDS):
                await self._rest()

    async def settle(self) -> None:
        """Answer until the newest question has been answered."""
        answers: list[Answer] = []  # the latest, once there is one
        while not self._is_over and (question := self._asked_anew()) is not None:
            answers = [await self._answer_next(question, *answers)]
        if self._is_over:
            return
        for answer in answers:
            self._show(answer)
        self._settled()

    def _asked_anew(self) -> Question | None:
        """Take the newest question, unless that has been answered."""
        self._flag.clear()
        before, self._answered = self._answered, self._ask()
        return None if self._answered == before else self._answered

    async def _answer_next(self, question: Question, *earlier: Answer) -> Answer:
        """Answer the question taken, and show the earlier answer meanwhile.

        Nothing comes between taking a question and asking the runtime: each turn of the
        event loop would let the page draw a frame first, while the runtime has nothing
        to do.
        """
        try:
            async with asyncio.TaskGroup() as group:
                for answer in earlier:
                    group.create_task(self._shown(answer))
                return await self._answer(question)
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None

    async def _shown(self, answer: Answer) -> None:
        self._show(answer)

    async def _changes_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._flag.wait()
        except TimeoutError:
            return False
        return True
