"""What a first visit downloads, compressed as web servers do it, and its limits."""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from ..languages.packed import FOLDER as LANGUAGES
from ..models.efficientnet_lite0 import Lite0
from ..paths import CACHE

# Bytes to the first heatmap, with the smaller model: 21 MB, and what zlibs differ by.
BUDGET = 21_200_000
BUDGETED = Lite0.name
# More for those who read the page in another language.
LANGUAGE_BUDGET = 15_000
LINES = 8  # of the list: the largest files
# Compressing takes seconds; what was measured once is known by its sha256.
KNOWN = CACHE / "gzip-sizes.json"


class TooLargeError(Exception):
    """A first visit downloads more than it may; the message says what is large."""


def report(site: Path, listing: dict[str, Any], known: Path = KNOWN) -> None:
    """Print what each model's first visit downloads. Raises `TooLargeError`."""
    sizes = gzip_sizes(site, listing, known)
    for model in listing["models"]:
        wanted = {path: sizes[path] for path in first_visit(listing, model)}
        total = sum(wanted.values())
        lines = [f"to the first heatmap with {model['title']}: {_mb(total)} of gzip"]
        largest = sorted(wanted, key=wanted.__getitem__, reverse=True)[:LINES]
        lines += [f"  {_mb(wanted[path])}  {path}" for path in largest]
        rest = total - sum(wanted[path] for path in largest)
        lines.append(f"  {_mb(rest)}  {len(wanted) - len(largest)} others")
        print("\n".join(lines), file=sys.stderr)
        if model["name"] == BUDGETED and total > BUDGET:
            raise TooLargeError(f"{_mb(total)}, {_mb(BUDGET)} at most: {lines[1:]}")
    for language in listing["languages"]:
        size = sizes[f"{LANGUAGES}/{language['tag']}.json"]
        if size > LANGUAGE_BUDGET:
            told = f"{size:,} bytes, {LANGUAGE_BUDGET:,} at most"
            raise TooLargeError(f"the first of {language['name']}: {told}")


def first_visit(listing: dict[str, Any], model: dict[str, Any]) -> list[str]:
    """The files of the site that are wanted before the first heatmap."""
    wanted = {*listing["page"], *listing["first"], *model["first"]}
    return sorted(wanted & set(listing["files"]))


def gzip_sizes(site: Path, listing: dict[str, Any], known: Path) -> dict[str, int]:
    """The size of every file after gzip -9."""
    measured = json.loads(known.read_bytes()) if known.exists() else {}
    sizes = {}
    for path, entry in listing["files"].items():
        sha256 = entry["sha256"]
        if sha256 not in measured:
            measured[sha256] = len(gzip.compress((site / path).read_bytes(), 9))
        sizes[path] = measured[sha256]
    known.parent.mkdir(parents=True, exist_ok=True)
    known.write_text(json.dumps(measured))
    return sizes


def _mb(size: int) -> str:
    return f"{size / 1e6:5.2f} MB"
