"""What the report on many pictures says."""

from __future__ import annotations

from pathlib import PurePath

from .. import numbers
from ..grammar import plural, sentences

CONTENTS = "Contents"
ALL = "All pictures"
SUREST = "Most sure"
LEAST_SURE = "Least sure"
BORDER = "At the border"
CLASSES = "By class"
TABLE = "Table"
PHOTOS_ONLY = "Show the pictures without heatmaps"
GONE = "The picture is not there any more."
MEAN_SAYS = (
    "The mean of the heatmaps, over the square that the network sees. Each counts "
    "alike: its own maximum is 1."
)
BORDER_SAYS = (
    "Here more of the heatmap’s mass lies in the border, a tenth of each side, than of "
    "a map that is the same everywhere, which has 36 % there. Perhaps what speaks for "
    "the class is no part of it: a frame, a watermark, a background. Look, and then "
    "hide it, to find out."
)
NO_SUSPECTS = "No picture is like that."
CLASSES_SAY = (
    "Sorted by what the network says first, those with the most pictures before the "
    "others, and the surest pictures first."
)
FILTER = "Find"
BORDER_LEAST = "At the border, % at least"
FAULTS_ONLY = "Errors only"
ROWS = "Rows"
MATCHING_ONE = "1 row"
MATCHING = "# rows"
COLUMNS = (
    "Picture",
    "Class explained",
    "Probability",
    "Maximum",
    "Centre, from the left",
    "Centre, from the top",
    "At the border",
)


def title(network: str, pictures: int) -> str:
    """Of the page."""
    return plural(
        pictures,
        one=f"What {network} looks at in 1 picture",
        other=f"What {network} looks at in {numbers.count(pictures)} pictures",
    )


def asked(
    method: str, layer: str, target: str | None, versus: str | None, score: str
) -> str:
    """What all heatmaps answer."""
    whose = "the best class of each picture" if target is None else target
    than = "" if versus is None else f" rather than {versus}"
    return f"{method} at layer {layer}, of the {score} of {whose}{than}."


def counted(total: int, bad: int) -> str:
    """How many pictures there are."""
    explained = plural(
        total - bad,
        one="1 picture was explained.",
        other=f"{numbers.count(total - bad)} pictures were explained.",
    )
    if not bad:
        return explained
    unread = plural(
        bad,
        one="1 could not be; the table says why.",
        other=f"{numbers.count(bad)} could not be; the table says why.",
    )
    return sentences(explained, unread)


def group(pictures: int, probability: float) -> str:
    """Beside the name of a class."""
    mean = f"mean probability of what is explained {numbers.percent(probability)}"
    return plural(
        pictures,
        one=f"1 picture, {mean}",
        other=f"{numbers.count(pictures)} pictures, {mean}",
    )


def shown(some: int, pictures: int) -> str:
    """Where a class has more pictures than there is room for."""
    if not some:
        return "There is no room for its pictures here; the table has them."
    return f"The {numbers.count(some)} surest of {numbers.count(pictures)}."


def listed(rows: int) -> str:
    """Where there are more rows than the table has."""
    return f"The first {numbers.count(rows)}; the file of the rows has all of them."


def at_border(share: float) -> str:
    """How much of a map lies in the border."""
    return f"{numbers.whole_percent(share)} at the border"


def photo_alt(name: str) -> str:
    """Of a picture."""
    return f"Picture {short_name(name)}"


def heat_alt(name: str) -> str:
    """Of a picture with its heatmap."""
    return f"Heatmap of {short_name(name)}"


def mean_alt(count: int) -> str:
    """Of the mean of all maps."""
    return f"Mean heatmap of {numbers.count(count)}"


def mean_of_class_alt(label: str, count: int) -> str:
    """Of the mean of a class's maps."""
    return f"Mean heatmap of {numbers.count(count)}: {label}"


def short_name(name: str) -> str:
    """A picture's name without its folders."""
    return PurePath(name).name


def percent(share: float) -> str:
    """A probability."""
    return numbers.percent(share)


def share(part: float | None) -> str:
    """A part of a side or of a map's mass; nothing where there is none."""
    return "" if part is None else numbers.whole_percent(part)


def number(value: float) -> str:
    """A raw value."""
    return numbers.number(value)
