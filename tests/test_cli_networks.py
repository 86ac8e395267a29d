"""The command line and the notebook function, with an ONNX file."""

from __future__ import annotations

import json

import numpy as np
import onnx
import pytest
from onnx.reference import ReferenceEvaluator
from PIL import Image

import gradcam_py
from gradcam_py.cli.main import main
from gradcam_py.errors import PlaygroundError
from tests import tiny_networks
from tests.tiny_networks import SIDE, node

NAMES = ["cat", "dog", "fox", "owl"]
PRINTED = 1e-6  # float32


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A picture, a network and what comes with it, and nothing that was built."""
    monkeypatch.chdir(tmp_path)
    pixels = np.random.default_rng(4).integers(0, 256, (24, 32, 3), dtype=np.uint8)
    Image.fromarray(pixels).save("photo.png")
    onnx.save(tiny_networks.plain(), "net.onnx")
    (tmp_path / "names.txt").write_text("\n".join(NAMES))
    return tmp_path


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    try:
        status = main(["photo.png", *arguments])
    except SystemExit as left:
        status = int(left.code or 0)
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def answer(capsys, *arguments: str) -> dict:
    status, out, err = run(capsys, "--model", "net.onnx", "--json", *arguments)
    assert status == 0, err
    return json.loads(out)


def test_a_file_is_explained_without_any_model_folder(folder, capsys):
    status, out, err = run(capsys, "--model", "net.onnx", "--labels", "names.txt")
    assert (status, err) == (0, "")
    assert out.startswith("net.onnx, photo.png")
    assert all(f"{name} ({i})" in out for i, name in enumerate(NAMES))
    assert "Grad-CAM at layer top (r2)" in out


def test_layers_are_listed_and_chosen(folder, capsys):
    _, out, _ = run(capsys, "--model", "net.onnx", "--list-layers")
    assert [line.split() for line in out.splitlines()] == [
        ["1", "Relu", "6", "x", "16", "x", "16", "r1"],
        ["top", "Relu", "8", "x", "8", "x", "8", "r2"],
    ]
    for name in ("1", "r1", "0", "-2"):
        assert answer(capsys, "--layer", name)["layer"] == "r1"


def test_all_that_built_in_networks_have(folder, capsys):
    found = answer(
        capsys,
        *("--labels", "names.txt", "--target", "fox", "--versus", "owl"),
        *("--method", "layercam", "--hide", "0,0,0.5,1", "--fill", "blur"),
        *("--out", "why.png", "--all-layers", "sheet.png"),
    )
    assert (found["target"], found["versus"]) == (2, 3)
    assert found["method"] == "layercam"
    assert Image.open(folder / "why.png").size == (32, 24)
    assert Image.open(folder / "sheet.png").width > 256
    status, out, _ = run(capsys, "--model", "net.onnx", "--check")
    assert status == 0
    error = float(out.rsplit("largest difference: ", 1)[1].split(" ")[0])
    assert error < 1e-4  # float32 differences of a head that is linear


def network_sees(image: np.ndarray, prepared: np.ndarray) -> np.ndarray:
    """Probabilities by onnx's own evaluator, for a picture prepared by hand."""
    evaluator = ReferenceEvaluator("net.onnx")
    batch = np.transpose(prepared, (2, 0, 1))[None].astype(np.float32)
    (logits,) = evaluator.run(None, {"x": batch})
    powers = np.exp(logits[0] - logits[0].max())
    return powers / powers.sum()


@pytest.mark.parametrize(
    ("options", "prepare"),
    [
        (["--preprocess", "0-255"], lambda x: x),
        (["--preprocess", "0-1", "--bgr"], lambda x: x[..., ::-1] / 255),
        (["--preprocess", "own.json"], lambda x: (x / 255 - 0.2) / 0.5),
        ([], lambda x: (x / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]),
    ],
)
def test_pixels_are_prepared_as_asked(folder, capsys, options, prepare):
    config = {"image_mean": [0.2, 0.2, 0.2], "image_std": [0.5, 0.5, 0.5]}
    (folder / "own.json").write_text(json.dumps(config))
    found = answer(capsys, *options)
    photo = Image.open("photo.png").resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    expected = network_sees(photo, prepare(np.asarray(photo, np.float32)))
    shown = {row["index"]: row["probability"] for row in found["predictions"]}
    for index, probability in shown.items():
        assert probability == pytest.approx(expected[index], abs=PRINTED)


def test_the_size_is_chosen_where_the_file_leaves_it_open(folder, capsys):
    onnx.save(tiny_networks.plain(shape=("N", 3, "h", "w")), "net.onnx")
    assert answer(capsys, "--size", "32")["heatmap"]["width"] == 16
    status, _, err = run(capsys, "--model", "net.onnx", "--size", "0")
    assert status == 2
    assert "expected a whole number 1..4096" in err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--model", "none.onnx"], "none.onnx: No such file"),
        (["--model", "photo.png.onnx"], "not an ONNX file"),
        (["--model", "net.onnx", "--size", "20"], "16 x 16, not of 20 x 20"),
        (["--model", "net.onnx", "--labels", "net.onnx"], "UTF-8|names"),
        (["--model", "net.onnx", "--labels", "two.txt"], "found 2 names"),
        (["--model", "net.onnx", "--preprocess", "0-2"], "0-2: No such file"),
        (["--model", "net.onnx", "--preprocess", "two.txt"], "expected JSON"),
        (["--model", "net.onnx", "--layer", "3"], "unknown layer '3'"),
        (["--model", "net.onnx", "--target", "cat"], "unknown class 'cat'"),
        (["--model", "lite0", "--labels", "names.txt"], "--labels: only for an ONNX"),
        (["--bgr", "--size", "9"], "--bgr, --size: only for an ONNX file"),
    ],
)
def test_a_mistake_is_one_line(folder, capsys, arguments, reason):
    (folder / "two.txt").write_text("cat\ndog\n")
    (folder / "photo.png.onnx").write_bytes((folder / "photo.png").read_bytes())
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert any(part in err for part in reason.split("|"))


def test_all_operators_without_a_rule_are_named(folder, capsys):
    first, second = node("Sinh", "y", "s", "one"), node("Cosh", "s", "z", "two")
    onnx.save(tiny_networks.behind(first, second), "net.onnx")
    status, _, err = run(capsys, "--model", "net.onnx")
    assert status == 2
    assert 'Sinh "one" has no rule; Cosh "two" has no rule' in err


def test_three_lines_of_python_give_predictions_map_and_overlay(folder, capsys):
    found = gradcam_py.explain("photo.png", model="net.onnx", labels="names.txt")
    printed = answer(capsys, "--labels", "names.txt")
    assert found.predictions[0].label == printed["predictions"][0]["label"]
    assert found.map.ravel().tolist() == pytest.approx(printed["heatmap"]["values"])
    assert found.overlay.size == (32, 24)
    assert (found.target, found.layer) == (printed["target"], "r2")


async def test_they_work_where_an_event_loop_runs(folder):
    """As in a notebook."""
    hidden = [(0.0, 0.0, 0.5, 1.0)]
    found = gradcam_py.explain(
        "photo.png", model="net.onnx", target=3, layer="r1", hide=hidden
    )
    assert (found.target, found.map.shape) == (3, (SIDE, SIDE))
    assert any(row.change for row in found.predictions)


def test_a_mistake_in_python_is_an_error_with_the_same_words(folder):
    with pytest.raises(PlaygroundError, match="unknown layer 'r9'"):
        gradcam_py.explain("photo.png", model="net.onnx", layer="r9")
