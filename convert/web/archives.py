"""The package in the page, as zips: equal sources give equal bytes.

One holds what every visit needs; the other what reads networks' files, which only
those need who bring one or have one forget, and is fetched when they do.
"""

import io
import zipfile
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)  # of the entries
PACKAGE_ARCHIVE, NETWORKS_ARCHIVE = "gradcam_py.zip", "networks.zip"
# In neither.
NATIVE = ["__main__.py", "cli", "model/native_session.py", "notebook.py"]
NATIVE += ["words/command_line"]
LATER = ("companions", "facts", "own", "prepared")
OF_NETWORKS = ["autodiff", "model/label_files.py", "network", "onnx_file"]
OF_NETWORKS += ["evaluation/randomisation.py"]
OF_NETWORKS += [f"app/networks/{name}.py" for name in LATER]


def package_archives(package: Path) -> dict[str, bytes]:
    """Name -> zip, of the package in that folder."""
    native, networks = (
        [package / path for path in paths] for paths in (NATIVE, OF_NETWORKS)
    )
    missing = [str(path) for path in (*native, *networks) if not path.exists()]
    if missing:
        raise FileNotFoundError(f"{missing}: mend {__name__}.NATIVE or OF_NETWORKS")
    parts: dict[str, list[Path]] = {PACKAGE_ARCHIVE: [], NETWORKS_ARCHIVE: []}
    for source in sorted(package.rglob("*.py")):
        if any(source.is_relative_to(path) for path in native):
            continue
        later = any(source.is_relative_to(path) for path in networks)
        parts[NETWORKS_ARCHIVE if later else PACKAGE_ARCHIVE].append(source)
    return {name: _archive(sources, package) for name, sources in parts.items()}


def _archive(sources: list[Path], package: Path) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for source in sources:
            entry = zipfile.ZipInfo(
                source.relative_to(package.parent).as_posix(), EPOCH
            )
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, source.read_bytes())
    return target.getvalue()
