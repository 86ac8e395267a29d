"""Runs the experiments of a page, one at a time, whenever nothing else is to be done.

An experiment tests the heatmap that was on the page when it began. It runs between two
strokes, pass by pass: a change of the page makes it wait, after the pass under way, and
it goes on where it was once the change has been answered.

A little longer than most: how one begins, goes on and ends is one matter.
"""

import time
from collections.abc import Callable, Iterable

from ..errors import PlaygroundError, check_choice
from ..evaluation.scoring import COLUMNS
from ..model.copied import Copying
from ..model.recovery import PageSession, surviving
from ..model.session import Float32, HeadResult
from ..view.presenter import Presenter
from ..words.laboratory import trials
from .curves import CurvesTrial
from .perturbed_maps import OcclusionTrial, RiseTrial
from .randomisation import RandomisationTrial
from .trial import Choices, Message, Subject, Trial

SHOWN_EVERY = 0.25  # seconds: to draw more often would hold the experiment up

TRIALS: dict[str, Callable[[Subject, Choices], Trial]] = {
    "curves": lambda subject, choices: CurvesTrial(subject),
    "occlusion": lambda subject, choices: OcclusionTrial(subject, choices.grid),
    "randomisation": lambda subject, choices: RandomisationTrial(subject),
    "rise": lambda subject, choices: RiseTrial(subject, choices.masks),
}


class Enduring:
    """A session whose runs outlive the runtime's end: each is asked for again."""

    def __init__(self, session: PageSession):
        self._session, self.manifest = session, session.manifest
        self.passes = 0  # so far

    async def both(self, images: Float32, seed: Float32) -> tuple[Float32, HeadResult]:
        """See `Session.both`."""
        found = await surviving(self._session, self._session.both, images, seed)
        self.passes += 1
        return found


class Running:
    """An experiment, under way or at its end."""

    def __init__(self, name: str, trial: Trial, score: str, session: PageSession):
        self.name, self.trial, self.score = name, trial, score
        self.session = Enduring(session)
        self.stream = trial.stream(self.session)
        self.shown_at = 0.0
        # What is said of its end. It gets the experiment: one that it held itself would
        # stay in memory, with all that it has computed, until cycles are collected.
        self.ending: Callable[[Running], str] | None = None

    @property
    def progress(self) -> str:
        """How far it is, in words."""
        return trials.progress(self.done, self.trial.total, self.trial.counts)

    def finished(self) -> str:
        """That it has come to its end, in words."""
        return trials.finished(self.done, self.trial.counts)

    def stopped(self) -> str:
        """That it was stopped, in words."""
        return trials.stopped(self.progress)

    @property
    def done(self) -> int:
        """How much of it is done."""
        return self.trial.done(self.session.passes)


class Laboratory:
    """The experiments of one page."""

    def __init__(
        self,
        presenter: Presenter,
        session: PageSession,
        copying: Copying,
        wake: Callable[[], None],
    ):
        """`copying` copies the network of `session`.

        `wake` lets the page notice that there is something to run.
        """
        self.presenter, self._session, self._wake = presenter, session, wake
        self._copying = copying
        self._running: Running | None = None
        self._known: dict[str, Running] = {}  # the latest of each name
        self._stopped: list[Running] = []  # and not closed yet

    def begin(self, name: str, choices: Choices) -> None:
        """Begin an experiment on the heatmap of the page, in place of a running one.

        Raises `SettingError` for one that there is not, or with other choices.
        """
        check_choice("trial", name, TRIALS)
        choices.check()
        presenter = self.presenter
        subject = Subject(
            presenter.shown,
            presenter.labels,
            presenter.manifest,
            presenter.looks.colormap,
            choices.fill,
            self._copying,
        )
        trial = TRIALS[name](subject, choices)
        self.start(name, trial, subject.title, choices.score)

    def start(
        self, name: str, trial: Trial, title: str, score: str = "probability"
    ) -> None:
        """Run an experiment, in place of a running one; `title` says on what."""
        self.stop()
        self._running = running = Running(name, trial, score, self._session)
        self._known[name] = running
        self._tell("begun", title=title, text=running.progress)
        self._wake()

    def stop(self) -> None:
        """End what is running; what it has found so far stays on the page."""
        if self._running:
            self._stopped.append(self._running)
            self._end(Running.stopped)
            self._wake()

    def look(self, name: str, score: str, step: int | None = None) -> None:
        """Tell an experiment's outcome in another score, or what one step was like."""
        check_choice("trial", name, TRIALS)
        check_choice("score", score, COLUMNS)
        known = self._known.get(name)
        if known is None:
            return  # of another network, which has left the page
        known.score = score
        if step is None:
            self._show(known)
        else:
            self._send(name, known.trial.step(step, score))

    async def run(self, is_in_the_way: Callable[[], bool]) -> None:
        """Go on with what is running until it is done or in the way of something."""
        while self._stopped:
            await self._stopped.pop().stream.aclose()
        while (running := self._running) and not is_in_the_way():
            try:
                found = await anext(running.stream)
            except StopAsyncIteration:
                if self._running is running:  # it was not stopped meanwhile
                    self._end(Running.finished)
                return
            except PlaygroundError as error:
                if self._running is running:
                    self._end(_failed(str(error)))
                raise
            if self._running is not running or found is None:
                continue  # stopped, or another one has begun; or there is nothing new
            if time.monotonic() - running.shown_at > SHOWN_EVERY:
                running.shown_at = time.monotonic()
                self._tell("progress", text=running.progress)
                self._show(running)

    def say_again(self) -> None:
        """Tell everything in the language that is spoken now."""
        ended = [each for each in self._known.values() if each is not self._running]
        for running in (*ended, *filter(None, [self._running])):
            title, text = running.trial.subject.title, running.progress
            self._say(running, "begun", title=title, text=text)
            self._show(running)
            if running.ending:
                self._say(running, "ended", text=running.ending(running))

    def _end(self, ending: Callable[[Running], str]) -> None:
        """The running experiment is over."""
        running = self._running
        assert running is not None
        running.trial.close()
        self._show(running)
        running.ending = ending
        self._tell("ended", text=ending(running))
        self._running = None

    def _tell(self, kind: str, **said: str) -> None:
        assert self._running is not None
        self._say(self._running, kind, **said)

    def _say(self, running: Running, kind: str, **said: str) -> None:
        self._send(running.name, [({"kind": kind, **said}, None)])

    def _show(self, running: Running) -> None:
        self._send(running.name, running.trial.outcome(running.score))

    def _send(self, name: str, messages: Iterable[Message]) -> None:
        for data, pixels in messages:
            message = {**data, "name": name}
            self.presenter.view.show("trial", message, pixels)


def _failed(reason: str) -> Callable[[Running], str]:
    """That it could not go on, in words."""
    return lambda _: trials.failed(reason)
