"""What the report on many pictures says."""

from __future__ import annotations

from pathlib import PurePath

from .. import numbers
from ..grammar import sentences
from ..language import _, gettext_lazy, ngettext

CONTENTS = gettext_lazy("Contents")
ALL = gettext_lazy("All pictures")
SUREST = gettext_lazy("Most sure")
LEAST_SURE = gettext_lazy("Least sure")
BORDER = gettext_lazy("At the border")
CLASSES = gettext_lazy("By class")
TABLE = gettext_lazy("Table")
PHOTOS_ONLY = gettext_lazy("Show the pictures without heatmaps")
GONE = gettext_lazy("The picture is not there any more.")
MEAN_SAYS = gettext_lazy(
    "The mean of the heatmaps, over the square that the network sees. Each "
    "counts alike: its own maximum is 1."
)
BORDER_SAYS = gettext_lazy(
    "Here more of the heatmap’s mass lies in the border, a tenth of each side, "
    "than of a map that is the same everywhere, which has 36 % there. Perhaps "
    "what speaks for the class is no part of it: a frame, a watermark, a "
    "background. Look, and then hide it, to find out."
)
NO_SUSPECTS = gettext_lazy("No picture is like that.")
CLASSES_SAY = gettext_lazy(
    "Sorted by what the network says first, those with the most pictures before "
    "the others, and the surest pictures first."
)
FILTER = gettext_lazy("Find")
BORDER_LEAST = gettext_lazy("At the border, % at least")
FAULTS_ONLY = gettext_lazy("Errors only")
ROWS = gettext_lazy("Rows")
MATCHING_ONE = gettext_lazy("1 row")
MATCHING = gettext_lazy("# rows")
COLUMNS = (
    gettext_lazy("Picture"),
    gettext_lazy("Class explained"),
    gettext_lazy("Probability"),
    gettext_lazy("Maximum"),
    gettext_lazy("Centre, from the left"),
    gettext_lazy("Centre, from the top"),
    gettext_lazy("At the border"),
)


def title(network: str, pictures: int) -> str:
    """Of the page."""
    return ngettext(
        "What {network} looks at in 1 picture",
        "What {network} looks at in {pictures} pictures",
        pictures,
        network=network,
        pictures=numbers.count(pictures),
    )


def asked(
    method: str, layer: str, target: str | None, versus: str | None, score: str
) -> str:
    """What all heatmaps answer."""
    whose = _("the best class of each picture") if target is None else target
    if versus is None:
        return _(
            "{method} at layer {layer}, of the {score} of {target}.",
            method=method,
            layer=layer,
            score=score,
            target=whose,
        )
    return _(
        "{method} at layer {layer}, of the {score} of {target} rather than {versus}.",
        method=method,
        layer=layer,
        score=score,
        target=whose,
        versus=versus,
    )


def counted(total: int, bad: int) -> str:
    """How many pictures there are."""
    explained = ngettext(
        "1 picture was explained.",
        "{count} pictures were explained.",
        total - bad,
        count=numbers.count(total - bad),
    )
    if not bad:
        return explained
    unread = ngettext(
        "1 could not be; the table says why.",
        "{bad} could not be; the table says why.",
        bad,
        bad=numbers.count(bad),
    )
    return sentences(explained, unread)


def group(pictures: int, probability: float) -> str:
    """Beside the name of a class."""
    return ngettext(
        "1 picture, mean probability of what is explained {probability}",
        "{pictures} pictures, mean probability of what is explained {probability}",
        pictures,
        probability=numbers.percent(probability),
        pictures=numbers.count(pictures),
    )


def shown(some: int, pictures: int) -> str:
    """Where a class has more pictures than there is room for."""
    if not some:
        return _("There is no room for its pictures here; the table has them.")
    return _(
        "The {some} surest of {pictures}.",
        some=numbers.count(some),
        pictures=numbers.count(pictures),
    )


def listed(rows: int) -> str:
    """Where there are more rows than the table has."""
    return _(
        "The first {rows}; the file of the rows has all of them.",
        rows=numbers.count(rows),
    )


def at_border(share: float) -> str:
    """How much of a map lies in the border."""
    return _("{share} at the border", share=numbers.whole_percent(share))


def photo_alt(name: str) -> str:
    """Of a picture."""
    return _("Picture {name}", name=short_name(name))


def heat_alt(name: str) -> str:
    """Of a picture with its heatmap."""
    return _("Heatmap of {name}", name=short_name(name))


def mean_alt(count: int) -> str:
    """Of the mean of all maps."""
    return _("Mean heatmap of {count}", count=numbers.count(count))


def mean_of_class_alt(label: str, count: int) -> str:
    """Of the mean of a class's maps."""
    return _(
        "Mean heatmap of {count}: {label}", count=numbers.count(count), label=label
    )


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
