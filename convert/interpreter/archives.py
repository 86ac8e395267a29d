"""The package in the page, as zips: equal sources give equal bytes.

One holds what every visit needs; the others what only those need who bring a network of
their own or have one forget, who try the formula, who have a lesson, or who bring many
pictures, and are fetched when they do. With lessons comes the library that reads their
text.
"""

import io
import zipfile
from importlib.util import find_spec
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)  # of the entries
PACKAGE_ARCHIVE, NETWORKS_ARCHIVE = "gradcam_py.zip", "networks.zip"
FORMULA_ARCHIVE, COURSE_ARCHIVE = "formula.zip", "course.zip"
CROWD_ARCHIVE = "crowd.zip"
# In none: what only the command line has, and the declarations of the protocol, by
# which the page is checked.
NATIVE = ["__main__.py", "cli", "crowd", "languages", "model/native_session.py"]
NATIVE += ["notebook.py", "view/protocol", "words/command_line"]
LATER = ("companions", "facts", "own", "prepared")
OF_NETWORKS = ["autodiff", "model/label_files.py", "network", "onnx_file"]
OF_NETWORKS += ["evaluation/randomisation.py"]
OF_NETWORKS += [f"app/networks/{name}.py" for name in LATER]
OF_FORMULA = ["formula", "app/formula/drawing.py", "app/formula/workbench.py"]
OF_FORMULA += ["words/formula"]
OF_COURSE = ["course", "csv_table.py", "words/course.py"]
OF_COURSE += [f"app/classroom/{name}.py" for name in ("classroom", "scenes", "table")]
OF_COURSE += ["app/classroom/writing.py"]
OF_CROWD = ["rows", "csv_table.py", "words/laboratory/crowd.py"]
OF_CROWD += ["laboratory/crowd.py", "laboratory/crowd_sheet.py"]
# What is left goes into the first.
PARTS = {
    NETWORKS_ARCHIVE: OF_NETWORKS,
    FORMULA_ARCHIVE: OF_FORMULA,
    COURSE_ARCHIVE: OF_COURSE,
    CROWD_ARCHIVE: OF_CROWD,
}
# Packages of other people that go with a part.
LIBRARIES = {COURSE_ARCHIVE: ("markdown_it", "mdurl")}


def package_archives(package: Path) -> dict[str, bytes]:
    """Name -> zip, of the package in that folder."""
    listed = {name: _paths(package, paths) for name, paths in PARTS.items()}
    native = _paths(package, NATIVE)
    parts: dict[str, list[Path]] = {PACKAGE_ARCHIVE: [], **{name: [] for name in PARTS}}
    for source in sorted(package.rglob("*.py")):
        if _is_of(source, native):
            continue
        found = [name for name, paths in listed.items() if _is_of(source, paths)]
        for name in found or [PACKAGE_ARCHIVE]:
            parts[name].append(source)
    return {
        name: _archive(
            [(package.parent, sources), *map(_library, LIBRARIES.get(name, ()))]
        )
        for name, sources in parts.items()
    }


def _library(name: str) -> tuple[Path, list[Path]]:
    """The folder that an installed package is in, and its sources."""
    spec = find_spec(name)
    assert spec is not None, name  # pyproject.toml names it
    assert spec.origin is not None, name
    folder = Path(spec.origin).parent
    return folder.parent, sorted(folder.rglob("*.py"))


def _paths(package: Path, names: list[str]) -> list[Path]:
    """Files and folders of the package. Raises FileNotFoundError for a wrong list."""
    paths = [package / name for name in names]
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise FileNotFoundError(f"{missing}: mend the lists of {__name__}")
    return paths


def _is_of(source: Path, paths: list[Path]) -> bool:
    return any(source.is_relative_to(path) for path in paths)


def _archive(parts: list[tuple[Path, list[Path]]]) -> bytes:
    """A zip of sources, each named from the folder that it comes with."""
    return deflated(
        {
            source.relative_to(folder).as_posix(): source.read_bytes()
            for folder, sources in parts
            for source in sources
        }
    )


def deflated(entries: dict[str, bytes]) -> bytes:
    """A zip of these entries, in their order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, data in entries.items():
            entry = zipfile.ZipInfo(path, EPOCH)
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, compresslevel=9)
    return target.getvalue()
