"""What stands at the maps that a student's code makes, and how far it is."""

from collections.abc import Sequence

from ..grammar import apart, listed
from ..language import _, gettext_lazy
from ..numbers import count, fixed, number, size

# How far it is.
STARTING = gettext_lazy("Starting a Python of its own for your code …")
READY = gettext_lazy("Ready. Nothing runs before you press Run.")
FOLLOWS = gettext_lazy("Your map follows the picture, and every pause in your typing.")
STALE = gettext_lazy("The maps below are those of your code before.")


def arrays(layer: str, channels: int, height: int, width: int) -> str:
    """What the code gets."""
    return _(
        "activations and gradients are those of layer {layer} now: {channels} "
        "channels of {size} places, float32.",
        layer=layer,
        channels=count(channels),
        size=size(height, width),
    )


# Under maps.
PAGE = gettext_lazy("the page’s map")
YOURS = gettext_lazy("your map")
GOAL = gettext_lazy("the goal")
SIGNED = gettext_lazy("blue below zero, red above")


def likeness(method: str, cosine: float) -> str:
    """How like the page's map the student's is."""
    return _(
        "Your map and the page’s ({method}) have the cosine {cosine}.",
        method=method,
        cosine=fixed(cosine, 3),
    )


def empty(method: str) -> str:
    """A cosine with an empty map says nothing."""
    return _(
        "One of the two maps, yours or the page’s ({method}), is zero everywhere.",
        method=method,
    )


def caption(name: str, low: float, high: float) -> str:
    """Under a map: whose it is, and its values."""
    values = _("{low} to {high}", low=number(low), high=number(high))
    return f"{name}\n{values}"


def alt(captions: Sequence[str]) -> str:
    """What the pictures of the maps show together."""
    told = apart(listed(caption.split("\n")) for caption in captions)
    return _("Heatmaps: {captions}", captions=told)
