"""The exercises, and how near a student has come to their goals."""

from ..language import _, gettext_lazy
from ..numbers import fixed

# Exercises: titles and tasks.
POSITIVE = gettext_lazy("1. Only what speaks for it")
POSITIVE_TASK = gettext_lazy(
    "Leave out every channel whose weight is negative: only channels that speak "
    "for the class take part in the sum. Everything else stays as in Grad-CAM."
)
AGAINST = gettext_lazy("2. What speaks against it")
AGAINST_TASK = gettext_lazy(
    "Show the places that lower the class’s score: where Grad-CAM’s weighted sum "
    "is negative, and by how much. Places that speak for the class become zero."
)
STRONGEST = gettext_lazy("3. Ten channels of all")
STRONGEST_TASK = gettext_lazy(
    "Keep the ten channels whose weights are the largest, whatever their signs, "
    "and set the weights of all others to zero. How much of the heatmap is left?"
)
HIRESCAM = gettext_lazy("4. Make it HiResCAM")
HIRESCAM_TASK = gettext_lazy(
    "Do not average: every place of every channel is weighted by its own "
    "gradient. Then sum and ReLU as before (Draelos and Carin 2020)."
)
LAYERCAM = gettext_lazy("5. Make it LayerCAM")
LAYERCAM_TASK = gettext_lazy(
    "As in HiResCAM every place has a weight of its own, but only gradients "
    "above zero count (Jiang et al. 2021)."
)


def passed(cosine: float) -> str:
    """An exercise is done."""
    return _(
        "Done. Your map is the goal’s: cosine {cosine} here, and it is the "
        "goal’s on other arrays too.",
        cosine=fixed(cosine, 3),
    )


def passed_where_empty() -> str:
    """An exercise is done, though there is nothing to see here."""
    return _(
        "Done. On other arrays your map is the goal’s; of this picture, class "
        "and layer the goal is zero everywhere, so there is nothing to see."
    )


def not_yet(cosine: float, wanted: float) -> str:
    """A map that is not the goal's."""
    return _(
        "Not yet: the cosine of your map and the goal is {cosine}, and {wanted} "
        "is wanted.",
        cosine=fixed(cosine, 3),
        wanted=wanted,
    )


def by_chance(cosine: float) -> str:
    """A map that is the goal's on the page's arrays alone."""
    return _(
        "On this picture and layer your map is the goal’s, but not on other "
        "arrays: there the cosine is {cosine}.",
        cosine=fixed(cosine, 3),
    )


def not_told_apart() -> str:
    """The goal is Grad-CAM's own map on the page's arrays."""
    return _(
        "At this layer the goal is Grad-CAM’s own map, so that it cannot tell "
        "them apart. Choose an earlier layer to see the difference."
    )


def resembles(title: str) -> str:
    """Which other formula it is."""
    return _("What you have made so far is: {title}.", title=title)
