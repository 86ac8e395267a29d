"""Whether a model folder is what a new build would make; imports no TensorFlow."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from .hashing import sha256_of

_ROOT = Path(__file__).parent.parent
# What an export depends on besides the weights: the code, the tools, the labels.
_INPUTS = (
    "convert/architecture.py",
    "convert/assets.toml",
    "convert/canonical.py",
    "convert/forward.py",
    "convert/gradients/*.py",
    "convert/graphs.py",
    "convert/labels.py",
    "convert/model_folder.py",
    "convert/models/*.py",
    "convert/preprocessing.py",
    "convert/torch_pickle.py",
    "convert/weights.py",
    "requirements/test.txt",
)


def fingerprint(weights_id: str, precision: str) -> str:
    """A hash of everything that a model folder is made from."""
    digest = hashlib.sha256(f"{weights_id} {precision}\n".encode())
    for pattern in _INPUTS:
        for path in sorted(_ROOT.glob(pattern)):
            digest.update(f"{path.name} {sha256_of(path)}\n".encode())
    return digest.hexdigest()


def is_up_to_date(folder: Path, expected: str) -> bool:
    """True if ``folder`` was made from ``expected`` and none of its files changed."""
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        return manifest["made_from"] == expected and all(
            sha256_of(folder / name) == entry["sha256"]
            for name, entry in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False  # absent or damaged: either way it has to be made
