"""Every mission: its words, what it asks for, and how it is judged."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from ..image.fills import FILLS
from ..words.language import Text
from ..words.missions import tasks
from . import choices, regions
from .case import Case, Verdict

# Parts of the page that would give the answer away before it is locked.
HEATMAPS, GUESSES = "heatmaps", "guesses"


@dataclass(frozen=True)
class Mission:
    """One mission."""

    title: Text
    task: Text
    judge: Callable[[Case], Awaitable[Verdict]]
    hides: tuple[str, ...] = (HEATMAPS, GUESSES)  # until the answer is locked
    options: Mapping[str, Text] = field(default_factory=dict)  # none: one draws
    sample: str | None = None  # whose picture it needs; None: any
    target: str | None = None  # the class it is about; None: the best guess


MISSIONS: dict[str, Mission] = {
    "decides": Mission(tasks.DECIDES, tasks.DECIDES_TASK, regions.decides),
    "flip": Mission(tasks.FLIP, tasks.FLIP_TASK, regions.flip, hides=()),
    "classes": Mission(
        tasks.CLASSES,
        tasks.CLASSES_TASK,
        choices.classes,
        options=tasks.CLASSES_OPTIONS,
        sample="cat-and-dog",
    ),
    "rocket": Mission(
        tasks.ROCKET,
        tasks.ROCKET_TASK,
        regions.decides,
        sample="rocket",
        target=tasks.ROCKET_CLASS,
    ),
    "fill": Mission(
        tasks.FILL,
        tasks.FILL_TASK,
        choices.fill,
        hides=(GUESSES,),
        options={name: fill.title for name, fill in FILLS.items()},
    ),
    "warm": Mission(tasks.WARM, tasks.WARM_TASK, regions.warm, hides=(GUESSES,)),
}
