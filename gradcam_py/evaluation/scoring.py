"""Which numbers of a forward pass an experiment follows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..cam.seeds import ACTIVATIONS, contrast, one_hot, value

PROBABILITY, LOGIT = 0, 1  # columns
COLUMNS = {"probability": PROBABILITY, "logit": LOGIT}


@dataclass(frozen=True)
class Scoring:
    """The probability and the logit of a class, or its logit less another one's.

    >>> Scoring(0, versus=1).scores(np.array([3.0, 1.0])).round(3).tolist()
    [0.881, 2.0]
    """

    target: int
    versus: int | None = None
    activation: str = "softmax"  # one of `seeds.ACTIVATIONS`

    def scores(self, logits: NDArray[np.floating]) -> NDArray[np.float64]:
        """Of logits [classes] the two columns, `PROBABILITY` and `LOGIT`."""
        classes = len(logits)
        seed = (
            one_hot(self.target, classes)
            if self.versus is None
            else contrast(self.target, self.versus, classes)
        )
        probabilities = ACTIVATIONS[self.activation].probabilities(logits)
        return np.array([probabilities[self.target], value(seed, logits)])
