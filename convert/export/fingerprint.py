"""Whether a model folder is what a new build would make; imports no TensorFlow."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from pooch import file_hash

from ..paths import ROOT

# What an export depends on besides the weights: the code, the tools, the labels.
_INPUTS = (
    "convert/content/labels.py",
    "convert/export/*.py",
    "convert/models/*.py",
    "convert/thirdparty/assets.toml",
    "gradcam_py/autodiff/*.py",
    "gradcam_py/autodiff/rules/*.py",
    "requirements/test.txt",
)


def fingerprint(weights_id: str, precision: str) -> str:
    """A hash of everything that a model folder is made from."""
    digest = hashlib.sha256(f"{weights_id} {precision}\n".encode())
    for pattern in _INPUTS:
        for path in _matching(pattern):
            digest.update(f"{path.name} {file_hash(path)}\n".encode())
    return digest.hexdigest()


def _matching(pattern: str) -> list[Path]:
    paths = sorted(ROOT.glob(pattern))
    if not paths:  # it was moved: models would no longer be made anew
        raise FileNotFoundError(f"{pattern} matches no file: mend {__name__}._INPUTS")
    return paths


def is_up_to_date(folder: Path, expected: str) -> bool:
    """True if ``folder`` was made from ``expected`` and none of its files changed."""
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        return manifest["made_from"] == expected and all(
            file_hash(folder / name) == entry["sha256"]
            for name, entry in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False  # absent or damaged: either way it has to be made
