"""Puts the page together. Only this module imports Jinja."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import jinja2
import numpy as np
from numpy.typing import NDArray

from ...cam.methods import METHODS
from ...cam.seeds import SCORES
from ...cli.networks import Network
from ...rows.row import Row
from ...rows.summary import Group, Summary, summarise
from ...rows.tiles import MEAN_SIDE
from ...words.command_line import crowd_report as words
from ...words.language import ENGLISH, chosen
from ..journal import write_whole
from ..tasks import Asked, Task
from .tiles import Tile, mean_tile, tile

FOLDER = Path(__file__).parent
NAME = "report.html"
LISTED = 5000  # rows of the table: with more of them browsers become slow


@dataclass(frozen=True)
class Crowd:
    """Where everything is that the page shows."""

    rows: Callable[[], Iterator[Row]]  # from the first to the last, as often as asked
    row: Callable[[str], Row]
    path: Callable[[str], str]  # of a picture by its name
    out: Path
    asked: Asked
    network: Network


def write_report(
    crowd: Crowd, progress: Callable[[list[str]], Iterable[str]] = lambda names: names
) -> Path:
    """Write the page, whole or not at all, and return its path.

    ``progress`` goes through the pictures that are drawn, and may tell how far it is.
    """
    summary = summarise(crowd.rows(), lambda row: _read(crowd, row))
    tiles = {name: _tile(crowd, name) for name in progress(sorted(summary.shown))}
    page = _render(crowd, summary, tiles)
    write_whole(crowd.out / NAME, page.encode("utf-8", "backslashreplace"))
    return crowd.out / NAME


def _read(crowd: Crowd, row: Row) -> NDArray[np.floating]:
    assert row["map"]  # a report asks for the maps
    with np.load(crowd.out / row["map"]) as saved:
        raw: NDArray[np.floating] = saved["cam"]
    return raw


def _tile(crowd: Crowd, name: str) -> Tile | None:
    task = Task(name, crowd.path(name))
    return tile(task, _read(crowd, crowd.row(name)), crowd.asked)


def _render(crowd: Crowd, summary: Summary, tiles: Mapping[str, Tile | None]) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    script = (FOLDER / "table.js").read_text(encoding="utf-8")
    colormap = crowd.asked.colormap
    return environment.get_template("report.html.jinja").render(
        words=words,
        language=chosen(),
        english="" if chosen() == ENGLISH else ' lang="en"',
        title=crowd.network.session.manifest.title,
        asked=_asked(crowd),
        summary=summary,
        mean=mean_tile(summary.mean.values, colormap),
        groups=[_group(summary, group, colormap) for group in summary.groups],
        mean_side=MEAN_SIDE,
        tiles=tiles,
        row=crowd.row,
        listed=list(islice(crowd.rows(), LISTED)),
        style=(FOLDER / "report.css").read_text(encoding="utf-8"),
        script=script,
        script_hash=_hash(script),
    )


def _group(summary: Summary, group: Group, colormap: str) -> dict[str, object]:
    """What the page shows of a class."""
    names, count = summary.shown_of(group), group.mean.count
    return {
        "label": group.label,
        "says": words.group(count, group.mean_probability),
        "mean": mean_tile(group.mean.values, colormap),
        "alt": words.mean_of_class_alt(group.label, count),
        "names": names,
        "left_out": words.shown(len(names), count) if len(names) < count else "",
    }


def _asked(crowd: Crowd) -> str:
    settings, labels = crowd.asked.settings, crowd.network.labels
    classes = (settings.target, settings.versus)
    target, versus = (None if i is None else labels.name(i) for i in classes)
    return words.asked(
        METHODS[settings.method].title,
        crowd.network.session.manifest.layer(settings.layer).label,
        target,
        versus,
        str(SCORES[settings.score].title),
    )


def _hash(script: str) -> str:
    """As a Content-Security-Policy names a script."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
