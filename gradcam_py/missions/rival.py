"""What a simple search can do: the rival in the mission of the smallest patch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..explaining.predictions import rank
from ..model.session import Float32
from .case import Case

GRID = 7  # cells of a side
MOST_PASSES = 200


@dataclass(frozen=True)
class Found:
    """The patch found: its share of the area, and what the network says then."""

    area: float
    best: int
    passes: int


async def greedy(case: Case, best: int) -> Found:
    """Hide the cells that cost the best class most, then show again what is not needed.

    Each cell alone first; then in the order of their cost, until another class is the
    best; then each hidden cell is shown again if that changes nothing. At most
    3 * `GRID`^2 forward passes.
    """
    cells = list(np.ndindex(GRID, GRID))
    costs = [_lead(await _logits(case, [cell]), best) for cell in cells]
    order = [cells[index] for index in np.argsort(costs, kind="stable")]
    passes, hidden, now = len(cells), [], best
    for cell in order:
        hidden.append(cell)
        now = rank(await _logits(case, hidden), 1)[0]
        passes += 1
        if now != best:
            break
    for cell in list(hidden[:-1]):
        if now == best or passes == MOST_PASSES:
            break
        without = [other for other in hidden if other != cell]
        instead = rank(await _logits(case, without), 1)[0]
        passes += 1
        if instead != best:
            hidden, now = without, instead
    return Found(float(mask_of(hidden, len(case.image)).mean()), now, passes)


def mask_of(cells: list[tuple[int, ...]], side: int) -> Float32:
    """The mask [side,side] of some cells of the grid.

    >>> mask_of([(0, 0)], 7).sum()
    np.float32(1.0)
    """
    edges = np.round(np.arange(GRID + 1) * side / GRID).astype(int)
    mask = np.zeros((side, side), np.float32)
    for row, column in cells:
        rows = slice(edges[row], edges[row + 1])
        mask[rows, edges[column] : edges[column + 1]] = 1
    return mask


async def _logits(case: Case, cells: list[tuple[int, ...]]) -> NDArray[np.float64]:
    return await case.logits_under(mask_of(cells, len(case.image)))


def _lead(logits: NDArray[np.float64], best: int) -> float:
    """By how much the best class is ahead of the next one."""
    return float(logits[best] - np.delete(logits, best).max())
