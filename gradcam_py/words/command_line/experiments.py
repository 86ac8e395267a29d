"""What the command line says of its experiments: lines, chart, maps, progress.

The font of the maps' pictures has little beyond ASCII, such as no multiplication sign.
"""

from .. import numbers
from ..language import _, gettext_lazy, pgettext_lazy
from .layout import in_columns, left

CURVES = gettext_lazy("deletion and insertion")
OCCLUSION = gettext_lazy("occlusion")
RISE = "RISE"
CENTRE_FIRST = gettext_lazy("centre first")
DELETED = gettext_lazy("pixels hidden")
INSERTED = gettext_lazy("pixels shown")
RANDOM_MEAN = gettext_lazy("random, mean")
RANDOM_LEAST = gettext_lazy("random, smallest")
RANDOM_MOST = gettext_lazy("random, largest")
HEATMAP_SHOWS = gettext_lazy("raw values")
OCCLUSION_SHOWS = gettext_lazy("by how much hiding each cell lowers the score")
RISE_SHOWS = gettext_lazy("mean score of the masks that show each place")
NOTHING = "0"
DOTS = "..."  # where something is left out
NO_FALL = gettext_lazy("0 and below")
AREA_HEADS = (
    pgettext_lazy("head of a column", "deletion"),
    pgettext_lazy("head of a column", "insertion"),
)
AREA_WIDTHS = (6, 6)  # columns at least
AREA = gettext_lazy("area below the curve")
LOWER = gettext_lazy("lower is better")
HIGHER = gettext_lazy("higher is better")


def progress(what: str, done: int, passes: int) -> str:
    """How far an experiment is."""
    return _(
        "{what}: {done} of {passes} forward passes", what=what, done=done, passes=passes
    )


def probability_of(name: str) -> str:
    """The score that an experiment follows."""
    return _("probability of {name}", name=name)


def logit_of(name: str, versus: str | None) -> str:
    """The same before softmax or sigmoid, less that of another class."""
    if not versus:
        return _("logit of {name}", name=name)
    return _("logit of {name} less that of {versus}", name=name, versus=versus)


def deletion(better: str) -> str:
    """Above the curves of hiding pixels."""
    return _("Deletion: {better}", better=better)


def insertion(better: str) -> str:
    """Above the curves of showing pixels."""
    return _("Insertion: {better}", better=better)


def curve(order: str, area: float) -> str:
    """An order of the pixels, and the area below its curve."""
    return _("{order}: {area}", order=order, area=numbers.plain(area, 3))


def random_curves(mean: float, low: float, high: float) -> str:
    """The same of several random orders, with the smallest and the largest area."""
    return _(
        "random: {mean} ({low} to {high})",
        mean=numbers.plain(mean, 3),
        low=numbers.plain(low, 3),
        high=numbers.plain(high, 3),
    )


def shortened(text: str, most: int) -> str:
    """A text of so many characters at most, for a place that holds no more."""
    return text if len(text) <= most else text[: most - len(DOTS)] + DOTS


def table_head(score: str) -> str:
    """Above the areas below the curves of that score."""
    return _("Deletion and insertion, area below the {score}:", score=score)


def table_columns(width: int) -> str:
    """The heads of the areas' columns; `width` is that of the orders."""
    heads = list(map(str, AREA_HEADS))
    return "  ".join([" " * width, *in_columns(heads, heads, AREA_WIDTHS)])


def areas(order: str, deletion: float, insertion: float, width: int) -> str:
    """One line of the areas."""
    values = numbers.plain(deletion, 3), numbers.plain(insertion, 3)
    cells = in_columns(values, AREA_HEADS, AREA_WIDTHS)
    return "  ".join([left(order, width), *cells])


def strongest_cell(grid: int, column: int, row: int, score: str, fall: float) -> str:
    """What hiding the cells one after the other did; they count from 1."""
    return _(
        "{occlusion}: hiding column {column}, row {row} lowers the {score} most, by "
        "{fall}.",
        occlusion=occlusion(grid),
        column=column,
        row=row,
        score=score,
        fall=numbers.number(fall),
    )


def no_cell(grid: int, score: str) -> str:
    """The same where the score never falls."""
    return _(
        "{occlusion}: hiding none of them lowers the {score}.",
        occlusion=occlusion(grid),
        score=score,
    )


def occlusion(grid: int) -> str:
    """What a map of hidden cells is called."""
    return _("Occlusion, {cells}", cells=cells(grid))


def cells(grid: int) -> str:
    """How many there are."""
    return _("{grid} x {grid} cells", grid=grid)


def rise(masks: int, seed: int) -> str:
    """What a map of random masks is called."""
    return _("RISE, {masks} masks, seed {seed}", masks=masks, seed=seed)


def likeness(method: str, grid: int, pearson: float, spearman: float) -> str:
    """How like the map of a method another one is, compared by cells."""
    return _(
        "With {method}, over {cells}: {correlations}",
        method=method,
        cells=cells(grid),
        correlations=_correlations(pearson, spearman),
    )


def halves(pearson: float, spearman: float) -> str:
    """How like each other the two halves of the masks make the map."""
    return _(
        "Its two halves with each other: {correlations}",
        correlations=_correlations(pearson, spearman),
    )


def heatmap(method: str, layer: str) -> str:
    """What the heatmap is called."""
    return _("{method} at layer {layer}", method=method, layer=layer)


def facts(model: str, photo: str, fill: str) -> str:
    """Of what a picture is."""
    return _(
        "hidden under {fill}; {model}, {photo}", fill=fill, model=model, photo=photo
    )


def with_score(facts: str, score: str) -> str:
    """The same with the score that is followed."""
    return _("score: {score}; {facts}", score=score, facts=facts)


def chart_facts(heatmap: str, facts: str) -> str:
    """How a chart was made."""
    return _("{heatmap}; {facts}", heatmap=heatmap, facts=facts)


def random_band(seeds: int) -> str:
    """What the line and the band of the random orders are."""
    return _(
        "random: mean of {seeds} orders, in a band from the smallest to the largest",
        seeds=seeds,
    )


def end(value: float) -> str:
    """What an end of a ramp of colours means."""
    return numbers.number(value)


def _correlations(pearson: float, spearman: float) -> str:
    return _(
        "Pearson {pearson}, Spearman {spearman}",
        pearson=numbers.plain(pearson, 2),
        spearman=numbers.plain(spearman, 2),
    )
