"""Seeds: which scalar score a gradient explains.

A seed is the cotangent of the logits: the graphs return d(sum(seed * logits)) / dA.
Choosing the seed therefore chooses the score, without another graph. All functions
take and return vectors over the classes; seeds are float32, as the graphs want them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..words import titles
from ..words.language import Text


def softmax(logits: ArrayLike) -> NDArray[np.float64]:
    """Turn logits into probabilities: over the last axis, float64, 0..1, sum 1.

    >>> softmax([0.0, 0.0, -np.inf])
    array([0.5, 0.5, 0. ])
    """
    exact = np.asarray(logits, np.float64)
    exponentials = np.exp(exact - exact.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = exponentials / exponentials.sum(
        axis=-1, keepdims=True
    )
    return shares


def sigmoid(logits: ArrayLike) -> NDArray[np.float64]:
    """Turn logits into probabilities of which none excludes another: float64, 0..1.

    >>> sigmoid([0.0, -np.inf, np.inf])
    array([0.5, 0. , 1. ])
    """
    shares: NDArray[np.float64] = np.exp(-np.logaddexp(0, -np.asarray(logits, float)))
    return shares


def one_hot(index: int, classes: int) -> NDArray[np.float32]:
    """Explain the class score y^c before the softmax: Grad-CAM's own choice.

    Selvaraju et al. 2017, Eq. 1. -> [classes], 1 at `index` and 0 elsewhere. Raises
    `IndexError` where there is no such class.

    >>> one_hot(1, 3)
    array([0., 1., 0.], dtype=float32)
    """
    seed = np.zeros(classes, np.float32)
    seed[index] = 1
    return seed


def probability(
    index: int, logits: NDArray[np.floating], activation: str = "softmax"
) -> NDArray[np.float32]:
    """Explain the class's probability: its derivative by the logits.

    `logits` are [classes]; so is the seed. `activation` is one of `ACTIVATIONS`. Raises
    `IndexError` where there is no such class.

    >>> probability(0, np.log([0.5, 0.3, 0.2])).round(6)
    array([ 0.25, -0.15, -0.1 ], dtype=float32)
    >>> probability(0, np.zeros(3), "sigmoid")
    array([0.25, 0.  , 0.  ], dtype=float32)
    """
    return ACTIVATIONS[activation].slope(index, logits)


def softmax_slope(index: int, logits: NDArray[np.floating]) -> NDArray[np.float32]:
    """Give the softmax's row, p_c * (onehot_c - p): [classes], whose sum is 0.

    >>> softmax_slope(1, np.zeros(2))
    array([-0.25,  0.25], dtype=float32)
    """
    probabilities = softmax(logits)
    row: NDArray[np.float64] = -probabilities[index] * probabilities
    # p_c - p_c^2 loses every digit where p_c is nearly 1; the others' sum does not.
    others = np.delete(probabilities, index).sum()
    row[index] = probabilities[index] * others
    return row.astype(np.float32)


def sigmoid_slope(index: int, logits: NDArray[np.floating]) -> NDArray[np.float32]:
    """Give p_c * (1 - p_c) at `index` and 0 elsewhere: [classes].

    >>> sigmoid_slope(1, np.zeros(2))
    array([0.  , 0.25], dtype=float32)
    """
    # 1 - p loses every digit where p is nearly 1; the probability of -y does not.
    slope = sigmoid(logits[index]) * sigmoid(-logits[index])
    return one_hot(index, len(logits)) * np.float32(slope)


def counterfactual(index: int, classes: int) -> NDArray[np.float32]:
    """Explain what speaks against the class: the gradient's sign is turned round.

    Selvaraju et al. 2017, section 3. -> [classes]. Raises `IndexError` where there is
    no such class.

    >>> (counterfactual(1, 3) == -one_hot(1, 3)).all()
    np.True_
    """
    return -one_hot(index, classes)


def contrast(index: int, versus: int, classes: int) -> NDArray[np.float32]:
    """Explain y^index - y^versus: why the one class rather than the other.

    -> [classes]. Raises `IndexError` where there is no such class.

    >>> contrast(0, 2, 3)
    array([ 1.,  0., -1.], dtype=float32)
    """
    return one_hot(index, classes) - one_hot(versus, classes)


def value(seed: NDArray[np.float32], logits: NDArray[np.floating]) -> float:
    """Give the score that a seed stands for: sum(seed * logits), in float64.

    Both are [classes]. A probability's seed gives its slope, not the probability.

    >>> value(contrast(0, 1, 3), np.array([2.0, 0.5, 1.0]))
    1.5
    """
    return float(logits.astype(np.float64) @ seed)


@dataclass(frozen=True)
class Activation:
    """What makes probabilities of a network's logits.

    >>> ACTIVATIONS["sigmoid"].probabilities(np.zeros(3))
    array([0.5, 0.5, 0.5])
    """

    probabilities: Callable[[ArrayLike], NDArray[np.float64]]  # [classes] -> the same
    slope: Callable[
        [int, NDArray[np.floating]], NDArray[np.float32]
    ]  # class, logits -> derivative of its probability, [classes]


# The classes exclude each other, or each is there or not whatever the others are.
ACTIVATIONS: dict[str, Activation] = {
    "softmax": Activation(softmax, softmax_slope),
    "sigmoid": Activation(sigmoid, sigmoid_slope),
}


@dataclass(frozen=True)
class Score:
    """What is explained of one class.

    >>> SCORES["probability"].seed(0, np.log([0.5, 0.3, 0.2]), "softmax").round(6)
    array([ 0.25, -0.15, -0.1 ], dtype=float32)
    """

    title: Text
    seed: Callable[
        [int, NDArray[np.floating], str], NDArray[np.float32]
    ]  # class, logits, one of `ACTIVATIONS` -> [classes]


SCORES: dict[str, Score] = {
    "logit": Score(
        titles.CLASS_SCORE, lambda index, logits, _: one_hot(index, len(logits))
    ),
    "probability": Score(titles.PROBABILITY, probability),
    "counterfactual": Score(
        titles.COUNTERFACTUAL,
        lambda index, logits, _: counterfactual(index, len(logits)),
    ),
}
