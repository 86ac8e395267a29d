"""Formulas to start from. A new one is one entry of `STARTERS`."""

from dataclasses import dataclass

from ..words.formula import starters as words
from ..words.formula.starters import Commented
from ..words.language import Text
from .cell import Cells


@dataclass(frozen=True)
class Starter:
    """A formula that runs."""

    title: Text
    weights: Commented
    heatmap: Commented

    @property
    def cells(self) -> Cells:
        """Its code, with comments in the language that is spoken."""
        return Cells(str(self.weights), str(self.heatmap))


STARTERS: dict[str, Starter] = {
    name: Starter(words.TITLES[name], weights, heatmap)
    for name, weights, heatmap in (
        ("gradcam", words.MEAN, words.SUM_AND_RELU),
        ("no-relu", words.MEAN, words.SUM),
        ("absolute", words.ABSOLUTE, words.SUM_AND_RELU),
        ("one-channel", words.ONE_CHANNEL, words.SUM_AND_RELU),
        ("random", words.RANDOM, words.SUM_AND_RELU),
    )
}
