"""What came of a mission: said from its numbers."""

from collections.abc import Sequence

from .. import numbers
from ..grammar import listed


def points(value: float) -> str:
    """How well it went, of 100."""
    return f"{numbers.fixed(value, 1)} of 100 points"


def share_of_heat(heat: float, area: float, best: float, label: str) -> str:
    """How much of the heatmap lies in what was drawn."""
    return (
        f"Your drawing covers {numbers.percent(area)} of the picture and holds "
        f"{numbers.percent(heat)} of the heatmap for “{label}”. The brightest "
        f"{numbers.percent(area)} of it would hold {numbers.percent(best)}."
    )


def cost(label: str, before: float, after: float) -> str:
    """What hiding it does."""
    return (
        f"With it hidden “{label}” goes from {numbers.percent(before)} to "
        f"{numbers.percent(after)}."
    )


MATTERS = "So it matters to the network, whatever the heatmap says."
HARDLY_MATTERS = (
    "So the network hardly needs it: either the heatmap lies elsewhere, or the same "
    "evidence stands in the picture twice."
)
EMPTY_MAP = "The heatmap is empty: for this class nothing is bright."


def flipped(before: str, after: str, area: float) -> str:
    """The best guess has become another one."""
    return (
        f"“{before}” has become “{after}”, with {numbers.percent(area)} of the picture "
        "hidden."
    )


def not_flipped(label: str, area: float) -> str:
    """It has not."""
    return (
        f"It still says “{label}”, though {numbers.percent(area)} of the picture is "
        "hidden."
    )


def rival(area: float, passes: int, after: str) -> str:
    """What a search found."""
    return (
        f"A greedy search over 7 × 7 cells needed {numbers.percent(area)} and "
        f"{numbers.count(passes)} forward passes to make it say “{after}”."
    )


def rival_failed(passes: int) -> str:
    """It found nothing."""
    return (
        f"A greedy search over 7 × 7 cells did not manage it in "
        f"{numbers.count(passes)} forward passes."
    )


def competition(
    hidden: float, cat: str, dog: str, before: float, after: float, logit: float
) -> str:
    """What hiding the one class did to the other."""
    return (
        f"Hiding the brightest {numbers.percent(hidden)} for “{cat}” takes “{dog}” "
        f"from {numbers.percent(before)} to {numbers.percent(after)}; its logit "
        f"changes by {numbers.with_sign(logit)}."
    )


def came(answer: str) -> str:
    """What happened, in the words of the options."""
    return f"What happened: {answer}."


SOFTMAX = (
    "The softmax makes classes rivals: one also rises because another falls. The logit "
    "tells what the network found of that class itself."
)


def fill_changes(changes: Sequence[tuple[str, float]]) -> str:
    """The change of the logit under each fill."""
    told = [f"{title} {numbers.with_sign(change)}" for title, change in changes]
    return f"The logit's change under each cover: {listed(told)}."


def fill_answer(chosen: str, most: str) -> str:
    """Which was chosen, and which it was."""
    if chosen == most:
        return f"Right: {most} changes most here."
    return f"You said {chosen}; {most} changes most here."


NO_NOTHING = (
    "No cover is “nothing”: each says something of its own, so an effect that only one "
    "of them shows is an effect of that cover."
)


def warmth(warm: float, left: float) -> str:
    """How warm the place is, and what is left of the class."""
    return (
        f"Your place has on average {numbers.percent(warm)} of the heatmap's maximum, "
        f"and {numbers.percent(left)} of the probability is left with it hidden."
    )


WARM_AND_FREE = (
    "Grad-CAM adds up features that would raise the score. It does not ask whether "
    "they are needed: where others do the same work, a warm place costs nothing."
)
WARM_AND_NEEDED = (
    "Here warm also means needed. Look for a warm place whose evidence stands "
    "elsewhere a second time: the other eye, the rest of the coat."
)


def too_large(area: float, most: float) -> str:
    """A region that is no place any more."""
    return (
        f"{numbers.percent(area)} of the picture is too much for a place: at most "
        f"{numbers.percent(most)} count."
    )


NOTHING_DRAWN = "draw on the picture first: there is nothing to lock yet"


def no_option(given: str, known: Sequence[str]) -> str:
    """An answer that is none of those offered."""
    return f"the answer {given!r}: expected one of {listed(known)}"
