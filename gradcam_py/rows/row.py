"""What is told of each picture: one row, of the same keys for all of them."""

import math
from dataclasses import dataclass
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from ..errors import PlaygroundError
from ..explaining.explanation import Explanation
from ..explaining.picture import Picture
from ..explaining.predictions import Prediction
from ..image.framing import Box
from ..model.labels import Labels
from ..words.laboratory import crowd as words

SCHEMA = 1  # changes with the keys, or with what they mean
EDGE = 0.1  # of a map's sides: how broad the border is

Point = list[float]


class Areas(TypedDict):
    deletion: float
    insertion: float


class Guess(TypedDict):
    index: int
    label: str
    probability: float
    baseline: float


class Row(TypedDict):
    """Of a picture that could not be explained all is None but the first and last."""

    schema: int
    picture: str  # its path, as it was found
    width: int | None  # pixels
    height: int | None
    target: int | None  # the class explained
    label: str | None  # what it is called
    probability: float | None  # of it, with whatever is hidden
    predictions: list[Guess] | None  # the five best classes, best first
    layer: str | None
    method: str | None
    rows: int | None  # of the map
    columns: int | None
    maximum: float | None  # of the raw map
    centre: Point | None  # of the map's mass: x and y in shares 0..1 of the picture
    border: float | None  # the share of the mass in the map's border, see `border`
    areas: Areas | None  # below the curves, if asked for
    overlay: str | None  # files, from the folder of the rows
    map: str | None
    error: str | None  # in English, as the rows are the same in every language


@dataclass(frozen=True)
class Answer:
    """What was found in one picture."""

    picture: Picture
    explanation: Explanation
    labels: Labels
    areas: Areas | None


def failed(name: str, reason: str) -> Row:
    """The row of a picture that could not be explained.

    >>> row = failed("a.jpg", "a.jpg: the file is empty")
    >>> row["picture"], row["target"], row["error"]
    ('a.jpg', None, 'a.jpg: the file is empty')
    """
    empty: dict[str, Any] = dict.fromkeys(Row.__annotations__)
    told = {"schema": SCHEMA, "picture": name, "error": reason}
    return Row(**(empty | told))  # type: ignore[typeddict-item]


def check_finite(name: str, explanation: Explanation) -> None:
    """Raise a `PlaygroundError` for an answer that is infinite or not a number."""
    if not math.isfinite(float(explanation.cam.sum() + explanation.logits.sum())):
        raise PlaygroundError(words.no_number(name))


def explained(
    name: str, answer: Answer, overlay: str | None = None, map: str | None = None
) -> Row:
    """The row of a picture; ``overlay`` and ``map`` are the files that show more."""
    explanation, picture = answer.explanation, answer.picture
    settings, raw = explanation.question.settings, explanation.cam
    return {
        "schema": SCHEMA,
        "picture": name,
        "width": picture.size[0],
        "height": picture.size[1],
        "target": explanation.target,
        "label": answer.labels.name(explanation.target),
        "probability": float(explanation.probabilities[explanation.target]),
        "predictions": [_guess(row) for row in explanation.predictions(answer.labels)],
        "layer": explanation.layer,
        "method": settings.method,
        "rows": raw.shape[0],
        "columns": raw.shape[1],
        "maximum": float(raw.max()),
        "centre": centre_of_mass(raw, picture.box(settings.framing)),
        "border": border(raw),
        "areas": answer.areas,
        "overlay": overlay,
        "map": map,
        "error": None,
    }


def centre_of_mass(raw: NDArray[np.floating], box: Box) -> Point | None:
    """Where a map [h,w] has its centre: x and y in shares 0..1 of the picture.

    Of what is positive; None where nothing is. ``box`` is the part of the picture that
    the map lies over, in shares: left, top, right, bottom.

    >>> centre_of_mass(np.array([[0.0, 1.0], [0.0, 1.0]]), (0, 0, 1, 1))
    [0.75, 0.5]
    """
    mass = np.maximum(raw, 0).astype(np.float64)
    total = mass.sum()
    if not total > 0:
        return None
    left, top, right, bottom = box
    across = mass.sum(axis=0) @ _middles(mass.shape[1]) / total
    down = mass.sum(axis=1) @ _middles(mass.shape[0]) / total
    return [
        float(left + across * (right - left)),
        float(top + down * (bottom - top)),
    ]


def border(raw: NDArray[np.floating]) -> float | None:
    """The share 0..1 of a map's mass in its border; None where nothing is positive.

    The border is as broad as `EDGE` of each side, whatever the map's resolution: cells
    that it cuts count in part. A map that is the same everywhere has 0.36 of its mass
    there.

    >>> round(border(np.ones((7, 7))), 6)
    0.36
    """
    mass = np.maximum(raw, 0).astype(np.float64)
    total = mass.sum()
    if not total > 0:
        return None
    rows, columns = (_inside(count) for count in mass.shape)
    return float(1 - rows @ mass @ columns / total)


def _middles(count: int) -> NDArray[np.float64]:
    """Of so many cells in a row of length 1."""
    middles: NDArray[np.float64] = (np.arange(count) + 0.5) / count
    return middles


def _inside(count: int) -> NDArray[np.float64]:
    """Which share of each of so many cells lies further inside than the border."""
    edges = np.arange(count + 1) / count
    return np.diff(edges.clip(EDGE, 1 - EDGE)) * count


def _guess(of: Prediction) -> Guess:
    return {
        "index": of.index,
        "label": of.label,
        "probability": of.probability,
        "baseline": of.baseline,
    }
