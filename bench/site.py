"""A copy of the built site with the networks and the pages of the benchmark."""

import json
import shutil
from pathlib import Path

from convert.site import SITE, listing

from . import networks

HERE = Path(__file__).parent
MAIN = 'src="./main.py"'  # what starts Python in index.html


def assemble(folder: Path) -> None:
    """Make `folder` a site of its own that serves what is measured.

    index.html is the built page, untouched. bench.html is the same page, started by
    page/heatmaps.py instead of main.py. bare.html only loads Python.
    """
    for old in folder.glob("*"):
        if old.name != "models":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    shutil.copytree(
        SITE, folder, ignore=shutil.ignore_patterns("models"), dirs_exist_ok=True
    )
    networks.b0(folder / "models" / "b0")
    networks.lite0(folder / "models" / "lite0")
    shutil.copytree(HERE / "page", folder, dirs_exist_ok=True)
    index = (folder / "index.html").read_text()
    if MAIN not in index:
        raise ValueError(f"build/site/index.html does not start Python by {MAIN}")
    page = index.replace(MAIN, 'src="./heatmaps.py"')
    (folder / "bench.html").write_text(page)
    (folder / "site.json").write_text(json.dumps(listing(folder)))
