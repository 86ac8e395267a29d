"""Grad-CAM taken apart: the arrays behind the ten steps of the page's lesson.

What a step shows is what the explanation itself computes (`cam`, `seeds`); this module
adds only what a lesson needs besides: which of a thousand channels to show, how the sum
grows, and what the last steps leave out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..cam.methods import Array, cam, gradcam_weights, normalise, weighted_sum

# Gradients this close to their mean, relative to the largest, are equal in float32.
EQUAL = 1e-5


@dataclass(frozen=True, eq=False)
class Steps:
    """Steps 5 to 9 of one layer and one score."""

    activations: Array  # A [C,h,w]
    gradients: Array  # dy/dA [C,h,w]
    weights: Array  # alpha [C], Selvaraju et al. 2017, Eq. 1
    total: Array  # sum_k alpha_k A_k [h,w], of either sign
    raw: Array  # ReLU of it [h,w], Eq. 2
    normalised: Array  # 0..1 [h,w]

    @property
    def ink(self) -> Array:
        """How much each channel's weighted map draws, of either sign: [C], >= 0."""
        return np.abs(self.weights) * np.abs(self.activations).sum(axis=(1, 2))

    @property
    def removed(self) -> float:
        """Share of the sum's magnitude that the ReLU takes away, 0..1."""
        magnitude = np.abs(self.total).sum()
        return float(np.maximum(-self.total, 0).sum() / magnitude) if magnitude else 0.0

    @property
    def gradients_are_uniform(self) -> bool:
        """Whether every channel has one gradient everywhere.

        So it is where the network only averages the maps and then adds them up: there
        Grad-CAM is the older CAM (Zhou et al. 2016), up to a constant factor.
        """
        spread = np.abs(self.gradients - self.weights[:, None, None]).max()
        return bool(spread <= EQUAL * np.abs(self.gradients).max())


def take_apart(activations: Array, gradients: Array) -> Steps:
    """Grad-CAM of A [C,h,w] and dy/dA [C,h,w], with everything on the way."""
    weights = gradcam_weights(activations, gradients)  # [C,1,1]
    raw = cam(activations, gradients)
    return Steps(
        activations,
        gradients,
        weights[:, 0, 0],
        weighted_sum(activations, weights),
        raw,
        normalise(raw),
    )


def liveliest(activations: Array, count: int) -> list[int]:
    """The channels of [C,h,w] that vary most from place to place, most first."""
    return _largest(activations.std(axis=(1, 2), dtype=np.float64), count)


def extremes(weights: Array, count: int) -> list[int]:
    """The channels of the `count` most positive and `count` most negative weights.

    From the most positive down; all of them where there are no more.
    """
    order = np.argsort(-weights, kind="stable").tolist()
    return order if len(order) <= 2 * count else order[:count] + order[-count:]


def strongest(steps: Steps, count: int) -> list[int]:
    """The channels whose weighted maps draw most: a large weight is not enough."""
    return _largest(steps.ink, count)


def weighted_maps(
    activations: Array, weights: Array, channels: Sequence[int]
) -> NDArray:
    """alpha_k * A_k of some channels: [C,h,w] and [C] -> [n,h,w]."""
    chosen = list(channels)
    return weights[chosen, None, None] * activations[chosen]


def partial_sums(steps: Steps, counts: Sequence[int]) -> NDArray:
    """How the sum grows: of the strongest channel, of a few, of all. [n,h,w]."""
    order = strongest(steps, max(counts))
    weights = steps.weights[:, None, None]
    sums = [
        weighted_sum(steps.activations[order[:n]], weights[order[:n]]) for n in counts
    ]
    return np.stack(sums)


def sorted_curve(values: Array, points: int) -> NDArray:
    """The values from largest to smallest, at `points` evenly spaced ranks."""
    ranks = np.linspace(0, len(values) - 1, min(points, len(values)))
    return np.sort(values)[::-1][np.rint(ranks).astype(int)]


def _largest(values: Array, count: int) -> list[int]:
    return np.argsort(-values, kind="stable")[:count].tolist()
