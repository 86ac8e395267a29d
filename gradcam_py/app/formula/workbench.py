"""Runs the student's formula on the arrays of the page, and shows what it makes.

It follows the heatmap: always the newest code on the newest arrays, one run at a time,
and nothing runs before the student has asked for it.

Longer than most: what is asked for, run, told and told again is one matter.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...cam.methods import METHODS
from ...errors import check_choice
from ...explaining.explanation import Explanation
from ...formula.cell import Cells
from ...formula.exercises import EXERCISES
from ...formula.starters import STARTERS
from ...view.presenter import Presenter
from ...view.surface import View
from ...words.formula import faults, maps
from ..live_loop import Live
from .door import Runner, RunnerEnded, TooSlow
from .drawing import Made, answer

# Between two runs while the heatmap changes all the time: a stroke comes first.
PAUSE_SECONDS = 0.15


@dataclass(frozen=True)
class Wanted:
    """What is to be run: the same twice only if it was asked for twice."""

    cells: Cells | None
    shown: Explanation
    exercise: str
    times: int


@dataclass(frozen=True, eq=False)
class Came:
    """What came of it: a map, or what is wrong with the code."""

    made: Made | None
    fault: dict[str, Any] | None


class Workbench:
    """The cells of one page."""

    def __init__(self, runner: Runner, presenter: Callable[[], Presenter], view: View):
        """See `FormulaDoor`."""
        self._runner, self._presenter, self._view = runner, presenter, view
        self._cells: Cells | None = None  # none: nothing has been asked for yet
        self._exercise = ""
        self._times = 0
        self._made: Made | None = None  # on the page
        self._pause: asyncio.TimerHandle | None = None  # between two runs
        self._is_behind = False  # the heatmap has changed in it
        self._is_down = True  # nothing can be run until it has been started
        self._arrays = ""  # what is said of them
        self._live = Live(
            self._wanted, self._come, self._show, self._rest, lambda: None
        )

    async def work(self) -> None:
        """Say what there is, and run what is asked for, again and again."""
        self._tell_choices()
        self._tell_arrays()
        await self._start()
        await self._live.run()

    def say_again(self) -> None:
        """Tell everything in the language that is spoken now."""
        self._tell_choices()
        self._arrays = ""
        self._tell_arrays()
        if not self._is_down:
            self._tell_ready()
        if self._made:
            self._draw(self._made)

    def _tell_choices(self) -> None:
        self._send(
            kind="open",
            starters=[
                {"name": name, "title": str(starter.title), **vars(starter.cells)}
                for name, starter in STARTERS.items()
            ],
            exercises=[
                {
                    "name": name,
                    "title": str(exercise.title),
                    "task": str(exercise.task),
                }
                for name, exercise in EXERCISES.items()
            ],
        )

    def run(self, weights: str, heatmap: str) -> None:
        """Run this code from now on."""
        self._cells = Cells(weights, heatmap)
        self._times += 1
        self._live.changed()

    def choose(self, name: str) -> None:
        """Compare with the goal of an exercise. Raises `SettingError`."""
        if name:
            check_choice("exercise", name, EXERCISES)
        self._exercise = name
        self._live.changed()

    def follow(self) -> None:
        """See `FormulaDoor.follow`. A stroke changes the heatmap all the time."""
        self._tell_arrays()
        self._is_behind = True
        if self._pause is None:
            self._catch_up()
        latest, looks = self._presenter().latest, self._presenter().looks
        made = self._made
        if made and made.shown is latest and made.looks != looks:
            self._draw(replace(made, looks=looks))

    def _catch_up(self) -> None:
        """Run the code on the newest heatmap; the next time after a pause."""
        self._pause = None
        if self._is_behind:
            self._is_behind = False
            self._live.changed()
            loop = asyncio.get_running_loop()
            self._pause = loop.call_later(PAUSE_SECONDS, self._catch_up)

    async def _start(self) -> None:
        """Get ready to run, at first and after code that had to be stopped."""
        self._send(kind="state", text=str(maps.STARTING), is_ready=False)
        await self._runner.start()
        self._is_down = False
        self._tell_ready()

    def _tell_ready(self) -> None:
        text = maps.FOLLOWS if self._cells else maps.READY
        self._send(kind="state", text=str(text), is_ready=True)

    def _tell_arrays(self) -> None:
        """Which layer's arrays the code gets, and of what shape."""
        shown = self._presenter().shown
        label = self._presenter().manifest.layer(shown.layer).label
        text = maps.arrays(label, *shown.activations.shape)
        if text != self._arrays:
            self._arrays = text
            self._send(kind="arrays", text=text)

    def _wanted(self) -> Wanted:
        return Wanted(self._cells, self._presenter().shown, self._exercise, self._times)

    async def _come(self, wanted: Wanted) -> Came:
        cells, shown = wanted.cells, wanted.shown
        if cells is None:
            return Came(None, None)
        if self._is_down:
            await self._start()
        try:
            told, flat = await self._runner.run(
                (cells.weights, cells.heatmap),
                (shown.activations, shown.gradients),
                bool(wanted.exercise),
            )
        except TooSlow as slow:
            return self._stopped(faults.too_slow(slow.seconds))
        except RunnerEnded as ended:
            return self._stopped(faults.ended(str(ended)))
        if told["fault"]:
            return Came(None, told["fault"])
        trial = told["trial"] and np.array(told["trial"], np.float32)
        made = Made(
            flat.reshape(shown.cam.shape),
            trial,
            told["printed"],
            shown,
            wanted.exercise,
            self._presenter().looks,
        )
        return Came(made, None)

    def _stopped(self, text: str) -> Came:
        """Such code is not run again until somebody asks for it."""
        self._cells, self._is_down = None, True
        return Came(None, {"cell": "", "line": None, "text": text})

    def _show(self, came: Came) -> None:
        if came.fault:
            told = str(maps.STALE) if self._made else ""
            self._send(kind="fault", **came.fault, stale=told)
        elif came.made:
            self._draw(came.made)

    def _draw(self, made: Made) -> None:
        if not self._made:
            self._tell_ready()
        self._made = made
        method = METHODS[made.shown.question.settings.method].title
        data, pixels = answer(made, method)
        self._send(pixels, **data)

    async def _rest(self) -> None:
        if self._is_down:
            await self._start()

    def _send(self, pixels: NDArray[np.uint8] | None = None, **data: Any) -> None:
        self._view.show("formula", data, pixels)
