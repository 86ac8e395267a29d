"""How far something is, on a words."""

import sys
from collections.abc import AsyncIterator
from typing import TypeVar

from ..words.command_line import experiments as words

State = TypeVar("State")


class Progress:
    """One line of standard error that counts passes; nothing where nobody looks on.

    The line is gone when its `with` ends.
    """

    def __init__(self, what: str, passes: int):
        """``what`` takes so many ``passes``."""
        self._what, self._passes, self._done = what, passes, 0
        self._width = 0

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self._show("")

    async def last(self, states: AsyncIterator[State]) -> State:
        """Take all states, each of one pass, and return the last one."""
        async for state in states:
            latest = state
            self._done += 1
            self._show(words.progress(self._what, self._done, self._passes))
        return latest

    def _show(self, text: str) -> None:
        if sys.stderr.isatty():
            line = text.ljust(self._width)
            print(line, end="\r", file=sys.stderr, flush=True)
            self._width = len(text)
