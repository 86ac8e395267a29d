"""What the page says of many pictures."""

from .. import numbers
from ..grammar import plural
from .trials import Counted

PICTURES = Counted("picture", "pictures")

ALL = "Mean heatmap of all"
ALL_SAYS = "Each heatmap counts alike: its own maximum is 1."
SUREST = "Most sure"
LEAST_SURE = "Least sure"
BORDER = "At the border"
BORDER_SAYS = (
    "More of these heatmaps lies in the border, a tenth of each side, than of a map "
    "that is the same everywhere, which has 36 % there. Perhaps what speaks for the "
    "class is no part of it: a frame, a watermark, a background. Open one, hide it, "
    "and see."
)
NO_SUSPECTS = "No heatmap has more in the border than one that is the same everywhere."
CLASSES = "By best guess"
FAULTS = "Could not be explained"
OPENS = "Press a picture to open it on the page."
SAVE_CSV = "Save the table (CSV)"
SAVE_ROWS = "Save the rows (JSON Lines)"


def subject(method: str, layer: str, network: str) -> str:
    """What all of the heatmaps answer."""
    return (
        f"{method} at layer {layer} of {network}, for the best guess of each picture."
    )


def too_many(came: int, most: int) -> str:
    """More pictures than a page explains."""
    return (
        f"{numbers.count(came)} pictures came, and the page explains {most} at a time. "
        "The command line takes any number: gradcam FOLDER --out RESULTS --report"
    )


def too_long(name: str, size: int, most: int) -> str:
    """A file that is too long for a picture."""
    return f"{name}: {numbers.count(size)} bytes, {numbers.count(most)} at most"


def unforeseen(name: str, kind: str, said: str) -> str:
    """An error that nobody foresaw."""
    return f"{name}: {kind} {said}"


def because(name: str, reason: str) -> str:
    """An error that does not name its file."""
    return f"{name}: {reason}"


def no_number(name: object) -> str:
    """An answer that is infinite or not a number."""
    return f"{name}: the network's answer is no finite number"


def again(name: str, number: int) -> str:
    """Another file of the same name."""
    return f"{name} ({number})"


def group(pictures: int, probability: float) -> str:
    """Beside the name of a class."""
    mean = numbers.percent(probability)
    return plural(
        pictures,
        one=f"1 picture, probability {mean}",
        other=f"{numbers.count(pictures)} pictures, mean probability {mean}",
    )


def guess(label: str, probability: float) -> str:
    """What the network says of a picture."""
    return f"{label} {numbers.percent(probability)}"


def at_border(share: float) -> str:
    """How much of a map lies in the border."""
    return f"{numbers.whole_percent(share)} at the border"


def heatmap(name: str) -> str:
    """A picture with its heatmap, for those who hear the page."""
    return f"Heatmap of {name}"


def mean_of(label: str) -> str:
    """The mean of a class's maps."""
    return f"Mean heatmap: {label}"
