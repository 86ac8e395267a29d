"""What the page tells its visitor: one message at a time, and how far it is."""

import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from ..errors import PlaygroundError
from ..view.surface import View
from ..words import refusals


@dataclass(frozen=True, eq=False)
class Told:
    """A message on the page; `retry` if what failed can be tried again."""

    retry: bool
    in_stroke: bool  # it came while the pen was down


class Messages:
    """The message and the status on the page."""

    def __init__(self, view: View):
        self._view = view
        self.told: Told | None = None  # the message on the page
        self._is_open = False
        self._reported = {"state": "busy", "text": ""}

    def tell(
        self, error: PlaygroundError, retry: bool = False, in_stroke: bool = False
    ) -> None:
        """Show a message; what was on the page stays."""
        self.told = Told(retry, in_stroke)
        self._view.show("problem", {"text": str(error), "retry": retry})

    def tell_unexpected(self, error: Exception) -> None:
        """Show a programming error, its traceback on the console: the page goes on."""
        traceback.print_exception(error, file=sys.stderr)
        text = refusals.unexpected(type(error).__name__, error)
        self.tell(PlaygroundError(text), retry=True)

    def dismiss(self) -> None:
        """The message has been read, or something has succeeded since."""
        self.told = None
        self._view.show("problem", {"text": "", "retry": False})

    def report(self, state: str, text: str = "") -> None:
        """`ready`, `busy` or `error`, and a sentence. Before `open` it is loading."""
        before, self._reported = self._reported, {"state": state, "text": text}
        if self._is_open and self._reported != before:
            self._view.show("status", self._reported)

    def say_again(self, summary: Callable[[], str]) -> None:
        """Tell the status in the language that is spoken now: `summary` if ready."""
        if self._reported["state"] == "ready":
            self.report("ready", summary())

    def open(self) -> None:
        """From now on visitors can use the page."""
        self._is_open = True
        self._view.show("status", self._reported)
