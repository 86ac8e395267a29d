"""The lesson's experiments, which ask the network itself."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..cam.methods import cam
from ..cam.seeds import ACTIVATIONS
from ..explaining import steps
from ..explaining.explanation import Explanation
from ..explaining.finite_difference import Check, check_head, strongest_channels
from ..explaining.layer_check import Change, check_layer
from ..explaining.predictions import rank
from ..image.fills import FILLS
from ..model.labels import Labels
from ..model.session import Float32, Session
from ..words import numbers
from ..words.lesson import forward_steps as words
from ..words.numbers import with_sign
from .fill_comparison import filled
from .message import Message

Found = Callable[[], Message]  # what came of it, in the language of the moment

CHECKED = 6  # channels
DIGITS = 6  # of a checked weight: what float32 carries, almost


async def check(session: Session, shown: Explanation) -> Found:
    """The strongest weights of the last layer, by gradients and by differences."""
    channels = strongest_channels(shown.top.gradients, CHECKED)
    result = await check_head(session, shown.top.features, shown.seed, channels)
    return lambda: (check_table(result), None)


def check_table(result: Check) -> dict[str, Any]:
    """Both ways to each weight, and how far they are apart. Plain JSON."""
    errors = np.abs(result.analytic - result.numeric)
    errors /= np.maximum(np.abs(result.analytic), np.finfo(float).tiny)
    rows = [
        {
            "channel": channel,
            "analytic": with_sign(result.analytic[place], DIGITS),
            "numeric": with_sign(result.numeric[place], DIGITS),
            "error": numbers.power(errors[place]),
        }
        for place, channel in enumerate(result.channels)
    ]
    return {"kind": "checked", "rows": rows}


async def fade(
    session: Session, shown: Explanation, is_in_the_way: Callable[[], bool]
) -> Found | None:
    """What a layer's gradients foretell of a fading picture, and what comes.

    None if it was given up between two steps.
    """
    top = shown.top
    where = cam(top.features[0], top.gradients)  # bright and smooth, whatever the layer
    changes = check_layer(
        session, shown.image, shown.seed, shown.layer, shown.gradients, where
    )
    found = []
    async for change in changes:
        found.append(change)
        if is_in_the_way():
            return None
    label = session.manifest.layer(shown.layer).label
    return lambda: (fade_table(found, label), None)


def fade_table(found: list[Change], label: str) -> dict[str, Any]:
    """What each step was foretold to do, and did. Plain JSON."""
    rows = [
        {
            "step": numbers.rounded_percent(change.step),
            "actual": with_sign(change.actual),
            "foretold": with_sign(change.foretold),
            "error": numbers.rounded_percent(change.error),
        }
        for change in found
    ]
    return {"kind": "faded", "rows": rows, "layer": label}


async def compare(
    session: Session,
    labels: Labels,
    image: NDArray[np.uint8],
    mask: Float32,
    target: int,
    is_in_the_way: Callable[[], bool],
) -> Found | None:
    """Ask the network about the untouched picture and every fill of it.

    A table: the best class of each, its probability, and that of the class `target`.
    None if it was given up between two runs.
    """
    activation = ACTIVATIONS[session.manifest.activation]
    inputs = {"": image.astype(np.float32), **filled(image, mask)}
    found: dict[str, NDArray] = {}
    for name, pixels in inputs.items():
        if is_in_the_way():
            return None
        _, head = await steps.predict(session, pixels)
        found[name] = activation.probabilities(head.logits[0])
    return lambda: (compare_table(found, labels, target), None)


def compare_table(
    found: dict[str, NDArray], labels: Labels, target: int
) -> dict[str, Any]:
    """The best class under each fill, and the class `target`. Plain JSON."""
    rows = []
    for name, probabilities in found.items():
        best = rank(probabilities, 1)[0]
        rows.append(
            {
                "fill": str(FILLS[name].title if name else words.NOTHING_HIDDEN),
                "best": labels.name(best),
                "best_percent": numbers.percent(float(probabilities[best])),
                "target_percent": numbers.percent(float(probabilities[target])),
            }
        )
    return {"kind": "compared", "rows": rows, "target": labels.name(target)}
