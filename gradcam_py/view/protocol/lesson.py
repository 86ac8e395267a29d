"""The messages of the page's part `lesson`, told apart by their `kind`."""

from typing import Literal, TypedDict


class LessonOpen(TypedDict):
    """From now on Python wants to hear whether the lesson is in sight."""

    kind: Literal["open"]


class LessonState(TypedDict):
    """Another heatmap is being explained, of this one of the `layers`."""

    kind: Literal["state"]
    layers: list[str]
    layer: str


class LessonDrawn(TypedDict):
    """Every step has been drawn."""

    kind: Literal["drawn"]


class LessonText(TypedDict):
    """The sentences of a step."""

    kind: Literal["text"]
    name: str
    text: str


class LessonTiles(TypedDict):
    """Pictures of one size, one below the other in the pixels."""

    kind: Literal["tiles"]
    figure: str
    captions: list[str]
    alt: str


class ScoreRow(TypedDict):
    """One of the best classes; `length` of its bar, 0..1."""

    index: int
    label: str
    logit: str
    length: float
    percent: str
    probability: float
    chosen: bool


class LessonScores(TypedDict):
    """The best classes."""

    kind: Literal["scores"]
    rows: list[ScoreRow]


class WeightRow(TypedDict):
    """A channel's weight; `length` of its bar, -1..1."""

    channel: int
    weight: str
    length: float


class LessonWeights(TypedDict):
    """The strongest weights, and all of them as a curve of -1..1."""

    kind: Literal["weights"]
    rows: list[WeightRow]
    curve: list[float]
    alt: str


class Cell(TypedDict):
    """A number of the heatmap, with CSS colours behind it and of it."""

    text: str
    back: str
    ink: str


class LessonNumbers(TypedDict):
    """The heatmap's cells; no rows where they are too many to print."""

    kind: Literal["numbers"]
    rows: list[list[Cell]]


class Listing(TypedDict):
    """A function's source, in pieces of a kind and a text."""

    name: str
    file: str
    line: int
    pieces: list[tuple[str, str]]


class LessonSources(TypedDict):
    """The functions behind each part of the lesson."""

    kind: Literal["sources"]
    sources: dict[str, list[Listing]]


class CheckedRow(TypedDict):
    """A weight by gradients and by nudging."""

    channel: int
    analytic: str
    numeric: str
    error: str


class LessonChecked(TypedDict):
    """The experiment `check`."""

    kind: Literal["checked"]
    rows: list[CheckedRow]


class FadedRow(TypedDict):
    """What fading changed, and what the gradients foretold."""

    step: str
    actual: str
    foretold: str
    error: str


class LessonFaded(TypedDict):
    """The experiment `fade`."""

    kind: Literal["faded"]
    rows: list[FadedRow]
    layer: str


class ComparedRow(TypedDict):
    """The best class under a fill, its probability and the explained class's."""

    fill: str
    best: str
    best_percent: str
    target_percent: str


class LessonCompared(TypedDict):
    """The experiment `compare`."""

    kind: Literal["compared"]
    rows: list[ComparedRow]
    target: str


Lesson = (
    LessonOpen
    | LessonState
    | LessonDrawn
    | LessonText
    | LessonTiles
    | LessonScores
    | LessonWeights
    | LessonNumbers
    | LessonSources
    | LessonChecked
    | LessonFaded
    | LessonCompared
)
