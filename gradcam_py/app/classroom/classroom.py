"""The lesson on the page: its pages forth and back, and what is answered.

A little longer than other modules: what is kept and what is shown are one matter.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from ...course.answers import Answers
from ...course.course import Course, Question
from ...course.file import read, write
from ...course.markdown import nodes
from ...errors import CourseError
from ...view.surface import View
from ...words import course as words
from ..desk import Desk
from ..networks.chooser import Chooser
from .scenes import check_scenes, open_scene

KEY = 16  # hexadecimal digits of a lesson's hash: under it answers are kept
LONGEST_NAME = 40  # of a file, without its ending


class Classroom:
    """What lesson is open, on which page, and the answers given."""

    def __init__(self, view: View, desk: Callable[[], Desk], chooser: Chooser):
        """`desk` gives the page's desk of the moment, `chooser` other networks."""
        self._view, self._desk, self._chooser = view, desk, chooser
        self.course: Course | None = None
        self.index = 0  # of the page
        self._answers = Answers()
        self._key = ""
        self._awaited = ""  # the network that the page's view needs
        self._goes_on = False  # where somebody was when the browser was closed

    def open(self, data: bytes, title: str) -> None:
        """Open a file. Raises `CourseError`; what was on the page stays."""
        try:
            course = read(data)
            check_scenes(course)
        except CourseError as error:
            raise CourseError(words.about_file(title, error)) from None
        self.begin(course)

    def begin(self, course: Course, index: int | None = None) -> None:
        """Show a course to those who learn, from that page on, else from where they
        were. Raises `CourseError` for one to mend.
        """
        key = hashlib.sha256(write(course)).hexdigest()[:KEY]
        self.course, self.index, self._key = course, index or 0, key
        self._goes_on = index is None
        self._answers = Answers()
        self._turned()

    def turn(self, index: int) -> None:
        """Go to another page. Raises `PlaygroundError` if its view cannot be had."""
        course = self.needed()
        if not 0 <= index < len(course.pages):
            raise CourseError(words.no_page(index, len(course.pages)))
        self._answers = self._answers.at(index)
        self._keep()
        self._go_to(index)

    def look_again(self) -> None:
        """Bring the page's own view back, with the site's network that it was kept
        with. Raises `PlaygroundError`.
        """
        course = self.needed()
        scene = course.pages[self.index].scene
        if scene is None:
            raise CourseError(words.NO_VIEW)
        desk = self._desk()
        if scene.model in self._chooser.titles and scene.model != desk.network.name:
            self._awaited = scene.model
            self._chooser.choose(scene.model)
            return
        self._awaited = ""
        open_scene(desk, course, scene)
        if scene.room:
            self._show({"kind": "room", "room": scene.room})

    def network_came(self) -> None:
        """Another network is on the page: the view may have waited for it."""
        if self.course and self._awaited == self._desk().network.name:
            self.look_again()

    def remember(self, key: str, text: str) -> None:
        """What the browser has kept for the lesson of that key.

        Raises `CourseError` for what cannot be read.
        """
        if key == self._key and self.course:
            self._answers = Answers.from_json(text, self.course)
            if self._goes_on and self._answers.page != self.index:
                self._go_to(self._answers.page)
            else:
                self._show_page()

    def answer(
        self,
        page: int,
        question: int,
        text: str | None = None,
        chosen: list[int] | None = None,
    ) -> None:
        """Answer a question, by a text or by options. Raises `CourseError`."""
        value = tuple(chosen or ()) if text is None else text
        course = self.needed()
        self._answers = self._answers.with_answer(course, page, question, value)
        self._keep()

    def sign(self, name: str) -> None:
        """Say who answers. Raises `CourseError`."""
        self.needed()
        self._answers = self._answers.named(name)
        self._keep()

    def save_answers(self) -> None:
        """Hand the table of answers over."""
        course = self.needed()
        name = file_name("answers", self._answers.name, course.title)
        self._hand_over(f"{name}.csv", "text/csv", self._answers.to_csv(course))

    def place(self) -> str:
        """Which page is on the page, in words; nothing without a lesson."""
        return words.place(self.index, len(self.course.pages)) if self.course else ""

    def close(self) -> None:
        """Go on without a lesson; the answers stay in the browser.

        Whoever opens it again begins at its first page.
        """
        if self.course:
            self._answers = self._answers.at(0)
            self._keep()
        self.course, self._key = None, ""
        self._show({"kind": "closed"})

    def save(self, course: Course) -> None:
        """Hand a course over as a file. Raises `CourseError` for one to mend."""
        name = file_name("lesson", course.title)
        self._hand_over(f"{name}.json", "application/json", write(course))

    def needed(self) -> Course:
        """The course. Raises `CourseError` where there is none."""
        if self.course is None:
            raise CourseError(words.NO_COURSE)
        return self.course

    def _go_to(self, index: int) -> None:
        self.index, self._awaited = index, ""
        self._turned()

    def _turned(self) -> None:
        self._show_page()
        if self.needed().pages[self.index].scene:
            self.look_again()

    def _show_page(self) -> None:
        course = self.needed()
        page = course.pages[self.index]
        asked = enumerate(page.questions)
        data = {
            "title": course.title,
            "language": course.language,
            "index": self.index,
            "count": len(course.pages),
            "place": self.place(),
            "nodes": nodes(page.text),
            "questions": [self._question(number, each) for number, each in asked],
            "has_view": page.scene is not None,
            "name": self._answers.name,
        }
        self._show({"kind": "page", "key": self._key, **data})

    def _question(self, index: int, question: Question) -> dict[str, Any]:
        given = self._answers.given.get((self.index, index), "")
        return {
            "kind": question.kind,
            "prompt": question.prompt,
            "options": list(question.options),
            "text": given if isinstance(given, str) else "",
            "chosen": [] if isinstance(given, str) else list(given),
        }

    def _keep(self) -> None:
        self._show({"kind": "keep", "key": self._key, "text": self._answers.to_json()})

    def _hand_over(self, name: str, mime: str, data: bytes) -> None:
        file = {"name": name, "mime": mime}
        self._view.show("file", file, np.frombuffer(data, np.uint8))

    def _show(self, data: dict[str, Any]) -> None:
        self._view.show("course", data)


def file_name(*parts: str) -> str:
    """A name for a file of what people have typed.

    >>> file_name("answers", "", "Cat & dog?")
    'answers-cat-dog'
    """
    words_of = (re.sub(r"\W+", "-", part.casefold()).strip("-") for part in parts)
    return "-".join(each[:LONGEST_NAME] for each in words_of if each)
