"""What the experiment says that shuffles the network's weights."""

from .. import numbers
from ..grammar import sentences
from ..language import _, gettext_lazy, ngettext, pgettext_lazy

# Stages, and what stands under maps.
HEAD = pgettext_lazy("stage", "head")
TRAINED = pgettext_lazy("stage", "trained")
EDGES = gettext_lazy("edge detector")

NOTHING_TO_SHUFFLE = gettext_lazy(
    "The weights of this network are not stored in a way that this experiment "
    "could shuffle them: expected tensors of at least 4 KB with 8, 16 or 32 bits "
    "a value."
)
HARDLY_CHANGED = 0.8  # of either measure
STILL_ALIKE = 0.5  # of the order


def chart(method: str, stages: int) -> str:
    """The chart for those who hear the page."""
    return ngettext(
        "Two lines: how like {method}'s map on the trained network its map is after 1 "
        "stage of forgetting. The edge detector's line stays at 1.",
        "Two lines: how like {method}'s map on the trained network its map is after "
        "{stages} stages of forgetting. The edge detector's line stays at 1.",
        stages,
        method=method,
        stages=stages,
    )


def empty(method: str) -> str:
    """In the end the map has no place above zero."""
    return _(
        "With every layer shuffled {method}'s map is empty: nothing speaks for "
        "the class. The map does depend on what the network has learnt, which is "
        "necessary and proves no more than that.",
        method=method,
    )


def verdict(method: str, head: float, spearman: float, ssim: float) -> str:
    """What the stages come to, after the head's and after all."""
    if min(spearman, ssim) > HARDLY_CHANGED:
        return _(
            "{method}'s map hardly changes, though the network has forgotten "
            "everything (Spearman {spearman}, SSIM {ssim}): it cannot be about "
            "what was learnt.",
            method=method,
            spearman=numbers.fixed(spearman, 2),
            ssim=numbers.fixed(ssim, 2),
        )
    changes = _(
        "{method}'s map changes: Spearman {head} without the head, {spearman} "
        "without any layer (SSIM {ssim}). It depends on what the network has "
        "learnt, which is necessary and proves no more than that.",
        method=method,
        head=numbers.fixed(head, 2),
        spearman=numbers.fixed(spearman, 2),
        ssim=numbers.fixed(ssim, 2),
    )
    of_class = of_picture = ""
    if head > HARDLY_CHANGED:
        of_class = _(
            "That the head alone changes so little means that it hardly depends "
            "on the class."
        )
    if spearman > STILL_ALIKE:
        of_picture = _(
            "What likeness is left in the end comes from the picture itself, "
            "which shuffled weights pass on as well, or from chance."
        )
    return sentences(changes, of_class, of_picture)
