"""What an experiment is to the laboratory, and what all of them need of the page."""

from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..cam.methods import METHODS
from ..errors import SettingError, check_choice
from ..evaluation.occlusion_map import GRIDS
from ..evaluation.passes import Forward
from ..evaluation.scoring import COLUMNS, Scoring
from ..explaining import occlusion
from ..explaining.explanation import Explanation
from ..explaining.question import Question
from ..image.fills import FILLS
from ..model.copied import Copying
from ..model.labels import Labels
from ..model.manifest import Manifest
from ..model.session import Float32
from ..view import captions
from ..view.payloads import Pixels
from ..words import numbers
from ..words.laboratory import trials
from ..words.laboratory.trials import Counted

Message = tuple[dict[str, Any], Pixels | None]

MOST_MASKS = 10_000  # of RISE
STRENGTH = 0.65  # of a map's colours over the picture


@dataclass(frozen=True)
class Choices:
    """What visitors choose for an experiment."""

    score: str  # one of `COLUMNS`
    fill: str  # one of `fills.FILLS`
    grid: int  # cells of a side, of an occlusion map
    masks: int  # of RISE

    def check(self) -> None:
        """Raise `SettingError` for what cannot be chosen."""
        check_choice("score", self.score, COLUMNS)
        check_choice("fill", self.fill, FILLS)
        if self.grid not in GRIDS:
            raise SettingError(trials.no_grid(self.grid, GRIDS))
        if not 1 <= self.masks <= MOST_MASKS:
            raise SettingError(trials.no_masks(self.masks, MOST_MASKS))


class Titled(Protocol):
    """What an experiment is about."""

    @property
    def title(self) -> str:
        """In words."""
        ...


class Trial(Protocol):
    """One run of an experiment on what was on the page when it began."""

    counts: Counted

    @property
    def subject(self) -> Titled:
        """What is tested."""
        ...

    @property
    def total(self) -> int:
        """How many of what it counts there are."""
        ...

    def done(self, passes: int) -> int:
        """How much of `total` is done, after so many forward passes."""
        ...

    def close(self) -> None:
        """Let go at once what it alone has: it is over."""
        ...

    def stream(self, session: Forward) -> AsyncGenerator[object, None]:
        """Run it: something after each pass, or after several that belong together.

        None says that there is nothing new, and others may go first.
        """
        ...

    def outcome(self, score: str) -> Iterator[Message]:
        """What has been found so far, told in one of the `COLUMNS`."""
        ...

    def step(self, step: int, score: str) -> Iterator[Message]:
        """What it was like at one step."""
        ...


class ByPasses:
    """An experiment that is so many forward passes of the page's own network."""

    counts = trials.PASSES
    total: int

    def done(self, passes: int) -> int:
        """See `Trial.done`."""
        return passes

    def close(self) -> None:
        """See `Trial.close`: it has nothing of its own."""

    def step(self, step: int, score: str) -> Iterator[Message]:
        """See `Trial.step`: there is nothing to look at, unless it says otherwise."""
        yield from ()


@dataclass(frozen=True, eq=False)
class Subject:
    """A heatmap of the page, and what is needed to test it."""

    shown: Explanation
    labels: Labels
    manifest: Manifest
    colormap: str
    fill: str
    copying: Copying  # the network

    @property
    def method(self) -> str:
        """What the method is called."""
        return METHODS[self.shown.question.settings.method].title

    @property
    def title(self) -> str:
        """What is tested, in words."""
        return captions.subject(self.shown, self.labels, self.manifest)

    def label(self, layer: str) -> str:
        """What a layer is called, by its id."""
        return self.manifest.layer(layer).label

    def picture(self, size: tuple[int, int]) -> Image.Image:
        """What the network was given, at that width and height."""
        image = np.rint(self.shown.image).astype(np.uint8)
        return Image.fromarray(image).resize(size)

    def over(self, colours: NDArray[np.uint8]) -> Image.Image:
        """A map in colours [h,w,3] over the picture."""
        height, width = colours.shape[:2]
        picture = self.picture((width, height))
        return Image.blend(picture, Image.fromarray(colours), STRENGTH)

    @property
    def filling(self) -> Float32:
        """What hidden pixels become."""
        settings = replace(self.shown.question.settings, fill=self.fill)
        return occlusion.filling(Question(self.shown.question.picture, settings))

    @property
    def scoring(self) -> Scoring:
        """The numbers of the class explained."""
        shown, settings = self.shown, self.shown.question.settings
        return Scoring(shown.target, settings.versus, shown.activation)


def told(score: str, value: float) -> str:
    """A score, or how it changed, as people read it."""
    if np.isnan(value):
        return trials.NOTHING
    return numbers.percent(value) if score == "probability" else numbers.fixed(value, 2)


def finite(values: NDArray[np.floating]) -> list[float | None]:
    """As JSON has them: None where nothing has been measured."""
    return [None if np.isnan(value) else float(value) for value in values]
