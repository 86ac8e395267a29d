"""What a step of the lesson is made from, and what it sends to the page.

A step is a list of messages: plain data, with pixels where there are any. Each names
its `kind` (text, tiles, scores, ...), which site/lesson/lesson.mjs knows how to draw.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..cam.seeds import value
from ..explaining.explanation import Explanation
from ..model.labels import Labels
from ..model.manifest import Layer
from ..view.payloads import Pixels
from ..words.language import Text
from .decomposition import Steps

Message = tuple[dict[str, Any], Pixels | None]


@dataclass(frozen=True, eq=False)
class Scene:
    """A heatmap on the page, taken apart, with what is needed to describe it."""

    shown: Explanation
    steps: Steps
    labels: Labels
    layer: Layer
    colormap: str
    title: str  # what is explained, in words

    @property
    def score(self) -> float:
        """sum(seed * logits): the score explained, unless that is a probability."""
        return value(self.shown.seed, self.shown.logits)


def text(name: str, words: Text | str) -> Message:
    """The sentences of a step."""
    return {"kind": "text", "name": name, "text": str(words)}, None


def limit_of(values: NDArray) -> float:
    """The largest magnitude: the end of a scale that is the same on both sides of 0."""
    return float(np.abs(values).max()) if values.size else 0.0


def share_of(value: float, limit: float) -> float:
    """A value as a part of its scale, -1..1."""
    return float(value / limit) if limit else 0.0
