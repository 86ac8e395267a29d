"""The messages of the page's part `course`, and what can be done with a lesson.

Longer than most: a lesson is read, answered and written.
"""

from typing import Literal, NotRequired, TypedDict

QuestionKind = Literal["text", "one", "several"]
Tag = Literal[
    "a",
    "br",
    "code",
    "em",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "ul",
]
Room = Literal["explore", "test", "how", "missions"]


class CourseElement(TypedDict):
    """A part of a lesson's text: an element of the page, `href` of a link."""

    tag: Tag
    children: "list[CourseElement | str]"
    href: NotRequired[str]


class AskedQuestion(TypedDict):
    """A question of the page, with what was answered so far."""

    kind: QuestionKind
    prompt: str
    options: list[str]
    text: str
    chosen: list[int]


class DraftQuestion(TypedDict):
    """A question that is being written."""

    kind: QuestionKind
    prompt: str
    options: list[str]


class CourseOffer(TypedDict):
    """From now on lessons can be opened and written."""

    kind: Literal["offer"]


class CoursePage(TypedDict):
    """A page of the lesson; `key` is what its answers are kept under."""

    kind: Literal["page"]
    key: str
    title: str
    language: str
    index: int
    count: int
    place: str
    nodes: list[CourseElement | str]
    questions: list[AskedQuestion]
    has_view: bool
    name: str


class CourseRoom(TypedDict):
    """The room that the page of the lesson opens in."""

    kind: Literal["room"]
    room: Room


class CourseKeep(TypedDict):
    """What the browser is to keep under a key; an empty text drops it."""

    kind: Literal["keep"]
    key: str
    text: str


class CourseDraft(TypedDict):
    """A page that is being written; `view` says which view it opens with."""

    kind: Literal["draft"]
    title: str
    language: str
    index: int
    count: int
    place: str
    text: str
    nodes: list[CourseElement | str]
    questions: list[DraftQuestion]
    view: str
    has_view: bool
    is_saved: bool


class CoursePreview(TypedDict):
    """How the text that is being written will look."""

    kind: Literal["preview"]
    nodes: list[CourseElement | str]


class CourseSaved(TypedDict):
    """The lesson that is being written is in a file."""

    kind: Literal["saved"]


class CourseSaid(TypedDict):
    """In another language: the place in what is read, in what is written, its view."""

    kind: Literal["said"]
    reading: str
    writing: str
    view: str


class CourseClosed(TypedDict):
    """There is none on the page."""

    kind: Literal["closed"]


CourseMessage = (
    CourseOffer
    | CoursePage
    | CourseRoom
    | CourseKeep
    | CourseDraft
    | CoursePreview
    | CourseSaved
    | CourseSaid
    | CourseClosed
)


class AnswerQuestion(TypedDict):
    """An answer to a question, by its page's and its own index: a text or options."""

    page: int
    question: int
    text: NotRequired[str | None]
    chosen: NotRequired[list[int] | None]


class RememberAnswers(TypedDict):
    """What the browser has kept under a key."""

    key: str
    text: str


class SignAnswers(TypedDict):
    """Who answers."""

    name: str


class WriteCourse(TypedDict):
    """With the draft that the browser has kept, if any."""

    kept: NotRequired[str]


class TurnPage(TypedDict):
    """To a page by its index."""

    index: int


class NameCourse(TypedDict):
    """The title of the lesson that is being written, and its language's tag."""

    title: str
    language: str


class EditPage(TypedDict):
    """What stands on a page that is being written, by its index."""

    index: int
    text: str
    questions: list[DraftQuestion]


class MovePage(TypedDict):
    """By how many places."""

    by: int


class KeepView(TypedDict):
    """With the room that the page is to open in."""

    room: Room
