"""What a heatmap and the predictions say, for those who read or hear the page."""

from . import numbers
from .grammar import plural

# Of methods that ask for no class, where others name theirs.
CLASSLESS = "the same for every class and score"
OUTSIDE = "Outside of what the network sees"


def against(label: str) -> str:
    """What is explained: what speaks against a class."""
    return f"not {label}"


def contrast(label: str, versus: str) -> str:
    """What is explained: why the one class and not the other."""
    return f"{label} rather than {versus}"


def subject(explained: str, method: str, layer: str, picture: str, network: str) -> str:
    """All that a heatmap is of."""
    return f"{explained} · {method}, layer {layer} · {picture} · {network}"


def untouched(title: str) -> str:
    """What is explained, of the picture with nothing hidden."""
    return f"{title}, nothing hidden"


def strongest(row: int, column: int, height: int, width: int, value: float) -> str:
    """Where a map of so many cells is highest; rows and columns count from 1."""
    return (
        f"Strongest in row {row}, column {column} of {numbers.size(height, width)} "
        f"cells: {numbers.number(value)}"
    )


def empty_for(label: str) -> str:
    """A map without a positive value, which asked for a class."""
    return (
        f"Nothing here speaks for “{label}”: every weighted sum of this layer's maps "
        "is zero or negative, so the heatmap is empty."
    )


def empty_against(label: str) -> str:
    """A map without a positive value, which asked what speaks against a class."""
    return (
        f"Nothing here speaks against “{label}”: every weighted sum of this layer's "
        "maps is zero or negative, so the heatmap is empty."
    )


def empty_contrast(label: str, versus: str) -> str:
    """A map without a positive value, which compared two classes."""
    return (
        f"Nothing here speaks for “{label}” rather than for “{versus}”: every weighted "
        "sum of this layer's maps is zero or negative, so the heatmap is empty."
    )


def cell(
    row: int, column: int, height: int, width: int, value: float, maximum: float
) -> str:
    """The value of one cell of a map, and its share of the map's maximum."""
    size = numbers.size(height, width)
    told = numbers.number(value)
    if not maximum > 0:
        return f"Row {row}, column {column} of {size}: {told}"
    share = numbers.whole_percent(value / maximum)
    return f"Row {row}, column {column} of {size}: {told}, {share} of the maximum"


def following(label: str) -> str:
    """The class that is explained was chosen by the page."""
    return f"Following the best guess of the whole picture: {label}"


def pinned(label: str) -> str:
    """The class that is explained was chosen by the visitor."""
    return f"Pinned: {label}"


def offer(label: str) -> str:
    """Another class has become the best one, which can be explained instead."""
    return f"Best is now {label}: explain it"


def no_class_asked(method: str) -> str:
    """Why a method that asks for no class leaves nothing to choose."""
    return f"{method} looks at the layer's maps alone: no class and no score matters"


def summary(label: str, probability: float, hiding: int) -> str:
    """The answer in one sentence; `hiding` counts the shapes that hide something."""
    answer = f"{label}, {numbers.percent(probability)}"
    if not hiding:
        return f"{answer}; nothing is hidden."
    return plural(
        hiding,
        one=f"{answer}; one shape hides a part.",
        other=f"{answer}; {hiding} shapes hide parts.",
    )
