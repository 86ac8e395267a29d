"""From times to the table: pure functions, no measuring."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .figures import FIGURES, Figure

HEADINGS = ("Figure", "Network", "Threads", "Measured", "Target", "Reached", "From")
NO_LONG_TASK = "below 50"  # browsers report longer tasks only


@dataclass(frozen=True)
class Result:
    """One measured figure. `low` and `high`: quartiles, where there are several."""

    key: str  # of FIGURES
    value: float
    detail: str  # the parts, for the reader
    network: str = ""
    threads: int | None = None
    low: float | None = None
    high: float | None = None
    count: int = 1


def ratio(
    key: str,
    times: dict[str, list[float]],
    over: str,
    under: str,
    network: str,
    threads: int,
) -> Result:
    """The ratio of two medians; the quartiles are those of the rounds' own ratios.

    Raises ValueError where there is nothing to divide.
    """
    above, below = times[over], times[under]
    if not above or len(above) != len(below):
        raise ValueError(f"{over}: {len(above)} rounds, {under}: {len(below)} rounds")
    low, high = quartiles([a / b for a, b in zip(above, below, strict=True)])
    a, b = statistics.median(above), statistics.median(below)
    detail = f"{over} {number(a)} ms, {under} {number(b)} ms"
    return Result(key, a / b, detail, network, threads, low, high, len(above))


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """First and third quartile; of a single value that value twice."""
    if len(values) < 2:
        return values[0], values[0]
    first, _, third = statistics.quantiles(values, method="inclusive")
    return first, third


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of the values that at least `percent` % do not exceed."""
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)  # rounded up
    return ordered[max(int(rank), 1) - 1]


def number(value: float) -> str:
    """Three significant digits, and no exponent."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f}"


def table(results: Sequence[Result]) -> str:
    """All results as a Markdown table, in the order of FIGURES."""
    order = {figure.key: place for place, figure in enumerate(FIGURES)}
    figures = {figure.key: figure for figure in FIGURES}
    ranked = sorted(results, key=lambda result: order[result.key])
    rows = [_row(figures[result.key], result) for result in ranked]
    lines = [HEADINGS, ["---"] * len(HEADINGS), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def as_json(results: Sequence[Result]) -> list[dict[str, Any]]:
    """All results with title, target and verdict, for build/bench.json."""
    figures = {figure.key: figure for figure in FIGURES}
    return [
        {
            **asdict(result),
            "title": figures[result.key].title,
            "unit": figures[result.key].unit,
            "target": figures[result.key].target,
            "sense": figures[result.key].sense,
            "reached": figures[result.key].is_reached(result.value),
        }
        for result in results
    ]


def document(results: Sequence[Result], machine: dict[str, str], rounds: int) -> str:
    """The table with what the numbers are, ready for the README."""
    system = ", ".join(f"{name} {value}" for name, value in machine.items())
    return (
        f"{table(results)}\n"
        f"Medians of {rounds} alternating rounds after warm-up, in one run; in "
        "brackets the quartiles of the rounds. `make bench` repeats it. Measured on: "
        f"{system}.\n"
    )


def _row(figure: Figure, result: Result) -> list[str]:
    reached = figure.is_reached(result.value)
    return [
        figure.title,
        result.network,
        str(result.threads or ""),
        _measured(figure, result),
        _target(figure),
        "" if reached is None else "yes" if reached else "**no**",
        result.detail,
    ]


def _measured(figure: Figure, result: Result) -> str:
    if figure.key == "drawing/task" and not result.value:
        return f"{NO_LONG_TASK} ms"
    text = _with_unit(number(result.value), figure)
    if result.low is None or result.high is None:
        return text
    return f"{text} ({number(result.low)}–{number(result.high)})"


def _target(figure: Figure) -> str:
    if figure.target is None:
        return ""
    return f"{figure.sense} {_with_unit(f'{figure.target:g}', figure)}"


def _with_unit(text: str, figure: Figure) -> str:
    return f"{text} {figure.unit}".rstrip()
