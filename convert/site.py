"""Assemble the page in build/site: its sources, what it uses, and site.json.

Models and samples are put there by their own steps. `python -m convert.site` does only
this step. site.json lists every file with size and sha256, which the page's loader
checks, and says which of them are wanted before the first heatmap.
"""

import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

from .assets import fetch
from .credits import credits

ROOT = Path(__file__).parent.parent
SITE = ROOT / "build" / "site"
SOURCES = ROOT / "site"
PACKAGE = ROOT / "gradcam_py"
NODE_MODULES = ROOT / "node_modules"
ORT_WASM = "ort-wasm-simd-threaded.wasm"

# Assets of convert/assets.toml -> the folder of the site they are served from.
ASSETS = {
    "pyodide.mjs": "vendor/pyodide",
    "pyodide.asm.mjs": "vendor/pyodide",
    "pyodide.asm.wasm": "vendor/pyodide",
    "python_stdlib.zip": "vendor/pyodide",
    "numpy-wasm": "vendor/pyodide",
    "pillow-wasm": "vendor/pyodide",
}
# Files of npm packages, pinned by package-lock.json -> where they are served from.
PACKAGES = {
    "@pyscript/core/dist/*.js": "vendor/pyscript",
    "@picocss/pico/css/pico.indigo.min.css": "vendor",
    "konva/konva.min.js": "vendor",
    f"onnxruntime-web/dist/{ORT_WASM}": "vendor/ort",
}
WHEELS = ("numpy", "pillow")
# What the page wants before the first heatmap, besides the model and its own modules.
FIRST = (
    "vendor/pyodide/*.wasm",
    "vendor/pyodide/*.zip",
    "vendor/pyodide/*.whl",
    "vendor/pyodide/*.json",
    "vendor/ort/*.wasm",
    "gradcam_py.zip",
    "samples/samples.json",
)
MODEL_FIRST = (
    "manifest.json",
    "labels.json",
    "features.onnx",
    "head.onnx",
    "weights.bin",
)
# Written by other steps of the build.
FOREIGN = ("models", "samples")
# The best model first: the page opens with it.
MODEL_ORDER = ("b0", "lite0")
EPOCH = (1980, 1, 1, 0, 0, 0)  # of the zip's entries: equal sources, equal archive


def build_site(site: Path = SITE) -> None:
    """Bring every file of the page up to date, drop what is stale, write site.json."""
    wanted = {
        **_copies(),
        "gradcam_py.zip": package_archive(PACKAGE),
        "vendor/pyodide/pyodide-lock.json": _lock_file(),
        "credits.json": _json(credits()),
    }
    for path, content in wanted.items():
        data = content.read_bytes() if isinstance(content, Path) else content
        _write(site / path, data)
    bundle_worker(site / "worker.js")
    _drop_stale(site, {*wanted, "worker.js", "site.json"})
    _write(site / "site.json", _json(listing(site)))


def package_archive(package: Path) -> bytes:
    """The Python package as a zip that depends on nothing but its sources."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for source in sorted(package.glob("*.py")):
            entry = zipfile.ZipInfo(f"{package.name}/{source.name}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, source.read_bytes())
    return target.getvalue()


def bundle_worker(target: Path) -> None:
    """Bundle the inference worker into one classic script, unless it is up to date.

    A classic script is the one kind of worker that every browser starts from a server,
    from file:// and from a blob. ONNX Runtime finds its own file by import.meta.url,
    which classic scripts do not have; its threads load that file again.
    """
    sources = (
        SOURCES / "worker.mjs",
        NODE_MODULES / "onnxruntime-web" / "package.json",
    )
    newest = max(source.stat().st_mtime for source in sources)
    if target.exists() and target.stat().st_mtime > newest:
        return
    command = [
        _esbuild(),
        str(sources[0]),
        "--bundle",
        "--minify",
        "--format=iife",
        "--legal-comments=inline",
        "--define:import.meta.url=self.location.href",
        "--log-level=warning",
        f"--outfile={target}",
    ]
    subprocess.run(command, check=True, cwd=ROOT)


def listing(site: Path) -> dict[str, Any]:
    """The content of site.json for what lies in `site`."""
    files = {
        path.relative_to(site).as_posix(): {
            "size": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.name != "site.json"
    }
    version = hashlib.sha256(_json(files)).hexdigest()[:16]
    first = sorted(
        path.relative_to(site).as_posix()
        for pattern in FIRST
        for path in site.glob(pattern)
    )
    return {
        "version": version,
        "first": first + first_sample(site),
        "models": [_model(folder) for folder in _model_folders(site)],
        "files": files,
    }


def first_sample(site: Path) -> list[str]:
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


def _copies() -> dict[str, Path | bytes]:
    """Every file that is copied as it is: path in the site -> source."""
    sources = {
        path.relative_to(SOURCES).as_posix(): path
        for path in SOURCES.rglob("*")
        if path.is_file() and path.name != "worker.mjs"
    }
    assets = {}
    for name, folder in ASSETS.items():
        path = fetch(name)
        assets[f"{folder}/{path.name}"] = path
    packages = {
        f"{folder}/{path.name}": path
        for pattern, folder in PACKAGES.items()
        for path in sorted(NODE_MODULES.glob(pattern))
    }
    return {**sources, **assets, **packages}


def _lock_file() -> bytes:
    """Pyodide's lock file with the two wheels that the page has, and no others."""
    lock = json.loads(fetch("pyodide-lock.json").read_text())
    lock["packages"] = {name: lock["packages"][name] for name in WHEELS}
    return _json(lock)


def _esbuild() -> str:
    """esbuild's own program: its package holds a binary for this machine."""
    for name in ("bin/esbuild", "esbuild.exe"):
        for path in (NODE_MODULES / "@esbuild").glob(f"*/{name}"):
            return str(path)
    raise FileNotFoundError(
        f"esbuild is not in {NODE_MODULES}: run `npm ci`, optional packages included"
    )


def _drop_stale(site: Path, wanted: set[str]) -> None:
    for path in filter(Path.is_file, site.rglob("*")):
        name = path.relative_to(site)
        if name.parts[0] not in FOREIGN and name.as_posix() not in wanted:
            path.unlink()


def _write(path: Path, data: bytes) -> None:
    """Write only what differs, so that caches and clocks stay valid."""
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


if __name__ == "__main__":
    build_site()
