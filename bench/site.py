"""A copy of the built site with the networks and the pages of the benchmark."""

import json
import shutil
from pathlib import Path

from convert.paths import NODE_MODULES
from convert.thirdparty.fetch import fetch
from convert.web.assemble import SITE, listing
from convert.web.openings import openings

from . import networks
from .doors import replaced, with_doors

HERE = Path(__file__).parent
MAIN = 'src="./main.py"'  # what starts Python in index.html
HEAD_END = "</head>"
MEASURING = (
    '<script src="./observe.js"></script>'
    '<script type="module" src="./footprint.js"></script>'
)
# What the bare pages load, which ours does not any more.
PYODIDE = Path("vendor/pyodide")
BARE = ("pyodide.mjs", "pyodide-lock.json", "numpy-wasm", "pillow-wasm")
ORT = NODE_MODULES / "onnxruntime-web/dist/ort.wasm.bundle.min.mjs"


def assemble(folder: Path) -> None:
    """Make `folder` a site of its own that serves what is measured.

    index.html is the built page, untouched. bench.html is the same page with doors,
    started by page/heatmaps.py instead of main.py. footprint.html measures itself.
    bare.html only loads Python, both.html a session of ONNX Runtime beside it.
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
    for name in BARE:
        path = fetch(name)
        shutil.copy(path, folder / PYODIDE / path.name.replace(".mjs", ".js"))
    standard = "python_stdlib.zip"
    shutil.copy(NODE_MODULES / "pyodide" / standard, folder / PYODIDE / standard)
    shutil.copy(ORT, folder / "vendor/ort.js")
    opened = with_doors(folder)
    bench = replaced(opened, MAIN, 'src="./heatmaps.py"')
    (folder / "bench.html").write_text(bench)
    (folder / "footprint.html").write_text(
        replaced(opened, HEAD_END, MEASURING + HEAD_END)
    )
    for opening, content in openings(folder, catalogues={}).items():
        (folder / opening).write_bytes(content)
    (folder / "site.json").write_text(json.dumps(listing(folder)))
