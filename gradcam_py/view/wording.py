"""What the page says in words."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ..image.shapes import Shape
from ..model.manifest import Layer

# Below this the two decimals of a percentage show no change.
UNCHANGED = 0.00005
# Of methods that ask for no class, where others name theirs.
CLASSLESS = "the same for every class and score"
BLOCKS = {
    "Conv": "plain convolution",
    "MBConv1": "MBConv1: depthwise block",
    "MBConv6": "MBConv6: depthwise block, widened six times",
}


def percent(share: float) -> str:
    """A probability as people read it: one decimal, and never a false zero."""
    if 0 < share < 0.001:
        return "< 0.1 %"
    return f"{share:.1%}".replace("%", " %")


def rounded_percent(part: float) -> str:
    """A part of something, as a percentage with two significant digits."""
    return f"{part * 100:.2g} %"


def signed_points(change: float) -> str:
    """A change of probability, in percentage points with its sign."""
    if abs(change) < UNCHANGED * 10:
        return "±0 points"
    return f"{change * 100:+.1f} points".replace("-", "−")


def layer_text(layer: Layer) -> str:
    """A layer in one line: block, kernel and output shape."""
    channels, height, width = layer.shape
    return f"{layer.label}: {layer.block}, {channels} maps of {height} × {width}"


def blocks_text(layers: Iterable[Layer]) -> dict[str, str]:
    """What kinds of blocks a network has, each in words, in the order of the layers."""
    return {layer.kind: BLOCKS.get(layer.kind, layer.kind) for layer in layers}


def heatmap_text(
    raw: NDArray, label: str, score: str = "logit", versus: str | None = None
) -> str:
    """Where a raw map [h,w] is highest, and how high; or that nothing is positive.

    `label` names the class explained, `versus` the one it is compared with.
    """
    height, width = raw.shape
    if not raw.max() > 0:
        way = "against" if score == "counterfactual" else "for"
        rather = f" rather than for “{versus}”" if versus else ""
        return (
            f"Nothing here speaks {way} “{label}”{rather}: every weighted sum of this "
            "layer's maps is zero or negative, so the heatmap is empty."
        )
    row, column = np.unravel_index(int(raw.argmax()), raw.shape)
    return (
        f"Strongest in row {row + 1}, column {column + 1} of {height} × {width} cells: "
        f"{number(raw.max())}"
    )


def cell_text(raw: NDArray, x: float, y: float) -> str:
    """The map's value at a place, `x` and `y` in 0..1 of the map."""
    height, width = raw.shape
    row = min(int(y * height), height - 1)
    column = min(int(x * width), width - 1)
    value = raw[row, column]
    share = f", {value / raw.max():.0%} of the maximum" if raw.max() > 0 else ""
    place = f"Row {row + 1}, column {column + 1} of {height} × {width}"
    return f"{place}: {number(value)}{share}".replace("%", " %")


def choice_text(label: str, following: bool) -> str:
    """Whether the class that is explained was chosen by the visitor or by the page."""
    if following:
        return f"Following the best guess of the whole picture: {label}"
    return f"Pinned: {label}"


def offer_text(label: str) -> str:
    """That another class has become the best one, which can be explained instead."""
    return f"Best is now {label}: explain it"


def score_text(method: str) -> str:
    """Why a method that asks for no class leaves nothing to choose."""
    return f"{method} looks at the layer's maps alone: no class and no score matters"


def hidden_text(shapes: tuple[Shape, ...]) -> str:
    """How many shapes hide something."""
    hiding = sum(shape["tool"] != "erase" for shape in shapes)
    if not hiding:
        return "nothing is hidden"
    return "one shape hides a part" if hiding == 1 else f"{hiding} shapes hide parts"


def number(value: float) -> str:
    """A raw value with three significant digits."""
    return f"{value:.3g}" if value else "0"
