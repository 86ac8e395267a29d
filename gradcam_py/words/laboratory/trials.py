"""What the experiments of the laboratory say."""

from collections.abc import Sequence
from enum import Enum, auto

from .. import numbers
from ..grammar import listed
from ..language import _, gettext_lazy, ngettext

# The orders of the curves.
CENTRE = gettext_lazy("centre first")
RANDOM = gettext_lazy("random order")
NOTHING = "…"  # where nothing has been measured yet
# Under pictures.
PICTURE = gettext_lazy("the picture")
OCCLUSION = gettext_lazy("by hiding each cell")
RISE = gettext_lazy("by random masks")


class Counted(Enum):
    """What an experiment's progress counts."""

    PASSES = auto()
    STAGES = auto()
    PICTURES = auto()


PASSES, STAGES, PICTURES = Counted


def progress(done: int, total: int, counts: Counted) -> str:
    """How far it is."""
    if counts is PASSES:
        return ngettext(
            "{done} of {total} forward passes",
            "{done} of {total} forward passes",
            total,
            done=numbers.count(done),
            total=numbers.count(total),
        )
    if counts is PICTURES:
        return ngettext(
            "{done} of {total} pictures",
            "{done} of {total} pictures",
            total,
            done=numbers.count(done),
            total=numbers.count(total),
        )
    return ngettext(
        "{done} of {total} stages",
        "{done} of {total} stages",
        total,
        done=numbers.count(done),
        total=numbers.count(total),
    )


def finished(total: int, counts: Counted) -> str:
    """It has come to its end."""
    if counts is PASSES:
        return ngettext(
            "done: 1 forward pass", "done: {total} forward passes", total, total=total
        )
    if counts is PICTURES:
        return ngettext("done: 1 picture", "done: {total} pictures", total, total=total)
    return ngettext("done: 1 stage", "done: {total} stages", total, total=total)


def stopped(progress: str) -> str:
    """It was stopped."""
    return _("stopped after {progress}", progress=progress)


def failed(reason: object) -> str:
    """It could not go on."""
    return _("broken off: {reason}", reason=reason)


def spread(low: float, mean: float, high: float) -> str:
    """The areas of several random orders."""
    return _(
        "{mean} ({low} to {high})",
        mean=numbers.fixed(mean, 3),
        low=numbers.fixed(low, 3),
        high=numbers.fixed(high, 3),
    )


def verdict(better_deletion: bool, better_insertion: bool, method: str) -> str:
    """How the map did beside all random orders."""
    if better_deletion and better_insertion:
        return _(
            "{method}'s order does better than each random one in both: what it "
            "marks first matters to the network.",
            method=method,
        )
    if better_deletion:
        return _(
            "{method}'s order hides what matters sooner than each random one, "
            "but does not show it sooner.",
            method=method,
        )
    if better_insertion:
        return _(
            "{method}'s order shows what matters sooner than each random one, "
            "but does not hide it sooner.",
            method=method,
        )
    return _(
        "{method}'s order does no better than random ones: here the map says "
        "little of what the network needs.",
        method=method,
    )


def shares(hidden: float, score: str) -> str:
    """A step of the deletion."""
    return _(
        "{hidden} hidden: {score}", hidden=numbers.whole_percent(hidden), score=score
    )


def shown(share: float, score: str) -> str:
    """A step of the insertion."""
    return _("{share} shown: {score}", share=numbers.whole_percent(share), score=score)


def curves(deletion: str, insertion: str, method: str) -> str:
    """Both curves for those who hear the page."""
    return _(
        "Two curves of {method}'s order. Area below deletion: {deletion}; below "
        "insertion: {insertion}.",
        method=method,
        deletion=deletion,
        insertion=insertion,
    )


def alike(pearson: float, spearman: float, method: str) -> str:
    """How like the heatmap another map is."""
    return _(
        "Like {method}'s map: correlation {pearson} (Pearson), of the order of "
        "cells {spearman} (Spearman).",
        method=method,
        pearson=numbers.fixed(pearson, 2),
        spearman=numbers.fixed(spearman, 2),
    )


def halves(pearson: float) -> str:
    """How well two halves of the random masks agree."""
    return _(
        "Two maps, each of every second mask, correlate with each other by "
        "{pearson}: towards 1 the estimate is settled.",
        pearson=numbers.fixed(pearson, 2),
    )


def strongest_drop(row: int, column: int, grid: int, change: str) -> str:
    """The cell whose hiding costs most."""
    return _(
        "Hiding row {row}, column {column} of {size} cells changes the score "
        "most: {change}.",
        row=row,
        column=column,
        size=numbers.size(grid, grid),
        change=change,
    )


def no_grid(grid: int, grids: Sequence[int]) -> str:
    """A grid that is not offered."""
    return _(
        "a grid of {grid} cells a side: expected {grids}",
        grid=grid,
        grids=listed(grids),
    )


def no_masks(masks: int, most: int) -> str:
    """A number of masks that is none."""
    return _("{masks} masks: expected 1..{most}", masks=masks, most=most)
