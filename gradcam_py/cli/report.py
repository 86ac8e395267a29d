"""What the numbers say, in words: on a terminal, and in the pictures."""

import numpy as np
from numpy.typing import NDArray

from ..cam.methods import METHODS
from ..evaluation.rise import CELLS
from ..evaluation.scoring import COLUMNS
from ..explaining.explanation import Explanation
from ..explaining.finite_difference import Check
from ..explaining.predictions import Prediction
from ..model.labels import Labels
from ..model.manifest import Manifest
from ..words import titles
from ..words.command_line import experiments as words
from ..words.command_line import terminal
from ..words.command_line.layout import columns
from .measured import Compared, Estimated, Measured, Occluded


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
        return str(terminal.EMPTY)
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
    return "\n".join(["", terminal.check_head(), *lines, error])


def followed(explanation: Explanation, labels: Labels, score: str) -> str:
    """The score of that name, one of `COLUMNS`, of the class explained."""
    name = _class(explanation.target, labels)
    if score == "probability":
        return words.probability_of(name)
    versus = explanation.question.settings.versus
    return words.logit_of(name, None if versus is None else _class(versus, labels))


def experiments(measured: Measured, explanation: Explanation, labels: Labels) -> str:
    """What they found, some lines each; nothing where there were none."""
    name = followed(explanation, labels, measured.score)
    method = METHODS[explanation.question.settings.method].title
    column, lines = COLUMNS[measured.score], []
    if measured.curves:
        lines += ["", words.table_head(name), *_areas(measured.curves, column, method)]
    if measured.occlusion:
        lines += ["", _strongest_cell(measured.occlusion, column, name)]
        lines += likeness(measured.occlusion, column, method)
    if measured.rise:
        lines += ["", words.rise(measured.rise.estimate.masks, measured.rise.seed)]
        lines += likeness(measured.rise, column, method)
    return "\n".join(["", *lines]) if lines else ""


def likeness(found: Occluded | Estimated, column: int, method: str) -> list[str]:
    """How like the heatmap of the method a map is; of random masks, also how sure."""
    alike = found.likeness(column)
    if isinstance(found, Occluded):
        grid = len(found.drops)
        return [words.likeness(method, grid, alike.pearson, alike.spearman)]
    halves = found.halves(column)
    return [
        words.likeness(method, CELLS, alike.pearson, alike.spearman),
        words.halves(halves.pearson, halves.spearman),
    ]


def _areas(compared: Compared, column: int, method: str) -> list[str]:
    random = np.stack([each.areas[column] for each in compared.at_random])
    rows = {
        method: compared.by_map.areas[column],
        str(words.RANDOM_MEAN): random.mean(axis=0),
        str(words.RANDOM_LEAST): random.min(axis=0),
        str(words.RANDOM_MOST): random.max(axis=0),
        str(words.CENTRE_FIRST): compared.centre_first.areas[column],
    }
    width = max(map(columns, rows))
    lines = [
        words.areas(order, both[0], both[1], width) for order, both in rows.items()
    ]
    return [words.table_columns(width), *lines]


def _strongest_cell(occluded: Occluded, column: int, score: str) -> str:
    falls = occluded.drops[..., column]
    if not falls.max() > 0:
        return words.no_cell(len(falls), score)
    row, place = np.unravel_index(int(falls.argmax()), falls.shape)
    where = int(place) + 1, int(row) + 1
    return words.strongest_cell(len(falls), *where, score, falls.max())


def _class(index: int, labels: Labels) -> str:
    return titles.class_and_index(labels.name(index), index)
