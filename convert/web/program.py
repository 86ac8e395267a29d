"""The page's program and its styles: all modules in one file, all sheets in another.

Both are bundled in a folder where our sources lie beside what they use of others, under
the names by which they import it. The one-file page is made in the same way.

Modules that end in .mjs are called .js there, and where they are served: some web
servers (Debian's nginx) do not know the other ending, and browsers then refuse to run
them.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..paths import NODE_MODULES, SOURCES
from ..thirdparty.fetch import fetch
from .esbuild import bundle

PROGRAM, STYLES = "page.js", "page.css"
# Modules that others wrote, by the names that ours import: an asset, or files of npm.
ASSETS = ("pyodide.mjs", "pyodide.asm.mjs")
PYSCRIPT = NODE_MODULES / "@pyscript/core/src"
# Of PyScript: its plugins, for pages of other kinds, and its package for Python, which
# the page has compiled (interpreter/compiling.py).
WITHOUT = ("plugins.js", "stdlib/pyscript.js")
NOTHING = b"export default {};\n"
CHARTS = "vendor/uPlot.esm.js"
JPEG = "vendor/jpeg/mozjpeg_dec.js"
PACKAGES = {
    "@picocss/pico/css/pico.indigo.min.css": "vendor",
    "@jsquash/jpeg/codec/dec/mozjpeg_dec.js": "vendor/jpeg",
    "uplot/dist/uPlot.esm.js": "vendor",
    "uplot/dist/uPlot.min.css": "vendor",
}
INTERPRETER = "vendor/pyodide/pyodide.asm.js"
EDITOR, CROWD = "formula/editor.js", "crowd/room.js"
# Served as they are: the interpreter's own module, which comes beside the program, and
# what is fetched with the first chart, JPEG, formula and the first many pictures.
APART = (INTERPRETER, CHARTS, JPEG, EDITOR, CROWD)
FONTS = "./fonts/*"
MADE = "made.js"  # in the folder of what it is made of: it tells where things lie
KINDS = (".css", ".js", ".mjs")  # of sources that are bundled
# What PyScript would load for pages of another kind.
ABSENT = (
    "./3rd-party/*",
    "../3rd-party/*",
    "./plugins/donkey.js",
    "./pyodide_graph*",
    "./zip-*",
    "./toml-*",
)


def bundle_program(target: Path, sources: Path = SOURCES) -> None:
    """Write the page's program. Raises CalledProcessError where that fails."""
    with staged(sources) as stage:
        apart = [f"--external:./{path}" for path in APART]
        bundle_module(stage / PROGRAM, stage / MADE, *apart)
        shutil.move(stage / MADE, target)


def bundle_styles(target: Path, sources: Path = SOURCES) -> None:
    """Write the page's styles, which name the font where the page has it."""
    with staged(sources) as stage:
        bundle(stage / STYLES, target, f"--external:{FONTS}")


def bundle_editor(target: Path, sources: Path = SOURCES) -> None:
    """Write the editor of formulas with its packages."""
    bundle(sources / Path(EDITOR).with_suffix(".mjs"), target, "--format=esm")


def bundle_crowd(target: Path, sources: Path = SOURCES) -> None:
    """Write what shows many pictures, with what it uses of the page's own."""
    bundle(sources / Path(CROWD).with_suffix(".mjs"), target, "--format=esm")


def bundle_module(entry: Path, target: Path, *flags: str) -> None:
    """Bundle a module with what it uses, but for what pages of PyScript seldom need."""
    absent = [f"--external:{pattern}" for pattern in ABSENT]
    bundle(entry, target, "--format=esm", *absent, *flags)


@contextmanager
def staged(sources: Path = SOURCES) -> Iterator[Path]:
    """A folder with our modules and styles, and those of others that they use."""
    with tempfile.TemporaryDirectory() as name:
        stage = Path(name) / "page"
        for path in sources.rglob("*"):
            if path.suffix in KINDS:
                put(as_served(path), stage / served(path.relative_to(sources)))
        for name in ASSETS:
            put(fetch(name).read_bytes(), stage / served(Path("vendor/pyodide", name)))
        for pattern, folder in PACKAGES.items():
            for path in NODE_MODULES.glob(pattern):
                put(path.read_bytes(), stage / folder / path.name)
        for path in PYSCRIPT.rglob("*.js"):
            place = path.relative_to(PYSCRIPT)
            data = NOTHING if place.as_posix() in WITHOUT else path.read_bytes()
            put(data, stage / "vendor/pyscript" / place)
        (stage / "node_modules").symlink_to(NODE_MODULES)
        yield stage


def served(path: Path) -> Path:
    """A path in the sources as it is in the site."""
    return path.with_suffix(".js") if path.suffix == ".mjs" else path


def as_served(source: Path) -> bytes:
    """A source of ours with the addresses in it as they are served."""
    text = source.read_bytes()
    if source.suffix not in (".html", ".mjs"):
        return text
    return re.sub(rb"(\.\.?/[\w./-]+)\.mjs\b", rb"\1.js", text)


def put(data: bytes, target: Path) -> None:
    """Write a file of a stage."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
