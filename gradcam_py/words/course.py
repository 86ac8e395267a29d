"""What is said of lessons: what they hold, where one is, and why a file is refused.

Longer than most: everything that can be wrong with a file has its own sentence.
"""

from collections.abc import Collection, Iterable

from .grammar import apart, listed
from .language import _, gettext_lazy, ngettext
from .numbers import count

# Places in a lesson.
THE_FILE = gettext_lazy("the lesson")
TITLE = gettext_lazy("the lesson's title")
PAGES = gettext_lazy("the lesson's pages")
NAME = gettext_lazy("the name")
ANSWER = gettext_lazy("the answer")

# The rooms, as their tabs are called.
ROOMS = {
    "explore": gettext_lazy("Explore"),
    "test": gettext_lazy("Test it"),
    "how": gettext_lazy("How it works"),
    "missions": gettext_lazy("Missions"),
}

# Types of JSON, by the name of Python's.
TYPES = {
    "dict": gettext_lazy("an object"),
    "list": gettext_lazy("a list"),
    "str": gettext_lazy("a text"),
    "int": gettext_lazy("a whole number"),
    "float": gettext_lazy("a number"),
    "bool": gettext_lazy("true or false"),
    "NoneType": gettext_lazy("null"),
}

# Heads of the table of answers.
COLUMNS = (
    gettext_lazy("name"),
    gettext_lazy("lesson"),
    gettext_lazy("page"),
    gettext_lazy("question"),
    gettext_lazy("prompt"),
    gettext_lazy("answer"),
)

TWICE = gettext_lazy("a key twice in one object")
KEPT_UNREADABLE = gettext_lazy(
    "the answers that this browser kept for the lesson cannot be read and are left out"
)
DRAFT_UNREADABLE = gettext_lazy(
    "the draft of a lesson that this browser kept cannot be read and is left out"
)
NO_TEXT = gettext_lazy("this question is answered with a text")
NO_CHOICE = gettext_lazy("this question is answered by choosing options")
ONE_OPTION = gettext_lazy("this question has one answer: choose one option")
NO_COURSE = gettext_lazy("no lesson is open: open one, or write one")
NO_VIEW = gettext_lazy("this page has no view of its own")
ONLY_PAGE = gettext_lazy("a lesson has one page at least")
UNSAVED = gettext_lazy(
    "another lesson is being written and not saved: close the one that is open, "
    "then go on writing"
)
NO_VIEW_KEPT = gettext_lazy(
    "No view is kept: the page stays as it is when students come here."
)


def page(number: int) -> str:
    """Which page, from 1."""
    return _("page {number}", number=number)


def picture(number: int) -> str:
    """Which picture, from 1."""
    return _("picture {number}", number=number)


def text_of(where: str) -> str:
    """The text of a page."""
    return _("{where}, text", where=where)


def view_of(where: str) -> str:
    """The view of a page."""
    return _("{where}, state", where=where)


def questions_of(where: str) -> str:
    """The questions of a page."""
    return _("{where}, questions", where=where)


def question(where: str, number: int) -> str:
    """Which question of a page, from 1."""
    return _("{where}, question {number}", where=where, number=number)


def options_of(where: str) -> str:
    """What there is to choose from."""
    return _("{where}, options", where=where)


def option(where: str, number: int) -> str:
    """Which option of a question, from 1."""
    return _("{where}, option {number}", where=where, number=number)


def within(where: str, key: str) -> str:
    """A key of something."""
    return _("{where}, {key}", where=where, key=key)


def place(index: int, pages: int) -> str:
    """Where in the lesson one is; `index` from 0."""
    return _("Page {page} of {pages}", page=index + 1, pages=pages)


def kept_view(sample: str, room: str) -> str:
    """Which view a page of the lesson opens with; `room` is a key of `ROOMS`."""
    if room:
        return _(
            "Kept view: {sample}, in the room {room}.", sample=sample, room=ROOMS[room]
        )
    return _("Kept view: {sample}.", sample=sample)


def about_file(title: str, reason: object) -> str:
    """Something in a file is refused."""
    return _("{title}: {reason}", title=title, reason=reason)


