"""A course as a file of JSON, written and read back.

    {"format": "grad-cam-lesson", "version": 1, "title": "...", "language": "en",
     "pages": [
       {"text": "...", "state": {"link": "sample=dog", "room": "explore"},
        "questions": [{"kind": "one", "prompt": "...", "options": ["a", "b"]}]}],
     "pictures": [{"title": "mine.png", "data": "<base64>"}]}

What is empty is left out. `write` gives the same bytes for the same course, and `read`
gives that course again. What comes in may have been written by anyone: a key, a type or
a length that no page would have written is refused, with its place.
"""

import base64
import json
from collections.abc import Callable
from typing import Any, TypeVar

from ..bounded_json import loads
from ..errors import CourseError
from ..words import course as words
from .course import Course, Page, Picture, Question, Scene
from .limits import LARGEST, check

FORMAT, VERSION = "grad-cam-lesson", 1
Kind = TypeVar("Kind")


def write(course: Course, is_finished: bool = True) -> bytes:
    """The file. Raises `CourseError` for a course that nobody could read back.

    One that is not finished is read back as such alone.
    """
    check(course, is_finished)
    pages = [_page_json(page) for page in course.pages]
    pictures = [
        {"title": each.title, "data": base64.b64encode(each.data).decode()}
        for each in course.pictures
    ]
    content = {
        **{"format": FORMAT, "version": VERSION, "title": course.title},
        **_filled(language=course.language, pages=pages, pictures=pictures),
    }
    data = (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
    if len(data) > LARGEST:
        raise CourseError(words.large_file(len(data), LARGEST))
    return data


def read(data: bytes, is_finished: bool = True) -> Course:
    """Read a file. Raises `CourseError`, in one line, for anything else."""
    if len(data) > LARGEST:
        raise CourseError(words.large_file(len(data), LARGEST))
    try:
        content = loads(data.decode("utf-8-sig"), object_pairs_hook=_once)
    except ValueError as error:
        reason = " ".join(str(error).split())[:80]
        raise CourseError(words.no_json(reason)) from None
    course = _course(_Object(str(words.THE_FILE), content))
    check(course, is_finished)
    return course


class _Object:
    """An object of JSON whose values are taken out by their types, each once."""

    def __init__(self, where: str, content: Any):
        if not isinstance(content, dict):
            raise CourseError(words.expected(where, "dict", content))
        self.where, self._left = where, dict(content)

    def take(self, key: str, kind: type[Kind], usual: Kind | None = None) -> Kind:
        """The value of a key; `usual` where there is none, else it is needed."""
        if key not in self._left:
            if usual is None:
                raise CourseError(words.missing(self.where, key))
            return usual
        value = self._left.pop(key)
        if type(value) is not kind:  # True is no number
            where = words.within(self.where, key)
            raise CourseError(words.expected(where, kind.__name__, value))
        return value

    def has(self, key: str) -> bool:
        """Whether a key is there."""
        return key in self._left

    def objects(self, key: str, name: Callable[[int], str]) -> "list[_Object]":
        """The objects of a list; `name` says which is which, from 1. It may miss."""
        items: list[Any] = self.take(key, list, [])
        return [_Object(name(number), each) for number, each in enumerate(items, 1)]

    def end(self) -> None:
        """Raise `CourseError` for a key that nobody has asked for."""
        for key in self._left:
            raise CourseError(words.unknown_key(self.where, key[:40]))


def _course(file: _Object) -> Course:
    if file.take("format", str) != FORMAT or file.take("version", int) != VERSION:
        raise CourseError(words.other_format(FORMAT, VERSION))
    title, language = file.take("title", str), file.take("language", str, "")
    pages = tuple(map(_page, file.objects("pages", words.page)))
    pictures = tuple(map(_picture, file.objects("pictures", words.picture)))
    file.end()
    return Course(title, language, pages, pictures)


def _page(found: _Object) -> Page:
    text = found.take("text", str, "")
    scene = None
    if found.has("state"):
        where = words.view_of(found.where)
        scene = _scene(_Object(where, found.take("state", dict)))
    listed = found.objects("questions", lambda n: words.question(found.where, n))
    found.end()
    return Page(text, scene, tuple(map(_question, listed)))


def _scene(found: _Object) -> Scene:
    link, room, model = (found.take(key, str, "") for key in ("link", "room", "model"))
    picture = found.take("picture", int) if found.has("picture") else None
    found.end()
    return Scene(link, room, model, picture)


def _question(found: _Object) -> Question:
    kind, prompt = found.take("kind", str), found.take("prompt", str)
    options: list[Any] = found.take("options", list, [])
    for number, each in enumerate(options, 1):
        if type(each) is not str:
            where = words.option(found.where, number)
            raise CourseError(words.expected(where, "str", each))
    found.end()
    return Question(kind, prompt, tuple(options))


def _picture(found: _Object) -> Picture:
    title, packed = found.take("title", str), found.take("data", str)
    found.end()
    try:
        return Picture(title, base64.b64decode(packed, validate=True))
    except ValueError:
        raise CourseError(words.no_base64(found.where)) from None


def _page_json(page: Page) -> dict[str, Any]:
    scene = page.scene
    state = scene and {
        **_filled(link=scene.link, room=scene.room, model=scene.model),
        **({} if scene.picture is None else {"picture": scene.picture}),
    }
    questions = [
        {
            **{"kind": each.kind, "prompt": each.prompt},
            **_filled(options=list(each.options)),
        }
        for each in page.questions
    ]
    told = {} if state is None else {"state": state}
    return {"text": page.text, **told, **_filled(questions=questions)}


def _filled(**values: Any) -> dict[str, Any]:
    """What is not empty."""
    return {key: value for key, value in values.items() if value}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON. Raises ValueError for a key that it has twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(words.TWICE)
    return found
