"""Assemble the page in build/site: its sources, what it uses, and site.json.

Models and samples are put there by their own steps. `python -m convert.web.assemble`
does only this step. Files of ours that end in .mjs are served as .js: some web servers
(Debian's nginx) do not know the other ending, and browsers then refuse to run them.
"""

import json
import re
from pathlib import Path

from ..interpreter.start import start_files
from ..paths import NODE_MODULES, PACKAGE, SITE, SOURCES
from ..thirdparty.credits import credits
from ..thirdparty.fetch import fetch
from ..thirdparty.licenses import licenses_page
from .archives import package_archives
from .budget import report
from .esbuild import bundle
from .icons import icons
from .math_font import math_font
from .site_json import NAME as LISTING
from .site_json import as_json, listing

WORKER_SOURCES = SOURCES / "workers"
ORT = "onnxruntime-web"

# Assets of thirdparty/assets.toml -> the folder of the site they are served from.
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
    # without its terminals and editors, which a page loads when it has any
    "@pyscript/core/dist/core*.js": "vendor/pyscript",
    "@pyscript/core/dist/deprecations-manager-*.js": "vendor/pyscript",
    "@pyscript/core/dist/donkey-*.js": "vendor/pyscript",
    "@pyscript/core/dist/error-*.js": "vendor/pyscript",
    "@pyscript/core/dist/py-editor-*.js": "vendor/pyscript",
    "@pyscript/core/dist/py-game-*.js": "vendor/pyscript",
    "@pyscript/core/dist/py-terminal-*.js": "vendor/pyscript",
    "@picocss/pico/css/pico.indigo.min.css": "vendor",
    "konva/konva.min.js": "vendor",
    # charts; fetched with the first one
    "uplot/dist/uPlot.esm.js": "vendor",
    "uplot/dist/uPlot.min.css": "vendor",
    f"{ORT}/dist/ort-wasm-simd-threaded.wasm": "vendor/ort",
    # of the builds with WebGPU the one whose processor can widen our int16 weights
    f"{ORT}/dist/ort-wasm-simd-threaded.jsep.wasm": "vendor/ort-webgpu",
}
WHEELS = ("numpy", "pillow")
# Scripts of our workers -> the packages whose code is in them.
WORKERS = {
    "worker.js": (ORT,),
    "webgpu-worker.js": (ORT,),
    "formula-worker.js": ("pyodide",),
    "sw.js": (),
}
# A module of the page that comes in one file with the packages that it uses.
EDITOR = "formula/editor.js"
FONT = "fonts/math.woff2"
# Written by other steps of the build.
FOREIGN = ("models", "samples")


def build_site(site: Path = SITE) -> None:
    """Bring every file of the page up to date, drop what is stale, write site.json."""
    archives = package_archives(PACKAGE)
    wanted = {
        **_copies(),
        **icons(),
        FONT: math_font(),
        **archives,
        **{f"python/{name}": data for name, data in start_files(archives).items()},
        "vendor/pyodide/pyodide-lock.json": _lock_file(),
        "credits.json": as_json(credits()),
        "licenses.html": licenses_page(),
    }
    for path, content in wanted.items():
        data = content.read_bytes() if isinstance(content, Path) else content
        _write(site / path, data)
    for worker in WORKERS:
        bundle_worker(site / worker)
    bundle_editor(site / EDITOR)
    _drop_stale(site, {*wanted, *WORKERS, EDITOR, LISTING})
    listed = listing(site)
    _write(site / LISTING, as_json(listed))
    report(site, listed)


def bundle_worker(target: Path) -> None:
    """Bundle a worker into one classic script, unless it is up to date.

    A classic script is the one kind of worker that every browser starts from a server,
    from file:// and from a blob. ONNX Runtime finds its own file by import.meta.url,
    which classic scripts do not have; its threads load that file again.
    """
    if not _is_current(target, WORKERS[target.name]):
        entry = WORKER_SOURCES / target.with_suffix(".mjs").name
        define = "--define:import.meta.url=self.location.href"
        bundle(entry, target, "--format=iife", define)


def bundle_editor(target: Path) -> None:
    """Bundle the editor with its packages into one module, unless it is up to date."""
    if not _is_current(target, ("@codemirror/*", "@lezer/*")):
        bundle(_source_of(EDITOR), target, "--format=esm")


def _is_current(target: Path, packages: tuple[str, ...]) -> bool:
    """Whether a bundle is newer than our sources and the packages (patterns)."""
    manifests = [
        path for name in packages for path in NODE_MODULES.glob(f"{name}/package.json")
    ]
    newest = max(p.stat().st_mtime for p in (*SOURCES.rglob("*.mjs"), *manifests))
    return target.exists() and target.stat().st_mtime > newest


def _source_of(served: str) -> Path:
    return SOURCES / re.sub(r"\.js$", ".mjs", served)


def _copies() -> dict[str, Path | bytes]:
    """Every file that comes from a source as it is: path in the site -> source."""
    sources = {
        _served(path.relative_to(SOURCES).as_posix()): _as_served(path)
        for path in SOURCES.rglob("*")
        if path.is_file()
        and path.parent != WORKER_SOURCES
        and path != _source_of(EDITOR)
    }
    assets = {}
    for name, folder in ASSETS.items():
        path = fetch(name)
        assets[_served(f"{folder}/{path.name}")] = path
    packages = {
        f"{folder}/{path.name}": path
        for pattern, folder in PACKAGES.items()
        for path in sorted(NODE_MODULES.glob(pattern))
    }
    return {**sources, **assets, **packages}


def _served(name: str) -> str:
    return re.sub(r"\.mjs$", ".js", name)


def _as_served(source: Path) -> bytes:
    """A source of ours with the addresses in it as they are served."""
    text = source.read_bytes()
    if source.suffix not in (".html", ".mjs"):
        return text
    return re.sub(rb"(\.\.?/[\w./-]+)\.mjs\b", rb"\1.js", text)


def _lock_file() -> bytes:
    """Pyodide's lock file with the two wheels that the page has, and no others."""
    lock = json.loads(fetch("pyodide-lock.json").read_text())
    lock["packages"] = {name: lock["packages"][name] for name in WHEELS}
    return as_json(lock)


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


if __name__ == "__main__":
    build_site()
