"""Leads through a mission: predict, lock the answer, observe, explain.

The verdict is computed from the network on the page, whenever nothing else runs; so is
that of a link, which holds the picture and the answer and no result.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..errors import SettingError
from ..explaining.pipeline import Pipeline
from ..explaining.question import Question
from ..image.shapes import Shape
from ..model.session import Float32, HeadResult, Session
from ..view.presenter import Presenter
from ..words.missions import verdicts as words
from .case import Case, Verdict
from .registry import MISSIONS


@dataclass(frozen=True, eq=False)
class Locked:
    """An answer that can no longer be changed."""

    name: str
    question: Question  # with the shapes that were drawn
    choice: str


class Missions:
    """The missions of one page: there is one of these for each network."""

    def __init__(self, presenter: Presenter, wake: Callable[[], None]):
        """`wake` lets the page notice that there is something to judge."""
        self.presenter, self._wake = presenter, wake
        self.name = ""  # of the mission under way
        self.choice = ""  # locked with it
        self.is_locked = False
        self._locked: Locked | None = None  # until it is judged
        self._verdict: Verdict | None = None

    def offer(self) -> None:
        """Tell which missions there are."""
        listed = [
            {"name": name, "title": str(each.title), "task": str(each.task)}
            for name, each in MISSIONS.items()
        ]
        self._show({"kind": "offered", "missions": listed})

    def begin(self, name: str) -> None:
        """Its picture is on the page: the prediction can be made."""
        self.name, self.choice = name, ""
        self.is_locked, self._locked, self._verdict = False, None, None
        hides = list(MISSIONS[name].hides)
        self._show({"kind": "begun", "name": name, **_asked(name), "hides": hides})

    def say_again(self) -> None:
        """Tell everything in the language that is spoken now."""
        self.offer()
        if self.name:
            self._show({"kind": "asked", **_asked(self.name)})
        self._tell_verdict()

    def lock(self, question: Question, choice: str = "") -> None:
        """The answer: what is drawn on the picture, or what was chosen.

        Raises `SettingError` for none.
        """
        mission = MISSIONS[self.name]
        if mission.options and choice not in mission.options:
            raise SettingError(words.no_option(choice, list(mission.options)))
        if not mission.options and not question.settings.shapes:
            raise SettingError(words.NOTHING_DRAWN)
        self.choice, self.is_locked = choice, True
        self._locked = Locked(self.name, question, choice)
        self._show({"kind": "locked"})
        self._wake()

    def leave(self) -> None:
        """Give it up, or go on after it."""
        if self.name:
            self.name, self.choice = "", ""
            self.is_locked, self._locked, self._verdict = False, None, None
            self._show({"kind": "left"})

    async def run(self, is_in_the_way: Callable[[], bool]) -> None:
        """Judge what is locked. It takes up to 200 passes; a change begins it anew."""
        locked = self._locked
        if locked is None or is_in_the_way():
            return
        presenter = self.presenter
        session = _Interruptible(presenter.pipeline.session, is_in_the_way)
        question = locked.question.untouched()
        shown = await Pipeline(presenter.pipeline.session).explain(question)
        shapes: tuple[Shape, ...] = locked.question.settings.shapes
        case = Case(shown, shapes, locked.choice, session, presenter.labels)
        try:
            verdict = await MISSIONS[locked.name].judge(case)
        except _GivenUp:
            return
        if self._locked is locked:
            self._locked, self._verdict = None, verdict
            self._tell_verdict()

    def _tell_verdict(self) -> None:
        if verdict := self._verdict:
            points, texts = words.points(verdict.points), list(verdict.tell())
            self._show({"kind": "judged", "points": points, "texts": texts})

    def _show(self, data: dict[str, Any]) -> None:
        self.presenter.view.show("mission", data)


def _asked(name: str) -> dict[str, Any]:
    """What a mission asks for."""
    mission = MISSIONS[name]
    options = [
        {"key": key, "title": str(title)} for key, title in mission.options.items()
    ]
    title, task = str(mission.title), str(mission.task)
    return {"title": title, "task": task, "options": options}


class _GivenUp(Exception):
    """Something newer is to be answered."""


class _Interruptible:
    """A session that gives up between two runs."""

    def __init__(self, session: Session, is_in_the_way: Callable[[], bool]):
        self._session, self._is_in_the_way = session, is_in_the_way
        self.manifest = session.manifest

    async def both(self, images: Float32, seed: Float32) -> tuple[Float32, HeadResult]:
        """See `Session.both`."""
        if self._is_in_the_way():
            raise _GivenUp
        return await self._session.both(images, seed)
