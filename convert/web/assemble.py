"""Assemble the page in build/site: its sources, what it uses, and site.json.

Models and samples are put there by their own steps. `python -m convert.web.assemble`
does only this step.
"""

import json
from pathlib import Path

from ..interpreter.archives import package_archives
from ..interpreter.start import start_files
from ..languages.packed import catalogues
from ..paths import NODE_MODULES, PACKAGE, SITE, SOURCES
from ..thirdparty.credits import credits
from ..thirdparty.fetch import fetch
from ..thirdparty.licenses import licenses_page
from .budget import report
from .esbuild import bundle
from .icons import icons
from .math_font import math_font
from .openings import openings
from .program import (
    CROWD,
    EDITOR,
    PROGRAM,
    STYLES,
    as_served,
    bundle_crowd,
    bundle_editor,
    bundle_program,
    bundle_styles,
    served,
)
from .site_json import NAME as LISTING
from .site_json import as_json, listing

WORKER_SOURCES = SOURCES / "workers"
ORT = "onnxruntime-web"

# Assets of thirdparty/assets.toml -> the folder of the site they are served from.
ASSETS = {
    "pyodide.asm.mjs": "vendor/pyodide",
    "pyodide.asm.wasm": "vendor/pyodide",
}
# Files of npm packages, pinned by package-lock.json -> where they are served from.
PACKAGES = {
    "konva/konva.min.js": "vendor",
    # charts; fetched with the first one
    "uplot/dist/uPlot.esm.js": "vendor",
    # decodes JPEGs; fetched with the first that a visitor brings
    "@jsquash/jpeg/codec/dec/mozjpeg_dec.[jw]*": "vendor/jpeg",
    f"{ORT}/dist/ort-wasm-simd-threaded.wasm": "vendor/ort",
    # of the builds with WebGPU the one whose processor can widen our int16 weights
    f"{ORT}/dist/ort-wasm-simd-threaded.jsep.wasm": "vendor/ort-webgpu",
}
# Scripts of our workers -> the packages whose code is in them.
WORKERS = {
    "worker.js": (ORT,),
    "webgpu-worker.js": (ORT,),
    "formula-worker.js": ("pyodide",),
    "sw.js": (),
}
# What is bundled otherwise: its file -> how, and the packages whose code is in it.
BUNDLES = {
    PROGRAM: (bundle_program, ("@pyscript/core", "pyodide")),
    STYLES: (bundle_styles, ("@picocss/pico", "uplot")),
    EDITOR: (bundle_editor, ("@codemirror/*", "@lezer/*")),
    CROWD: (bundle_crowd, ()),
}
# Fetched by those who open what they are for.
LATER_STYLES = ("course.css", "crowd.css", "formula.css")
MADE_OF = (".css", ".mjs", ".po")  # what other files of the site are made of
FONT = "fonts/math.woff2"
# Written by other steps of the build.
FOREIGN = ("models", "samples")


def build_site(site: Path = SITE) -> None:
    """Bring every file of the page up to date, drop what is stale, write site.json."""
    archives = package_archives(PACKAGE)
    lock = _lock_file()
    started = start_files(archives, lock)
    spoken = catalogues()
    wanted = {
        **_copies(),
        **icons(),
        FONT: math_font(),
        **archives,
        **{f"python/{name}": data for name, data in started.items()},
        **spoken,
        **openings(site, spoken),
        "credits.json": as_json(credits()),
        "licenses.html": licenses_page(),
    }
    for path, content in wanted.items():
        data = content.read_bytes() if isinstance(content, Path) else content
        _write(site / path, data)
    for worker in WORKERS:
        bundle_worker(site / worker)
    for path, (make, packages) in BUNDLES.items():
        if not _is_current(site / path, packages):
            make(site / path)
    _drop_stale(site, {*wanted, *WORKERS, *BUNDLES, LISTING})
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


def _is_current(target: Path, packages: tuple[str, ...]) -> bool:
    """Whether a bundle is newer than our sources, the packages (patterns) and this."""
    manifests = [
        path for name in packages for path in NODE_MODULES.glob(f"{name}/package.json")
    ]
    sources = [path for path in SOURCES.rglob("*") if path.suffix in (".css", ".mjs")]
    ways = Path(__file__).parent.glob("*.py")
    newest = max(path.stat().st_mtime for path in (*sources, *manifests, *ways))
    return target.exists() and target.stat().st_mtime > newest


def _copies() -> dict[str, Path | bytes]:
    """Every file that comes from a source as it is: path in the site -> source."""
    sources = {
        path.relative_to(SOURCES).as_posix(): as_served(path)
        for path in SOURCES.rglob("*")
        if path.is_file() and (path.suffix not in MADE_OF or path.name in LATER_STYLES)
    }
    assets = {}
    for name, folder in ASSETS.items():
        path = fetch(name)
        assets[served(Path(folder, path.name)).as_posix()] = path
    packages = {
        f"{folder}/{path.name}": path
        for pattern, folder in PACKAGES.items()
        for path in sorted(NODE_MODULES.glob(pattern))
    }
    return {**sources, **assets, **packages}


def _lock_file() -> bytes:
    """Pyodide's lock file without packages: what the page has of them is prepared."""
    lock = json.loads(fetch("pyodide-lock.json").read_text())
    return as_json(lock | {"packages": {}})


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
