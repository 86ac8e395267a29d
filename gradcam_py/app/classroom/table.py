"""What visitors can do in a lesson and with one of their own, by its name."""

from collections.abc import Callable
from typing import Any

from ...view.surface import View
from ..desk import Desk
from ..networks.chooser import Chooser
from .classroom import Classroom
from .writing import Writing


class Lessons:
    """The lesson on the page: the one that is read, and the one that is written."""

    def __init__(self, view: View, desk: Callable[[], Desk], chooser: Chooser):
        """See `ClassroomDoor`."""
        self._view = view
        self.classroom = Classroom(view, desk, chooser)
        self.writing = Writing(view, desk, self.classroom)

    def open(self, data: bytes, title: str) -> None:
        """Open a file. Raises `PlaygroundError`."""
        self.classroom.open(data, title)

    def say_again(self) -> None:
        """Tell everything in the language that is spoken now."""
        writing, view = self.writing.said()
        said = {"reading": self.classroom.place(), "writing": writing, "view": view}
        message = {"kind": "said", **said}
        self._view.show("course", message)

    def perform(self, action: str, values: dict[str, Any]) -> None:
        """Do what is in one of the tables. Raises `PlaygroundError`."""
        if action in READING:
            READING[action](self.classroom, **values)
        else:
            WRITING[action](self.writing, **values)


READING: dict[str, Callable[..., None]] = {
    "answer": Classroom.answer,
    "close_course": Classroom.close,
    "look_again": Classroom.look_again,
    "remember_answers": Classroom.remember,
    "save_answers": Classroom.save_answers,
    "sign_answers": Classroom.sign,
    "turn_page": Classroom.turn,
}
WRITING: dict[str, Callable[..., None]] = {
    "add_page": Writing.add_page,
    "drop_view": Writing.drop_view,
    "edit_page": Writing.edit,
    "forget_course": Writing.forget,
    "keep_view": Writing.keep_view,
    "move_page": Writing.move_page,
    "name_course": Writing.name,
    "remove_page": Writing.remove_page,
    "save_course": Writing.save,
    "try_course": Writing.try_it,
    "turn_draft": Writing.turn,
    "write_course": Writing.begin,
}
