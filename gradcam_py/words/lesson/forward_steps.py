"""What steps 1 to 4 of the lesson say, and its comparison of fills."""

from collections.abc import Sequence

from .. import numbers
from ..grammar import listed
from ..language import _, gettext_lazy, ngettext
from ..numbers import count, with_sign

# Under pictures.
PICTURE = gettext_lazy("the picture")
MASK = gettext_lazy("what is hidden")
INPUT = gettext_lazy("what the network is given")

NOTHING_HIDDEN = gettext_lazy("nothing hidden")
OWN_FILLS = gettext_lazy("What you have hidden, under each of the fills:")
SQUARE_FILLS = gettext_lazy(
    "Nothing is hidden at the moment; here is a square in the middle:"
)


def other_method(method: str) -> str:
    """A word of warning where the page shows another method than the steps."""
    return _(
        "The page shows a heatmap of {method} at the moment; the ten steps are "
        "always those of Grad-CAM.",
        method=method,
    )


def whole_picture(title: str, side: int, values: int) -> str:
    """The whole picture has become the network's input."""
    return _(
        "“{title}”, squashed to {size} pixels of three colours: {values} numbers "
        "from 0 to 255.",
        title=title,
        size=numbers.size(side, side),
        values=count(values),
    )


def centre_of_picture(title: str, side: int, values: int) -> str:
    """The centre of the picture has become the network's input."""
    return _(
        "“{title}”, its centre square, scaled to {size} pixels of three colours: "
        "{values} numbers from 0 to 255.",
        title=title,
        size=numbers.size(side, side),
        values=count(values),
    )


def hidden(share: float, fill: str) -> str:
    """How much of the input is hidden, and by what."""
    return _(
        "Hidden: {share} of the area, under {fill}.",
        share=numbers.percent(share),
        fill=fill,
    )


def features(
    label: str,
    block: str,
    *,
    maps: int,
    height: int,
    width: int,
    pixels: float,
    shown: int,
) -> str:
    """A layer's maps; a cell stands for `pixels` of the input in either direction."""
    side = numbers.rough(pixels)
    return _(
        "Layer {label} ({block}) makes {maps} maps of {size} cells: one cell for "
        "every {side} × {side} pixels of the input. Here are the {shown} maps "
        "that vary most.",
        label=label,
        block=block,
        maps=count(maps),
        size=numbers.size(height, width),
        side=side,
        shown=shown,
    )


def silent(maps: int) -> str:
    """So many maps are zero everywhere."""
    return ngettext(
        "1 of the maps stays at zero everywhere in this picture.",
        "{maps} of the maps stay at zero everywhere in this picture.",
        maps,
        maps=count(maps),
    )


def feature_map(channel: int, low: float, high: float) -> str:
    """Under a map: its channel and its values."""
    return f"{channel}\n{numbers.interval(low, high)}"


def feature_maps(channels: Sequence[int]) -> str:
    """What the pictures of some maps show."""
    return _("Feature maps of channels {channels}", channels=listed(channels))


def scores(classes: int, best: float, others: int, rest: float) -> str:
    """How the five best classes share the probability with the others, if any."""
    if others == 0:
        return _(
            "The {classes} classes share all of the probability.",
            classes=count(classes),
        )
    return _(
        "The five best of {classes} classes share {best} of the probability, the "
        "other {others} the remaining {rest}.",
        classes=count(classes),
        best=numbers.percent(best),
        others=others,
        rest=numbers.percent(rest),
    )


def scores_apart(classes: int, shown: int) -> str:
    """Probabilities that no other class has a share of."""
    return _(
        "The {shown} best of {classes} classes. Each of them has a probability "
        "of its own, whatever those of the others are.",
        shown=shown,
        classes=count(classes),
    )


def explains_contrast(label: str, versus: str, score: float) -> str:
    """The score is a difference of two logits."""
    return _(
        "Explained now: why “{label}” rather than “{versus}”? The score is the "
        "difference of their two logits, y = {score}.",
        label=label,
        versus=versus,
        score=with_sign(score),
    )


def explains_probability(label: str, probability: float) -> str:
    """The score is a probability."""
    share = numbers.percent(probability)
    return _(
        "Explained now: the probability of “{label}”, y = {share}.",
        label=label,
        share=share,
    )


def explains_against(label: str, score: float) -> str:
    """The score is a logit with the other sign."""
    return _(
        "Explained now: what speaks against “{label}”. The score is its logit "
        "with the sign turned round, y = {score}.",
        label=label,
        score=with_sign(score),
    )


def explains_logit(label: str, score: float) -> str:
    """The score is a logit."""
    return _(
        "Explained now: the logit of “{label}”, y = {score}.",
        label=label,
        score=with_sign(score),
    )


def fills(titles: Sequence[str]) -> str:
    """What the pictures of all fills show."""
    return _(
        "The same part of the picture hidden under {titles}", titles=listed(titles)
    )
