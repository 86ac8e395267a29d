"""What the page says of a visitor's network, as plain data."""

from __future__ import annotations

from typing import Any

from ...model.labels import Labels
from ...model.manifest import Manifest
from ...network.bring import Brought
from ...network.preprocessing import PREPROCESSINGS, Preprocessing
from ...words import own_network as words
from ...words.language import Text
from ...words.networks import NO, nameless

LARGE = 150_000_000  # bytes of a file: with more a browser may run out of memory
DIGITS = 9  # of a mean or deviation


def describe(
    brought: Brought,
    manifest: Manifest,
    size: int,
    labels_from: str,
    labels: Labels,
    preprocessing: Preprocessing,
) -> dict[str, Any]:
    """What was found, and how the pixels are prepared.

    size: of its file in bytes. labels_from: the file that named the classes, or "".
    """
    return {
        "facts": [
            {"term": str(term), "text": text}
            for term, text in facts(brought, manifest, size, labels_from, labels)
        ],
        "warning": words.large(size) if size > LARGE else "",
        "presets": {key: str(words.PRESETS[key]) for key in PREPROCESSINGS},
        "preset": preset(preprocessing),
        "mean": _rounded(preprocessing.mean),
        "deviation": _rounded(preprocessing.deviation),
        "bgr": preprocessing.bgr,
        "size": brought.picture.size,
        "size_is_fixed": brought.picture.fixed,
    }


def facts(
    brought: Brought,
    manifest: Manifest,
    size: int,
    labels_from: str,
    labels: Labels,
) -> list[tuple[Text, str]]:
    """Pairs of a term and a text."""
    picture, file = brought.picture, brought.file
    operators = sorted({node.op_type for node in brought.way.nodes})
    first, last = manifest.layers[0], manifest.layers[-1]
    return [
        (words.FILE, words.file(manifest.name, size, file.producer, file.opset)),
        (
            words.INPUT,
            words.picture(
                picture.name,
                picture.size,
                picture.channels,
                picture.layout,
                picture.dtype.name,
            ),
        ),
        (
            words.ANSWER,
            words.answer(
                manifest.classes,
                brought.way.probabilities,
                labels_from,
                is_named=labels.name(0) not in (nameless(0), NO),
            ),
        ),
        (
            words.LAYERS,
            words.found_layers(
                len(manifest.layers),
                first.shape,
                last.shape,
                tokens=sum(layer.tokens is not None for layer in brought.layers),
            ),
        ),
        (words.OPERATORS, words.operators(operators)),
    ]


def preset(preprocessing: Preprocessing) -> str:
    """The key of `PREPROCESSINGS` that has these numbers, or ""."""
    wanted = preprocessing.in_order(bgr=False)
    for key, known in PREPROCESSINGS.items():
        pairs = [*zip(known.mean, wanted.mean, strict=True)]
        pairs += zip(known.deviation, wanted.deviation, strict=True)
        if all(abs(a - b) < 10**-DIGITS for a, b in pairs):
            return key
    return ""


def _rounded(values: tuple[float, float, float]) -> list[float]:
    return [round(value, DIGITS) for value in values]
