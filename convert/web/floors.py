"""Keep the floors of site/: a module may use its own folder and those below it.

`python -m convert.web.floors` tells every other import with its line, as a part of
`make lint`. esbuild, which is here anyway, reads the imports.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..paths import SOURCES
from .esbuild import run

# From the top down; "." are the page's scripts. Folders of one line know nothing of
# each other.
FLOORS = (
    (".",),
    ("python", "workers"),
    ("course",),
    ("laboratory", "lesson", "missions", "panels"),
    ("crowd", "formula", "rooms"),
    ("draw",),
    ("inference",),
    ("files",),
    ("dom",),
    ("words",),
)
HEIGHTS = {name: -floor for floor, names in enumerate(FLOORS) for name in names}


def upward(sources: Path = SOURCES) -> list[str]:
    """Every import of a module in `sources` that goes up or aside, as `file:line: ...`.

    A folder that has no floor is told as well.
    """
    return [
        f"{sources.name}/{module}:{_line(sources / module, written)}: "
        f"imports {imported}: {_folder(module)}/ is not above {_folder(imported)}/"
        for module, imported, written in _imports(sources)
        if not _may_use(_folder(module), _folder(imported))
    ] + [
        f"{sources.name}/{folder}/: a folder without a floor (convert/web/floors.py)"
        for folder in sorted({_folder(module) for module in _modules(sources)})
        if folder not in HEIGHTS
    ]


def _may_use(folder: str, other: str) -> bool:
    if folder not in HEIGHTS or other not in HEIGHTS:
        return True  # which is told by itself
    return folder == other or HEIGHTS[folder] > HEIGHTS[other]


def _imports(sources: Path) -> Iterator[tuple[str, str, str]]:
    """Module, what it imports of `sources`, and how that is written."""
    with tempfile.TemporaryDirectory() as folder:
        facts = Path(folder) / "facts.json"
        run(
            sources,
            *_modules(sources),
            "--bundle",
            "--format=esm",
            "--packages=external",
            "--external:./vendor/*",
            "--external:../vendor/*",
            f"--outdir={folder}",
            f"--metafile={facts}",
        )
        inputs = json.loads(facts.read_text(encoding="utf-8"))["inputs"]
    for module, entry in inputs.items():
        for found in entry["imports"]:
            if not found.get("external"):
                yield module, found["path"], found["original"]


def _modules(sources: Path) -> list[str]:
    paths = [*sources.rglob("*.mjs"), *sources.rglob("*.js")]
    return sorted(path.relative_to(sources).as_posix() for path in paths)


def _folder(module: str) -> str:
    return Path(module).parent.as_posix()


def _line(module: Path, written: str) -> int:
    """The line that imports it, from 1."""
    lines = module.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if written in line)


if __name__ == "__main__":
    told = upward(*map(Path, sys.argv[1:]))
    print("\n".join(told) or "site's floors are kept")
    sys.exit(bool(told))
