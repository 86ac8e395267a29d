"""The parts of the page that `View.show` brings up to date."""

from types import UnionType
from typing import Literal, NamedTuple, NotRequired, TypedDict

from .choices import (
    Controls,
    Credits,
    GraphicsCard,
    Looks,
    Network,
    NetworkProgress,
    Settings,
    Suggestions,
)
from .course import CourseMessage
from .formula import Formula
from .lesson import Lesson
from .mission import MissionMessage
from .shapes import Shape
from .tiles import Tiles
from .trial import TrialMessage


class Heatmap(TypedDict):
    """The heatmap of now; `subject` tells all that it is of."""

    text: str
    title: str
    subject: str


class Before(TypedDict):
    """The untouched picture's heatmap; without one, whether that on the page is old."""

    text: NotRequired[str]
    title: NotRequired[str]
    stale: bool


class Empty(TypedDict):
    """Nothing but that it is time, or the pixels."""


class PlaceText(TypedDict):
    """The value under the pointer on one of the heatmaps."""

    which: Literal["heatmap", "before"]
    text: str


class Strip(TypedDict):
    """The maximum of each layer's heatmap; the pixels are one below the other."""

    maxima: list[float]


class Guess(TypedDict):
    """A class with its probability of now and of before; `direction` -1, 0 or 1."""

    index: int
    label: str
    description: str
    probability: float
    baseline: float
    percent: str
    change: str
    direction: int
    entered: bool


class Left(TypedDict):
    """A class that is no longer among the best."""

    index: int
    label: str


class Offer(TypedDict):
    """Another class that could be explained."""

    index: int
    text: str


class Predictions(TypedDict):
    """The best classes, and the explained one, which may be none of them."""

    rows: list[Guess]
    left: list[Left]
    target: Guess
    target_is_shown: bool
    following: bool
    choice: str
    offer: Offer | None


class Picture(TypedDict):
    """The picture that is drawn on; `sample` is None for a visitor's own."""

    title: str
    sample: str | None
    credit: str


class Shapes(TypedDict):
    """The placed shapes."""

    shapes: list[Shape]
    can_undo: bool
    can_redo: bool


class File(TypedDict):
    """A download."""

    name: str
    mime: str


class Link(TypedDict):
    """What restores the page, without a picture that is a visitor's own."""

    fragment: str
    own_picture: bool
    own_network: bool


class Language(TypedDict):
    """The language that a saved page was made in, by its tag."""

    tag: str


class Problem(TypedDict):
    """A message; an empty text closes it."""

    text: str
    retry: bool


class Status(TypedDict):
    """data-state of the page, and a sentence if there is a new one."""

    state: Literal["loading", "ready", "busy", "error"]
    text: NotRequired[str]


Pixels = Literal["none", "image", "image, if any", "bytes"]


class Part(NamedTuple):
    """The data that a part is shown with, and the pixels beside it."""

    data: type | UnionType
    pixels: Pixels = "none"


PARTS: dict[str, Part] = {
    "before": Part(Before, "image, if any"),
    "controls": Part(Controls),
    "course": Part(CourseMessage),
    "credits": Part(Credits),
    "file": Part(File, "bytes"),
    "formula": Part(Formula, "image, if any"),
    "graphics_card": Part(GraphicsCard),
    "heatmap": Part(Heatmap, "image"),
    "input": Part(Empty, "image"),
    "language": Part(Language),
    "lesson": Part(Lesson, "image, if any"),
    "link": Part(Link),
    "looks": Part(Looks, "image"),
    "mission": Part(MissionMessage),
    "network": Part(Network),
    "network_progress": Part(NetworkProgress),
    "picture": Part(Picture, "image"),
    "place": Part(PlaceText),
    "predictions": Part(Predictions),
    "problem": Part(Problem),
    "settings": Part(Settings, "image"),
    "shapes": Part(Shapes),
    "status": Part(Status),
    "strip": Part(Strip, "image"),
    "suggestions": Part(Suggestions),
    "thumbnails": Part(Empty),
    "tiles": Part(Tiles, "image, if any"),
    "trial": Part(TrialMessage, "image, if any"),
}
