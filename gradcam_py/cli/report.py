"""What the numbers say, in words: for the terminal, and for the page."""

import numpy as np
from numpy.typing import NDArray

from ..cam.methods import METHODS
from ..explaining.explanation import Explanation
from ..explaining.finite_difference import Check
from ..explaining.predictions import Prediction
from ..model.labels import Labels
from ..model.manifest import Manifest
from ..words import terminal, titles


def table(predictions: list[Prediction], changed: bool) -> str:
    """The best classes, one a line; with their change in percentage points."""
    names = [titles.class_and_index(row.label, row.index) for row in predictions]
    width = max(map(len, names))
    lines = []
    for number, (name, row) in enumerate(zip(names, predictions, strict=True), 1):
        line = terminal.guess(number, name, row.probability, width)
        lines.append(terminal.changed_guess(line, row.change) if changed else line)
    return "\n".join(lines)


def question(explanation: Explanation, labels: Labels) -> str:
    """What the heatmap answers."""
    settings = explanation.question.settings
    method = METHODS[settings.method]
    if not method.asks_class:
        return terminal.no_class_asked(method.title)
    name = _class(explanation.target, labels)
    if settings.versus is not None:
        return terminal.why_rather(name, _class(settings.versus, labels))
    if settings.score == "counterfactual":
        return terminal.why_not(name)
    if settings.score == "probability":
        return terminal.why_probable(name)
    return terminal.why(name)


def strength(raw: NDArray) -> str:
    """Where a raw map [h,w] is strongest, or that nothing in it is positive."""
    maximum = raw.max()
    if not maximum > 0:
        return terminal.EMPTY
    height, width = raw.shape
    row, column = np.unravel_index(int(raw.argmax()), raw.shape)
    return terminal.strongest(maximum, int(column) + 1, width, int(row) + 1, height)


def layers(manifest: Manifest) -> str:
    """All layers, one a line: label, what makes it, channels x height x width, id."""
    width = max(len(layer.block) for layer in manifest.layers)
    return "\n".join(
        terminal.layer_line(layer.label, layer.block, layer.shape, layer.id, width)
        for layer in manifest.layers
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
            terminal.answer(
                METHODS[settings.method].title,
                layer.label,
                layer.id,
                strength(explanation.cam),
            ),
        ]
    )


def check_summary(check: Check) -> str:
    """The finite-difference check, one channel a line."""
    rows = zip(check.channels, check.analytic, check.numeric, strict=True)
    lines = [terminal.check_row(*row) for row in rows]
    error = terminal.check_error(check.error)
    return "\n".join(["", terminal.CHECK_HEAD, *lines, error])


def _class(index: int, labels: Labels) -> str:
    return titles.class_and_index(labels.name(index), index)
