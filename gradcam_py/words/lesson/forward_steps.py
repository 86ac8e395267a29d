"""What steps 1 to 4 of the lesson say, and its comparison of fills."""

from collections.abc import Sequence

from .. import numbers
from ..grammar import listed, plural
from ..numbers import count, with_sign

# Under pictures.
PICTURE = "the picture"
MASK = "what is hidden"
INPUT = "what the network is given"

NOTHING_HIDDEN = "nothing hidden"
OWN_FILLS = "What you have hidden, under each of the fills:"
SQUARE_FILLS = "Nothing is hidden at the moment; here is a square in the middle:"


def other_method(method: str) -> str:
    """A word of warning where the page shows another method than the steps."""
    return (
        f"The page shows a heatmap of {method} at the moment; the ten steps are always "
        "those of Grad-CAM."
    )


def whole_picture(title: str, side: int, values: int) -> str:
    """The whole picture has become the network's input."""
    return (
        f"“{title}”, squashed to {numbers.size(side, side)} pixels of three colours: "
        f"{count(values)} numbers from 0 to 255."
    )


def centre_of_picture(title: str, side: int, values: int) -> str:
    """The centre of the picture has become the network's input."""
    return (
        f"“{title}”, its centre square, scaled to {numbers.size(side, side)} pixels of "
        f"three colours: {count(values)} numbers from 0 to 255."
    )


def hidden(share: float, fill: str) -> str:
    """How much of the input is hidden, and by what."""
    return f"Hidden: {numbers.percent(share)} of the area, under {fill}."


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
    return (
        f"Layer {label} ({block}) makes {count(maps)} maps of "
        f"{numbers.size(height, width)} cells: one cell for every {side} × {side} "
        f"pixels of the input. Here are the {shown} maps that vary most."
    )


def silent(maps: int) -> str:
    """So many maps are zero everywhere."""
    return plural(
        maps,
        one="1 of the maps stays at zero everywhere in this picture.",
        other=f"{count(maps)} of the maps stay at zero everywhere in this picture.",
    )


def feature_map(channel: int, low: float, high: float) -> str:
    """Under a map: its channel and its values."""
    return f"{channel}\n{numbers.interval(low, high)}"


def feature_maps(channels: Sequence[int]) -> str:
    """What the pictures of some maps show."""
    return f"Feature maps of channels {listed(channels)}"


def scores(classes: int, best: float, others: int, rest: float) -> str:
    """How the five best classes share the probability with the others, if any."""
    if others == 0:
        return f"The {count(classes)} classes share all of the probability."
    return (
        f"The five best of {count(classes)} classes share {numbers.percent(best)} of "
        f"the probability, the other {others} the remaining {numbers.percent(rest)}."
    )


def scores_apart(classes: int, shown: int) -> str:
    """Probabilities that no other class has a share of."""
    return (
        f"The {shown} best of {count(classes)} classes. Each of them has a probability "
        "of its own, whatever those of the others are."
    )


def explains_contrast(label: str, versus: str, score: float) -> str:
    """The score is a difference of two logits."""
    return (
        f"Explained now: why “{label}” rather than “{versus}”? The score is the "
        f"difference of their two logits, y = {with_sign(score)}."
    )


def explains_probability(label: str, probability: float) -> str:
    """The score is a probability."""
    share = numbers.percent(probability)
    return f"Explained now: the probability of “{label}”, y = {share}."


def explains_against(label: str, score: float) -> str:
    """The score is a logit with the other sign."""
    return (
        f"Explained now: what speaks against “{label}”. The score is its logit with "
        f"the sign turned round, y = {with_sign(score)}."
    )


def explains_logit(label: str, score: float) -> str:
    """The score is a logit."""
    return f"Explained now: the logit of “{label}”, y = {with_sign(score)}."


def fills(titles: Sequence[str]) -> str:
    """What the pictures of all fills show."""
    return f"The same part of the picture hidden under {listed(titles)}"
