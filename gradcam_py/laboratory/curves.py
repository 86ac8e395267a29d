"""Deletion and insertion curves of the heatmap, beside orders that know nothing."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing

import numpy as np
from numpy.typing import NDArray

from ..evaluation import orders
from ..evaluation.curves import STEPS, Curves, ends, trace
from ..evaluation.curves import Subject as Hidden
from ..evaluation.orders import Order
from ..evaluation.passes import Forward
from ..evaluation.scoring import COLUMNS
from ..view.payloads import rgba
from ..words import numbers
from ..words.laboratory import trials
from .trial import ByPasses, Message, Subject, finite, told

MAP, CENTRE, RANDOM = "map", "centre", "random"


class CurvesTrial(ByPasses):
    """Five orders: the map's, from the centre, and three random ones."""

    def __init__(self, subject: Subject, steps: int = STEPS):
        self.subject = subject
        self._hidden = Hidden(subject.shown.image, subject.filling, steps)
        raw, side = subject.shown.cam, self._hidden.side
        self._orders: list[tuple[str, Order]] = [(MAP, orders.by_map(raw, side))]
        for seed in orders.RANDOM_SEEDS:
            self._orders.append((RANDOM, orders.at_random(raw.shape, side, seed)))
        self._orders.append((CENTRE, orders.centre_first(side)))
        self._curves: dict[str, list[Curves]] = {MAP: [], RANDOM: [], CENTRE: []}
        self.total = 2 + 2 * (steps - 1) * len(self._orders)

    async def stream(self, session: Forward) -> AsyncGenerator[object, None]:
        """See `Trial.stream`: the map's own curves come first."""
        scoring = self.subject.scoring
        both = await ends(session, self._hidden, scoring)
        for name, order in self._orders:
            known: list[Curves] = []
            states = trace(session, self._hidden, order, scoring, both)
            async with aclosing(states):
                async for curves in states:
                    if not known:
                        known.append(curves)
                        self._curves[name] += known
                    yield curves

    def outcome(self, score: str) -> Iterator[Message]:
        """See `Trial.outcome`: the lines of both charts, and the areas below them."""
        column, steps = COLUMNS[score], self._hidden.steps
        shares = [step / steps for step in range(steps + 1)]
        lines = {kind: self._lines(kind, column) for kind in ("deletion", "insertion")}
        rows = [self._row(name, column) for name in (MAP, CENTRE, RANDOM)]
        deletion, insertion = rows[0]["areas"]
        alt = trials.curves(deletion, insertion, self.subject.method)
        data = {"kind": "curves", "score": score, "shares": shares, "rows": rows}
        verdict = self._verdict(column)
        yield {**data, **lines, "alt": alt, "verdict": verdict}, None

    def step(self, step: int, score: str) -> Iterator[Message]:
        """See `Trial.step`: the picture under both charts."""
        hidden, order = self._hidden, self._orders[0][1]
        images = hidden.deleted(order, step), hidden.inserted(order, step)
        share, column = step / hidden.steps, COLUMNS[score]
        (curves,) = self._curves[MAP] or (None,)
        values = (
            (curves.deletion[step, column], curves.insertion[step, column])
            if curves
            else (np.nan, np.nan)
        )
        captions = [
            trials.shares(share, told(score, values[0])),
            trials.shown(share, told(score, values[1])),
        ]
        data = {"kind": "step", "step": step, "captions": captions}
        yield data, np.concatenate([rgba(image) for image in images])

    def _lines(self, kind: str, column: int) -> dict[str, list[float | None]]:
        """Of a chart: the map's, from the centre, and of random the mean and band."""
        found = {
            name: [getattr(curves, kind)[:, column] for curves in known]
            for name, known in self._curves.items()
        }
        lines = {name: finite(known[0]) for name, known in found.items() if known}
        if found[RANDOM]:
            stack = np.stack(found[RANDOM])
            lines[RANDOM] = finite(stack.mean(axis=0))
            lines["low"] = finite(stack.min(axis=0))
            lines["high"] = finite(stack.max(axis=0))
        return lines

    def _row(self, name: str, column: int) -> dict:
        known = self._areas(name, column)
        if not len(known):
            areas = [trials.NOTHING, trials.NOTHING]
        elif name == RANDOM:
            bounds = zip(
                known.min(axis=0), known.mean(axis=0), known.max(axis=0), strict=True
            )
            areas = [trials.spread(*map(float, each)) for each in bounds]
        else:
            areas = [numbers.fixed(float(value), 3) for value in known[0]]
        titles = {
            MAP: self.subject.method,
            CENTRE: str(trials.CENTRE),
            RANDOM: str(trials.RANDOM),
        }
        return {"order": name, "title": titles[name], "areas": areas}

    def _areas(self, name: str, column: int) -> NDArray[np.float64]:
        """[orders, 2] of the curves that are complete."""
        areas = [curves.areas[column] for curves in self._curves[name]]
        known = [each for each in areas if not np.isnan(each).any()]
        return np.array(known).reshape(-1, 2)

    def _verdict(self, column: int) -> str:
        mine, others = self._areas(MAP, column), self._areas(RANDOM, column)
        if not len(mine) or len(others) < len(orders.RANDOM_SEEDS):
            return ""
        deletion, insertion = mine[0]
        return trials.verdict(
            bool(deletion < others[:, 0].min()),
            bool(insertion > others[:, 1].max()),
            self.subject.method,
        )
