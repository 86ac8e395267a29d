"""What somebody has answered: kept as JSON, given to the teacher as CSV."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..bounded_json import loads
from ..csv_table import csv_table
from ..errors import CourseError
from ..words import course as words
from .course import ONE, TEXT, Course, Question
from .limits import LONGEST_ANSWER, LONGEST_TITLE, check_text

Value = str | tuple[int, ...]  # a text, or the indices of the options chosen


@dataclass(frozen=True)
class Answers:
    """Somebody's name, what was given: {(page, question): value}, from 0, and where
    they were.
    """

    name: str = ""
    given: Mapping[tuple[int, int], Value] = field(default_factory=dict)
    page: int = 0

    def named(self, name: str) -> Answers:
        """The same of somebody of that name. Raises `CourseError`."""
        check_text(str(words.NAME), name, LONGEST_TITLE)
        return replace(self, name=name)

    def with_answer(
        self, course: Course, page: int, question: int, value: Value
    ) -> Answers:
        """With another answer to a question. Raises `CourseError` for none of it."""
        if not 0 <= page < len(course.pages):
            raise CourseError(words.no_page(page, len(course.pages)))
        asked = course.pages[page].questions
        if not 0 <= question < len(asked):
            raise CourseError(words.no_question(question, len(asked)))
        _check(asked[question], value)
        return replace(self, given={**self.given, (page, question): value})

    def at(self, page: int) -> Answers:
        """The same of somebody who is on that page."""
        return replace(self, page=page)

    def to_json(self) -> str:
        """To be kept in the browser; empty if there is nothing to keep."""
        if self == Answers():
            return ""
        listed = [[*place, value] for place, value in sorted(self.given.items())]
        kept = {"name": self.name, "page": self.page, "answers": listed}
        return json.dumps(kept, ensure_ascii=False)

    @staticmethod
    def from_json(text: str, course: Course) -> Answers:
        """What was kept. Raises `CourseError` for anything else."""
        try:
            kept = loads(text)
            answers = Answers().named(_string(kept["name"]))
            for page, question, value in kept["answers"]:
                if type(page) is not int or type(question) is not int:
                    raise TypeError(page, question)
                if isinstance(value, list):
                    value = tuple(value)
                answers = answers.with_answer(course, page, question, value)
            page = kept.get("page", 0)  # which older ones have not
            if type(page) is not int or not 0 <= page < len(course.pages):
                raise ValueError(page)
            answers = answers.at(page)
        except (KeyError, TypeError, ValueError, CourseError):
            raise CourseError(words.KEPT_UNREADABLE) from None
        return answers

    def to_csv(self, course: Course) -> bytes:
        """A table with a row for every question, in UTF-8 as Excel wants it."""
        rows: list[tuple[str | int, ...]] = [tuple(map(str, words.COLUMNS))]
        for page_index, page in enumerate(course.pages):
            for index, question in enumerate(page.questions):
                said = _text(question, self.given.get((page_index, index), ""))
                place = page_index + 1, index + 1
                rows.append((self.name, course.title, *place, question.prompt, said))
        return csv_table(rows)


def _check(question: Question, value: Any) -> None:
    """Raise `CourseError` for what is no answer to a question."""
    if question.kind == TEXT:
        if not isinstance(value, str):
            raise CourseError(words.NO_TEXT)
        check_text(str(words.ANSWER), value, LONGEST_ANSWER)
        return
    known = range(len(question.options))
    if not isinstance(value, tuple) or any(type(each) is not int for each in value):
        raise CourseError(words.NO_CHOICE)
    if any(each not in known for each in value) or len(set(value)) < len(value):
        raise CourseError(words.no_option(value, len(question.options)))
    if question.kind == ONE and len(value) > 1:
        raise CourseError(words.ONE_OPTION)


def _text(question: Question, value: Value) -> str:
    """An answer as the table has it."""
    if isinstance(value, str):
        return value
    return words.several(question.options[each] for each in sorted(value))


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
