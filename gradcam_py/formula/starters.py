"""Formulas to start from. A new one is one entry of `STARTERS`."""

from dataclasses import dataclass

from ..words import formula as words
from ..words import starters as code
from .cell import Cells


@dataclass(frozen=True)
class Starter:
    """A formula that runs."""

    title: str
    cells: Cells


STARTERS: dict[str, Starter] = {
    name: Starter(title, Cells(weights, heatmap))
    for name, title, weights, heatmap in (
        ("gradcam", words.GRADCAM, code.MEAN, code.SUM_AND_RELU),
        ("no-relu", words.NO_RELU, code.MEAN, code.SUM),
        ("absolute", words.ABSOLUTE, code.ABSOLUTE, code.SUM_AND_RELU),
        ("one-channel", words.ONE_CHANNEL, code.ONE_CHANNEL, code.SUM_AND_RELU),
        ("random", words.RANDOM, code.RANDOM, code.SUM_AND_RELU),
    )
}
