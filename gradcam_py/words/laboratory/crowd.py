"""What the page says of many pictures."""

from .. import numbers
from ..language import _, gettext_lazy, ngettext

ALL = gettext_lazy("Mean heatmap of all")
ALL_SAYS = gettext_lazy("Each heatmap counts alike: its own maximum is 1.")
SUREST = gettext_lazy("Most sure")
LEAST_SURE = gettext_lazy("Least sure")
BORDER = gettext_lazy("At the border")
BORDER_SAYS = gettext_lazy(
    "More of these heatmaps lies in the border, a tenth of each side, than of a map "
    "that is the same everywhere, which has 36 % there. Perhaps what speaks for the "
    "class is no part of it: a frame, a watermark, a background. Open one, hide it, "
    "and see."
)
NO_SUSPECTS = gettext_lazy(
    "No heatmap has more in the border than one that is the same everywhere."
)
CLASSES = gettext_lazy("By best guess")
FAULTS = gettext_lazy("Could not be explained")
OPENS = gettext_lazy("Press a picture to open it on the page.")
SAVE_CSV = gettext_lazy("Save the table (CSV)")
SAVE_ROWS = gettext_lazy("Save the rows (JSON Lines)")


def subject(method: str, layer: str, network: str) -> str:
    """What all of the heatmaps answer."""
    return _(
        "{method} at layer {layer} of {network}, for the best guess of each picture.",
        method=method,
        layer=layer,
        network=network,
    )


def too_many(came: int, most: int) -> str:
    """More pictures than a page explains."""
    return _(
        "{came} pictures came, and the page explains {most} at a time. The command "
        "line takes any number: gradcam FOLDER --out RESULTS --report",
        came=numbers.count(came),
        most=most,
    )


def too_long(name: str, size: int, most: int) -> str:
    """A file that is too long for a picture."""
    return _(
        "{name}: {size} bytes, {most} at most",
        name=name,
        size=numbers.count(size),
        most=numbers.count(most),
    )


def unforeseen(name: str, kind: str, said: str) -> str:
    """An error that nobody foresaw."""
    return _("{name}: {kind} {said}", name=name, kind=kind, said=said)


def because(name: str, reason: str) -> str:
    """An error that does not name its file."""
    return _("{name}: {reason}", name=name, reason=reason)


def no_number(name: object) -> str:
    """An answer that is infinite or not a number."""
    return _("{name}: the network's answer is no finite number", name=name)


def again(name: str, number: int) -> str:
    """Another file of the same name."""
    return _("{name} ({number})", name=name, number=number)


def group(pictures: int, probability: float) -> str:
    """Beside the name of a class."""
    return ngettext(
        "1 picture, probability {mean}",
        "{pictures} pictures, mean probability {mean}",
        pictures,
        pictures=numbers.count(pictures),
        mean=numbers.percent(probability),
    )


def guess(label: str, probability: float) -> str:
    """What the network says of a picture."""
    return _(
        "{label} {probability}", label=label, probability=numbers.percent(probability)
    )


def at_border(share: float) -> str:
    """How much of a map lies in the border."""
    return _("{share} at the border", share=numbers.whole_percent(share))


def heatmap(name: str) -> str:
    """A picture with its heatmap, for those who hear the page."""
    return _("Heatmap of {name}", name=name)


def mean_of(label: str) -> str:
    """The mean of a class's maps."""
    return _("Mean heatmap: {label}", label=label)
