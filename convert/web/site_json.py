"""site.json: every file with size and sha256, and which of them are wanted first."""

import hashlib
import json
from pathlib import Path
from typing import Any

NAME = "site.json"
# What the browser loads by itself: the code of one version, all of it or none.
PAGE = ("*.html", "*.js", "*/*.js", "*.css", "*.svg", "vendor/*.*", "vendor/*/*.js")
# What the page fetches for the first heatmap, besides the model.
FIRST = (
    "vendor/pyodide/*.wasm",
    "vendor/pyodide/*.zip",
    "vendor/pyodide/*.whl",
    "vendor/pyodide/*.json",
    "vendor/ort/*.wasm",
    "gradcam_py.zip",
    "main.py",
    "samples/samples.json",
)
MODEL_FIRST = (
    "manifest.json",
    "labels.json",
    "features.onnx",
    "head.onnx",
    "weights.bin",
)
# Opened on its own, by whoever wants to read it.
ASIDE = ("licenses.html",)
# Large, and wanted by few: what the graphics card needs. Not stored until it is used.
OPTIONAL = ("webgpu-worker.js", "vendor/ort-webgpu/*")
# The best model first: the page opens with it.
MODEL_ORDER = ("b0", "lite0")


def listing(site: Path) -> dict[str, Any]:
    """The content of site.json for what lies in `site`."""
    files = {
        path.relative_to(site).as_posix(): {
            "size": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.name != NAME
    }
    optional = _matching(site, OPTIONAL)
    aside = {*ASIDE, *optional}
    page = [path for path in _matching(site, PAGE) if path not in aside]
    return {
        "version": hashlib.sha256(as_json(files)).hexdigest()[:16],
        "page": page,
        "first": _matching(site, FIRST) + _first_sample(site),
        "optional": optional,
        "models": [_model(folder) for folder in _model_folders(site)],
        "files": files,
    }


def as_json(value: Any) -> bytes:
    """JSON as the build writes it: readable, and the same for the same value."""
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def _matching(site: Path, patterns: tuple[str, ...]) -> list[str]:
    paths = {path for pattern in patterns for path in site.glob(pattern)}
    return sorted(path.relative_to(site).as_posix() for path in paths)


def _first_sample(site: Path) -> list[str]:
    """The picture that the page opens with."""
    index = site / "samples" / "samples.json"
    if not index.exists():
        return []
    return [f"samples/{json.loads(index.read_text())[0]['file']}"]


def _model_folders(site: Path) -> list[Path]:
    folders = [path.parent for path in site.glob("models/*/manifest.json")]
    order = {name: place for place, name in enumerate(MODEL_ORDER)}
    return sorted(folders, key=lambda f: (order.get(f.name, len(order)), f.name))


def _model(folder: Path) -> dict[str, Any]:
    manifest = json.loads((folder / "manifest.json").read_text())
    return {
        "name": folder.name,
        "title": manifest["title"],
        "first": [f"models/{folder.name}/{name}" for name in MODEL_FIRST],
    }
