"""The page while somebody draws: how often, how soon, and how smoothly it answers."""

import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Page

from . import processor
from .context import Context
from .interruptions import interruptions
from .networks import NETWORKS
from .report import Result, percentile, quartiles
from .tab import Tab, page_threads, prepared

STROKE_S = 1.0
HERTZ = 60  # of the pointer, as an ordinary mouse
LEFT, RIGHT, TOP, BOTTOM = 0.02, 0.98, 0.02, 0.9
PYTHON = "Python"  # within the page's part
PIXEL = 1 / 224  # of the network's input


@dataclass(frozen=True)
class Stroke:
    """What was noted of one stroke, see page/observe.js; times in ms."""

    paints: list[dict[str, float]]
    moves: list[dict[str, float]]
    tasks: list[float]

    def rate(self) -> float:
        """Heatmaps a second, from the first of the stroke to the last."""
        if len(self.paints) < 2:
            return 0.0
        first, last = self.paints[0]["at"], self.paints[-1]["at"]
        return (len(self.paints) - 1) * 1000 / (last - first)

    def latencies(self) -> list[float]:
        """For each move, the time to the first heatmap whose input it is part of."""
        waits = []
        for move in self.moves:
            shown = (
                paint["at"] - move["at"]
                for paint in self.paints
                if paint["at"] > move["at"] and paint["edge"] >= move["x"] - PIXEL
            )
            wait = next(shown, None)
            if wait is not None:  # else the stroke was over before
                waits.append(wait)
        return waits


def measure(context: Context) -> list[Result]:
    """All figures of this family."""
    results = []
    threads = page_threads()
    for network in NETWORKS:
        profile = context.profile()
        with prepared(context, network, profile, threads) as tab:
            results += _measure(context, tab, network)
            if sys.platform == "linux":  # /proc tells what threads are called
                results.append(_processor(context, tab, network, profile))
        if threads > 1:  # a core is left for everything besides the runtime
            with prepared(context, network, context.profile(), threads - 1) as tab:
                rates, alone, _ = _strokes(context, tab, network)
                results.append(_rate("drawing/spare", rates, alone, tab, network))
    return results


def _processor(context: Context, tab: Tab, network: str, profile: Path) -> Result:
    """What an update costs besides the runtime, in milliseconds of processor time.

    Frames of the stroke itself, between the updates, are part of it.
    """
    parts: dict[str, list[float]] = {name: [] for name in (*processor.PARTS, PYTHON)}
    for _ in range(context.rounds):
        tab.wait_rest()
        before = processor.spent(profile) + Counter({PYTHON: tab.python_time()})
        updates = len(_draw(tab.page).paints)
        after = processor.spent(profile) + Counter({PYTHON: tab.python_time()})
        for name, times in parts.items():
            times.append((after[name] - before[name]) / updates)
    context.keep(f"processor {network}", parts)
    told = ", ".join(f"{name} {median(times):.1f}" for name, times in parts.items())
    besides = [name for name in processor.PARTS if name != processor.RUNTIME]
    sums = [
        sum(values) for values in zip(*(parts[name] for name in besides), strict=True)
    ]
    return Result(
        "drawing/processor",
        median(sums),
        f"ms: {told}; Python's time is the clock's",
        network,
        tab.threads,
        *quartiles(sums),
        count=len(sums),
    )


def _strokes(
    context: Context, tab: Tab, network: str
) -> tuple[list[float], list[float], list[Stroke]]:
    """Heatmaps a second of each stroke, forward passes alone beside it, the strokes."""
    strokes, alone = [], []
    _draw(tab.page)  # warm-up
    for _ in range(context.rounds):
        tab.wait_rest()
        strokes.append(_draw(tab.page))
        tab.wait_rest()
        alone.append(tab.door(f"forwardRate({STROKE_S * 1000})"))
    rates = [stroke.rate() for stroke in strokes]
    times = {"updates/s": rates, "forward/s": alone}
    context.keep(f"drawing {network} {tab.threads}", times)
    return rates, alone, strokes


def _rate(
    key: str, rates: list[float], alone: list[float], tab: Tab, network: str
) -> Result:
    drawn, forward = median(rates), median(alone)
    return Result(
        key,
        100 * drawn / forward,
        f"{drawn:.1f} updates/s, {forward:.1f} forward passes/s",
        network,
        tab.threads,
        *quartiles([100 * a / b for a, b in zip(rates, alone, strict=True)]),
        count=len(rates),
    )


def _measure(context: Context, tab: Tab, network: str) -> list[Result]:
    rates, alone, strokes = _strokes(context, tab, network)
    waits = [wait for stroke in strokes for wait in stroke.latencies()]
    tasks = [task for stroke in strokes for task in stroke.tasks]
    threads = tab.threads
    delays = interruptions(tab, 1000 / median(alone))
    noted = {"latencies": waits, "tasks": tasks, "delays": delays}
    context.keep(f"strokes {network}", noted)
    latency = f"median {median(waits):.0f} ms, {len(waits)} pointer moves"
    strokes_text = f"{len(tasks)} long tasks in {len(strokes)} strokes of {STROKE_S} s"
    return [
        _rate("drawing/rate", rates, alone, tab, network),
        Result(
            "drawing/latency",
            percentile(waits, 95),
            latency,
            network,
            threads,
            count=len(waits),
        ),
        Result(
            "drawing/task",
            max(tasks, default=0),
            strokes_text,
            network,
            threads,
            count=len(strokes),
        ),
        Result(
            "drawing/experiment",
            percentile(delays, 95),
            f"median {median(delays):.0f} ms, {len(delays)} strokes",
            network,
            threads,
            count=len(delays),
        ),
    ]


def _draw(page: Page) -> Stroke:
    """One box, opened evenly from left to right, and taken away again."""
    page.check("input[name=tool][value=rect]", force=True)
    page.locator("#stage").scroll_into_view_if_needed()
    area = page.locator("#stage").bounding_box()
    assert area is not None  # it has just been scrolled into view

    def move(x: float, y: float) -> None:
        page.mouse.move(area["x"] + x * area["width"], area["y"] + y * area["height"])

    move(LEFT, TOP)
    page.mouse.down()
    page.evaluate("Object.assign(benchmark, {paints: [], moves: [], tasks: []})")
    started = time.perf_counter()
    while (passed := time.perf_counter() - started) < STROKE_S:
        move(LEFT + (RIGHT - LEFT) * passed / STROKE_S, BOTTOM)
        time.sleep(max(0, 1 / HERTZ - (time.perf_counter() - started - passed)))
    noted = page.evaluate(
        "(({ paints, moves, tasks }) => ({ paints, moves, tasks }))(benchmark)"
    )
    page.mouse.up()
    page.wait_for_function("document.body.dataset.state === 'ready'")
    page.click("#clear")
    return Stroke(**noted)
