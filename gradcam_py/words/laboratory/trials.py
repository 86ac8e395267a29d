"""What the experiments of the laboratory say."""

from collections.abc import Sequence
from dataclasses import dataclass

from .. import numbers
from ..grammar import listed, plural

# The orders of the curves.
CENTRE, RANDOM = "centre first", "random order"
NOTHING = "…"  # where nothing has been measured yet
# Under pictures.
PICTURE, OCCLUSION, RISE = "the picture", "by hiding each cell", "by random masks"


@dataclass(frozen=True)
class Counted:
    """What an experiment's progress counts."""

    one: str
    other: str


PASSES = Counted("forward pass", "forward passes")
STAGES = Counted("stage", "stages")


def progress(done: int, total: int, counts: Counted) -> str:
    """How far it is."""
    return f"{numbers.count(done)} of {numbers.count(total)} {counts.other}"


def finished(total: int, counts: Counted) -> str:
    """It has come to its end."""
    return plural(
        total, one=f"done: 1 {counts.one}", other=f"done: {total} {counts.other}"
    )


def stopped(progress: str) -> str:
    """It was stopped."""
    return f"stopped after {progress}"


def failed(reason: object) -> str:
    """It could not go on."""
    return f"broken off: {reason}"


def spread(low: float, mean: float, high: float) -> str:
    """The areas of several random orders."""
    return (
        f"{numbers.fixed(mean, 3)} "
        f"({numbers.fixed(low, 3)} to {numbers.fixed(high, 3)})"
    )


def verdict(better_deletion: bool, better_insertion: bool, method: str) -> str:
    """How the map did beside all random orders."""
    if better_deletion and better_insertion:
        return (
            f"{method}'s order does better than each random one in both: what it marks "
            "first matters to the network."
        )
    if better_deletion:
        return (
            f"{method}'s order hides what matters sooner than each random one, but "
            "does not show it sooner."
        )
    if better_insertion:
        return (
            f"{method}'s order shows what matters sooner than each random one, but "
            "does not hide it sooner."
        )
    return (
        f"{method}'s order does no better than random ones: here the map says little "
        "of what the network needs."
    )


def shares(hidden: float, score: str) -> str:
    """A step of the deletion."""
    return f"{numbers.whole_percent(hidden)} hidden: {score}"


def shown(share: float, score: str) -> str:
    """A step of the insertion."""
    return f"{numbers.whole_percent(share)} shown: {score}"


def curves(deletion: str, insertion: str, method: str) -> str:
    """Both curves for those who hear the page."""
    return (
        f"Two curves of {method}'s order. Area below deletion: {deletion}; "
        f"below insertion: {insertion}."
    )


def alike(pearson: float, spearman: float, method: str) -> str:
    """How like the heatmap another map is."""
    return (
        f"Like {method}'s map: correlation {numbers.fixed(pearson, 2)} (Pearson), "
        f"of the order of cells {numbers.fixed(spearman, 2)} (Spearman)."
    )


def halves(pearson: float) -> str:
    """How well two halves of the random masks agree."""
    return (
        "Two maps, each of every second mask, correlate with each other by "
        f"{numbers.fixed(pearson, 2)}: towards 1 the estimate is settled."
    )


def strongest_drop(row: int, column: int, grid: int, change: str) -> str:
    """The cell whose hiding costs most."""
    return (
        f"Hiding row {row}, column {column} of {numbers.size(grid, grid)} cells "
        f"changes the score most: {change}."
    )


def no_grid(grid: int, grids: Sequence[int]) -> str:
    """A grid that is not offered."""
    return f"a grid of {grid} cells a side: expected {listed(map(str, grids))}"


def no_masks(masks: int, most: int) -> str:
    """A number of masks that is none."""
    return f"{masks} masks: expected 1..{most}"
