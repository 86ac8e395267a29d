"""What a visit takes: bytes over the network, and memory of the tab's process."""

import gzip
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from .alone import alone
from .context import Context
from .networks import NETWORKS
from .report import Result, quartiles
from .tab import chromium, page_threads

MEASURED = "measured"  # the title that page/footprint.js sets when it is done
SAMPLE_EVERY_S = 0.02
LOADS = 5  # at most, of which the median counts
MB = 1e6


def measure(context: Context) -> list[Result]:
    """All figures of this family."""
    results = []
    for network in NETWORKS:
        results += _downloads(context, network)
        if sys.platform == "linux":  # /proc tells the memory
            results.append(_memory(context, network))
    return results


def _downloads(context: Context, network: str) -> list[Result]:
    with chromium(context.playwright, context.profile(), page_threads()) as browser:
        page = browser.new_page()
        page.goto(f"{context.origin}/index.html?model={network}")
        page.wait_for_function("globalThis.benchmark.firstPaint")
        urls = page.evaluate("benchmark.fetched")
    files = {_file(context, url) for url in urls}
    sizes = {path: _gzipped(path) for path in files if path}
    largest = sorted(sizes, key=sizes.__getitem__, reverse=True)[:3]
    parts = ", ".join(f"{path.name} {sizes[path] / MB:.1f}" for path in largest)
    detail = f"{len(sizes)} files; {parts} MB"
    requests = [url for url in urls if url.startswith(context.origin)]
    return [
        Result("bytes", sum(sizes.values()) / MB, detail, network),
        Result("requests", len(requests), "of the page and its worker", network),
    ]


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
    """The median of several loads: how much is in use at once is partly chance."""
    visits = [_visit(context, network) for _ in range(min(context.rounds, LOADS))]
    peaks, ends = zip(*visits, strict=True)
    context.keep(f"memory {network}", {"peak": list(peaks), "at the end": list(ends)})
    detail = (
        f"private memory of the renderer process while it loads and answers several "
        f"changes with all layers, {len(peaks)} times; {median(ends):.0f} MB at the end"
    )
    return Result(
        "memory",
        median(peaks),
        detail,
        network,
        page_threads(),
        *quartiles(peaks),
        count=len(peaks),
    )


def _visit(context: Context, network: str) -> tuple[float, float]:
    """Most of the memory and that at the end, in MB."""
    address = f"{context.origin}/footprint.html?model={network}"
    with (
        alone(context.profile(), address) as browser,
        Watch(browser.renderers) as watch,
    ):
        browser.wait_title(MEASURED)
    return max(watch.samples) / MB, watch.samples[-1] / MB


class Watch:
    """Samples the private memory of the largest of some processes, in bytes."""

    def __init__(self, processes: Callable[[], list[int]]):
        """`processes` gives the ids of those that run at the moment."""
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
            sizes = [private_bytes(process) for process in self._processes()]
            if sizes:
                self.samples.append(max(sizes))


def private_bytes(process: int) -> int:
    """Anonymous memory, resident or swapped: what a task manager calls footprint."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):  # it has just ended
        return 0
    fields = dict(line.split(":", 1) for line in status.splitlines())
    sizes = (fields.get(name, "0 kB").split()[0] for name in ("RssAnon", "VmSwap"))
    return sum(int(size) * 1024 for size in sizes)
