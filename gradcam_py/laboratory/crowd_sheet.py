"""The contact sheet of many pictures, as the page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..model.session import Float32
from ..rows.row import Row
from ..rows.summary import summarise
from ..rows.tiles import mean_image
from ..view.payloads import rgba
from ..words.laboratory import crowd as words
from .trial import Message

MEAN_SIDE = 112  # pixels of a mean: there may be one for each picture


def sheet(
    rows: Sequence[Row],
    names: Sequence[str],
    maps: Mapping[str, Float32],
    colormap: str,
) -> Message:
    """What these rows say; in the pixels are the means, first that of all.

    names: of all pictures, by whose places the page knows them. maps: those of the
    rows without an error, by their names.
    """
    summary = summarise(rows, lambda row: maps[row["picture"]])
    told = {row["picture"]: row for row in rows}
    places = {name: place for place, name in enumerate(names)}

    def pictures(chosen: Sequence[str], at_border: bool = False) -> list[dict]:
        return [_picture(places[n], told[n], at_border) for n in chosen]

    suspects = pictures(summary.suspects, at_border=True)
    says = str(words.BORDER_SAYS) if suspects else str(words.NO_SUSPECTS)
    data = {
        "kind": "crowd",
        "mean": {"title": str(words.ALL), "text": str(words.ALL_SAYS)},
        "classes": str(words.CLASSES),
        "groups": [
            {
                "label": group.label,
                "text": words.group(group.mean.count, group.mean_probability),
                "alt": words.mean_of(group.label),
                "pictures": pictures(summary.shown_of(group)),
            }
            for group in summary.groups
        ],
        "sections": [
            _section(str(words.BORDER), says, suspects),
            _section(str(words.SUREST), "", pictures(summary.surest)),
            _section(str(words.LEAST_SURE), "", pictures(summary.least_sure)),
        ],
        "faults": {
            "title": str(words.FAULTS),
            "texts": [row["error"] for row in rows if row["error"]],
        },
        "opens": str(words.OPENS),
        "save": {"csv": str(words.SAVE_CSV), "jsonl": str(words.SAVE_ROWS)},
    }
    means = [summary.mean, *(group.mean for group in summary.groups)]
    drawn = [rgba(mean_image(mean.values, colormap, MEAN_SIDE)) for mean in means]
    return data, np.concatenate(drawn)


def _section(title: str, text: str, pictures: Sequence[dict]) -> dict[str, Any]:
    return {"title": title, "text": text, "pictures": pictures}


def _picture(place: int, row: Row, at_border: bool) -> dict[str, Any]:
    """What stands at a picture."""
    return {
        "index": place,
        "name": row["picture"],
        "text": words.guess(row["label"] or "", row["probability"] or 0),
        "border": words.at_border(row["border"] or 0) if at_border else "",
        "alt": words.heatmap(row["picture"]),
    }
