"""The messages of the page's part `formula`, told apart by their `kind`."""

from typing import Literal, TypedDict


class Starter(TypedDict):
    """A formula to start from: the code of its cells."""

    name: str
    title: str
    weights: str
    heatmap: str


class FormulaExercise(TypedDict):
    """Something to make of it."""

    name: str
    title: str
    task: str


class FormulaOffer(TypedDict):
    """From now on it can be opened."""

    kind: Literal["offer"]


class FormulaOpen(TypedDict):
    """What there is to start from, and to do."""

    kind: Literal["open"]
    starters: list[Starter]
    exercises: list[FormulaExercise]


class FormulaState(TypedDict):
    """Whether code can be run, in words as well."""

    kind: Literal["state"]
    text: str
    is_ready: bool


class FormulaArrays(TypedDict):
    """What the code gets."""

    kind: Literal["arrays"]
    text: str


class FormulaAnswer(TypedDict):
    """The maps, one below the other in the pixels.

    `cosine` of the first two, the page's and the student's, and their largest
    `difference` as a part of the first one's maximum, where that has one. `verdict` is
    on the exercise, if one is being done.
    """

    kind: Literal["answer"]
    captions: list[str]
    alt: str
    cosine: float
    difference: float
    text: str
    verdict: str
    is_passed: bool
    printed: str


class FormulaFault(TypedDict):
    """What is wrong with the code; `stale` says so of the maps, if there are any."""

    kind: Literal["fault"]
    cell: Literal["weights", "heatmap", ""]
    line: int | None
    text: str
    stale: str


Formula = (
    FormulaOffer
    | FormulaOpen
    | FormulaState
    | FormulaArrays
    | FormulaAnswer
    | FormulaFault
)
