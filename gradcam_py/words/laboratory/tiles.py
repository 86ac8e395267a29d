"""What the heatmaps that are compared say."""

from .. import numbers
from ..language import _, gettext_lazy

# Classes of ImageNet, by their names: those in the first sample.
ANIMALS = ("Egyptian cat", "pug")
WAITING = "…"  # computed as soon as nothing else runs
COMMON = gettext_lazy("All on one scale: a colour is the same value in each.")
OWN = gettext_lazy("Each on its own scale: a colour is a share of its own maximum.")
COSINES = gettext_lazy(
    "Cosines of the maps: 1 is the same but for a factor, 0 has no place in "
    "common. Maps of other sizes are brought to the larger one's cells."
)


def probability(label: str, probability: float) -> str:
    """A class, and how sure the network is of it."""
    return _(
        "{label}, {probability}", label=label, probability=numbers.percent(probability)
    )


def maximum(value: float) -> str:
    """A map's maximum."""
    return _("maximum {value}", value=numbers.number(value))


def too_many(most: int) -> str:
    """There is no room for another."""
    return _("{most} heatmaps at most: remove one first", most=most)


def gone() -> str:
    """It cannot be changed any more."""
    return _(
        "this heatmap is of another network than the page's by now: choose that "
        "network again to change it"
    )
