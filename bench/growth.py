"""Has a ratio grown since an earlier run? `make bench BENCH="--against FILE"`."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from .figures import FIGURES, LOW
from .report import Result, number

MOST = 1.15  # a ratio may be so many times what it was: the noise of shared machines
RATIO = ""  # the unit of figures that do not depend on the machine


def grown(results: Sequence[Result], earlier: Path) -> list[str]:
    """A line for every ratio that has grown by more than 15 %.

    `earlier` is the build/bench.json of another run. Figures that only one of the two
    has are not compared. Raises ValueError for a file that is none.
    """
    before = _read(earlier)
    ratios = {figure.key: figure for figure in FIGURES if figure.unit == RATIO}
    return [
        f"{ratios[result.key].title} ({', '.join(filter(None, place))}): "
        f"{number(result.value)}, {number(before[result.key, *place])} before"
        for result in results
        if result.key in ratios and ratios[result.key].sense == LOW
        for place in [(result.network, str(result.threads or ""))]
        if (result.key, *place) in before
        and result.value > MOST * before[result.key, *place]
    ]


def _read(path: Path) -> dict[tuple[str, ...], float]:
    try:
        return dict(_values(json.loads(path.read_text(encoding="utf-8"))))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"{path}: expected what `make bench` writes to build/bench.json: {error!r}"
        ) from None


def _values(content: Any) -> Iterator[tuple[tuple[str, ...], float]]:
    for entry in content["figures"]:
        place = (entry["key"], entry["network"], str(entry["threads"] or ""))
        yield place, float(entry["value"])
