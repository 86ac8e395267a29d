"""A copy of the built site with the networks and the pages of the benchmark."""

import json
import shutil
from pathlib import Path

from convert.web.assemble import SITE, listing

from . import networks

HERE = Path(__file__).parent
MAIN = 'src="./main.py"'  # what starts Python in index.html
HEAD_END = "</head>"
MEASURING = (
    '<script src="./observe.js"></script>'
    '<script type="module" src="./footprint.js"></script>'
)


def assemble(folder: Path) -> None:
    """Make `folder` a site of its own that serves what is measured.

    index.html is the built page, untouched. bench.html is the same page, started by
    page/heatmaps.py instead of main.py. footprint.html measures itself. bare.html only
    loads Python.
    """
    for old in folder.glob("*"):
        if old.name != "models":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    shutil.copytree(
        SITE, folder, ignore=shutil.ignore_patterns("models"), dirs_exist_ok=True
    )
    for name, make in networks.NETWORKS.items():
        make(folder / "models" / name)
    shutil.copytree(HERE / "page", folder, dirs_exist_ok=True)
    index = (folder / "index.html").read_text()
    bench = _replaced(index, MAIN, 'src="./heatmaps.py"')
    (folder / "bench.html").write_text(bench)
    (folder / "footprint.html").write_text(
        _replaced(index, HEAD_END, MEASURING + HEAD_END)
    )
    (folder / "site.json").write_text(json.dumps(listing(folder)))


def _replaced(page: str, old: str, new: str) -> str:
    if old not in page:
        raise ValueError(f"build/site/index.html does not have {old}")
    return page.replace(old, new)
