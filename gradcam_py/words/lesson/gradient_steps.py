"""What steps 5 to 10 of the lesson say, and its list of methods."""

from collections.abc import Sequence

from .. import numbers
from ..grammar import listed, plural
from ..numbers import count, with_sign

# Under pictures.
SUM = "the sum"
AFTER_RELU = "after ReLU"
DIVIDED = "divided by the maximum"
PICTURE = "the picture"
OVERLAY = "with the heatmap"

LEGEND = "Blue is negative, white is zero, red is positive"
EMPTY = "Nothing positive is left, so the heatmap is empty."


def uniform_gradients(cells: int) -> str:
    """After this layer the network only averages: every gradient map is flat."""
    return (
        "Every map here has one colour: after this layer the network only averages the "
        f"maps, so all {cells} gradients of a channel are equal. Choose an earlier "
        "layer to see them differ."
    )


def gradients(height: int, width: int, low: float, high: float) -> str:
    """Gradients differ from cell to cell."""
    return (
        "Each map has its own gradient in every one of its "
        f"{numbers.size(height, width)} cells, here from {with_sign(low)} to "
        f"{with_sign(high)}."
    )


def gradient_map(channel: int, weight: float) -> str:
    """Under a gradient map: its channel and its mean."""
    return f"{channel}\n{with_sign(weight, 2)}"


def gradient_maps(channels: Sequence[int]) -> str:
    """What the pictures of some gradients show."""
    return f"Gradients of channels {listed(channels)}"


def weights(positive: int, negative: int, total: int, low: float, high: float) -> str:
    """How many weights there are of either sign, and how far they reach."""
    reach = f"They reach from {with_sign(low)} to {with_sign(high)}."
    of_all = f"{count(positive)} of the {count(total)} weights"
    return plural(
        positive,
        one=f"{of_all} is positive, {count(negative)} negative. {reach}",
        other=f"{of_all} are positive, {count(negative)} negative. {reach}",
    )


def curve(text: str) -> str:
    """What the curve of the weights shows; `text` is what `weights` says."""
    return f"All weights, from the largest to the smallest. {text}"


def weighted(shown: int, total: int, share: float, limit: float) -> str:
    """The strongest weighted maps, and how much of all they draw."""
    return (
        f"These {shown} products are the strongest: {numbers.percent(share)} of all "
        f"that the {count(total)} weighted maps draw. One scale for all, up to "
        f"±{numbers.number(limit)}."
    )


def channel_map(channel: int) -> str:
    """Under a map before its weighting."""
    return f"map {channel}"


def weighted_maps(channels: Sequence[int]) -> str:
    """What the pictures of maps before and after weighting show."""
    return f"Maps before and after weighting: channels {listed(channels)}"


def total(low: float, high: float) -> str:
    """How far the cells of the sum reach."""
    return f"The cells reach from {with_sign(low)} to {with_sign(high)}."


def shared_out(total: float, score: float) -> str:
    """The cells of the sum add up to the score, but for the bias."""
    return (
        f"All together they are {with_sign(total)}, and the score is "
        f"y = {with_sign(score)}: at this layer the sum shares the score out among the "
        "cells. What is missing is the classes' constant, the bias, which no pixel can "
        "change."
    )


def some_channels(channels: int) -> str:
    """Under the sum of so many channels."""
    number = count(channels)
    return plural(channels, one=f"{number} channel", other=f"{number} channels")


def all_channels(channels: int) -> str:
    """Under the sum of all."""
    return f"all {count(channels)}"


def relu(cut: int, cells: int, share: float) -> str:
    """What the ReLU takes away."""
    return (
        f"ReLU empties {count(cut)} of {count(cells)} cells, {numbers.percent(share)} "
        "of the sum's magnitude."
    )


def normalised(maximum: float) -> str:
    """What is left, and what it is divided by."""
    return f"The rest is divided by its maximum, {numbers.number(maximum)}."


def scaled(height: int, width: int, side: int) -> str:
    """A map is scaled up to the picture."""
    return (
        f"{numbers.size(height, width)} numbers become {numbers.size(side, side)} by "
        "bicubic interpolation: the smooth edges come from it, not from the network."
    )


def overlay(title: str) -> str:
    """What the picture under its heatmap shows."""
    return f"Heatmap of {title} over the picture"


def likeness(cosine: float) -> str:
    """How like Grad-CAM's map another one is."""
    return f"cosine {numbers.fixed(cosine, 2)}"


def method(title: str, text: str) -> str:
    """What a method's map shows; `text` is a sentence about the map."""
    return f"{title}. {text}"
