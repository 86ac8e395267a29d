"""What steps 5 to 10 of the lesson say, and its list of methods."""

from collections.abc import Sequence

from .. import numbers
from ..grammar import listed, sentences
from ..language import _, gettext_lazy, ngettext
from ..numbers import count, with_sign

# Under pictures.
SUM = gettext_lazy("the sum")
AFTER_RELU = gettext_lazy("after ReLU")
DIVIDED = gettext_lazy("divided by the maximum")
PICTURE = gettext_lazy("the picture")
OVERLAY = gettext_lazy("with the heatmap")

LEGEND = gettext_lazy("Blue is negative, white is zero, red is positive")
EMPTY = gettext_lazy("Nothing positive is left, so the heatmap is empty.")


def uniform_gradients(cells: int) -> str:
    """After this layer the network only averages: every gradient map is flat."""
    return _(
        "Every map here has one colour: after this layer the network only "
        "averages the maps, so all {cells} gradients of a channel are equal. "
        "Choose an earlier layer to see them differ.",
        cells=cells,
    )


def gradients(height: int, width: int, low: float, high: float) -> str:
    """Gradients differ from cell to cell."""
    return _(
        "Each map has its own gradient in every one of its {size} cells, here "
        "from {low} to {high}.",
        size=numbers.size(height, width),
        low=with_sign(low),
        high=with_sign(high),
    )


def gradient_map(channel: int, weight: float) -> str:
    """Under a gradient map: its channel and its mean."""
    return f"{channel}\n{with_sign(weight, 2)}"


def gradient_maps(channels: Sequence[int]) -> str:
    """What the pictures of some gradients show."""
    return _("Gradients of channels {channels}", channels=listed(channels))


def weights(positive: int, negative: int, total: int, low: float, high: float) -> str:
    """How many weights there are of either sign, and how far they reach."""
    reach = _(
        "They reach from {low} to {high}.", low=with_sign(low), high=with_sign(high)
    )
    signs = ngettext(
        "{positive} of the {total} weights is positive, {negative} negative.",
        "{positive} of the {total} weights are positive, {negative} negative.",
        positive,
        positive=count(positive),
        total=count(total),
        negative=count(negative),
    )
    return sentences(signs, reach)


def curve(text: str) -> str:
    """What the curve of the weights shows; `text` is what `weights` says."""
    return sentences(_("All weights, from the largest to the smallest."), text)


def weighted(shown: int, total: int, share: float, limit: float) -> str:
    """The strongest weighted maps, and how much of all they draw."""
    return _(
        "These {shown} products are the strongest: {share} of all that the "
        "{total} weighted maps draw. One scale for all, up to ±{limit}.",
        shown=shown,
        share=numbers.percent(share),
        total=count(total),
        limit=numbers.number(limit),
    )


def channel_map(channel: int) -> str:
    """Under a map before its weighting."""
    return _("map {channel}", channel=channel)


def weighted_maps(channels: Sequence[int]) -> str:
    """What the pictures of maps before and after weighting show."""
    return _(
        "Maps before and after weighting: channels {channels}",
        channels=listed(channels),
    )


def total(low: float, high: float) -> str:
    """How far the cells of the sum reach."""
    return _(
        "The cells reach from {low} to {high}.",
        low=with_sign(low),
        high=with_sign(high),
    )


def shared_out(total: float, score: float) -> str:
    """The cells of the sum add up to the score, but for the bias."""
    return _(
        "All together they are {total}, and the score is y = {score}: at this "
        "layer the sum shares the score out among the cells. What is missing is "
        "the classes' constant, the bias, which no pixel can change.",
        total=with_sign(total),
        score=with_sign(score),
    )


def some_channels(channels: int) -> str:
    """Under the sum of so many channels."""
    number = count(channels)
    return ngettext("{number} channel", "{number} channels", channels, number=number)


def all_channels(channels: int) -> str:
    """Under the sum of all."""
    return _("all {channels}", channels=count(channels))


def relu(cut: int, cells: int, share: float) -> str:
    """What the ReLU takes away."""
    return _(
        "ReLU empties {cut} of {cells} cells, {share} of the sum's magnitude.",
        cut=count(cut),
        cells=count(cells),
        share=numbers.percent(share),
    )


def normalised(maximum: float) -> str:
    """What is left, and what it is divided by."""
    return _(
        "The rest is divided by its maximum, {maximum}.",
        maximum=numbers.number(maximum),
    )


def scaled(height: int, width: int, side: int) -> str:
    """A map is scaled up to the picture."""
    return _(
        "{size} numbers become {scaled} by bicubic interpolation: the smooth "
        "edges come from it, not from the network.",
        size=numbers.size(height, width),
        scaled=numbers.size(side, side),
    )


def overlay(title: str) -> str:
    """What the picture under its heatmap shows."""
    return _("Heatmap of {title} over the picture", title=title)


def likeness(cosine: float) -> str:
    """How like Grad-CAM's map another one is."""
    return _("cosine {cosine}", cosine=numbers.fixed(cosine, 2))


def method(title: str, text: str) -> str:
    """What a method's map shows; `text` is a sentence about the map."""
    return sentences(_("{title}.", title=title), text)
