"""python -m convert: what it builds, skips, leaves out and refuses."""

from __future__ import annotations

import json
import shutil

import pytest

from convert import __main__ as command
from convert.export import fingerprint
from convert.models.efficientnet_b0 import B0
from convert.models.efficientnet_lite0 import Lite0
from convert.models.network import WeightsUnavailable


@pytest.fixture
def build(monkeypatch, tmp_path, lite0_folder, capsys):
    """Run the command with model, sample and page building replaced by records."""
    written = []

    def write_model_folder(network, folder, labels, precision, fingerprint):
        written.append((network, precision))
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(lite0_folder, folder, dirs_exist_ok=True)
        manifest = json.loads((folder / "manifest.json").read_text())
        manifest["made_from"] = fingerprint
        (folder / "manifest.json").write_text(json.dumps(manifest))

    class Loaded(str):
        class weights:
            sha256 = Lite0().weights_id()

    import convert.export.write

    monkeypatch.setattr(convert.export.write, "write_model_folder", write_model_folder)
    monkeypatch.setattr(Lite0, "load", lambda self: Loaded("lite0"))
    monkeypatch.setattr(command, "labels_json", lambda: b"[]")
    monkeypatch.setattr(command, "write_samples", lambda folder: [])
    monkeypatch.setattr(command, "build_site", lambda folder: None)

    def run(*arguments):
        written.clear()
        status = command.main([*arguments, "--out", str(tmp_path)])
        return status, written.copy(), capsys.readouterr().err

    return run


@pytest.fixture
def no_b0(monkeypatch):
    def unavailable(self):
        raise WeightsUnavailable("no route to\nKeras's host")

    monkeypatch.setattr(B0, "load", unavailable)
    monkeypatch.setattr(B0, "weights_id", lambda self: None)


@pytest.mark.usefixtures("no_b0")
def test_auto_builds_what_it_can_and_says_what_it_left_out(build):
    status, written, said = build()
    assert status == 0
    assert written == [("lite0", "int16")]
    line = next(line for line in said.splitlines() if line.startswith("left out"))
    assert line == (
        "left out: EfficientNet-B0, its weights could not be had: "
        "no route to Keras's host"
    )


@pytest.mark.usefixtures("no_b0")
def test_a_model_asked_for_by_name_has_to_be_there(build):
    status, _, said = build("--models", "b0")
    assert status == 1
    assert "error: EfficientNet-B0 could not be built: no route" in said


@pytest.mark.usefixtures("no_b0")
def test_a_weights_file_that_cannot_be_read_is_an_error_even_with_auto(build, tmp_path):
    status, _, said = build("--weights", str(tmp_path / "missing.h5"))
    assert status == 1
    assert said.startswith("error: EfficientNet-B0")


def test_a_second_build_makes_nothing(build):
    assert build("--models", "lite0")[1] == [("lite0", "int16")]
    status, written, said = build("--models", "lite0")
    assert (status, written) == (0, [])
    assert "EfficientNet-Lite0: up to date" in said


def test_another_precision_or_a_damaged_file_is_built_again(build, tmp_path):
    build("--models", "lite0")
    assert build("--models", "lite0", "--precision", "float32")[1] == [
        ("lite0", "float32")
    ]
    weights = tmp_path / "models" / "lite0" / "weights.bin"
    weights.write_bytes(weights.read_bytes()[:-1])
    assert build("--models", "lite0", "--precision", "float32")[1]


def test_an_unknown_model_is_refused_with_the_known_ones(build, capsys):
    with pytest.raises(SystemExit) as caught:
        build("--models", "b7")
    assert caught.value.code == 2
    assert "'auto', 'b0', 'lite0'" in capsys.readouterr().err.replace(
        "choose from ", ""
    )


def test_the_fingerprint_covers_code_tools_weights_and_precision(monkeypatch, tmp_path):
    first = fingerprint.fingerprint("a", "int16")
    assert fingerprint.fingerprint("b", "int16") != first
    assert fingerprint.fingerprint("a", "float32") != first
    for folder in ("convert", "gradcam_py/autodiff", "requirements"):
        shutil.copytree(fingerprint.ROOT / folder, tmp_path / folder)
    monkeypatch.setattr(fingerprint, "ROOT", tmp_path)
    assert fingerprint.fingerprint("a", "int16") == first
    rules = tmp_path / "gradcam_py" / "autodiff" / "rules" / "linear.py"
    rules.write_text(rules.read_text() + "\n")
    assert fingerprint.fingerprint("a", "int16") != first


def test_the_built_folder_is_up_to_date(lite0_folder):
    precision = json.loads((lite0_folder / "manifest.json").read_text())["precision"]
    expected = fingerprint.fingerprint(Lite0().weights_id(), precision)
    assert fingerprint.is_up_to_date(lite0_folder, expected)
