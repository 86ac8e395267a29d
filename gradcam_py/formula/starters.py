"""Formulas to start from. A new one is one entry of `STARTERS`."""

from dataclasses import dataclass

from ..words.formula import starters as words
from .cell import Cells


@dataclass(frozen=True)
class Starter:
    """A formula that runs."""

    title: str
    cells: Cells


STARTERS: dict[str, Starter] = {
    name: Starter(words.TITLES[name], Cells(weights, heatmap))
    for name, weights, heatmap in (
        ("gradcam", words.MEAN, words.SUM_AND_RELU),
        ("no-relu", words.MEAN, words.SUM),
        ("absolute", words.ABSOLUTE, words.SUM_AND_RELU),
        ("one-channel", words.ONE_CHANNEL, words.SUM_AND_RELU),
        ("random", words.RANDOM, words.SUM_AND_RELU),
    )
}
