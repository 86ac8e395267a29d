"""The command line, with a tiny model: answers, files, and every kind of mistake."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from convert.models.efficientnet_b0 import B0
from convert.models.efficientnet_lite0 import Lite0
from tests.pictures import encode, png_header
from tests.tiny_model import build_tiny_model

ROOT = Path(__file__).parent.parent


@pytest.fixture
def answer(run):
    """answer(*options) -> what --json prints."""

    def answer(*options, photo=None):
        where = {} if photo is None else {"photo": photo}
        status, printed, complained = run("--json", *options, **where)
        assert (status, complained) == (0, "")
        return json.loads(printed)

    return answer


def test_five_best_classes_and_the_heatmap_are_told(run):
    status, printed, complained = run()
    assert (status, complained) == (0, "")
    rows = [line for line in printed.splitlines() if line.endswith("%")]
    assert len(rows) == 5
    shares = [float(row.split()[-1].rstrip("%")) for row in rows]
    assert shares == sorted(shares, reverse=True)
    assert "Grad-CAM at layer top (top_activation): maximum" in printed


def test_hiding_tells_the_change(run, answer):
    printed = run("--hide", "0,0,0.5,1")[1]
    rows = printed.splitlines()[2:7]
    predictions = answer("--hide", "0,0,0.5,1")["predictions"]
    for row, prediction in zip(rows, predictions, strict=True):
        change = 100 * (prediction["probability"] - prediction["baseline"])
        assert float(row.split()[-1]) == pytest.approx(change, abs=0.051)
        assert row.split()[-1][0] in "+-"


def test_json_has_the_pages_keys(answer):
    document = answer("--hide", "0,0,0.5,1", "--layer", "stem", "--method", "layercam")
    assert set(document) == {
        "model",
        "sample",
        "shapes",
        "fill",
        "framing",
        "target",
        "pinned",
        "versus",
        "score",
        "layer",
        "method",
        "predictions",
        "heatmap",
    }
    assert document["model"] == "lite0"
    assert document["shapes"] == [
        {"tool": "rect", "x": 0.0, "y": 0.0, "w": 0.5, "h": 1.0}
    ]
    heatmap = document["heatmap"]
    assert len(heatmap["values"]) == heatmap["width"] * heatmap["height"] == 64


@pytest.mark.parametrize("name", ["top", "top_activation", "1", "-1"])
def test_layer_is_named_in_any_of_its_ways(answer, name):
    assert answer(f"--layer={name}") == answer()


@pytest.mark.parametrize("name", ["5", "coffee mug", "COFFEE-MUG"])
def test_target_is_named_by_index_or_name(answer, name):
    document = answer("--target", name)
    assert (document["target"], document["pinned"]) == (5, True)


def test_best_class_is_explained_and_not_pinned_where_none_is_named(answer):
    document = answer()
    assert document["target"] == document["predictions"][0]["index"]
    assert not document["pinned"]


def test_versus_and_score_change_the_heatmap(answer):
    maps = [
        answer("--target", "5", *options)["heatmap"]["values"]
        for options in (
            (),
            ("--versus", "pug"),
            ("--score", "probability"),
            ("--score", "counterfactual"),
        )
    ]
    assert len({tuple(values) for values in maps}) == 4


@pytest.mark.parametrize("name", ["日本 ×.png", os.fsdecode(b"\xff.png")])
def test_any_file_name_can_be_told(models, photo, tmp_path, name):
    odd, sheet = photo.rename(tmp_path / name), tmp_path / "sheet.png"
    command = [sys.executable, "-m", "gradcam_py", odd, "--models", models]
    for options in ([], ["--json"], ["--all-layers", sheet]):
        done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
    odd.write_bytes(b"")
    done = subprocess.run(command, cwd=ROOT, capture_output=True)
    assert done.returncode == 2
    assert b"the file is empty" in done.stderr


def test_several_rectangles_and_a_file_of_shapes_are_hidden_together(answer, tmp_path):
    brush = {"tool": "brush", "points": [[0.2, 0.2], [0.4, 0.9]], "radius": 0.05}
    as_list, as_state = tmp_path / "list.json", tmp_path / "state.json"
    as_list.write_text(json.dumps([brush]))
    as_state.write_text(json.dumps({"model": "b0", "shapes": [brush]}))
    hides = ["--hide", "0,0,0.1,0.1", "--hide", "0.5,0.5,0.1,0.1"]
    document = answer("--shapes", as_list, *hides)
    assert [shape["tool"] for shape in document["shapes"]] == ["brush", "rect", "rect"]
    assert answer("--shapes", as_state, *hides) == document


def test_printed_state_can_be_given_back_as_shapes(answer, tmp_path):
    document = answer("--hide", "0,0,0.5,1")
    saved = tmp_path / "state.json"
    saved.write_text(json.dumps(document))
    assert answer("--shapes", saved) == document


@pytest.mark.parametrize("framing", ["whole", "crop"])
def test_overlay_has_the_pictures_own_size(run, tmp_path, photo, framing):
    out = tmp_path / "overlay.png"
    status, _, _ = run("--out", out, "--framing", framing, "--hide", "0.3,0,0.4,1")
    assert status == 0
    with Image.open(out) as overlay, Image.open(photo) as picture:
        assert overlay.size == picture.size == (320, 240)


def test_all_layers_are_written_to_one_sheet(run, tmp_path):
    sheet = tmp_path / "sheet.jpg"
    assert run("--all-layers", sheet)[0] == 0
    with Image.open(sheet) as image:
        assert image.width > 1500


def test_check_prints_channels_and_their_agreement(run, answer):
    printed = run("--check")[1]
    assert "largest difference:" in printed
    check = answer("--check")["check"]
    assert len(check["channels"]) == len(check["numeric"]) == 6
    assert check["error"] < 1e-5


@pytest.mark.parametrize("size", [(1, 1), (6000, 200)])
def test_odd_sizes_work(answer, run, tmp_path, size):
    path, out, sheet = (tmp_path / name for name in ("odd.png", "out.png", "all.png"))
    Image.new("RGB", size, "teal").save(path)
    assert len(answer("--out", out, "--all-layers", sheet, photo=path)["predictions"])
    with Image.open(out) as overlay:
        assert overlay.size == size


BAD_PICTURES = {
    "empty.jpg": (b"", "the file is empty"),
    "notes.txt": (b"Milk, bread\n", "not a picture in a known format"),
    "cut.jpg": (
        encode(Image.new("RGB", (99, 99)), "JPEG")[:500],
        "damaged or cut short",
    ),
    "huge.png": (png_header(20_000, 20_000), "pixels, the limit is 50,000,000"),
    "drawing.svg": (b"<svg/>", "SVG pictures are not supported"),
}


@pytest.mark.parametrize("name", BAD_PICTURES)
def test_bad_picture_is_refused(refusal, tmp_path, name):
    data, message = BAD_PICTURES[name]
    path = tmp_path / name
    path.write_bytes(data)
    assert len(data) < 10_000
    line = refusal(photo=path)
    assert f"{path}: " in line
    assert message in line


def test_missing_picture_and_directory_are_refused(refusal, tmp_path):
    assert "none.jpg: No such file" in refusal(photo=tmp_path / "none.jpg")
    assert "expected a picture, found a directory" in refusal(photo=tmp_path)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--hide", "0,0,1"], "--hide 0,0,1: expected X,Y,W,H"),
        (["--hide", "a,b,c,d"], "--hide a,b,c,d: expected X,Y,W,H"),
        (["--hide", "0,0,0,1"], "--hide 0,0,0,1: expected X,Y,W,H"),
        (["--hide", "10,20,300,400"], "shares 0..1 of the picture"),
        (["--hide", "nan,0,1,1"], "--hide nan,0,1,1: expected X,Y,W,H"),
        (["--target", "egyptain cat"], "did you mean Egyptian cat (0)"),
        (["--target", "99"], "class 99: expected 0..9"),
        (["--versus", "crane"], "index of one, crane (6) or crane (7)"),
        (["--target", "2", "--versus", "pug"], "compared with itself"),
        (["--versus", "pug", "--score", "probability"], "compares logits"),
        (["--layer", "3b"], "unknown layer '3b': choose stem, top"),
        (["--method", "scorecam"], "invalid choice: 'scorecam'"),
        (["--fill", "pink"], "invalid choice: 'pink'"),
        (["--opacity", "2"], "expected 0..1, not 2"),
        (["--opacity", "much"], "argument --opacity"),
        (["--model", "b0"], "no model 'b0' in"),
        (["--shapes", "missing.json"], "--shapes missing.json: No such file"),
        (["--unknown"], "unrecognized arguments: --unknown"),
    ],
)
def test_wrong_option_is_refused(refusal, options, message):
    assert message in refusal(*options)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("{}", "expected a list of shapes, found NoneType"),
        ('[{"tool": "spray"}]', "shape 1: unknown tool 'spray'"),
    ],
)
def test_file_of_wrong_shapes_is_refused(refusal, tmp_path, text, message):
    path = tmp_path / "shapes.json"
    path.write_text(text)
    assert message in refusal("--shapes", path)


@pytest.mark.parametrize("option", ["--out", "--all-layers"])
@pytest.mark.parametrize("name", ["", "no/such/folder/out.png", "out.xyz", "out"])
def test_file_that_cannot_be_written_is_refused(refusal, tmp_path, option, name):
    path = tmp_path / name
    assert f"{path}: cannot be written" in refusal(option, path)


def test_without_any_model_the_way_to_build_one_is_told(refusal, tmp_path):
    line = refusal("--models", tmp_path)
    assert "no model in" in line
    assert "none is built): run `make site`" in line


def test_the_most_accurate_model_is_preferred(answer, tmp_path):
    """As B0, where it is built."""
    lite0 = build_tiny_model(tmp_path / "lite0", "lite0")
    assert answer("--models", tmp_path)["model"] == "lite0"
    b0 = build_tiny_model(tmp_path / "b0", "b0")
    for folder, model in ((lite0, Lite0), (b0, B0)):
        manifest = json.loads((folder / "manifest.json").read_bytes())
        manifest["imagenet_top1"] = model.imagenet_top1
        (folder / "manifest.json").write_text(json.dumps(manifest))
    assert answer("--models", tmp_path)["model"] == "b0"
    assert answer("--models", tmp_path, "--model", "lite0")["model"] == "lite0"


def test_damaged_model_is_refused_with_the_reason(refusal, tmp_path):
    folder = build_tiny_model(tmp_path / "lite0", "lite0")
    weights = folder / "weights.bin"
    weights.write_bytes(weights.read_bytes()[:-4])
    line = refusal("--models", tmp_path)
    assert "weights.bin has" in line
    assert "run `make site` to build it again" in line


def test_without_onnxruntime_the_way_to_install_it_is_told(refusal, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.delitem(sys.modules, "gradcam_py.model.native_session", raising=False)
    monkeypatch.delattr("gradcam_py.model.native_session", raising=False)
    assert "pip install 'gradcam-playground[native]'" in refusal()


def test_module_runs_as_a_program(models, photo):
    command = [sys.executable, "-m", "gradcam_py", photo, "--models", models]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("%") == 5


def test_program_leaves_with_status_2_and_no_traceback(models, tmp_path):
    photo = tmp_path / "empty.png"
    photo.write_bytes(b"")
    command = [sys.executable, "-m", "gradcam_py", photo, "--models", models]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"gradcam_py: {photo}: the file is empty\n"
