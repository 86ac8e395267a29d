"""What the numbers say, in words: for the terminal, and for the page."""

import numpy as np
from numpy.typing import NDArray

from ..cam.methods import METHODS
from ..explain.finite_difference import Check
from ..explain.pipeline import Explanation
from ..explain.predictions import Prediction
from ..model.labels import Labels
from ..model.manifest import Manifest
from ..view import wording


def table(predictions: list[Prediction], changed: bool) -> str:
    """The best classes, one a line; with their change in percentage points."""
    names = [f"{row.label} ({row.index})" for row in predictions]
    width = max(map(len, names))
    lines = []
    for number, (name, row) in enumerate(zip(names, predictions, strict=True), 1):
        line = f"{number:3}  {name:{width}}  {row.probability:6.1%}"
        if changed:
            line += f"  {100 * row.change:+6.1f}"
        lines.append(line)
    return "\n".join(lines)


def question(explanation: Explanation, labels: Labels) -> str:
    """What the heatmap answers."""
    settings = explanation.question.settings
    method = METHODS[settings.method]
    if not method.asks_class:
        return f"{wording.score_text(method.title)}."
    name = f"{labels.name(explanation.target)} ({explanation.target})"
    if settings.versus is not None:
        versus = f"{labels.name(settings.versus)} ({settings.versus})"
        return f"Why {name} rather than {versus}?"
    if settings.score == "counterfactual":
        return f"What speaks against {name}?"
    if settings.score == "probability":
        return f"What makes {name} probable?"
    return f"Why {name}?"


def strength(raw: NDArray) -> str:
    """Where a raw map [h,w] is strongest, or that nothing in it is positive."""
    maximum = raw.max()
    if not maximum > 0:
        return "nothing is positive: no part of the picture raises this score"
    row, column = np.unravel_index(np.argmax(raw), raw.shape)
    return (
        f"maximum {maximum:.4g} at column {column + 1} of {raw.shape[1]}, "
        f"row {row + 1} of {raw.shape[0]}"
    )


def summary(explanation: Explanation, labels: Labels, manifest: Manifest) -> str:
    """The table, the question and the answer in a sentence."""
    settings = explanation.question.settings
    layer = manifest.layer(explanation.layer)
    return "\n".join(
        [
            table(explanation.predictions(labels), changed=bool(settings.shapes)),
            "",
            question(explanation, labels),
            f"{METHODS[settings.method].title} at layer {layer.label} ({layer.id}): "
            f"{strength(explanation.cam)}",
        ]
    )


def check_summary(check: Check) -> str:
    """The finite-difference check, one channel a line."""
    lines = ["", "channel   weight by gradient   by difference"]
    for channel, analytic, numeric in zip(
        check.channels, check.analytic, check.numeric, strict=True
    ):
        lines.append(f"{channel:7}   {analytic:18.6e}   {numeric:13.6e}")
    lines.append(f"largest difference: {check.error:.1e} of the largest weight")
    return "\n".join(lines)
