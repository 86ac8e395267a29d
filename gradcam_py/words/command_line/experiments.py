"""What the command line says of its experiments: lines, chart, maps, progress.

The font of the maps' pictures has little beyond ASCII, such as no multiplication sign.
"""

from .. import numbers

CURVES = "deletion and insertion"
OCCLUSION = "occlusion"
RISE = "RISE"
CENTRE_FIRST = "centre first"
DELETED = "pixels hidden"
INSERTED = "pixels shown"
RANDOM_MEAN = "random, mean"
RANDOM_LEAST = "random, smallest"
RANDOM_MOST = "random, largest"
HEATMAP_SHOWS = "raw values"
OCCLUSION_SHOWS = "by how much hiding each cell lowers the score"
RISE_SHOWS = "mean score of the masks that show each place"
NOTHING = "0"
NO_FALL = "0 and below"
AREA = "area below the curve"
LOWER, HIGHER = "lower is better", "higher is better"


def progress(what: str, done: int, passes: int) -> str:
    """How far an experiment is."""
    return f"{what}: {done} of {passes} forward passes"


def probability_of(name: str) -> str:
    """The score that an experiment follows."""
    return f"probability of {name}"


def logit_of(name: str, versus: str | None) -> str:
    """The same before softmax or sigmoid, less that of another class."""
    return f"logit of {name}" + (f" less that of {versus}" if versus else "")


def deletion(better: str) -> str:
    """Above the curves of hiding pixels."""
    return f"Deletion: {better}"


def insertion(better: str) -> str:
    """Above the curves of showing pixels."""
    return f"Insertion: {better}"


def curve(order: str, area: float) -> str:
    """An order of the pixels, and the area below its curve."""
    return f"{order}: {numbers.plain(area, 3)}"


def random_curves(mean: float, low: float, high: float) -> str:
    """The same of several random orders, with the smallest and the largest area."""
    values = numbers.plain(low, 3), numbers.plain(high, 3)
    return f"random: {numbers.plain(mean, 3)} ({values[0]} to {values[1]})"


def shortened(text: str, most: int) -> str:
    """A text of so many characters at most, for a place that holds no more."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def table_head(score: str) -> str:
    """Above the areas below the curves of that score."""
    return f"Deletion and insertion, area below the {score}:"


def table_columns(width: int) -> str:
    """The heads of the areas' columns; `width` is that of the orders."""
    return f"{'':{width}}  deletion  insertion"


def areas(order: str, deletion: float, insertion: float, width: int) -> str:
    """One line of the areas."""
    values = numbers.plain(deletion, 3), numbers.plain(insertion, 3)
    return f"{order:{width}}  {values[0]:>8}  {values[1]:>9}"


def strongest_cell(grid: int, column: int, row: int, score: str, fall: float) -> str:
    """What hiding the cells one after the other did; they count from 1."""
    return (
        f"{occlusion(grid)}: hiding column {column}, row {row} lowers the {score} "
        f"most, by {numbers.number(fall)}."
    )


def no_cell(grid: int, score: str) -> str:
    """The same where the score never falls."""
    return f"{occlusion(grid)}: hiding none of them lowers the {score}."


def occlusion(grid: int) -> str:
    """What a map of hidden cells is called."""
    return f"Occlusion, {cells(grid)}"


def cells(grid: int) -> str:
    """How many there are."""
    return f"{grid} x {grid} cells"


def rise(masks: int, seed: int) -> str:
    """What a map of random masks is called."""
    return f"RISE, {masks} masks, seed {seed}"


def likeness(method: str, grid: int, pearson: float, spearman: float) -> str:
    """How like the map of a method another one is, compared by cells."""
    return f"With {method}, over {cells(grid)}: {_correlations(pearson, spearman)}"


def halves(pearson: float, spearman: float) -> str:
    """How like each other the two halves of the masks make the map."""
    return f"Its two halves with each other: {_correlations(pearson, spearman)}"


def heatmap(method: str, layer: str) -> str:
    """What the heatmap is called."""
    return f"{method} at layer {layer}"


def facts(model: str, photo: str, fill: str) -> str:
    """Of what a picture is."""
    return f"hidden under {fill}; {model}, {photo}"


def with_score(facts: str, score: str) -> str:
    """The same with the score that is followed."""
    return f"score: {score}; {facts}"


def chart_facts(heatmap: str, facts: str) -> str:
    """How a chart was made."""
    return f"{heatmap}; {facts}"


def random_band(seeds: int) -> str:
    """What the line and the band of the random orders are."""
    return f"random: mean of {seeds} orders, in a band from the smallest to the largest"


def end(value: float) -> str:
    """What an end of a ramp of colours means."""
    return numbers.number(value)


def _correlations(pearson: float, spearman: float) -> str:
    values = numbers.plain(pearson, 2), numbers.plain(spearman, 2)
    return f"Pearson {values[0]}, Spearman {values[1]}"
