"""The actions on trials, and the messages of the page's part `trial` by their `kind`.

A trial is one run of an experiment of the laboratory.
"""

from typing import Literal, NotRequired, TypedDict

from .crowd import TrialCrowd, TrialTiles

TrialName = Literal["curves", "occlusion", "randomisation", "rise"]
Running = Literal[TrialName, "crowd"]
Score = Literal["probability", "logit"]


class Trial(TypedDict):
    """An experiment of the laboratory, and what is chosen for it.

    `score` and `fill` are of those that hide something; `grid` is of an occlusion map,
    in cells of a side; `masks` of RISE.
    """

    name: TrialName
    score: NotRequired[Score]
    fill: NotRequired[str]
    grid: NotRequired[int]
    masks: NotRequired[int]


class LookAtTrial(TypedDict):
    """An experiment's outcome in a score, or what one `step` of it was like."""

    name: TrialName
    score: Score
    step: NotRequired[int]


class TrialBegun(TypedDict):
    """It has begun; the title says what is tested."""

    kind: Literal["begun"]
    name: Running
    title: str
    text: str


class TrialProgress(TypedDict):
    """How far it is."""

    kind: Literal["progress"]
    name: Running
    text: str


class TrialEnded(TypedDict):
    """It is done, was stopped, or has failed."""

    kind: Literal["ended"]
    name: Running
    text: str


class Lines(TypedDict, total=False):
    """The lines of a chart, None where nothing has been measured.

    `random` is the mean of the random orders, between `low` and `high`.
    """

    map: list[float | None]
    centre: list[float | None]
    random: list[float | None]
    low: list[float | None]
    high: list[float | None]


class AreaRow(TypedDict):
    """The areas below an order's two curves."""

    order: Literal["map", "centre", "random"]
    title: str
    areas: list[str]


class TrialCurves(TypedDict):
    """Both charts over the `shares` of pixels that are hidden or shown."""

    kind: Literal["curves"]
    name: TrialName
    score: Score
    shares: list[float]
    deletion: Lines
    insertion: Lines
    rows: list[AreaRow]
    verdict: str
    alt: str


class TrialStep(TypedDict):
    """The pictures of one step, one below the other in the pixels."""

    kind: Literal["step"]
    name: TrialName
    step: int
    captions: list[str]


class TrialMaps(TypedDict):
    """The picture, its heatmap and another map, one below the other in the pixels."""

    kind: Literal["maps"]
    name: TrialName
    captions: list[str]
    texts: list[str]


class StageLines(TypedDict):
    """How like the trained network's map those of the stages are.

    `edges` is the control's SSIM. None where nothing has been measured.
    """

    spearman: list[float | None]
    ssim: list[float | None]
    edges: list[float | None]


class StageRow(TypedDict):
    """A stage, and its numbers in words."""

    title: str
    values: list[str]


class TrialStages(TypedDict):
    """The maps of a network that forgets, one below the other in the pixels.

    The `labels` are of the lines, the first of the trained network. The `captions` are
    of the maps, the first of the control.
    """

    kind: Literal["stages"]
    name: TrialName
    labels: list[str]
    lines: StageLines
    captions: list[str]
    rows: list[StageRow]
    verdict: str
    alt: str


TrialMessage = (
    TrialBegun
    | TrialProgress
    | TrialEnded
    | TrialCurves
    | TrialStep
    | TrialMaps
    | TrialStages
    | TrialCrowd
    | TrialTiles
)
