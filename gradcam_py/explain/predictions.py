"""The table of the best classes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..model.labels import Labels

SHOWN = 5


@dataclass(frozen=True)
class Prediction:
    """One row of the table; `baseline` is the probability without any shape."""

    index: int
    label: str
    probability: float
    baseline: float

    @property
    def change(self) -> float:
        """What hiding did to the probability: positive where it rose."""
        return self.probability - self.baseline


def rank(probabilities: NDArray[np.floating], count: int = SHOWN) -> list[int]:
    """The most probable classes, best first; of equal ones the lower index first."""
    order: list[int] = np.argsort(-probabilities, kind="stable").tolist()
    return order[:count]


def predictions(
    probabilities: NDArray[np.floating],
    baseline: NDArray[np.floating],
    labels: Labels,
    count: int = SHOWN,
) -> list[Prediction]:
    """The rows of the table. Both arrays are [classes]."""
    return [
        Prediction(i, labels.name(i), float(probabilities[i]), float(baseline[i]))
        for i in rank(probabilities, count)
    ]
