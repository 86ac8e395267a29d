"""RISE: the mean of random masks, each by the score of the picture behind it.

Petsiuk et al. 2018, "RISE: Randomized Input Sampling for Explanation of Black-box
Models": small random grids of 0 and 1, scaled up bilinearly and shifted at random.
"""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..image.fills import blend
from ..model.session import Float32
from .passes import Forward, passes
from .scoring import Scoring

CELLS = 7  # of a mask's side
SHOWN = 0.5  # probability that a cell is shown
MASKS = 500


def random_masks(side: int, seed: int = 0) -> Iterator[Float32]:
    """Masks without end, [side,side] in 0..1, 1 where the picture is shown.

    The same seed gives the same masks.

    >>> mask = next(random_masks(224))
    >>> mask.shape, float(mask.min()) >= 0, float(mask.max()) <= 1
    ((224, 224), True, True)
    """
    generator = np.random.default_rng(seed)
    cell = -(-side // CELLS)
    large = ((CELLS + 1) * cell,) * 2
    while True:
        grid = (generator.random((CELLS, CELLS)) < SHOWN).astype(np.float32)
        down, right = generator.integers(0, cell, 2)
        scaled = Image.fromarray(grid).resize(large, Image.Resampling.BILINEAR)
        yield np.asarray(scaled)[down : down + side, right : right + side]


@dataclass(eq=False)
class Estimate:
    """A running estimate: of every second mask one sum, of the others another.

    >>> estimate = Estimate(np.zeros((2, 1, 1, 1)))
    >>> estimate.add(np.ones((1, 1), np.float32), np.array([0.5]))
    >>> estimate.map.tolist()
    [[[1.0]]]
    """

    sums: NDArray[np.float64]  # [2,h,w,scores]
    masks: int = 0

    def add(self, mask: Float32, scores: NDArray[np.float64]) -> None:
        """One more mask [h,w] with the scores [scores] of the picture behind it."""
        self.sums[self.masks % 2] += mask[..., None] * scores
        self.masks += 1

    @property
    def map(self) -> NDArray[np.float64]:
        """[h,w,scores], the paper's Eq. 6: the mean of score * mask / E[mask]."""
        total: NDArray[np.float64] = self.sums.sum(axis=0) / (self.masks * SHOWN)
        return total

    @property
    def halves(self) -> NDArray[np.float64]:
        """[2,h,w,scores]: each half's own estimate, to tell how far they agree."""
        counts = np.array([(self.masks + 1) // 2, self.masks // 2]).clip(1)
        shares: NDArray[np.float64] = self.sums / (counts * SHOWN)[:, None, None, None]
        return shares


async def rise(
    session: Forward,
    image: Float32,
    filling: Float32,
    scoring: Scoring,
    masks: int = MASKS,
    seed: int = 0,
) -> AsyncGenerator[Estimate, None]:
    """Estimate the map of an input [h,w,3]: `masks` states of one estimate.

    `filling` is what the hidden parts become; the paper has black.

    >>> import asyncio
    >>> from tests.toy_session import IMAGE, ToySession
    >>> async def estimated(seed):
    ...     black = np.zeros((1, 1, 3), np.float32)
    ...     states = rise(ToySession(), IMAGE, black, Scoring(0), 20, seed)
    ...     async for estimate in states:
    ...         pass
    ...     return estimate.map
    >>> first, again, other = (asyncio.run(estimated(seed)) for seed in (1, 1, 2))
    >>> bool((first == again).all()), bool((first == other).all())
    (True, False)
    """
    side = len(image)
    estimate = Estimate(np.zeros((2, side, side, 2)))
    kept: list[Float32] = []

    def inputs() -> Iterator[Float32]:
        chosen = random_masks(side, seed)
        for _ in range(masks):
            kept.append(next(chosen))
            yield blend(image, 1 - kept[-1], filling)

    async with aclosing(passes(session, inputs())) as answers:
        async for logits in answers:
            estimate.add(kept.pop(0), scoring.scores(logits))
            yield estimate
