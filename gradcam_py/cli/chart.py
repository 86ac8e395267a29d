"""The chart of deletion and insertion. Only this module imports matplotlib."""

import io
import textwrap
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import PercentFormatter, ScalarFormatter
from numpy.typing import NDArray
from PIL import Image

from ..evaluation.curves import area
from ..evaluation.scoring import PROBABILITY
from ..languages.fonts import path
from ..words import numbers
from ..words.command_line import experiments as words
from ..words.language import Text
from .measured import Compared

INCHES, PIXELS_PER_INCH = (8, 5.4), 200
# Of Okabe and Ito's palette, which the colour-blind tell apart; the lines' patterns
# differ as well.
BLUE, VERMILION, GREY = "#0072b2", "#d55e00", "#5c6570"
# The names of classes and of files are no formulas.
STYLE: list[str | dict[str, Any]] = [
    "default",
    {"text.parse_math": False, "font.size": 11},
]
TITLE, FACTS = 13.5, 9.5  # points
LONGEST_TITLE, SCORE_LINE, LONGEST_FACTS = 75, 42, 105  # characters
LEFT = 0.012  # of the figure's width


@dataclass(frozen=True)
class Said:
    """The chart's words: of what it is, and what is drawn."""

    title: str
    facts: str
    score: str
    method: str
    better: tuple[Text, Text]  # what a faithful map's deletion is like, and insertion


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two curves of every order, [steps+1] each."""

    by_map: NDArray[np.float64]
    at_random: NDArray[np.float64]  # [seeds,steps+1]
    centre_first: NDArray[np.float64]


class _Numbers(ScalarFormatter):
    """As usual, with the language's own decimal sign."""

    def __call__(self, value: float, place: int | None = None) -> str:
        return numbers.decimal(super().__call__(value, place))


def chart(compared: Compared, column: int, said: Said) -> Image.Image:
    """Deletion and insertion side by side, of all orders, with their areas.

    ``column`` is the score's, which ``said`` names.
    """
    with style.context([*STYLE, _fonts()]), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a sign that the font lacks is drawn as a box
        room = ConstrainedLayoutEngine(w_pad=0.08, h_pad=0.08, wspace=0.06)
        figure = Figure(INCHES, PIXELS_PER_INCH, layout=room)
        title = words.shortened(said.title, LONGEST_TITLE)
        seeds = words.random_band(len(compared.at_random))
        facts = f"{words.shortened(said.facts, LONGEST_FACTS)}\n{seeds}"
        figure.suptitle(title, x=LEFT, ha="left", fontsize=TITLE)
        figure.supxlabel(facts, x=LEFT, ha="left", fontsize=FACTS, color=GREY)
        left, right = figure.subplots(1, 2, sharey=True)
        _draw(left, _side(compared, "deletion", column), said.method)
        left.set_title(words.deletion(str(said.better[0])), fontsize="medium")
        left.set_xlabel(str(words.DELETED))
        score = words.shortened(said.score, 2 * SCORE_LINE)
        left.set_ylabel(textwrap.fill(score, SCORE_LINE))
        _draw(right, _side(compared, "insertion", column), said.method)
        right.set_title(words.insertion(str(said.better[1])), fontsize="medium")
        right.set_xlabel(str(words.INSERTED))
        if column == PROBABILITY:
            left.set_ylim(bottom=0)
        drawn = io.BytesIO()
        figure.savefig(drawn, format="png")
        return Image.open(drawn).convert("RGB")


def _fonts() -> dict[str, Any]:
    """As a style: one that has the letters of the language, before matplotlib's own."""
    file = path()
    if file is None:
        return {}
    fontManager.addfont(file)
    families = FontProperties(fname=file).get_name(), "DejaVu Sans"
    return {"font.sans-serif": families}


def _side(compared: Compared, curve: str, column: int) -> Side:
    return Side(
        getattr(compared.by_map, curve)[:, column],
        np.stack([getattr(each, curve)[:, column] for each in compared.at_random]),
        getattr(compared.centre_first, curve)[:, column],
    )


def _draw(axes: Axes, side: Side, method: str) -> None:
    shares = np.linspace(0, 1, len(side.by_map))
    areas = [float(area(curve)) for curve in side.at_random]
    mean = side.at_random.mean(axis=0)
    low, high = side.at_random.min(axis=0), side.at_random.max(axis=0)
    band = axes.fill_between(shares, low, high, color=GREY, alpha=0.25, linewidth=0)
    (by_map,) = axes.plot(shares, side.by_map, color=BLUE, linewidth=2.4, zorder=3)
    (at_random,) = axes.plot(shares, mean, "--", color=GREY)
    (centre,) = axes.plot(shares, side.centre_first, "-.", color=VERMILION)
    labels = [
        words.curve(method, float(area(side.by_map))),
        words.random_curves(float(np.mean(areas)), min(areas), max(areas)),
        words.curve(str(words.CENTRE_FIRST), float(area(side.centre_first))),
    ]
    axes.legend(
        [by_map, (band, at_random), centre],
        labels,
        title=str(words.AREA),
        loc=9,  # the middle of its upper edge stands
        bbox_to_anchor=(0.5, -0.17),  # there, below the axis
        frameon=False,
    )
    axes.set_xlim(0, 1)
    sign = numbers.plain_percent_sign()
    axes.xaxis.set_major_formatter(PercentFormatter(1, symbol=sign))
    axes.yaxis.set_major_formatter(_Numbers())
    axes.grid(alpha=0.3)
