"""Writing a lesson on the page: a draft, which may be unfinished at any time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ...course.course import TEXT, Course, Page, Question
from ...course.file import read, write
from ...course.limits import LONGEST_TEXT, LONGEST_TITLE, MOST_PAGES, check_text
from ...course.markdown import nodes
from ...errors import CourseError
from ...view.surface import View
from ...words import course as words
from ..desk import Desk
from .classroom import Classroom
from .scenes import check_scenes, described, keep_scene

DRAFT = "draft"  # what it is kept under
MOST_KEPT = 2_000_000  # bytes of pictures: browsers keep little more


class Writing:
    """The draft and the page of it that is being written.

    What is missing yet is told when somebody saves the lesson or tries it.
    """

    def __init__(self, view: View, desk: Callable[[], Desk], classroom: Classroom):
        """`classroom` shows the draft as those who learn will see it."""
        self._view, self._desk, self._classroom = view, desk, classroom
        self._draft: Course | None = None
        self._index = 0
        self._is_saved = True

    def begin(self, kept: str = "") -> None:
        """Write on: the lesson that is open, the draft of before, or a new one.

        `kept` is a draft that the browser has of an earlier visit. Raises `CourseError`
        where it cannot be read, or a lesson is open and the draft is another one.
        """
        if kept and self._draft is None:
            self._recall(kept)
        course = self._classroom.course
        if course is not None and course != self._draft:
            if not self._is_saved:
                raise CourseError(words.UNSAVED)
            self._draft, self._is_saved = course, True
        if course is not None:
            self._index = self._classroom.index
        if self._draft is None:
            self._draft, self._index = Course(), 0
        self._show()

    def name(self, title: str, language: str) -> None:
        """Give it a title and say its language."""
        check_text(str(words.TITLE), title, LONGEST_TITLE)
        self._change(replace(self._needed(), title=title, language=language.strip()))

    def edit(self, index: int, text: str, questions: list[dict[str, Any]]) -> None:
        """Write on a page, by its index. Raises `CourseError`; the draft stays."""
        check_text(words.text_of(words.page(index + 1)), text, LONGEST_TEXT)
        asked = tuple(_question(each) for each in questions)
        page = replace(self._page(index), text=text, questions=asked)
        self._change(self._needed().with_page(index, page))
        self._tell({"kind": "preview", "nodes": nodes(text)})

    def turn(self, index: int) -> None:
        """Write on another page."""
        self._page(index)
        self._index = index
        self._show()

    def add_page(self) -> None:
        """A new page behind this one. Raises `CourseError` for too many."""
        draft = self._needed()
        if len(draft.pages) == MOST_PAGES:
            found = words.wrong_count(str(words.PAGES), MOST_PAGES + 1, 1, MOST_PAGES)
            raise CourseError(found)
        place = self._index + 1
        pages = (*draft.pages[:place], Page(), *draft.pages[place:])
        self._change(replace(draft, pages=pages))
        self.turn(place)

    def move_page(self, by: int) -> None:
        """This page before (-1) or behind (1) its neighbour."""
        draft, place = self._needed(), self._index + by
        self._page(place)
        pages = list(draft.pages)
        pages.insert(place, pages.pop(self._index))
        self._change(replace(draft, pages=tuple(pages)))
        self.turn(place)

    def remove_page(self) -> None:
        """This page is not wanted. Raises `CourseError` for the only one."""
        draft, index = self._needed(), self._index
        if len(draft.pages) == 1:
            raise CourseError(words.ONLY_PAGE)
        pages = (*draft.pages[:index], *draft.pages[index + 1 :])
        self._change(replace(draft, pages=pages).trimmed())
        self.turn(min(index, len(pages) - 1))

    def keep_view(self, room: str) -> None:
        """What is on the page now is to be this page's view."""
        draft = self._needed()
        self._change(keep_scene(self._desk(), draft, self._index, room))
        self._show()

    def drop_view(self) -> None:
        """This page is to leave the playground as it is."""
        page = replace(self._page(self._index), scene=None)
        self._change(self._needed().with_page(self._index, page))
        self._show()

    def save(self) -> None:
        """Hand the lesson over as a file. Raises `CourseError` for what is missing."""
        self._classroom.save(self._needed())
        self._is_saved = True
        self._keep("")
        self._tell({"kind": "saved"})

    def try_it(self) -> None:
        """Show it as those who learn will see it. Raises `CourseError`."""
        self._classroom.begin(self._needed(), self._index)

    def forget(self) -> None:
        """Nothing is being written."""
        self._draft, self._index, self._is_saved = None, 0, True
        self._keep("")

    def said(self) -> tuple[str, str]:
        """Which page is being written, and its view, in words; nothing without one."""
        if self._draft is None:
            return "", ""
        place = words.place(self._index, len(self._draft.pages))
        page, samples = self._page(self._index), self._desk().gallery.samples
        return place, described(self._draft, page, samples)

    def _needed(self) -> Course:
        if self._draft is None:
            raise CourseError(words.NO_COURSE)
        return self._draft

    def _page(self, index: int) -> Page:
        pages = self._needed().pages
        if not 0 <= index < len(pages):
            raise CourseError(words.no_page(index, len(pages)))
        return pages[index]

    def _change(self, draft: Course) -> None:
        if draft != self._draft:
            self._draft, self._is_saved = draft, False
            pictures = sum(len(each.data) for each in draft.pictures)
            if pictures <= MOST_KEPT:
                self._keep(write(draft, is_finished=False).decode())

    def _recall(self, kept: str) -> None:
        try:
            self._draft, self._is_saved = read(kept.encode(), is_finished=False), False
            check_scenes(self._draft)
        except (CourseError, UnicodeEncodeError):
            self.forget()
            raise CourseError(words.DRAFT_UNREADABLE) from None

    def _keep(self, text: str) -> None:
        """Let the browser keep a draft, or none."""
        self._tell({"kind": "keep", "key": DRAFT, "text": text})

    def _show(self) -> None:
        draft, page = self._needed(), self._page(self._index)
        place, view = self.said()
        asked = [
            {"kind": q.kind, "prompt": q.prompt, "options": list(q.options)}
            for q in page.questions
        ]
        data = {
            "title": draft.title,
            "language": draft.language,
            "index": self._index,
            "count": len(draft.pages),
            "place": place,
            "text": page.text,
            "nodes": nodes(page.text),
            "questions": asked,
            "view": view,
            "has_view": page.scene is not None,
            "is_saved": self._is_saved,
        }
        self._tell({"kind": "draft", **data})

    def _tell(self, data: dict[str, Any]) -> None:
        self._view.show("course", data)


def _question(found: dict[str, Any]) -> Question:
    """A question as the page's fields have it."""
    kind, prompt = str(found["kind"]), str(found["prompt"])
    options = () if kind == TEXT else tuple(map(str, found["options"]))
    return Question(kind, prompt, options)
