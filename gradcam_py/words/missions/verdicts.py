"""What came of a mission: said from its numbers."""

from collections.abc import Sequence

from .. import numbers
from ..grammar import listed
from ..language import _, gettext_lazy


def points(value: float) -> str:
    """How well it went, of 100."""
    return _("{value} of 100 points", value=numbers.fixed(value, 1))


def share_of_heat(heat: float, area: float, best: float, label: str) -> str:
    """How much of the heatmap lies in what was drawn."""
    return _(
        "Your drawing covers {area} of the picture and holds {heat} of the "
        "heatmap for “{label}”. The brightest {area} of it would hold {best}.",
        area=numbers.percent(area),
        heat=numbers.percent(heat),
        label=label,
        best=numbers.percent(best),
    )


def cost(label: str, before: float, after: float) -> str:
    """What hiding it does."""
    return _(
        "With it hidden “{label}” goes from {before} to {after}.",
        label=label,
        before=numbers.percent(before),
        after=numbers.percent(after),
    )


MATTERS = gettext_lazy("So it matters to the network, whatever the heatmap says.")
HARDLY_MATTERS = gettext_lazy(
    "So the network hardly needs it: either the heatmap lies elsewhere, or the "
    "same evidence stands in the picture twice."
)
EMPTY_MAP = gettext_lazy("The heatmap is empty: for this class nothing is bright.")


def flipped(before: str, after: str, area: float) -> str:
    """The best guess has become another one."""
    return _(
        "“{before}” has become “{after}”, with {area} of the picture hidden.",
        before=before,
        after=after,
        area=numbers.percent(area),
    )


def not_flipped(label: str, area: float) -> str:
    """It has not."""
    return _(
        "It still says “{label}”, though {area} of the picture is hidden.",
        label=label,
        area=numbers.percent(area),
    )


def rival(area: float, passes: int, after: str) -> str:
    """What a search found."""
    return _(
        "A greedy search over 7 × 7 cells needed {area} and {passes} forward "
        "passes to make it say “{after}”.",
        area=numbers.percent(area),
        passes=numbers.count(passes),
        after=after,
    )


def rival_failed(passes: int) -> str:
    """It found nothing."""
    return _(
        "A greedy search over 7 × 7 cells did not manage it in {passes} forward "
        "passes.",
        passes=numbers.count(passes),
    )


def competition(
    hidden: float, cat: str, dog: str, before: float, after: float, logit: float
) -> str:
    """What hiding the one class did to the other."""
    return _(
        "Hiding the brightest {hidden} for “{cat}” takes “{dog}” from {before} "
        "to {after}; its logit changes by {logit}.",
        hidden=numbers.percent(hidden),
        cat=cat,
        dog=dog,
        before=numbers.percent(before),
        after=numbers.percent(after),
        logit=numbers.with_sign(logit),
    )


def came(answer: str) -> str:
    """What happened, in the words of the options."""
    return _("What happened: {answer}.", answer=answer)


SOFTMAX = gettext_lazy(
    "The softmax makes classes rivals: one also rises because another falls. The "
    "logit tells what the network found of that class itself."
)


def fill_changes(changes: Sequence[tuple[str, float]]) -> str:
    """The change of the logit under each fill."""
    told = [f"{title} {numbers.with_sign(change)}" for title, change in changes]
    return _("The logit's change under each cover: {changes}.", changes=listed(told))


def fill_answer(chosen: str, most: str) -> str:
    """Which was chosen, and which it was."""
    if chosen == most:
        return _("Right: {most} changes most here.", most=most)
    return _("You said {chosen}; {most} changes most here.", chosen=chosen, most=most)


NO_NOTHING = gettext_lazy(
    "No cover is “nothing”: each says something of its own, so an effect that "
    "only one of them shows is an effect of that cover."
)


def warmth(warm: float, left: float) -> str:
    """How warm the place is, and what is left of the class."""
    return _(
        "Your place has on average {warm} of the heatmap's maximum, and {left} "
        "of the probability is left with it hidden.",
        warm=numbers.percent(warm),
        left=numbers.percent(left),
    )


WARM_AND_FREE = gettext_lazy(
    "Grad-CAM adds up features that would raise the score. It does not ask "
    "whether they are needed: where others do the same work, a warm place costs "
    "nothing."
)
WARM_AND_NEEDED = gettext_lazy(
    "Here warm also means needed. Look for a warm place whose evidence stands "
    "elsewhere a second time: the other eye, the rest of the coat."
)


def too_large(area: float, most: float) -> str:
    """A region that is no place any more."""
    return _(
        "{area} of the picture is too much for a place: at most {most} count.",
        area=numbers.percent(area),
        most=numbers.percent(most),
    )


NOTHING_DRAWN = gettext_lazy("draw on the picture first: there is nothing to lock yet")


def no_option(given: str, known: Sequence[str]) -> str:
    """An answer that is none of those offered."""
    return _(
        "the answer {given!r}: expected one of {known}",
        given=given,
        known=listed(known),
    )
