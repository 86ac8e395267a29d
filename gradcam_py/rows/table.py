"""Rows as files: JSON Lines with all that they hold, CSV with one cell for a number."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ..csv_table import csv_table
from ..explaining.predictions import SHOWN
from .row import Row

PLAIN = (
    *("picture", "width", "height", "target", "label", "probability"),
    *("layer", "method", "rows", "columns", "maximum"),
)
COLUMNS = (
    *PLAIN,
    *("centre_x", "centre_y", "border"),
    *(f"{key}_{n}" for n in range(1, SHOWN + 1) for key in ("guess", "probability")),
    "error",
)


def to_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Each row as a line of JSON."""
    for row in rows:
        yield json.dumps(row) + "\n"


def to_csv(rows: Iterable[Row]) -> bytes:
    """The rows as a table with the names of `COLUMNS`; what is None is empty."""
    return csv_table([COLUMNS, *map(_cells, rows)])


def _cells(row: Row) -> list[Any]:
    told = dict(row)
    guesses = row["predictions"] or []
    listed = [cell for g in guesses for cell in (g["label"], g["probability"])]
    return [
        *(told[key] for key in PLAIN),
        *(row["centre"] or (None, None)),
        row["border"],
        *listed,
        *[None] * (2 * (SHOWN - len(guesses))),
        row["error"],
    ]
