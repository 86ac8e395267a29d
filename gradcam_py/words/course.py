"""What is said of lessons: what they hold, where one is, and why a file is refused.

Longer than most: everything that can be wrong with a file has its own sentence.
"""

from collections.abc import Collection, Iterable

from .grammar import listed, plural
from .numbers import count

# Places in a lesson.
THE_FILE = "the lesson"
TITLE = "the lesson's title"
PAGES = "the lesson's pages"
NAME = "the name"
ANSWER = "the answer"

# The rooms, as their tabs are called.
ROOMS = {
    "explore": "Explore",
    "test": "Test it",
    "how": "How it works",
    "missions": "Missions",
}

# Types of JSON, by the name of Python's.
TYPES = {
    "dict": "an object",
    "list": "a list",
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "NoneType": "null",
}

# Heads of the table of answers.
COLUMNS = ("name", "lesson", "page", "question", "prompt", "answer")

TWICE = "a key twice in one object"
KEPT_UNREADABLE = (
    "the answers that this browser kept for the lesson cannot be read and are left out"
)
DRAFT_UNREADABLE = (
    "the draft of a lesson that this browser kept cannot be read and is left out"
)
NO_TEXT = "this question is answered with a text"
NO_CHOICE = "this question is answered by choosing options"
ONE_OPTION = "this question has one answer: choose one option"
NO_COURSE = "no lesson is open: open one, or write one"
NO_VIEW = "this page has no view of its own"
ONLY_PAGE = "a lesson has one page at least"
UNSAVED = (
    "another lesson is being written and not saved: close the one that is open, then "
    "go on writing"
)
NO_VIEW_KEPT = "No view is kept: the page stays as it is when students come here."


def page(number: int) -> str:
    """Which page, from 1."""
    return f"page {number}"


def picture(number: int) -> str:
    """Which picture, from 1."""
    return f"picture {number}"


def text_of(where: str) -> str:
    """The text of a page."""
    return f"{where}, text"


def view_of(where: str) -> str:
    """The view of a page."""
    return f"{where}, state"


def questions_of(where: str) -> str:
    """The questions of a page."""
    return f"{where}, questions"


def question(where: str, number: int) -> str:
    """Which question of a page, from 1."""
    return f"{where}, question {number}"


def options_of(where: str) -> str:
    """What there is to choose from."""
    return f"{where}, options"


def option(where: str, number: int) -> str:
    """Which option of a question, from 1."""
    return f"{where}, option {number}"


def within(where: str, key: str) -> str:
    """A key of something."""
    return f"{where}, {key}"


def place(index: int, pages: int) -> str:
    """Where in the lesson one is; `index` from 0."""
    return f"Page {index + 1} of {pages}"


def kept_view(sample: str, room: str) -> str:
    """Which view a page of the lesson opens with; `room` is a key of `ROOMS`."""
    if room:
        return f"Kept view: {sample}, in the room {ROOMS[room]}."
    return f"Kept view: {sample}."


def about_file(title: str, reason: object) -> str:
    """Something in a file is refused."""
    return f"{title}: {reason}"


def large_file(size: int, most: int) -> str:
    """A file that no page would have written."""
    return f"a lesson has {count(most)} bytes at most, not {count(size)}"


def large_picture(where: str, size: int, most: int) -> str:
    """A picture too large for a lesson."""
    return f"{where}: {count(size)} bytes, {count(most)} at most: make it smaller first"


def no_json(reason: str) -> str:
    """A file that is no JSON."""
    return f"expected a lesson in JSON ({reason})"


def other_format(name: str, version: int) -> str:
    """JSON of another kind, or of a later version."""
    return f"expected a lesson of the format {name}, version {version}"


def expected(where: str, kind: str, value: object) -> str:
    """A value of another type; `kind` is a key of `TYPES`."""
    found = TYPES.get(type(value).__name__, type(value).__name__)
    return f"{where}: expected {TYPES[kind]}, found {found}"


def missing(where: str, key: str) -> str:
    """A key that is needed."""
    return f"{where}: “{key}” is missing"


def unknown_key(where: str, key: str) -> str:
    """A key that means nothing here."""
    return f"{where}: “{key}” is nothing that a lesson has"


def no_base64(where: str) -> str:
    """A picture whose bytes cannot be had."""
    return f"{where}, data: expected base64"


def empty(where: str) -> str:
    """A text that is needed."""
    return f"{where} is empty"


def too_long(where: str, length: int, most: int) -> str:
    """A text of too many characters."""
    return f"{where}: {count(length)} characters, {count(most)} at most"


def no_character(where: str) -> str:
    """A text with half a character in it."""
    return f"{where}: a character is damaged (half a surrogate pair)"


def wrong_count(where: str, found: int, least: int, most: int) -> str:
    """Too many of something, or too few."""
    if found < least:
        return f"{where}: {count(found)}, {count(least)} at least"
    return f"{where}: {count(found)}, {count(most)} at most"


def no_kind(where: str, kind: str, known: Collection[str]) -> str:
    """A question of an unknown kind."""
    return f"{where}: unknown kind {kind[:40]!r}: choose {listed(known)}"


def no_room(where: str, room: str, known: Collection[str]) -> str:
    """A room that does not exist."""
    return f"{where}: unknown room {room[:40]!r}: choose {listed(known)}"


def no_picture(where: str, index: int, pictures: int) -> str:
    """A picture that the lesson does not have; `index` from 0."""
    return plural(
        pictures,
        one=f"{where}: picture {index}: the lesson has 1, counted from 0",
        other=f"{where}: picture {index}: the lesson has {pictures}, counted from 0",
    )


def no_language(tag: str) -> str:
    """No tag of a language."""
    return f"language {tag[:40]!r}: expected a tag such as en, de or pt-BR"


def no_page(index: int, pages: int) -> str:
    """A page that does not exist; `index` from 0."""
    return f"there is no page {index + 1}: the lesson ends with page {pages}"


def no_question(index: int, questions: int) -> str:
    """A question that the page does not have; `index` from 0."""
    return f"there is no question {index + 1}: the page has {questions}"


def no_option(chosen: object, options: int) -> str:
    """Options that the question does not have, or one of them twice."""
    return f"options {chosen}: expected some of 0 to {options - 1}, each once"


def several(options: Iterable[str]) -> str:
    """Options that were chosen, in one cell of a table.

    >>> several(["the ears", "the wall"])
    'the ears; the wall'
    """
    return "; ".join(options)
