"""The archives that the page's Python starts from.

`start.zip` has all that the first heatmap needs: the modules (modules.zip and
gradcam_py.zip, see compiling.py), Pyodide's lock file and the compiled libraries.
`later.zip` has the libraries of random numbers, which nothing needs before that.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from ..paths import CACHE, NODE_MODULES, ROOT
from ..thirdparty.fetch import fetch
from ..thirdparty.npm import node
from .archives import deflated

START, LATER = "start.zip", "later.zip"
MODULES, OWN, LIBRARIES = "modules.zip", "gradcam_py.zip", "libraries.json"
LOCK = "pyodide-lock.json"
WHEELS = ("numpy-wasm", "pillow-wasm")
OF_LATER = "numpy.random."
# Pillow looks for it and does without: nothing on the page draws text into a picture.
UNUSED = ("PIL._imagingft",)
PYSCRIPT = NODE_MODULES / "@pyscript/core/src/stdlib/pyscript"
HERE = Path(__file__).parent
COMPILED = (
    CACHE / "interpreter"
)  # what was compiled last, under the hash of its sources


class CompilingError(Exception):
    """The page's Python could not compile; the message is its own."""


def start_files(archives: dict[str, bytes], lock: bytes) -> dict[str, bytes]:
    """Name -> content of both archives, for these archives of our sources.

    `lock` is Pyodide's lock file. Raises CompilingError.
    """
    compiled = _compiled(archives)
    suffix, libraries = _libraries()
    first = {LOCK: lock, MODULES: compiled[MODULES], OWN: compiled[OWN]}
    later: dict[str, bytes] = {}
    for name in json.loads(compiled[LIBRARIES]):
        if name not in UNUSED:
            path = name.replace(".", "/") + suffix
            (later if name.startswith(OF_LATER) else first)[path] = libraries[path]
    return {START: deflated(first), LATER: deflated(later)}


def _compiled(archives: dict[str, bytes]) -> dict[str, bytes]:
    """What compiling.py writes. What it last wrote is kept."""
    names = (MODULES, OWN, LIBRARIES)
    with tempfile.TemporaryDirectory() as work:
        source, target = Path(work) / "in", Path(work) / "out"
        for name, content in _sources(archives).items():
            path = source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        key = _hash(source)
        kept = COMPILED / key
        if not all((kept / name).exists() for name in names):
            target.mkdir()
            _run_node(source, target)
            shutil.rmtree(COMPILED, ignore_errors=True)
            shutil.copytree(target, kept)
    return {name: (kept / name).read_bytes() for name in names}


def _sources(archives: dict[str, bytes]) -> dict[str, bytes]:
    scripts = {
        path.name: path.read_bytes()
        for path in (*HERE.glob("*.mjs"), *HERE.glob("*.py"))
    }
    wheels = {path.name: path.read_bytes() for path in map(fetch, WHEELS)}
    pyscript = {
        f"pyscript/{path.name}": path.read_bytes() for path in PYSCRIPT.glob("*.py")
    }
    version = {"pyodide.json": (NODE_MODULES / "pyodide/package.json").read_bytes()}
    return {**archives, **scripts, **wheels, **pyscript, **version}


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _run_node(source: Path, target: Path) -> None:
    command = [node(), HERE / "compile.mjs", HERE / "compiling.py", source, target]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise CompilingError(done.stderr.strip())


def _libraries() -> tuple[str, dict[str, bytes]]:
    """The ending of all libraries' names, and each in the wheels: path -> content."""
    found = {}
    for wheel in map(fetch, WHEELS):
        with zipfile.ZipFile(wheel) as archive:
            for path in archive.namelist():
                if path.endswith(".so"):
                    found[path] = archive.read(path)
    (ending,) = {path[path.index(".") :] for path in found}
    return ending, found
