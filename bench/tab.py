"""Pages of the benchmark's site in Chromium."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import BrowserContext, Page, Playwright, ViewportSize

from tests.browser.conftest import CHROMIUM_FLAGS
from tests.browser.playground_page import DESKTOP
from tests.browsers import require

from .context import Context
from .interleave import Work

OBSERVE = Path(__file__).parent / "page" / "observe.js"
PATIENCE_MS = 180_000
VIEWPORT = ViewportSize(width=DESKTOP["width"], height=DESKTOP["height"])
MAX_THREADS = 4  # of the page, site/inference/runtime.mjs


def page_threads() -> int:
    """How many threads the page takes on this machine."""
    return min(MAX_THREADS, os.cpu_count() or 1)


@contextmanager
def chromium(
    playwright: Playwright,
    profile: Path,
    threads: int,
    service_workers: Literal["allow", "block"] = "block",
) -> Iterator[BrowserContext]:
    """A Chromium whose machine seems to have `threads` cores, with a cache on disk.

    The page's service worker is left out unless `service_workers` is "allow": it would
    go on storing files while something else is measured.
    """
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=require("chromium"),
        args=CHROMIUM_FLAGS,
        viewport=VIEWPORT,
        # Waiting for a condition evaluates a string, which the page's policy forbids.
        bypass_csp=True,
        service_workers=service_workers,
    )
    _prepare(context, threads)
    try:
        yield context
    finally:
        context.close()


def _prepare(context: BrowserContext, threads: int) -> None:
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(
        f"Object.defineProperty(navigator, 'hardwareConcurrency', {{value: {threads}}})"
    )
    context.add_init_script(path=OBSERVE)


class Tab:
    """One loaded playground page, and what it can be asked to do."""

    def __init__(self, page: Page):
        """Wait until `page`, which is on its way there, computes nothing any more."""
        self.page = page
        page.wait_for_function("document.body?.dataset.state === 'ready'")
        self.wait_rest()

    @classmethod
    def open(cls, context: BrowserContext, address: str) -> "Tab":
        """Load an address."""
        page = context.new_page()
        page.goto(address)
        return cls(page)

    @property
    def threads(self) -> int:
        """As the page itself tells."""
        return self.page.evaluate("playground.state().threads")

    def wait_rest(self) -> None:
        """Wait until all layers of what is shown have been computed."""
        self.page.wait_for_function("playground.state().strip", polling=100)

    def python_time(self) -> float:
        """Milliseconds that Python has taken so far, of bench.html."""
        return self.page.evaluate("pythonTime()")

    def prepare(self) -> None:
        """Make the sessions that only the benchmark needs."""
        self.door("prepare()")

    def work(self, name: str) -> Work:
        """One of the works of page/doors.js."""

        def measure() -> float:
            took = self.door(f"measure({name!r})")
            if name == "perturbation":
                self.wait_rest()
            return took

        return measure

    def door(self, call: str):
        """What a function of page/doors.js gives."""
        return self.page.evaluate(f"async () => (await import('./doors.js')).{call}")


@contextmanager
def prepared(
    context: Context, network: str, profile: Path, threads: int
) -> Iterator[Tab]:
    """A network's page with doors, in a browser of its own, ready to do all works."""
    with chromium(context.playwright, profile, threads) as browser:
        tab = Tab.open(browser, f"{context.origin}/bench.html?model={network}")
        tab.prepare()
        yield tab
