"""The way to many pictures: its code is fetched when somebody brings some."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ...view.surface import View
from ..desk import Desk
from ..networks.known import UploadedFile, content

if TYPE_CHECKING:  # what only those need who bring some
    from ...laboratory.crowd import CrowdTrial

NAME = "crowd"  # among the experiments, and of the files


class CrowdDoor:
    """The pictures that were brought last."""

    def __init__(
        self,
        get_ready: Callable[[], Awaitable[None]],
        desk: Callable[[], Desk],
        view: View,
        upload: Callable[[UploadedFile], Awaitable[None]],
    ):
        """`get_ready` loads the code, `desk` gives the page's desk of the moment.

        `upload` opens a picture on the page.
        """
        self._get_ready, self._desk = get_ready, desk
        self._view, self._upload = view, upload
        self._trial: CrowdTrial | None = None
        self._files: dict[int, UploadedFile] = {}
        self._task: asyncio.Future | None = None

    async def bring(self, files: Sequence[UploadedFile]) -> None:
        """Explain them all, in place of those before. Raises a `PlaygroundError`."""
        if self._trial is None:
            await self._get_ready()
        from ...laboratory.crowd import Asked, Brought, CrowdTrial

        desk = self._desk()
        asked = Asked(
            desk.page.settings, desk.session, desk.labels, desk.page.looks.colormap
        )
        brought = [Brought(f.name, f.size, partial(content, f)) for f in files]
        trial = CrowdTrial(brought, asked)
        places = map(trial.files.index, brought)
        self._files = dict(zip(places, files, strict=True))
        self._trial = trial
        desk.laboratory.start(NAME, trial, asked.title)

    def open(self, index: int) -> None:
        """Show one of them as the page's picture."""
        file = self._files.get(index)
        if file:
            self._task = asyncio.ensure_future(self._upload(file))

    def save(self, kind: str) -> None:
        """Hand over the rows so far: `csv` or `jsonl`."""
        if self._trial is None:
            return
        from ...rows.table import to_csv, to_lines

        rows = self._trial.rows
        if kind == "csv":
            mime, data = "text/csv", to_csv(rows)
        else:
            mime, data = "application/jsonl", "".join(to_lines(rows)).encode()
        file = {"name": f"grad-cam-{NAME}.{kind}", "mime": mime}
        self._view.show("file", file, np.frombuffer(data, np.uint8))
