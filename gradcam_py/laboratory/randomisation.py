"""Cascading randomisation: the map of a network that forgets, layer after layer."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import TYPE_CHECKING

import numpy as np

from ..evaluation.passes import Forward
from ..image.colormap import colourise
from ..image.edges import sobel
from ..image.overlay import scale_map
from ..model.copied import CopiedNetwork
from ..model.session import Float32
from ..view.payloads import Pixels, rgba
from ..words import numbers
from ..words.laboratory import randomisation as words
from ..words.laboratory import trials
from ..words.language import Text
from .trial import Message, Subject

if TYPE_CHECKING:  # it reads graphs, which only few visits need
    from ..evaluation.randomisation import Forgotten

TILE = (112, 112)  # pixels of each map
LOOKS_UP = 0.02  # seconds: how soon others go first while a stage is under way


class RandomisationTrial:
    """Shuffles the weights of a copy of the network, and explains with that.

    The copy computes in a runtime of its own. So a stage that is under way comes to
    its end while others go first; the next one waits for them.
    """

    counts = trials.STAGES

    def __init__(self, subject: Subject):
        self.subject = subject
        layers = subject.manifest.layers
        self._labels: list[Text | str] = [words.HEAD]
        self._labels += [layer.label for layer in layers[::-1]]
        self._found: list[Forgotten] = []
        self._tiles = [self._edges(), self._over(subject.shown.cam)]
        self._copy: CopiedNetwork | None = None
        self._work: asyncio.Future | None = None
        self._is_over = False

    @property
    def total(self) -> int:
        """How many stages there are."""
        return len(self._labels)

    def done(self, passes: int) -> int:
        """See `Trial.done`: its stages are not the page's network's passes."""
        return len(self._found)

    def close(self) -> None:
        """See `Trial.close`: the copy's runtime ends."""
        self._is_over = True
        if self._work:
            self._work.cancel()
            self._work = None  # which holds the arrays that it was at
        if self._copy:
            self._copy.session.close()
            self._copy = None

    async def stream(self, session: Forward) -> AsyncGenerator[object, None]:
        """See `Trial.stream`: something after each stage, None while it goes on."""
        try:
            async with aclosing(self._stages()) as stages:
                while not self._is_over:
                    self._work = work = asyncio.ensure_future(anext(stages, None))
                    while not work.done():
                        await asyncio.wait([work], timeout=LOOKS_UP)
                        yield None
                    found = None if self._is_over else work.result()
                    if found is None:
                        return
                    self._found.append(found)
                    self._tiles.append(self._over(found.cam))
                    yield found
        finally:
            self.close()
            if self.done(0) < self.total:
                gc.collect()  # what broke off holds arrays by its errors, in circles

    def outcome(self, score: str) -> Iterator[Message]:
        """See `Trial.outcome`: the strip of maps, both lines, and the control's."""
        rows = [self._row(found) for found in self._found]
        labels = [str(label) for label in (words.TRAINED, *self._labels)]
        lines = {
            "spearman": [found.likeness.spearman for found in self._found],
            "ssim": [found.likeness.ssim for found in self._found],
            "edges": [found.edges.ssim for found in self._found],
        }
        unknown = [None] * (self.total - len(rows))
        data = {
            "kind": "stages",
            "labels": labels,
            "lines": {key: [1.0, *line, *unknown] for key, line in lines.items()},
            "captions": [str(words.EDGES), *labels[: 1 + len(rows)]],
            "rows": rows,
            "verdict": self._verdict(),
            "alt": words.chart(self.subject.method, len(rows)),
        }
        yield data, np.concatenate(self._tiles)

    def step(self, step: int, score: str) -> Iterator[Message]:
        """See `Trial.step`: there is nothing to look at."""
        yield from ()

    async def _stages(self) -> AsyncGenerator[Forgotten, None]:
        """The stages on a copy of the network, which is closed in the end."""
        subject, shown = self.subject, self.subject.shown
        self._copy = copy = await subject.copying()
        from ..evaluation.randomisation import HEAD, plan_of, randomised

        plan = await plan_of(copy)
        self._labels = [
            words.HEAD if stage.layer == HEAD else subject.label(stage.layer)
            for stage in plan
        ]
        states = randomised(copy, plan, shown.question, shown)
        async with aclosing(states):
            async for found in states:
                yield found

    def _row(self, found: Forgotten) -> dict:
        likeness, edges = found.likeness, found.edges
        return {
            "title": str(self._labels[self._found.index(found)]),
            "values": [
                numbers.fixed(likeness.spearman, 2),
                numbers.fixed(likeness.ssim, 2),
                numbers.fixed(min(edges.spearman, edges.ssim), 2),
                numbers.percent(found.probability),
            ],
        }

    def _verdict(self) -> str:
        if len(self._found) < self.total:
            return ""
        last = self._found[-1]
        method = self.subject.method
        if not last.cam.any():
            return words.empty(method)
        first = self._found[0].likeness.spearman
        return words.verdict(method, first, last.likeness.spearman, last.likeness.ssim)

    def _over(self, raw: Float32) -> Pixels:
        """A map over the picture."""
        heatmap = colourise(scale_map(raw, TILE), self.subject.colormap)
        return rgba(self.subject.over(heatmap))

    def _edges(self) -> Pixels:
        """The control's map."""
        shown = scale_map(sobel(self.subject.shown.image), TILE)
        return rgba(colourise(shown, self.subject.colormap))
