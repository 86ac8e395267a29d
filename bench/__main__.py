"""`python -m bench`: measure everything, write build/bench.json and build/bench.md."""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.site_server import SiteServer

from . import crowd, drawing, footprint, inference, machine, report, site, startup
from .context import ROOT, Context
from .growth import grown
from .tab import chromium

FAMILIES = {
    "inference": inference,
    "crowd": crowd,
    "drawing": drawing,
    "startup": startup,
    "footprint": footprint,
}
ROUNDS, QUICK_ROUNDS = 21, 5
BUILD = ROOT / "build"


def main() -> int:
    """Measure what was asked for, show the table; 1 if a ratio has grown."""
    parser = _parser()
    options = parser.parse_args()
    if options.against and not options.against.is_file():
        parser.error(
            f"{options.against}: no such file, expected another run's bench.json"
        )
    rounds = QUICK_ROUNDS if options.quick else ROUNDS
    started = time.perf_counter()
    load = machine.warn_if_busy()
    folder = BUILD / "bench-site"
    site.assemble(folder)
    server = SiteServer(folder)
    try:
        with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
            context = Context(playwright, server.origin, folder, Path(work), rounds)
            results = [
                result
                for name in options.only or FAMILIES
                for result in FAMILIES[name].measure(context)
            ]
            with chromium(playwright, context.profile(), threads=1) as browser:
                system = machine.describe(browser) | load | context.versions
    finally:
        server.stop()
    content = {
        "machine": system,
        "rounds": rounds,
        "seconds": round(time.perf_counter() - started),
        "figures": report.as_json(results),
        "samples": context.samples,
    }
    more = grown(results, options.against) if options.against else []
    (BUILD / "bench.json").write_text(json.dumps(content, indent=1) + "\n")
    text = report.document(results, system, rounds)
    (BUILD / "bench.md").write_text(text)
    print(text)
    for line in more:
        print(f"grown: {line}", file=sys.stderr)
    return int(bool(more))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help=f"{QUICK_ROUNDS} rounds in place of {ROUNDS}, for development",
    )
    parser.add_argument(
        "--only",
        nargs="+",
        choices=FAMILIES,
        metavar="FAMILY",
        help=f"of {', '.join(FAMILIES)}; default: all",
    )
    parser.add_argument(
        "--against",
        type=Path,
        metavar="FILE",
        help="bench.json of an earlier run: fail if a ratio has grown by 15 %% since",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
