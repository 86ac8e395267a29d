"""The way to lessons: their code is fetched when somebody opens or writes one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from ...view.surface import View
from ..desk import Desk
from ..networks.chooser import Chooser

if TYPE_CHECKING:  # what only those need who have a lesson
    from .table import Lessons

# The names in the tables of table.py.
COURSE = (
    *("add_page", "answer", "close_course", "drop_view", "edit_page", "forget_course"),
    *("keep_view", "look_again", "move_page", "name_course", "remember_answers"),
    *("remove_page", "save_answers", "save_course", "sign_answers", "try_course"),
    *("turn_draft", "turn_page", "write_course"),
)


class ClassroomDoor:
    """The lessons of one page."""

    def __init__(
        self,
        get_ready: Callable[[], Awaitable[None]],
        desk: Callable[[], Desk],
        chooser: Chooser,
        view: View,
        tell: Callable[[Exception], None],
    ):
        """`get_ready` loads the code, `desk` gives the page's desk of the moment,
        `chooser` brings the network that a lesson needs, `tell` says what went wrong.
        """
        self._get_ready, self._desk, self._chooser = get_ready, desk, chooser
        self._view, self._tell = view, tell
        self._lessons: Lessons | None = None
        self._early: list[Callable[[Lessons], None]] = []  # to be done once it is here
        self._task: asyncio.Task[None] | None = None

    def offer(self) -> None:
        """From now on lessons can be opened and written."""
        offer = {"kind": "offer"}
        self._view.show("course", offer)

    def open(self, data: bytes, title: str) -> None:
        """Open a lesson's file. May raise a `PlaygroundError`, or tell it later."""
        self._do(lambda lessons: lessons.open(data, title))

    def perform(self, action: str, values: dict[str, Any]) -> None:
        """Do one of `COURSE`. May raise a `PlaygroundError`, or tell it later."""
        self._do(lambda lessons: lessons.perform(action, values))

    def network_came(self) -> None:
        """There is another network on the page."""
        if self._lessons:
            self._lessons.classroom.network_came()

    def say_again(self) -> None:
        """Tell everything in the language that is spoken now."""
        if self._lessons:
            self._lessons.say_again()

    def _do(self, act: Callable[[Lessons], None]) -> None:
        if self._lessons:
            act(self._lessons)
            return
        self._early.append(act)
        if self._task is None:
            self._task = asyncio.ensure_future(self._load())

    async def _load(self) -> None:
        try:
            await self._get_ready()
            from .table import Lessons

            lessons = self._lessons = Lessons(self._view, self._desk, self._chooser)
        except Exception as error:  # noqa: BLE001  (nobody else would hear of it)
            self._early.clear()
            self._tell(error)
            return
        finally:
            self._task = None
        for act in self._early:
            try:
                act(lessons)
            except Exception as error:  # noqa: BLE001  (nor of this)
                self._tell(error)
        self._early.clear()
