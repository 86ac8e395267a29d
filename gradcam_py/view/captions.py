"""What stands at a heatmap: what it is of, and what it says at a place."""

import numpy as np
from numpy.typing import NDArray

from ..cam.methods import METHODS
from ..explaining.explanation import Explanation
from ..image.shapes import Shape
from ..model.labels import Labels
from ..model.manifest import Layer, Manifest
from ..model.session import Float32
from ..words import explanations, titles


def question_text(explanation: Explanation, labels: Labels) -> str:
    """What the heatmap explains, in words."""
    settings = explanation.question.settings
    name = labels.name(explanation.target)
    if settings.versus is not None:
        return explanations.contrast(name, labels.name(settings.versus))
    if settings.score == "counterfactual":
        return explanations.against(name)
    return name


def map_title(explanation: Explanation, labels: Labels) -> str:
    """What the maps are of, in words; some methods ask for no class at all."""
    if not METHODS[explanation.question.settings.method].asks_class:
        return str(explanations.CLASSLESS)
    return question_text(explanation, labels)


def subject(explanation: Explanation, labels: Labels, manifest: Manifest) -> str:
    """All that the heatmap is of: class, method, layer, picture and network."""
    return explanations.subject(
        map_title(explanation, labels),
        METHODS[explanation.question.settings.method].title,
        manifest.layer(explanation.layer).label,
        explanation.question.picture.title,
        manifest.title,
    )


def map_text(explanation: Explanation, raw: Float32, labels: Labels) -> str:
    """Where a raw map [h,w] of the explanation's class is strongest."""
    settings = explanation.question.settings
    versus = settings.versus
    return heatmap_text(
        raw,
        labels.name(explanation.target),
        settings.score,
        None if versus is None else labels.name(versus),
    )


def heatmap_text(
    raw: NDArray, label: str, score: str = "logit", versus: str | None = None
) -> str:
    """Where a raw map [h,w] is highest, and how high; or that nothing is positive.

    `label` names the class explained, `versus` the one it is compared with.
    """
    if raw.max() > 0:
        height, width = raw.shape
        row, column = np.unravel_index(int(raw.argmax()), raw.shape)
        place = int(row) + 1, int(column) + 1, height, width
        return explanations.strongest(*place, raw.max())
    if versus:
        return explanations.empty_contrast(label, versus)
    if score == "counterfactual":
        return explanations.empty_against(label)
    return explanations.empty_for(label)


def place_text(explanation: Explanation, raw: Float32, x: float, y: float) -> str:
    """A raw map's value at a place, `x` and `y` in 0..1 of the picture."""
    question = explanation.question
    left, top, right, bottom = question.picture.box(question.settings.framing)
    x, y = (x - left) / (right - left), (y - top) / (bottom - top)
    if not (0 <= x <= 1 and 0 <= y <= 1):
        return str(explanations.OUTSIDE)
    return cell_text(raw, x, y)


def cell_text(raw: NDArray, x: float, y: float) -> str:
    """The map's value at a place, `x` and `y` in 0..1 of the map."""
    height, width = raw.shape
    row = min(int(y * height), height - 1)
    column = min(int(x * width), width - 1)
    return explanations.cell(
        row + 1, column + 1, height, width, raw[row, column], raw.max()
    )


def layer_text(layer: Layer) -> str:
    """A layer in one line: block, kernel and output shape."""
    return titles.layer(layer.label, layer.block, *layer.shape)


def hiding(shapes: tuple[Shape, ...]) -> int:
    """How many shapes hide something: a stroke that erases does not."""
    return sum(shape["tool"] != "erase" for shape in shapes)
