"""`python -m bench.zoo.chromium FILE...`: what a visitor's own network costs in a tab.

Each file is brought to a page of its own in Chromium. Writes the last section of
docs/networks.md, which `make zoo` leaves as it is.
"""

import os
import shutil
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import onnx
from playwright.sync_api import Playwright, sync_playwright

from convert.paths import SITE
from tests.browser.memories import SIZE, WATCH_EXPORTS
from tests.browser.site_server import SiteServer

from ..doors import replaced, with_doors
from ..tab import chromium, page_threads
from .report import in_chromium, with_section

PAGE = Path(__file__).parents[2] / "docs" / "networks.md"
DOORS = Path(__file__).parents[1] / "page"
ROUNDS, TURNS = 5, 12
INPUT = '<input type="file" id="measured" hidden>'


@dataclass(frozen=True)
class InTab:
    """seconds: from the file's choice to the first heatmap. heap: bytes by which
    Python's memory grew. forward, layers: ms of the file as it is, and of all layers.
    updates: heatmaps a second while drawing, as a share of forward passes a second.
    """

    seconds: float
    heap: int
    forward: float
    layers: float
    updates: float


def measure(playwright: Playwright, origin: str, file: Path) -> InTab:
    """Bring a file to a new page, in a new profile."""
    with (
        tempfile.TemporaryDirectory() as profile,
        chromium(playwright, Path(profile), page_threads()) as context,
    ):
        page = context.new_page()
        page.add_init_script(WATCH_EXPORTS)
        page.goto(f"{origin}/own.html")
        page.wait_for_function("playground?.state?.()?.strip")
        before = page.evaluate(SIZE)
        started = time.perf_counter()
        page.set_input_files("#network-file", file)
        page.wait_for_function(
            "name => playground.state().model === name"
            " && document.body.dataset.state === 'ready'",
            arg=file.name,
            polling=20,
        )
        seconds = time.perf_counter() - started
        heap = page.evaluate(SIZE) - before
        page.wait_for_function("playground.state().strip")
        page.set_input_files("#measured", file)
        name, dims = _input(file)
        found = page.evaluate(
            "async values => (await import('./own.js')).measure(...values)",
            [name, dims, ROUNDS, TURNS],
        )
    share = found["updates"] * found["forward"] / 1000
    return InTab(seconds, heap, found["forward"], found["layers"], share)


def site(folder: Path) -> None:
    """The built site, with a page that can be measured."""
    shutil.copytree(SITE, folder)
    for name in ("own.js", "observe.js"):
        shutil.copy(DOORS / name, folder)
    index = replaced(with_doors(folder), "</main>", f"{INPUT}</main>")
    (folder / "own.html").write_text(index)


def _input(file: Path) -> tuple[str, list[int]]:
    graph = onnx.load(file, load_external_data=False).graph
    weights = {tensor.name for tensor in graph.initializer}
    (given,) = [each for each in graph.input if each.name not in weights]
    sizes = [each.dim_value or 1 for each in given.type.tensor_type.shape.dim]
    return given.name, sizes


def main(files: list[str]) -> int:
    """Measure, and write the section."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        site(Path(folder) / "site")
        server = SiteServer(Path(folder) / "site")
        try:
            with sync_playwright() as playwright:
                for file in map(Path, files):
                    found[file.name] = asdict(measure(playwright, server.origin, file))
                    print(file.name, found[file.name], flush=True)
        finally:
            server.stop()
    section = in_chromium(found, f"{page_threads()} threads, {os.cpu_count()} cores")
    PAGE.write_text(with_section(PAGE.read_text(), section))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
