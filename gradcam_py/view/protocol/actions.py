"""What visitors can do: each action's name and its values.

`send` of site/dom/send.mjs asks for them, `Playground.perform` does them.

Longer than most: what visitors can do stands in one place.
"""

from typing import Literal, NotRequired, TypedDict

from .course import (
    AnswerQuestion,
    EditPage,
    KeepView,
    MovePage,
    NameCourse,
    RememberAnswers,
    SignAnswers,
    TurnPage,
    WriteCourse,
)
from .crowd import OpenCrowd, SaveCrowd
from .mission import BeginMission, LockMission
from .shapes import Shape
from .tiles import ChangeTile, OneTile, ScaleTiles
from .trial import LookAtTrial, Trial


class Nothing(TypedDict):
    """No values."""


class Sketch(TypedDict):
    """The stroke so far, None if it is given up; `index` of the shape it changes."""

    shape: Shape | None
    index: NotRequired[int | None]


class Place(TypedDict):
    """The finished stroke, in place of the shape at `index` if there is one."""

    shape: Shape
    index: NotRequired[int | None]


class Move(TypedDict):
    """A shape moved by a part of the picture; `done` when it is let go."""

    index: int
    dx: float
    dy: float
    done: bool


class Delete(TypedDict):
    """A shape."""

    index: int


class Choose(TypedDict):
    """A setting's new value, of the keys that `controls` has given."""

    name: Literal["fill", "framing", "score", "layer", "method"]
    value: str


class Explain(TypedDict):
    """A class by its index."""

    target: int


class Typed(TypedDict):
    """A class as it was typed."""

    text: str


class ChooseNetwork(TypedDict):
    """A network by its name."""

    name: str


class Preset(TypedDict):
    """One of the usual ways to prepare pixels, by its key."""

    name: str


class Prepare(TypedDict):
    """How to prepare pixels, as far as that changes."""

    mean: NotRequired[list[float | None]]
    deviation: NotRequired[list[float | None]]
    bgr: NotRequired[bool]


class Resize(TypedDict):
    """The size of the network's pictures, in pixels."""

    size: int


class Sample(TypedDict):
    """A sample by its id."""

    name: str


class Restore(TypedDict):
    """The part of a link behind the #."""

    fragment: str


class Look(TypedDict):
    """What is to change of the heatmaps' looks."""

    colormap: NotRequired[str]
    opacity: NotRequired[float]


class OpenInput(TypedDict):
    """Whether somebody looks at the network's input."""

    is_open: bool


class PointAt(TypedDict):
    """A place on one of the heatmaps, 0..1 of the picture."""

    which: Literal["heatmap", "before"]
    x: float
    y: float


class Save(TypedDict):
    """What is to be written into the file."""

    kind: Literal["png", "json", "lesson"]


class Speak(TypedDict):
    """A language: its tag, the form for each count, and its messages."""

    tag: str
    forms: str
    messages: dict[str, list[str]]


class Watch(TypedDict):
    """Whether the lesson is in sight."""

    is_watched: bool


class Experiment(TypedDict):
    """One of the lesson's experiments."""

    name: Literal["check", "compare", "fade"]


class Code(TypedDict):
    """A student's formula: the code of its two cells."""

    weights: str
    heatmap: str


class DoExercise(TypedDict):
    """One of the formula's exercises by its name, or none."""

    name: str


class Compute(TypedDict):
    """Whether the graphics card is to compute."""

    on_card: bool


class Suggest(TypedDict):
    """What stands in a field of the page, by its id."""

    field: str
    text: str


ACTIONS: dict[str, type] = {
    "add_page": Nothing,
    "answer": AnswerQuestion,
    "cat_and_dog": Nothing,
    "change_tile": ChangeTile,
    "choose": Choose,
    "clear": Nothing,
    "close_course": Nothing,
    "compare": Typed,
    "compute": Compute,
    "delete": Delete,
    "dismiss": Nothing,
    "drop_view": Nothing,
    "edit_page": EditPage,
    "exercise": DoExercise,
    "experiment": Experiment,
    "explain": Explain,
    "follow": Nothing,
    "forget_course": Nothing,
    "keep_tile": Nothing,
    "keep_view": KeepView,
    "leave_mission": Nothing,
    "lock_mission": LockMission,
    "look": Look,
    "look_again": Nothing,
    "look_at_trial": LookAtTrial,
    "mission": BeginMission,
    "move": Move,
    "move_page": MovePage,
    "name_course": NameCourse,
    "network": ChooseNetwork,
    "open_crowd": OpenCrowd,
    "open_formula": Nothing,
    "open_input": OpenInput,
    "place": Place,
    "point": PointAt,
    "prepare": Prepare,
    "preset": Preset,
    "redo": Nothing,
    "remember_answers": RememberAnswers,
    "remove_page": Nothing,
    "remove_tile": OneTile,
    "resize": Resize,
    "restore": Restore,
    "retry": Nothing,
    "run_formula": Code,
    "sample": Sample,
    "save": Save,
    "save_answers": Nothing,
    "save_course": Nothing,
    "save_crowd": SaveCrowd,
    "scale_tiles": ScaleTiles,
    "search": Typed,
    "share": Nothing,
    "sign_answers": SignAnswers,
    "sketch": Sketch,
    "speak": Speak,
    "stop_trial": Nothing,
    "suggest": Suggest,
    "trial": Trial,
    "try_course": Nothing,
    "turn_draft": TurnPage,
    "turn_page": TurnPage,
    "undo": Nothing,
    "watch": Watch,
    "write_course": WriteCourse,
}
