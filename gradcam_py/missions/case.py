"""What a mission is judged by: a picture as it was, an answer, and the network."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..cam.seeds import ACTIVATIONS
from ..evaluation.passes import Forward
from ..explaining import occlusion
from ..explaining.explanation import Explanation
from ..explaining.question import Question
from ..image.fills import blend
from ..image.overlay import scale_map
from ..image.shapes import Shape
from ..model.labels import Labels
from ..model.session import Float32


@dataclass(frozen=True)
class Verdict:
    """What came of it: points 0..100, and whole sentences."""

    points: float
    tell: Callable[[], tuple[str, ...]]  # in the language of the moment


@dataclass(frozen=True, eq=False)
class Case:
    """A locked answer on a picture."""

    shown: Explanation  # of the untouched picture
    shapes: tuple[Shape, ...]  # what was drawn
    choice: str  # what was chosen; "" where one draws
    session: Forward
    labels: Labels

    @property
    def image(self) -> Float32:
        """The untouched input, [h,w,3], 0..255."""
        return self.shown.image

    @property
    def label(self) -> str:
        """The class explained."""
        return self.labels.name(self.shown.target)

    @property
    def probability(self) -> float:
        """Of the class explained, with nothing hidden."""
        return float(self.shown.probabilities[self.shown.target])

    @property
    def question(self) -> Question:
        """The picture with what was drawn."""
        question = self.shown.question
        settings = replace(question.settings, shapes=self.shapes)
        return Question(question.picture, settings)

    def mask(self) -> Float32:
        """What was drawn, [h,w], 0..1."""
        return occlusion.mask(self.question)

    def heat(self) -> NDArray[np.float64]:
        """The heatmap at the input's size, as the page shows it, [h,w], 0..1."""
        side = len(self.image)
        return scale_map(self.shown.cam, (side, side)).astype(np.float64)

    async def logits_under(
        self, mask: Float32, fill: str | None = None
    ) -> NDArray[np.float64]:
        """The logits with the masked part hidden, by default under the page's fill."""
        question = self.shown.question
        if fill:
            settings = replace(question.settings, fill=fill)
            question = Question(question.picture, settings)
        hidden = blend(self.image, mask, occlusion.filling(question))
        seed = np.zeros((1, self.session.manifest.classes), np.float32)
        _, head = await self.session.both(hidden[None], seed)
        return head.logits[0].astype(np.float64)

    def probabilities_of(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probabilities of logits, [classes]."""
        return ACTIVATIONS[self.shown.activation].probabilities(logits)


def brightest(heat: NDArray[np.float64], share: float) -> Float32:
    """The mask of where the heat is at least this share of its maximum: 0 or 1.

    >>> brightest(np.array([[1.0, 0.4], [0.5, 0.0]]), 0.5).tolist()
    [[1.0, 0.0], [1.0, 0.0]]
    """
    return ((heat > 0) & (heat >= share * heat.max())).astype(np.float32)


def heat_in(heat: NDArray[np.float64], mask: Float32) -> float:
    """The share of the heat that lies in a mask, 0..1.

    >>> heat_in(np.array([[3.0, 1.0]]), np.array([[1.0, 0.0]], np.float32))
    0.75
    """
    total = float(heat.sum())
    return float((heat * mask).sum()) / total if total else 0.0


def most_heat(heat: NDArray[np.float64], area: float) -> float:
    """The most that any region of that area, 0..1, could hold of the heat.

    >>> most_heat(np.array([[3.0, 1.0], [0.0, 0.0]]), 0.25)
    0.75
    """
    values = np.sort(heat.ravel())[::-1]
    total = float(values.sum())
    if not total:
        return 0.0
    whole, part = divmod(area * len(values), 1)
    held = values[: int(whole)].sum()
    if int(whole) < len(values):
        held += part * values[int(whole)]
    return float(held) / total
