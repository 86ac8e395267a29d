"""The crowd in numbers: means of maps, the surest, the least sure, the suspects."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..cam.methods import normalise
from .row import EDGE, Row

EXTREMES = 12  # pictures of each kind
# Of a map's mass: what its border has of a map that is the same everywhere.
SUSPICIOUS = 1 - (1 - 2 * EDGE) ** 2
SHOWN, SHOWN_OF_CLASS = 400, 24  # pictures in the sheets; where there are more, of each

Map = NDArray[np.floating]
Read = Callable[[Row], Map]  # a row's raw map [h,w]


class Mean:
    """The mean of maps, each of which is scaled to 0..1 first: all count alike."""

    def __init__(self) -> None:
        self.count = 0
        self._total: NDArray[np.float64] | None = None

    def add(self, raw: Map) -> None:
        """One more map [h,w], of the size of the others."""
        scaled = normalise(raw).astype(np.float64)
        self._total = scaled if self._total is None else self._total + scaled
        self.count += 1

    @property
    def values(self) -> NDArray[np.float64]:
        """[h,w], 0..1; of no map at all a single 0.

        >>> mean = Mean()
        >>> mean.add(np.array([[0.0, 8.0]])), mean.add(np.array([[2.0, 1.0]]))
        (None, None)
        >>> mean.values.tolist()
        [[0.5, 0.75]]
        """
        return np.zeros((1, 1)) if self._total is None else self._total / self.count


@dataclass
class Group:
    """The pictures of which the network says the same."""

    label: str
    mean: Mean = field(default_factory=Mean)
    sure: float = 0.0  # the sum of the probabilities of what was explained
    surest: list[tuple[float, str]] = field(default_factory=list)  # bounded: a heap

    @property
    def mean_probability(self) -> float:
        """Of what was explained, 0..1."""
        return self.sure / self.mean.count


@dataclass
class Summary:
    """All that the page says besides its table; names of pictures stand for them."""

    total: int = 0
    bad: int = 0
    mean: Mean = field(default_factory=Mean)
    groups: list[Group] = field(default_factory=list)  # the largest first
    surest: list[str] = field(default_factory=list)
    least_sure: list[str] = field(default_factory=list)
    suspects: list[str] = field(default_factory=list)

    def shown_of(self, group: Group) -> list[str]:
        """Its pictures in the sheet, the surest first."""
        return [name for _, name in sorted(group.surest, key=_best_first)]

    @property
    def shown(self) -> set[str]:
        """Every picture that is to be seen anywhere."""
        sheets = {name for group in self.groups for _, name in group.surest}
        return sheets.union(self.surest, self.least_sure, self.suspects)


def summarise(rows: Iterable[Row], read: Read) -> Summary:
    """Go through all rows once; in memory are means and names of what is shown."""
    summary, groups = Summary(), dict[int, Group]()
    surest, least, suspects = _Most(EXTREMES), _Most(EXTREMES), _Most(EXTREMES)
    for row in rows:
        summary.total += 1
        predictions, probability = row["predictions"], row["probability"]
        if predictions is None or probability is None:
            summary.bad += 1
            continue
        raw, name = read(row), row["picture"]
        summary.mean.add(raw)
        best = predictions[0]
        group = groups.setdefault(best["index"], Group(best["label"]))
        group.mean.add(raw)
        group.sure += probability
        heapq.heappush(group.surest, (probability, name))
        if len(group.surest) > SHOWN:
            heapq.heappop(group.surest)
        surest.add(probability, name)
        least.add(-probability, name)
        if (row["border"] or 0) > SUSPICIOUS:
            suspects.add(row["border"] or 0, name)
    summary.groups = sorted(groups.values(), key=lambda g: (-g.mean.count, g.label))
    _bound(summary)
    # A small crowd has no picture that is among both.
    half = (summary.total - summary.bad + 1) // 2
    summary.surest = surest.names[:half]
    summary.least_sure = least.names[:half]
    summary.suspects = suspects.names
    return summary


def _bound(summary: Summary) -> None:
    """Leave out of the sheets what would make the page too large."""
    if summary.total - summary.bad <= SHOWN:
        return
    left = SHOWN
    for group in summary.groups:
        most = min(SHOWN_OF_CLASS, left)
        group.surest = sorted(group.surest, key=_best_first)[:most]
        left -= len(group.surest)


class _Most:
    """The names with the largest values, of equal ones the first."""

    def __init__(self, count: int):
        self._count = count
        self._entries: list[tuple[float, str]] = []

    def add(self, value: float, name: str) -> None:
        self._entries.append((value, name))
        if len(self._entries) > 10 * self._count:
            self._cut()

    @property
    def names(self) -> list[str]:
        self._cut()
        return [name for _, name in self._entries]

    def _cut(self) -> None:
        self._entries = sorted(self._entries, key=_best_first)[: self._count]


def _best_first(entry: tuple[float, str]) -> tuple[float, str]:
    value, name = entry
    return -value, name
