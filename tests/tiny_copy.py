"""A copy of the tiny network, for examples of what changes weights."""

import tempfile
from pathlib import Path

from gradcam_py.model.folder import load_model_folder, read_from
from tests.page_fakes import native_copy
from tests.tiny_model import build_tiny_model


def tiny_copy():
    """A copy in a folder of its own, which lasts as long as it does."""
    with tempfile.TemporaryDirectory() as folder:
        path = build_tiny_model(Path(folder))
        return native_copy(path, load_model_folder(read_from(path)).manifest)
