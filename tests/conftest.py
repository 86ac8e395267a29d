"""What several test modules share: the built site, exports, the command line."""

from __future__ import annotations

import functools
import os
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import settings
from PIL import Image

from gradcam_py.cli.main import main
from gradcam_py.model.folder import load_model_folder, read_from

from . import tiny_networks
from .at_a_time import Scheduling, turn_of
from .crowds import explain, make_crowd
from .tiny_model import build_tiny_model

# Shared machines pause: an example that takes long is no defect.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["LANGUAGE"] = "en"  # whatever this machine speaks

SITE = Path(__file__).parent.parent / "build" / "site"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Say how tests are shared out where several run at a time."""
    return Scheduling(config, log)


def pytest_collection_modifyitems(items):
    """Begin with what takes long: what is short fills the processes' last minutes."""
    items.sort(key=lambda item: turn_of(item.nodeid))


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
    from convert.models.efficientnet_lite0 import Lite0

    return Lite0().load()


@pytest.fixture(scope="session")
def b0_network():
    """EfficientNet-B0 with seeded random weights and batch-norm statistics."""
    from tests.random_b0 import random_b0

    return random_b0()


@pytest.fixture(scope="session")
def exported(tmp_path_factory, lite0_network, b0_network):
    """exported(name, precision) -> model folder; each is made once.

    The forward pass of a network, which takes tf2onnx long, is the same in all
    precisions: it is translated once.
    """
    from convert.export import write

    networks = {"lite0": lite0_network, "b0": b0_network}
    folders: dict[tuple[str, str], Path] = {}
    translate = functools.cache(
        lambda name: write.export_forward(
            networks[name].keras_model, networks[name].model.layers
        )
    )

    def export(name: str, precision: str) -> Path:
        key = (name, precision)
        if key not in folders:
            folder = tmp_path_factory.mktemp(precision) / name
            forward = translate(name)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(write, "export_forward", lambda *_: forward)
                write.write_model_folder(networks[name], folder, b"[]", precision)
            folders[key] = folder
        return folders[key]

    return export


@pytest.fixture(scope="session")
def own_network(tmp_path_factory) -> Path:
    """A file with a small network, as somebody might bring it."""
    path = tmp_path_factory.mktemp("own") / "net.onnx"
    onnx.save(tiny_networks.plain(), path)
    return path


@pytest.fixture(scope="module")
def crowd(request, tmp_path_factory) -> Path:
    """A folder of as many pictures as the module's `COUNT` says; every 50th is bad."""
    folder = tmp_path_factory.mktemp("crowd")
    make_crowd(folder, request.module.COUNT)
    return folder


@pytest.fixture(scope="module")
def undisturbed(request, crowd, own_network, tmp_path_factory) -> Path:
    """What one process finds in them, with the module's options `KEPT`."""
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    explain(
        crowd, "--out", out, "--model", own_network, "--jobs", 1, *request.module.KEPT
    )
    return out


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    build_tiny_model(folder / "lite0", "lite0")
    return folder


@pytest.fixture
def photo(tmp_path):
    pixels = np.random.default_rng(1).integers(0, 256, (6, 8, 3), np.uint8)
    path = tmp_path / "photo.png"
    Image.fromarray(pixels).resize((320, 240)).save(path)
    return path


@pytest.fixture
def run(models, photo, capsys):
    """run(*options, photo=...) -> status, printed, complained."""

    def run(*options, photo=photo):
        arguments = [str(photo), "--models", str(models), *map(str, options)]
        try:
            status = main(arguments)
        except SystemExit as left:
            status = left.code
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.fixture
def refusal(run):
    """refusal(*options) -> the one line that explains exit status 2."""

    def refusal(*options, **where):
        status, printed, complained = run(*options, **where)
        assert status == 2
        assert printed == ""
        assert len(complained.splitlines()) == 1
        assert complained.startswith("gradcam_py: ")
        return complained

    return refusal


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of a network small enough for units."""
    return build_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def model(folder):
    """What that folder holds, read and verified."""
    return load_model_folder(read_from(folder))
