"""What a course may hold: anything larger or emptier is refused, with its place."""

import re

from ..errors import CourseError
from ..words import course as words
from .course import KINDS, ROOMS, TEXT, Course, Page, Question, Scene

LARGEST = 20_000_000  # bytes of a file
LARGEST_PICTURE = 12_000_000  # bytes of a picture in it
MOST_PAGES = 50
MOST_QUESTIONS = 20  # of a page
MOST_OPTIONS = 12
LONGEST_TITLE = 200  # characters
LONGEST_TEXT = 20_000
LONGEST_PROMPT = 2_000
LONGEST_OPTION = 500
LONGEST_LINK = 200_000
LONGEST_ANSWER = 20_000
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def check(course: Course, is_finished: bool = True) -> None:
    """Raise `CourseError` for a course that cannot be given to a class.

    A draft, which is not finished, may lack titles, questions and options.
    """
    check_text(str(words.TITLE), course.title, LONGEST_TITLE, needed=is_finished)
    if is_finished and course.language and not LANGUAGE.fullmatch(course.language):
        raise CourseError(words.no_language(course.language))
    check_count(str(words.PAGES), len(course.pages), MOST_PAGES, at_least=1)
    for number, page in enumerate(course.pages, 1):
        _check_page(words.page(number), page, len(course.pictures), is_finished)
    for number, picture in enumerate(course.pictures, 1):
        where = words.picture(number)
        check_text(where, picture.title, LONGEST_TITLE)
        if len(picture.data) > LARGEST_PICTURE:
            raise CourseError(
                words.large_picture(where, len(picture.data), LARGEST_PICTURE)
            )


def check_text(where: str, text: str, most: int, needed: bool = False) -> None:
    """Raise `CourseError` unless a text has at most so many characters.

    Half a surrogate pair is no character: no file could hold it.
    """
    if needed and not text.strip():
        raise CourseError(words.empty(where))
    if len(text) > most:
        raise CourseError(words.too_long(where, len(text), most))
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise CourseError(words.no_character(where))


def check_count(where: str, count: int, most: int, at_least: int = 0) -> None:
    """Raise `CourseError` unless there are so many of something."""
    if not at_least <= count <= most:
        raise CourseError(words.wrong_count(where, count, at_least, most))


def _check_page(where: str, page: Page, pictures: int, is_finished: bool) -> None:
    check_text(words.text_of(where), page.text, LONGEST_TEXT)
    check_count(words.questions_of(where), len(page.questions), MOST_QUESTIONS)
    for number, question in enumerate(page.questions, 1):
        _check_question(words.question(where, number), question, is_finished)
    if page.scene:
        _check_scene(words.view_of(where), page.scene, pictures)


def _check_question(where: str, question: Question, is_finished: bool) -> None:
    if question.kind not in KINDS:
        raise CourseError(words.no_kind(where, question.kind, KINDS))
    check_text(where, question.prompt, LONGEST_PROMPT, needed=is_finished)
    if question.kind == TEXT:
        check_count(words.options_of(where), len(question.options), 0)
    else:
        count, least = len(question.options), 2 if is_finished else 0
        check_count(words.options_of(where), count, MOST_OPTIONS, least)
    for number, option in enumerate(question.options, 1):
        check_text(words.option(where, number), option, LONGEST_OPTION, needed=True)


def _check_scene(where: str, scene: Scene, pictures: int) -> None:
    check_text(where, scene.link, LONGEST_LINK)
    check_text(where, scene.model, LONGEST_TITLE)
    if scene.room and scene.room not in ROOMS:
        raise CourseError(words.no_room(where, scene.room, ROOMS))
    if scene.picture is not None and not 0 <= scene.picture < pictures:
        raise CourseError(words.no_picture(where, scene.picture, pictures))
