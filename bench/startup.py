"""How soon a visitor sees the first heatmap, beside bare runtimes' starts.

Every time is that of a browser that was just installed: an empty profile, so no files
and no compiled code. A repeat visit uses the profile of a first one, in a browser that
was started anew. `bare` is a page that loads Pyodide and imports NumPy and Pillow;
`both` one that starts a session of ONNX Runtime beside that: both are needed at least.
A visit has two times: until the page showed the answer that came with it, and until it
showed one that it had computed.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext

from tests.browser.site_server import PlainServer

from .context import Context
from .interleave import interleaved
from .networks import PEERS_NETWORK
from .report import Result, ratio
from .tab import chromium, page_threads

BARE, BOTH, FIRST, REPEAT = (
    "bare runtime",
    "both runtimes",
    "first visit",
    "repeat visit",
)
OPENING = {visit: f"{visit}'s opening" for visit in (FIRST, REPEAT)}
PAGES = {BARE: "bare.html", BOTH: "both.html"}
# When it was, on the clock of all programs: the page may load itself anew on its way.
READY = "globalThis.bareReady && performance.timeOrigin + bareReady"
OPENED = (
    "performance.getEntriesByName('opening')"
    ".map(({ startTime }) => performance.timeOrigin + startTime)[0]"
)
FIRST_PAINT = (
    "globalThis.benchmark?.firstPaint && performance.timeOrigin + benchmark.firstPaint"
)
STORED = "document.body.dataset.offline"  # the page keeps itself, which it does at rest
ROUNDS = 9  # at most: a round takes half a minute
# A line of 20 Mbit/s, whose answers take 40 ms.
SLOW = {
    "offline": False,
    "latency": 40,
    "downloadThroughput": 2.5e6,
    "uploadThroughput": 2.5e6,
}


@dataclass(frozen=True)
class Visits:
    """Visits to one host of the benchmark's site."""

    context: Context
    origin: str
    threads: int
    line: dict[str, float] | None = None  # of Chromium's developer tools
    openings: dict[str, list[float]] = field(  # of the visits so far, in ms
        default_factory=lambda: {name: [] for name in OPENING.values()}
    )

    def bare(self, name: str) -> float:
        """A bare page's time in ms."""
        address = f"{self.origin}/{PAGES[name]}?model={PEERS_NETWORK}"
        with self._new_browser() as browser:
            return self._load(browser, address, READY)[0]

    def first(self) -> float:
        """A first visit's."""
        with self._new_browser() as browser:
            return self._visit(browser, FIRST)

    def repeat(self) -> float:
        """A second visit's."""
        profile = self.context.profile()
        with self._browser(profile) as browser:
            self._load(browser, self._page(), FIRST_PAINT)
            browser.pages[0].wait_for_function(STORED, polling=50)
        with self._browser(profile) as browser:
            return self._visit(browser, REPEAT)

    def _visit(self, browser: BrowserContext, visit: str) -> float:
        """The time of the answer that the page computed; notes that of its opening."""
        opened, computed = self._load(browser, self._page(), OPENED, FIRST_PAINT)
        self.openings[OPENING[visit]].append(opened)
        return computed

    def _page(self) -> str:
        return f"{self.origin}/index.html?model={PEERS_NETWORK}"

    def _new_browser(self) -> AbstractContextManager[BrowserContext]:
        return self._browser(self.context.profile())

    def _browser(self, profile: Path) -> AbstractContextManager[BrowserContext]:
        return chromium(self.context.playwright, profile, self.threads, "allow")

    def _load(
        self, browser: BrowserContext, address: str, *conditions: str
    ) -> list[float]:
        """Load until all conditions have come true; how long each took, in ms."""
        tab = browser.pages[0]
        if self.line:
            tools = browser.new_cdp_session(tab)
            tools.send("Network.enable")
            tools.send("Network.emulateNetworkConditions", dict(self.line))
        started = time.time() * 1000
        tab.goto(address, wait_until="commit")
        values = [tab.wait_for_function(each, polling=50) for each in conditions]
        return [value.json_value() - started for value in values]


def measure(context: Context) -> list[Result]:
    """All figures of this family."""
    threads = page_threads()
    rounds = min(context.rounds, ROUNDS)
    results = []
    plain = PlainServer(context.site)
    with ExitStack() as at_end:
        at_end.callback(plain.stop)
        hosts = {
            "": Visits(context, context.origin, threads),
            "/plain": Visits(context, plain.origin, threads),
            "/line": Visits(context, context.origin, threads, SLOW),
        }
        for name, visits in hosts.items():
            times = interleaved(_works(visits), rounds, warm_up=0) | visits.openings
            context.keep(f"startup{name}", times)
            for key, over, under in (
                ("first", FIRST, BARE),
                ("floor", FIRST, BOTH),
                ("repeat", OPENING[REPEAT], BARE),
                ("again", REPEAT, BARE),
                ("opening", OPENING[FIRST], BARE),
            ):
                figure = f"start/{key}{name}"
                results.append(
                    ratio(figure, times, over, under, PEERS_NETWORK, threads)
                )
    return results


def _works(visits: Visits) -> dict[str, Callable[[], float]]:
    return {
        BARE: lambda: visits.bare(BARE),
        BOTH: lambda: visits.bare(BOTH),
        FIRST: visits.first,
        REPEAT: visits.repeat,
    }
