"""The page's program with doors to what the benchmark asks of it.

The built one is a single file, whose modules nobody else can reach.
"""

import shutil
import tempfile
from pathlib import Path

from convert.paths import SOURCES
from convert.web.program import PROGRAM, bundle_program

BENCH_PROGRAM = "bench.js"
DOORS = """
export { open, own } from "./inference/runtime.mjs";
export { send } from "./dom/send.mjs";
"""


def with_doors(site: Path) -> str:
    """Put that program into a copy of the site; its index.html, started by it."""
    with tempfile.TemporaryDirectory() as name:
        sources = Path(name) / "site"
        shutil.copytree(SOURCES, sources)
        page = sources / "page.mjs"
        page.write_text(page.read_text() + DOORS)
        bundle_program(site / BENCH_PROGRAM, sources)
    index = (site / "index.html").read_text()
    return replaced(index, f"./{PROGRAM}", f"./{BENCH_PROGRAM}")


def replaced(page: str, old: str, new: str) -> str:
    """`page` with other words. Raises ValueError if it does not have the old ones."""
    if old not in page:
        raise ValueError(f"build/site/index.html does not have {old}")
    return page.replace(old, new)
