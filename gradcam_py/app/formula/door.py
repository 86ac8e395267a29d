"""The way to the formula: its code is fetched when somebody opens it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ...view.presenter import Presenter
from ...view.surface import View

if TYPE_CHECKING:  # what only those need who open it
    from .workbench import Workbench


class TooSlow(Exception):
    """The code was stopped after so many seconds."""

    def __init__(self, seconds: float):
        super().__init__(seconds)
        self.seconds = seconds


class RunnerEnded(Exception):
    """What runs the code ended; the message is the reason."""


class Runner(Protocol):
    """Runs a student's code where it can do no harm."""

    async def get_ready(self) -> None:
        """Load the part of the package that the formula needs."""
        ...

    async def start(self) -> None:
        """Be ready to run. Raises a `PlaygroundError`."""
        ...

    async def run(
        self, cells: tuple[str, str], arrays: tuple[NDArray, NDArray], tries: bool
    ) -> tuple[dict[str, Any], NDArray]:
        """See `formula.answer.answer`; the arrays are [C,h,w], the map is flat.

        Raises `TooSlow` or `RunnerEnded`; the next run begins anew.
        """
        ...


class FollowedView:
    """A view that tells when another heatmap has come to the page, or other colours."""

    def __init__(self, view: View, follow: Callable[[], None]):
        self._view, self._follow = view, follow

    def show(
        self, part: str, data: dict[str, Any], pixels: NDArray[np.uint8] | None = None
    ) -> None:
        """See `View.show`."""
        self._view.show(part, data, pixels)
        if part in ("heatmap", "looks"):
            self._follow()


class FormulaDoor:
    """The formula of one page."""

    def __init__(
        self,
        runner: Runner,
        presenter: Callable[[], Presenter],
        view: View,
        tell: Callable[[Exception], None],
    ):
        """`presenter` gives what is on the page at the moment, `tell` says what went
        wrong.
        """
        self._runner, self._presenter, self._view = runner, presenter, view
        self._tell = tell
        self._workbench: Workbench | None = None
        self._task: asyncio.Task[None] | None = None
        self._early: tuple[str, str] | None = None  # code to run once that is possible

    def offer(self) -> None:
        """From now on visitors can open it."""
        offer = {"kind": "offer"}
        self._view.show("formula", offer)

    def open(self) -> None:
        """Somebody wants to try the formula; after a failure once more."""
        if self._task is None:
            self._task = asyncio.ensure_future(self._work())

    def run(self, weights: str, heatmap: str) -> None:
        """Run this code on the arrays of the page, from now on whenever they change."""
        if self._workbench:
            self._workbench.run(weights, heatmap)
        else:
            self._early = weights, heatmap
            self.open()

    def exercise(self, name: str) -> None:
        """Do one of the exercises; none for an empty name."""
        if self._workbench:
            self._workbench.choose(name)

    def follow(self) -> None:
        """The heatmap on the page is another one, or looks different."""
        if self._workbench:
            self._workbench.follow()

    def say_again(self) -> None:
        """Tell everything in the language that is spoken now."""
        if self._workbench:
            self._workbench.say_again()

    async def _work(self) -> None:
        try:
            await self._runner.get_ready()
            from .workbench import Workbench

            self._workbench = Workbench(self._runner, self._presenter, self._view)
            early, self._early = self._early, None
            if early:
                self._workbench.run(*early)
            await self._workbench.work()
        except Exception as error:  # noqa: BLE001  (nobody else would hear of it)
            self._tell(error)
        self._workbench = self._task = None
