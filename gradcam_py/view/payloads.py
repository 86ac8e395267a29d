"""Answers as the plain data and pixels that the page draws."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..cam.methods import METHODS
from ..explaining.explanation import Explanation
from ..explaining.picture import Picture
from ..explaining.predictions import Prediction, rank
from ..explaining.question import Question
from ..explaining.steps import heatmap
from ..image.colormap import colourise_rgba, lookup_table
from ..image.overlay import scale_map
from ..image.shapes import Shape
from ..model.labels import Labels
from ..model.manifest import Manifest
from ..model.session import LayersResult
from ..words import explanations, numbers, titles

# Pixels of a drawn heatmap: the network's own resolution, which the browser scales on.
HEATMAP_SIDE = 224
THUMBNAIL_SIDE = 56

Pixels = NDArray[np.uint8]  # RGBA [h,w,4]


def rgba(image: NDArray | Image.Image) -> Pixels:
    """An RGB picture [h,w,3], 0..255, as the canvas wants it."""
    rgb = np.asarray(image)
    if rgb.dtype != np.uint8:
        rgb = np.rint(rgb).clip(0, 255).astype(np.uint8)
    result = np.full((*rgb.shape[:2], 4), 255, np.uint8)
    result[..., :3] = rgb
    return result


def heatmap_pixels(raw: NDArray, colormap: str, side: int = HEATMAP_SIDE) -> Pixels:
    """A raw map, normalised, scaled and coloured."""
    return colourise_rgba(scale_map(raw, (side, side)), colormap)


def thumbnail(
    layers: LayersResult, layer: str, method: str, colormap: str
) -> tuple[Pixels, float]:
    """One layer's heatmap, [side,side,4], and its maximum."""
    raw = heatmap(layers, layer, method)
    return heatmap_pixels(raw, colormap, THUMBNAIL_SIDE), float(raw.max())


def table(explanation: Explanation, labels: Labels) -> dict[str, Any]:
    """The predictions, and how the class explained came to be chosen."""
    now, before = explanation.probabilities, explanation.probabilities_before
    rows = explanation.predictions(labels)
    following = explanation.question.settings.target is None
    told = explanations.following if following else explanations.pinned
    changed = bool((now != before).any())
    before_best = rank(before)
    best = rows[0].index
    shown = {row.index for row in rows}
    chosen = explanation.target
    target = Prediction(
        chosen, labels.name(chosen), float(now[chosen]), float(before[chosen])
    )
    return {
        "rows": [
            _row(row, labels, changed, row.index not in before_best) for row in rows
        ],
        "left": [
            {"index": index, "label": labels.name(index)}
            for index in before_best
            if index not in shown
        ],
        "target": _row(target, labels, changed),
        "target_is_shown": chosen in shown,
        "following": following,
        "choice": told(target.label),
        "offer": {"index": best, "text": explanations.offer(rows[0].label)}
        if best not in (chosen, before_best[0])
        else None,
    }


def _row(
    row: Prediction, labels: Labels, changed: bool, entered: bool = False
) -> dict[str, Any]:
    return {
        "index": row.index,
        "label": row.label,
        "description": labels[row.index].description,
        "probability": row.probability,
        "baseline": row.baseline,
        "percent": numbers.percent(row.probability),
        "change": numbers.signed_points(row.change) if changed else "",
        "direction": int(np.sign(round(row.change, 3))),
        "entered": entered,
    }


def shapes(placed: Iterable[Shape], can_undo: bool, can_redo: bool) -> dict[str, Any]:
    """The placed shapes and what can be done with them."""
    return {"shapes": list(placed), "can_undo": can_undo, "can_redo": can_redo}


def picture(shown: Picture) -> tuple[dict[str, Any], Pixels]:
    """The picture that is drawn on."""
    works = [
        titles.credit(entry["title"], entry["author"], entry["licence"])
        for entry in shown.credits
    ]
    credit = titles.credits(works)
    data = {"title": shown.title, "sample": shown.sample, "credit": credit}
    return data, rgba(shown.display)


def settings(
    question: Question, classes: list[str], manifest: Manifest
) -> dict[str, Any]:
    """Where the controls stand; `classes` are the names to choose from."""
    asked = question.settings
    method = METHODS[asked.method]
    return {
        "fill": asked.fill,
        "framing": asked.framing,
        "score": asked.score,
        "method": asked.method,
        "score_matters": method.asks_class,
        "score_text": ""
        if method.asks_class
        else explanations.no_class_asked(method.title),
        "layer": manifest.layer_index(asked.layer),
        "versus": "" if asked.versus is None else classes[asked.versus],
        "box": question.picture.box(asked.framing),
    }


def fill_pixels(filling: NDArray) -> Pixels:
    """What hidden parts look like."""
    return rgba(filling)


def legend_pixels(colormap: str) -> Pixels:
    """The colours from 0 to the maximum, in one row."""
    return rgba(lookup_table(colormap)[None])
