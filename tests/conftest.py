"""What several test modules share: the built site, and exports of both networks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Shared machines pause: an example that takes long is no defect.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

SITE = Path(__file__).parent.parent / "build" / "site"


def _built(path: Path) -> Path:
    if not path.exists():
        pytest.fail(f"{path} is not there: run `make site`, or `make test` for all")
    return path


@pytest.fixture(scope="session")
def site_folder() -> Path:
    """The built site, as `make site` leaves it."""
    return _built(SITE / "index.html").parent


@pytest.fixture(scope="session")
def lite0_folder() -> Path:
    """The built model folder of EfficientNet-Lite0."""
    return _built(SITE / "models" / "lite0" / "manifest.json").parent


@pytest.fixture(scope="session")
def samples_folder() -> Path:
    """The built sample pictures."""
    return _built(SITE / "samples" / "samples.json").parent


@pytest.fixture(scope="session")
def lite0_network():
    """EfficientNet-Lite0 with its real weights, in Keras."""
    from convert.models import efficientnet_lite0

    return efficientnet_lite0.load()


@pytest.fixture(scope="session")
def b0_network():
    """EfficientNet-B0 with seeded random weights and batch-norm statistics."""
    from tests.random_b0 import random_b0

    return random_b0()


@pytest.fixture(scope="session")
def exported(tmp_path_factory, lite0_network, b0_network):
    """exported(name, precision) -> model folder; each is made once."""
    from convert.model_folder import write_model_folder

    networks = {"lite0": lite0_network, "b0": b0_network}
    folders: dict[tuple[str, str], Path] = {}

    def export(name: str, precision: str) -> Path:
        key = (name, precision)
        if key not in folders:
            folder = tmp_path_factory.mktemp(precision) / name
            write_model_folder(networks[name], folder, b"[]", precision)
            folders[key] = folder
        return folders[key]

    return export
