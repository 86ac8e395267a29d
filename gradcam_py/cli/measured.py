"""What the experiments found: their curves and maps, and all numbers as JSON."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..cam.methods import Array
from ..cam.similarity import pearson, spearman
from ..evaluation import orders
from ..evaluation.curves import Curves
from ..evaluation.occlusion_map import on_grid
from ..evaluation.rise import CELLS, Estimate
from ..evaluation.scoring import COLUMNS


@dataclass(frozen=True)
class Likeness:
    """How alike two maps are, by their values and by their order."""

    pearson: float
    spearman: float

    @classmethod
    def of(cls, first: Array, second: Array) -> "Likeness":
        """Of maps with as many values each."""
        return cls(pearson(first, second), spearman(first, second))


@dataclass(frozen=True, eq=False)
class Compared:
    """The curves of a map's order, and of those that it has to beat."""

    by_map: Curves
    at_random: tuple[Curves, ...]  # of `orders.RANDOM_SEEDS`
    centre_first: Curves

    def to_json(self) -> dict[str, Any]:
        """The shares of the pixels, and of each order both curves and their areas."""
        seeds = zip(self.at_random, orders.RANDOM_SEEDS, strict=True)
        return {
            "shares": self.by_map.shares.tolist(),
            "orders": [
                {"order": "map"} | _curves(self.by_map),
                *({"order": "random", "seed": s} | _curves(each) for each, s in seeds),
                {"order": "centre"} | _curves(self.centre_first),
            ],
        }


@dataclass(frozen=True, eq=False)
class Occluded:
    """By how much hiding each cell lowers the scores, beside the heatmap."""

    drops: NDArray[np.float64]  # [grid,grid,scores]
    cam: Array  # [h,w]

    def likeness(self, column: int) -> Likeness:
        """To the heatmap, of which each cell has the mean."""
        drops = self.drops[..., column]
        return Likeness.of(on_grid(self.cam, len(drops)), drops)

    def to_json(self) -> dict[str, Any]:
        """Of each score the map, and how like the heatmap it is."""
        told = {
            name: _map(self.drops[..., column]) | vars(self.likeness(column))
            for name, column in COLUMNS.items()
        }
        return {"grid": len(self.drops)} | told


@dataclass(frozen=True, eq=False)
class Estimated:
    """The map of random masks, beside the heatmap."""

    estimate: Estimate
    seed: int
    cam: Array  # [h,w]

    def likeness(self, column: int) -> Likeness:
        """To the heatmap, both as coarse as the masks are."""
        found = self.estimate.map[..., column]
        return Likeness.of(on_grid(self.cam, CELLS), on_grid(found, CELLS))

    def halves(self, column: int) -> Likeness:
        """Of the maps of every second mask, and of the others."""
        return Likeness.of(*self.estimate.halves[..., column])

    def to_json(self) -> dict[str, Any]:
        """Of each score the map, its likeness to the heatmap and of its halves."""
        told = {
            name: _map(self.estimate.map[..., column])
            | vars(self.likeness(column))
            | {"halves": vars(self.halves(column))}
            for name, column in COLUMNS.items()
        }
        return {"masks": self.estimate.masks, "seed": self.seed} | told


@dataclass(frozen=True, eq=False)
class Measured:
    """What was asked for, None elsewhere; `score` is the one of `COLUMNS` to show."""

    score: str
    curves: Compared | None = None
    occlusion: Occluded | None = None
    rise: Estimated | None = None

    @property
    def column(self) -> int:
        """Of the score to show."""
        return COLUMNS[self.score]

    def to_json(self) -> dict[str, Any]:
        """What was asked for by its option's name."""
        found = {"curves": self.curves, "occlusion": self.occlusion, "rise": self.rise}
        return {name: each.to_json() for name, each in found.items() if each}


def _curves(of: Curves) -> dict[str, Any]:
    deletion, insertion = of.areas.T
    return {
        "deletion": {name: of.deletion[:, i].tolist() for name, i in COLUMNS.items()},
        "insertion": {name: of.insertion[:, i].tolist() for name, i in COLUMNS.items()},
        "areas": {
            "deletion": {name: float(deletion[i]) for name, i in COLUMNS.items()},
            "insertion": {name: float(insertion[i]) for name, i in COLUMNS.items()},
        },
    }


def _map(values: Array) -> dict[str, Any]:
    height, width = values.shape
    return {"width": width, "height": height, "values": values.ravel().tolist()}
