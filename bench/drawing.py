"""The page while somebody draws: how often, how soon, and how smoothly it answers."""

import sys
import time
from collections import Counter
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median

from playwright.sync_api import Page

from . import processor
from .context import Context
from .networks import NETWORKS
from .report import Result, percentile, quartiles
from .tab import Tab, chromium, page_threads

STROKE_S = 1.0
HERTZ = 60  # of the pointer, as an ordinary mouse
LEFT, RIGHT, TOP, BOTTOM = 0.02, 0.98, 0.02, 0.9
PYTHON = "Python"  # within the page's part
PIXEL = 1 / 224  # of the network's input
# The experiment that strokes interrupt: the one that takes longest.
EXPERIMENT = "rise"
INTERRUPTIONS = 30
# Between two of them, once it has gone on.
PAUSES_MS = range(300, 400, 10)
PROGRESS = f"""told => {{
    const {{ textContent }} = document.querySelector("[data-progress={EXPERIMENT}]");
    return textContent !== told && textContent;
}}"""


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
        with chromium(context.playwright, profile, threads) as browser:
            tab = Tab.open(browser, f"{context.origin}/bench.html?model={network}")
            tab.prepare()
            results += _measure(context, tab, network)
            if sys.platform == "linux":  # /proc tells what threads are called
                results.append(_processor(context, tab, network, profile))
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


def _measure(context: Context, tab: Tab, network: str) -> list[Result]:
    strokes, alone = [], []
    _draw(tab.page)  # warm-up
    for _ in range(context.rounds):
        tab.wait_rest()
        strokes.append(_draw(tab.page))
        tab.wait_rest()
        alone.append(tab.door(f"forwardRate({STROKE_S * 1000})"))
    rates = [stroke.rate() for stroke in strokes]
    waits = [wait for stroke in strokes for wait in stroke.latencies()]
    tasks = [task for stroke in strokes for task in stroke.tasks]
    context.keep(
        f"drawing {network}",
        {"updates/s": rates, "forward/s": alone, "latencies": waits, "tasks": tasks},
    )
    threads = tab.threads
    delays = _interruptions(tab, 1000 / median(alone))
    context.keep(f"interrupting {network}", {"delays": delays})
    low, high = quartiles([100 * a / b for a, b in zip(rates, alone, strict=True)])
    drawn, forward = median(rates), median(alone)
    rate = f"{drawn:.1f} updates/s, {forward:.1f} forward passes/s"
    latency = f"median {median(waits):.0f} ms, {len(waits)} pointer moves"
    strokes_text = f"{len(tasks)} long tasks in {len(strokes)} strokes of {STROKE_S} s"
    return [
        Result(
            "drawing/rate",
            100 * drawn / forward,
            rate,
            network,
            threads,
            low,
            high,
            count=len(strokes),
        ),
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


def _interruptions(tab: Tab, forward: float) -> list[float]:
    """How much later strokes begun during an experiment are first shown, in ms.

    Later than others, and than the forward pass under way has to be waited for.
    """
    usual = median(tab.door("firstUpdate()") for _ in range(INTERRUPTIONS))
    tab.page.evaluate("location.hash = 'test'")
    tab.page.click(f"[data-trial={EXPERIMENT}] [data-start]")
    tab.page.evaluate("location.hash = 'explore'")
    delays, told = [], ""
    for _, pause in zip(range(INTERRUPTIONS), cycle(PAUSES_MS)):
        told = tab.page.wait_for_function(PROGRESS, arg=told).json_value()
        tab.page.wait_for_timeout(pause)
        delays.append(tab.door("firstUpdate()") - usual - forward)
    tab.page.evaluate("location.hash = 'test'")
    tab.page.click(f"[data-trial={EXPERIMENT}] [data-stop]")
    tab.page.evaluate("location.hash = 'explore'")
    return delays


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
