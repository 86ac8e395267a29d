"""site.json: every file with size and sha256, and which of them are wanted first."""

import hashlib
import json
from pathlib import Path
from typing import Any

from gradcam_py.model.folder import built_models

from ..languages.packed import FOLDER as LANGUAGES
from ..languages.packed import REST

NAME = "site.json"
# What the browser loads by itself: the code of one version, all of it or none.
PAGE = ("*.html", "*.js", "*/*.js", "*.css", "*.svg", "vendor/*.*", "vendor/*/*.js")
# What the page fetches for the first heatmap, besides the model.
FIRST = (
    "vendor/pyodide/*.wasm",
    "python/start.zip",
    "vendor/ort/*.wasm",
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
# Code that is loaded when somebody opens what it is for.
LATER = (
    *("course.css", "crowd.css", "formula.css"),
    *("crowd/*.js", "formula/*.js", "formula-worker.js", "vendor/jpeg/*"),
)
# Wanted by few: what the graphics card needs, and other languages than the page's own.
# Not stored until it is used.
OPTIONAL = ("webgpu-worker.js", "vendor/ort-webgpu/*", f"{LANGUAGES}/*")


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
    aside = {*ASIDE, *_matching(site, LATER), *optional}
    page = [path for path in _matching(site, PAGE) if path not in aside]
    return {
        "version": hashlib.sha256(as_json(files)).hexdigest()[:16],
        "page": page,
        "first": _matching(site, FIRST) + _first_sample(site),
        "optional": optional,
        "models": _models(site / "models"),
        "languages": _languages(site / LANGUAGES),
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


def _languages(folder: Path) -> list[dict[str, Any]]:
    """The languages that can be chosen, by their own names."""
    heads = [path for path in folder.glob("*.json") if not path.stem.endswith(REST)]
    told = [json.loads(path.read_bytes())["known"] for path in heads]
    return sorted(told, key=lambda each: each["tag"])


def _models(folder: Path) -> list[dict[str, Any]]:
    """The models, the one that the page opens with first."""
    return [
        {
            "name": name,
            "title": manifest.title,
            "first": [f"models/{name}/{file}" for file in MODEL_FIRST],
        }
        for name, manifest in built_models(folder).items()
    ]
