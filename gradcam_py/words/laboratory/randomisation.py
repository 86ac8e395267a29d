"""What the experiment says that shuffles the network's weights."""

from .. import numbers
from ..grammar import plural

# Stages, and what stands under maps.
HEAD, TRAINED, EDGES = "head", "trained", "edge detector"

NOTHING_TO_SHUFFLE = (
    "The weights of this network are not stored in a way that this experiment could "
    "shuffle them: expected tensors of at least 4 KB with 8, 16 or 32 bits a value."
)
HARDLY_CHANGED = 0.8  # of either measure
STILL_ALIKE = 0.5  # of the order


def chart(method: str, stages: int) -> str:
    """The chart for those who hear the page."""
    known = plural(stages, one="after 1 stage", other=f"after {stages} stages")
    return (
        f"Two lines: how like {method}'s map on the trained network its map is "
        f"{known} of forgetting. The edge detector's line stays at 1."
    )


def empty(method: str) -> str:
    """In the end the map has no place above zero."""
    return (
        f"With every layer shuffled {method}'s map is empty: nothing speaks for the "
        "class. The map does depend on what the network has learnt, which is "
        "necessary and proves no more than that."
    )


def verdict(method: str, head: float, spearman: float, ssim: float) -> str:
    """What the stages come to, after the head's and after all."""
    if min(spearman, ssim) > HARDLY_CHANGED:
        return (
            f"{method}'s map hardly changes, though the network has forgotten "
            f"everything (Spearman {numbers.fixed(spearman, 2)}, SSIM "
            f"{numbers.fixed(ssim, 2)}): it cannot be about what was learnt."
        )
    told = (
        f"{method}'s map changes: Spearman {numbers.fixed(head, 2)} without the "
        f"head, {numbers.fixed(spearman, 2)} without any layer (SSIM "
        f"{numbers.fixed(ssim, 2)}). It depends on what the network has learnt, "
        "which is necessary and proves no more than that."
    )
    if head > HARDLY_CHANGED:
        told += (
            " That the head alone changes so little means that it hardly depends on "
            "the class."
        )
    if spearman > STILL_ALIKE:
        told += (
            " What likeness is left in the end comes from the picture itself, which "
            "shuffled weights pass on as well, or from chance."
        )
    return told
