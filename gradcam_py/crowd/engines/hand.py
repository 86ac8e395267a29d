"""A thread that explains, for who cannot wait for it without an end."""

import asyncio
from queue import Empty, Queue
from threading import Thread

from ..job import Explainer
from ..tasks import Result, Task


class Hand:
    """Has one explainer, which nobody else uses."""

    def __init__(self, explainer: Explainer):
        self._explainer = explainer
        self._tasks: Queue[Task] = Queue()
        self._results: Queue[Result] = Queue()
        Thread(target=asyncio.run, args=(self._work(),), daemon=True).start()

    def explain(self, task: Task, seconds: float) -> Result:
        """The result of one picture.

        Raises TimeoutError where that takes longer. Then the hand is of no use any
        more, and the thread goes on by itself: nothing else ends a decoder.
        """
        self._tasks.put(task)
        try:
            return self._results.get(timeout=seconds)
        except Empty:
            raise TimeoutError from None

    async def _work(self) -> None:
        while True:
            prepared = self._explainer.prepare(self._tasks.get())
            self._results.put(await self._explainer.explain(prepared))
