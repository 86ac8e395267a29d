"""How soon the page explains its first picture, beside the bare runtime's start."""

from playwright.sync_api import BrowserContext

from .context import Context
from .interleave import interleaved
from .networks import PEERS_NETWORK
from .report import Result, ratio
from .tab import chromium, page_threads

BARE, FIRST, REPEAT = "bare runtime", "first visit", "repeat visit"
FIRST_PAINT = "globalThis.benchmark?.firstPaint"
# The page has stored itself and the memory of its Python, which it does at rest.
STORED = "document.body.dataset.offline && document.body.dataset.snapshot"


def measure(context: Context) -> list[Result]:
    """All figures of this family."""
    threads = page_threads()
    page = f"{context.origin}/index.html?model={PEERS_NETWORK}"
    profile = context.profile()
    with chromium(context.playwright, profile, threads, "allow") as browser:

        def bare() -> float:
            _forget(browser, context.origin)
            return _load(browser, f"{context.origin}/bare.html", "globalThis.bareReady")

        def first() -> float:
            _forget(browser, context.origin)
            return _load(browser, page, FIRST_PAINT, STORED)

        def repeat() -> float:
            return _load(browser, page, FIRST_PAINT, STORED)

        works = {BARE: bare, FIRST: first, REPEAT: repeat}
        times = interleaved(works, context.rounds, warm_up=1)
    context.keep("startup", times)
    return [
        ratio("start/first", times, FIRST, BARE, PEERS_NETWORK, threads),
        ratio("start/repeat", times, REPEAT, BARE, PEERS_NETWORK, threads),
    ]


def _load(browser: BrowserContext, address: str, *conditions: str) -> float:
    """Load in a new tab until all conditions have come true.

    The value of the first is the time since navigation began, in ms.
    """
    tab = browser.new_page()
    try:
        tab.goto(address, wait_until="commit")
        values = [tab.wait_for_function(each, polling=100) for each in conditions]
        return values[0].json_value()
    finally:
        tab.close()


def _forget(browser: BrowserContext, origin: str) -> None:
    """Empty everything that the page itself stores; the HTTP cache stays."""
    tab = browser.new_page()
    values = {"origin": origin, "storageTypes": "all"}
    browser.new_cdp_session(tab).send("Storage.clearDataForOrigin", values)
    tab.close()
