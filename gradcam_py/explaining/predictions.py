"""The table of the best classes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..model.labels import Labels

SHOWN = 5


@dataclass(frozen=True)
class Prediction:
    """One row of the table; `baseline` is the probability without any shape.

    >>> round(Prediction(281, "tabby cat", probability=0.3, baseline=0.8).change, 6)
    -0.5
    """

    index: int
    label: str
    probability: float
    baseline: float

    @property
    def change(self) -> float:
        """What hiding did to the probability: positive where it rose."""
        return self.probability - self.baseline


def rank(probabilities: NDArray[np.floating], count: int = SHOWN) -> list[int]:
    """The most probable classes, best first; of equal ones the lower index first.

    >>> rank(np.array([0.1, 0.6, 0.3]), 2)
    [1, 2]
    """
    if count == 1:  # asked for at every update of a live page
        return [int(probabilities.argmax())]
    order: list[int] = np.argsort(-probabilities, kind="stable").tolist()
    return order[:count]


def predictions(
    probabilities: NDArray[np.floating],
    baseline: NDArray[np.floating],
    labels: Labels,
    count: int = SHOWN,
) -> list[Prediction]:
    """The rows of the table. Both arrays are [classes].

    >>> from gradcam_py.model.labels import Label
    >>> labels = Labels((Label(0, "cat", "a pet"), Label(1, "dog", "another")))
    >>> predictions(np.array([0.25, 0.75]), np.array([0.5, 0.5]), labels, count=1)
    [Prediction(index=1, label='dog', probability=0.75, baseline=0.5)]
    """
    return [
        Prediction(i, labels.name(i), float(probabilities[i]), float(baseline[i]))
        for i in rank(probabilities, count)
    ]
