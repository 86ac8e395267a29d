"""Checks analytic channel weights against the network itself, by nudging it.

Adding e to every place of channel k changes the score y = sum(seed * logits) by
e * sum_ij(dy/dA_kij), which is e * h * w * w_k with Grad-CAM's weight w_k (Selvaraju et
al. 2017, Eq. 1). A central difference of two runs of the head measures that change
without any gradient.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..model.session import Float32, Session

# The head is linear in the features, so a large step costs no accuracy, while a small
# one drowns in float32 rounding: logits near 10 are known to 1e-6, and at a step of 1
# the change of a typical weight is 1e-2.
STEP = 1.0


@dataclass(frozen=True, eq=False)
class Check:
    """Channel weights w_k by gradient and by difference.

    >>> Check((3, 5), np.array([0.5, -0.1]), np.array([0.5, -0.2])).error
    0.2
    """

    channels: tuple[int, ...]
    analytic: NDArray[np.float64]  # [n]
    numeric: NDArray[np.float64]  # [n]

    @property
    def error(self) -> float:
        """Largest difference, relative to the largest analytic weight."""
        difference = np.abs(self.analytic - self.numeric).max()
        return float(
            difference / max(np.abs(self.analytic).max(), np.finfo(float).tiny)
        )

    def to_json(self) -> dict[str, Any]:
        """Plain JSON of all numbers."""
        return {
            "channels": list(self.channels),
            "analytic": self.analytic.tolist(),
            "numeric": self.numeric.tolist(),
            "error": self.error,
        }


async def check_head(
    session: Session,
    features: Float32,
    seed: Float32,
    channels: Sequence[int],
    step: float = STEP,
) -> Check:
    """Compare the weights of some channels of features [1,C,h,w], for a seed [classes].

    All nudged features run as one batch: 2 n maps of the size of the features.

    >>> import asyncio
    >>> from tests.toy_session import ToySession
    >>> features = np.ones((1, 2, 2, 2), np.float32)
    >>> seed = np.array([1, -1], np.float32)
    >>> check = asyncio.run(check_head(ToySession(), features, seed, [0, 1]))
    >>> check.analytic, check.numeric
    (array([ 1., -1.]), array([ 1., -1.]))
    """
    channels = tuple(channels)
    head = await session.head(features, seed[None])
    analytic = head.gradients[0, list(channels)].mean(axis=(1, 2), dtype=np.float64)
    nudged = np.repeat(features, 2 * len(channels), axis=0)  # [2n,C,h,w]
    for row, channel in enumerate(channels):
        nudged[2 * row, channel] += step
        nudged[2 * row + 1, channel] -= step
    seeds = np.repeat(seed[None], len(nudged), axis=0)
    logits = (await session.head(nudged, seeds)).logits.astype(np.float64)
    scores = (logits * seed).sum(axis=1).reshape(-1, 2)  # [n,2]: up, down
    places = features.shape[2] * features.shape[3]
    numeric = (scores[:, 0] - scores[:, 1]) / (2 * step * places)
    return Check(channels, analytic, numeric)


def strongest_channels(gradients: Float32, count: int) -> list[int]:
    """The channels of [C,h,w] with the largest weights of either sign.

    >>> strongest_channels(np.array([[[0.1]], [[-3.0]], [[2.0]]]), 2)
    [1, 2]
    """
    weights = np.abs(gradients.mean(axis=(1, 2)))
    order: list[int] = np.argsort(-weights, kind="stable").tolist()
    return order[:count]