def large_file(size: int, most: int) -> str:
    """A file that no page would have written."""
    return _(
        "a lesson has {most} bytes at most, not {size}",
        most=count(most),
        size=count(size),
    )


def large_picture(where: str, size: int, most: int) -> str:
    """A picture too large for a lesson."""
    return _(
        "{where}: {size} bytes, {most} at most: make it smaller first",
        where=where,
        size=count(size),
        most=count(most),
    )


def no_json(reason: str) -> str:
    """A file that is no JSON."""
    return _("expected a lesson in JSON ({reason})", reason=reason)


def other_format(name: str, version: int) -> str:
    """JSON of another kind, or of a later version."""
    return _(
        "expected a lesson of the format {name}, version {version}",
        name=name,
        version=version,
    )


def expected(where: str, kind: str, value: object) -> str:
    """A value of another type; `kind` is a key of `TYPES`."""
    name = type(value).__name__
    return _(
        "{where}: expected {kind}, found {found}",
        where=where,
        kind=TYPES[kind],
        found=TYPES.get(name, name),
    )


def missing(where: str, key: str) -> str:
    """A key that is needed."""
    return _("{where}: “{key}” is missing", where=where, key=key)


def unknown_key(where: str, key: str) -> str:
    """A key that means nothing here."""
    return _("{where}: “{key}” is nothing that a lesson has", where=where, key=key)


def no_base64(where: str) -> str:
    """A picture whose bytes cannot be had."""
    return _("{where}, data: expected base64", where=where)


def empty(where: str) -> str:
    """A text that is needed."""
    return _("{where} is empty", where=where)


def too_long(where: str, length: int, most: int) -> str:
    """A text of too many characters."""
    return _(
        "{where}: {length} characters, {most} at most",
        where=where,
        length=count(length),
        most=count(most),
    )


def no_character(where: str) -> str:
    """A text with half a character in it."""
    return _("{where}: a character is damaged (half a surrogate pair)", where=where)


def wrong_count(where: str, found: int, least: int, most: int) -> str:
    """Too many of something, or too few."""
    if found < least:
        return _(
            "{where}: {found}, {least} at least",
            where=where,
            found=count(found),
            least=count(least),
        )
    return _(
        "{where}: {found}, {most} at most",
        where=where,
        found=count(found),
        most=count(most),
    )


def no_kind(where: str, kind: str, known: Collection[str]) -> str:
    """A question of an unknown kind."""
    return _(
        "{where}: unknown kind {kind!r}: choose {known}",
        where=where,
        kind=kind[:40],
        known=listed(known),
    )


def no_room(where: str, room: str, known: Collection[str]) -> str:
    """A room that does not exist."""
    return _(
        "{where}: unknown room {room!r}: choose {known}",
        where=where,
        room=room[:40],
        known=listed(known),
    )


def no_picture(where: str, index: int, pictures: int) -> str:
    """A picture that the lesson does not have; `index` from 0."""
    return ngettext(
        "{where}: picture {index}: the lesson has 1, counted from 0",
        "{where}: picture {index}: the lesson has {pictures}, counted from 0",
        pictures,
        where=where,
        index=index,
        pictures=pictures,
    )


def no_language(tag: str) -> str:
    """No tag of a language."""
    return _("language {tag!r}: expected a tag such as en, de or pt-BR", tag=tag[:40])


def no_page(index: int, pages: int) -> str:
    """A page that does not exist; `index` from 0."""
    return _(
        "there is no page {page}: the lesson ends with page {pages}",
        page=index + 1,
        pages=pages,
    )


def no_question(index: int, questions: int) -> str:
    """A question that the page does not have; `index` from 0."""
    return _(
        "there is no question {question}: the page has {questions}",
        question=index + 1,
        questions=questions,
    )


def no_option(chosen: object, options: int) -> str:
    """Options that the question does not have, or one of them twice."""
    return _(
        "options {chosen}: expected some of 0 to {last}, each once",
        chosen=chosen,
        last=options - 1,
    )


def several(options: Iterable[str]) -> str:
    """Options that were chosen, in one cell of a table.

    >>> several(["the ears", "the wall"])
    'the ears; the wall'
    """
    return apart(options)
