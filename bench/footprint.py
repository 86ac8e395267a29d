"""What a visit takes: bytes over the network, and memory of the tab's process."""

import gzip
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from .context import Context
from .report import Result
from .tab import Tab, chromium, launched, page_threads

NETWORKS = ("b0", "lite0")
PERTURBATIONS = 8
SAMPLE_EVERY_S = 0.02
MB = 1e6


def measure(context: Context) -> list[Result]:
    """All figures of this family."""
    results = []
    for network in NETWORKS:
        results.append(_bytes(context, network))
        if sys.platform == "linux":  # /proc tells the memory
            results.append(_memory(context, network))
    return results


def _bytes(context: Context, network: str) -> Result:
    asked: list[str] = []
    with chromium(context.playwright, context.profile(), page_threads()) as browser:
        browser.on("request", lambda request: asked.append(request.url))
        page = browser.new_page()
        page.goto(f"{context.origin}/index.html?model={network}")
        page.wait_for_function("globalThis.benchmark.firstPaint")
        files = {_file(context, url) for url in asked}
    sizes = {path: _gzipped(path) for path in files if path}
    largest = sorted(sizes, key=sizes.get, reverse=True)[:3]
    parts = ", ".join(f"{path.name} {sizes[path] / MB:.1f}" for path in largest)
    detail = f"{len(sizes)} files; {parts} MB"
    return Result("bytes", sum(sizes.values()) / MB, detail, network)


def _file(context: Context, url: str) -> Path | None:
    """The file of the site behind an address; None for blobs and the like."""
    if not url.startswith(context.origin):
        return None
    path = context.site / urlsplit(url).path.lstrip("/")
    return path if path.is_file() else None


def _gzipped(path: Path) -> int:
    """As a static host sends it: compressed where that helps."""
    data = path.read_bytes()
    return min(len(data), len(gzip.compress(data, 6)))


def _memory(context: Context, network: str) -> Result:
    threads = page_threads()
    with launched(context.playwright, threads) as (browser, page):
        page.goto(f"{context.origin}/index.html?model={network}", wait_until="commit")
        with Watch(renderers(browser)) as watch:
            tab = Tab(page)
            perturb = tab.work("perturbation")
            for _ in range(PERTURBATIONS):
                perturb()
        at_end = watch.samples[-1]
    peak = max(watch.samples)
    detail = (
        f"private memory of the renderer process while it loads and answers "
        f"{PERTURBATIONS} changes with all layers; {at_end / MB:.0f} MB at the end"
    )
    return Result("memory", peak / MB, detail, network, threads)


def renderers(browser: Browser) -> list[int]:
    """The process ids of a browser's renderers."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return [process["id"] for process in processes if process["type"] == "renderer"]


class Watch:
    """Samples the private memory of the largest of some processes, in bytes."""

    def __init__(self, processes: list[int]):
        self.samples: list[int] = []
        self._processes = processes
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(SAMPLE_EVERY_S):
            self.samples.append(max(map(private_bytes, self._processes)))


def private_bytes(process: int) -> int:
    """Anonymous memory, resident or swapped: what a task manager calls footprint."""
    status = Path(f"/proc/{process}/status").read_text()
    fields = dict(line.split(":", 1) for line in status.splitlines())
    return sum(int(fields[name].split()[0]) * 1024 for name in ("RssAnon", "VmSwap"))
