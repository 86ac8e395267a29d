"""Many pictures: which ones, one row of each, and what is refused."""

from __future__ import annotations

import io
import json
import math
import os
import shutil

import numpy as np
import onnx
import pyarrow.parquet
import pytest
from PIL import Image

from gradcam_py.cli.files import FileError
from gradcam_py.cli.main import main as main_of_one
from gradcam_py.crowd.command import main
from gradcam_py.crowd.sources import find_pictures
from gradcam_py.image.colormap import COLORMAPS
from gradcam_py.image.overlay import overlay
from gradcam_py.rows.row import EDGE, SCHEMA, Row, border, centre_of_mass
from tests import tiny_networks
from tests.crowds import make_crowd, rows, tree

# A single thread's float32 sums against those of several.
FLOAT32 = 1e-5
# One quality of JPEG against the pixels: of 255, on the mean.
JPEG = 4


@pytest.fixture
def photos(tmp_path):
    """A folder of twelve pictures, the sixth and the twelfth of them bad."""
    make_crowd(tmp_path / "photos", 12, bad_every=6)
    return tmp_path / "photos"


@pytest.fixture
def explain(own_network, capsys):
    """explain(*arguments) -> status, printed, complained."""

    def explain(*arguments):
        options = ["--model", own_network, "--jobs", 1]
        try:
            status = main([*map(str, arguments), *map(str, options)])
        except SystemExit as left:
            status = left.code
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return explain


@pytest.fixture
def refusal(explain):
    """refusal(*arguments) -> the one line that explains exit status 2."""

    def refusal(*arguments):
        status, printed, complained = explain(*arguments)
        assert (status, printed, complained.count("\n")) == (2, "", 1)
        return complained

    return refusal


def touch(*paths):
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")


# Which pictures


def test_a_folder_gives_the_pictures_in_and_below_it_sorted(tmp_path):
    names = ["b.JPG", "a.png", "c/d/e.webp", "c/a.tiff", "notes.md", ".hidden.png"]
    touch(*(tmp_path / "in" / name for name in [*names, ".cache/thumb.png"]))
    found = find_pictures([str(tmp_path / "in")], tmp_path / "out")
    shown = ["a.png", "b.JPG", "c/a.tiff", "c/d/e.webp"]
    assert found == [str(tmp_path / "in" / name) for name in shown]


def test_every_picture_comes_once_however_it_is_named(tmp_path):
    touch(tmp_path / "in/a.png", tmp_path / "in/b.png")
    (tmp_path / "in/z.png").symlink_to("a.png")
    (tmp_path / "other").symlink_to("in")
    given = [str(tmp_path / name) for name in ("in", "in/*.png", "other", "in/a.png")]
    found = find_pictures(given, tmp_path / "out")
    assert found == [str(tmp_path / "in" / name) for name in ("a.png", "b.png")]


def test_links_in_a_circle_come_to_an_end(tmp_path):
    touch(tmp_path / "in/deep/a.png")
    (tmp_path / "in/deep/up").symlink_to("..")
    (tmp_path / "in/self").symlink_to(".")
    found = find_pictures([str(tmp_path / "in")], tmp_path / "out")
    assert found == [str(tmp_path / "in/deep/a.png")]


def test_a_linked_folder_is_looked_into(tmp_path):
    touch(tmp_path / "far/a.png")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/link").symlink_to("../far")
    found = find_pictures([str(tmp_path / "in")], tmp_path / "out")
    assert found == [str(tmp_path / "in/link/a.png")]


def test_what_was_written_before_is_no_picture_of_the_crowd(tmp_path):
    touch(tmp_path / "in/a.png", tmp_path / "in/out/overlays/a.jpg")
    found = find_pictures([str(tmp_path / "in")], tmp_path / "in/out")
    assert found == [str(tmp_path / "in/a.png")]


def test_results_do_not_go_where_the_pictures_are(tmp_path):
    touch(tmp_path / "in/a.png")
    with pytest.raises(FileError, match="choose another folder for --out"):
        find_pictures([str(tmp_path / "in")], tmp_path / "in")


def test_a_pattern_may_reach_into_folders(tmp_path):
    touch(*(tmp_path / name for name in ("1/a.png", "1/b.jpg", "2/c/d.png")))
    found = find_pictures([str(tmp_path / "**" / "*.png")], tmp_path / "out")
    assert found == [str(tmp_path / name) for name in ("1/a.png", "2/c/d.png")]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path):
    touch(tmp_path / "[1].png", tmp_path / "1.png")
    found = find_pictures([str(tmp_path / "[1].png")], tmp_path / "out")
    assert found == [str(tmp_path / "[1].png")]


def test_a_list_names_pictures_from_its_own_folder(tmp_path):
    touch(*(tmp_path / name for name in ("in/b.png", "in/a", "in/more/c.png")))
    lines = "\ufeffb.png\r\n\r\na\r\nmore\r\nmissing.png\r\n"
    (tmp_path / "in/list.txt").write_text(lines, encoding="utf-8")
    found = find_pictures([str(tmp_path / "in/list.txt")], tmp_path / "out")
    shown = ["a", "b.png", "missing.png", "more/c.png"]
    assert found == [str(tmp_path / "in" / name) for name in shown]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nowhere.png", "no such file or folder"),
        ("*.png", "no file matches"),
        ("empty", "no picture in"),
        ("binary.txt", "in UTF-8"),
    ],
)
def test_what_cannot_be_found_is_refused(tmp_path, given, said):
    (tmp_path / "empty").mkdir()
    (tmp_path / "binary.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileError, match=said):
        find_pictures([str(tmp_path / given)], tmp_path / "out")


# Rows


def test_every_picture_has_a_row_and_bad_ones_their_error(explain, photos, tmp_path):
    status, printed, complained = explain(photos, "--out", tmp_path / "out")
    assert (status, complained) == (0, "")
    assert printed.startswith("10 pictures explained, 2 could not be: ")
    told = rows(tmp_path / "out")
    names = sorted(str(path) for path in photos.rglob("*.*"))
    assert [row["picture"] for row in told] == names
    bad = [row for row in told if row["error"]]
    assert len(bad) == 2
    for row in bad:
        assert row["error"].startswith(row["picture"])
        assert {key for key, value in row.items() if value is not None} == {
            "schema",
            "picture",
            "error",
        }
    assert all(list(row) == list(Row.__annotations__) for row in told)
    assert {row["schema"] for row in told} == {SCHEMA}


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--method", "layercam", "--layer", "1", "--framing", "crop"],
        ["--hide", "0,0,0.5,1", "--fill", "black", "--target", "2"],
        ["--target", "1", "--versus", "0", "--preprocess", "0-1", "--bgr"],
    ],
)
def test_a_row_says_what_the_command_of_one_photo_says(
    explain, own_network, photos, tmp_path, capsys, options
):
    out = tmp_path / "out"
    assert explain(photos, "--out", out, "--maps", *options)[0] == 0
    for row in rows(out):
        if row["error"]:
            continue
        single = [row["picture"], "--model", str(own_network), "--json", *options]
        assert main_of_one(single) == 0
        document = json.loads(capsys.readouterr().out)
        assert row["target"] == document["target"]
        assert row["layer"] == document["layer"]
        for ours, theirs in zip(
            row["predictions"], document["predictions"], strict=True
        ):
            assert ours == pytest.approx(theirs, abs=FLOAT32)
        heatmap = document["heatmap"]
        values = np.reshape(heatmap["values"], (heatmap["height"], heatmap["width"]))
        raw = np.load(out / row["map"])["cam"]
        tolerance = FLOAT32 * max(values.max(), 1)
        np.testing.assert_allclose(raw, values, atol=tolerance)
        assert (row["rows"], row["columns"]) == values.shape
        assert row["maximum"] == pytest.approx(values.max(), abs=tolerance)
        with Image.open(row["picture"]) as picture:
            assert (row["width"], row["height"]) == picture.size


def loop_measures(raw, box, steps=40):
    """Centre and border share by counting small squares, each a part of one cell."""
    height, width = raw.shape
    total = x = y = inside = 0.0
    for i in range(height * steps):
        for j in range(width * steps):
            value = max(float(raw[i // steps, j // steps]), 0.0)
            across, down = (j + 0.5) / (width * steps), (i + 0.5) / (height * steps)
            total += value
            x, y = x + value * across, y + value * down
            if EDGE < across < 1 - EDGE and EDGE < down < 1 - EDGE:
                inside += value
    left, top, right, bottom = box
    centre = [left + x / total * (right - left), top + y / total * (bottom - top)]
    return centre, 1 - inside / total


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (7, 7), (5, 11)])
def test_centre_and_border_are_those_of_a_plain_loop(shape):
    raw = np.random.default_rng(6).normal(1, 1, shape).astype(np.float32)
    box = (0.125, 0.0, 0.875, 1.0)
    centre, share = loop_measures(raw, box)
    assert centre_of_mass(raw, box) == pytest.approx(centre, abs=1e-6)
    # The border is cut to a small square: at most 4 of their rows are miscounted.
    assert border(raw) == pytest.approx(share, abs=4 / (40 * min(shape)))


def test_a_map_with_nothing_positive_has_neither_centre_nor_border():
    empty = -np.ones((3, 3))
    assert (centre_of_mass(empty, (0, 0, 1, 1)), border(empty)) == (None, None)


def test_a_map_in_one_corner_is_all_border_and_one_in_the_middle_none():
    corner, middle = np.zeros((20, 20)), np.zeros((20, 20))
    corner[0, 0] = middle[10, 10] = 3
    assert (border(corner), border(middle)) == (1, pytest.approx(0, abs=1e-12))


def test_areas_are_those_of_the_curves_of_one_photo(
    explain, own_network, photos, tmp_path, capsys
):
    pytest.importorskip("matplotlib")
    out = tmp_path / "out"
    assert explain(photos, "--out", out, "--areas")[0] == 0
    row = next(row for row in rows(out) if not row["error"])
    chart = ["--curves", str(tmp_path / "chart.png")]
    assert (
        main_of_one([row["picture"], "--model", str(own_network), "--json", *chart])
        == 0
    )
    first = json.loads(capsys.readouterr().out)["curves"]["orders"][0]
    assert first["order"] == "map"
    for curve, found in row["areas"].items():
        assert found == pytest.approx(first["areas"][curve]["probability"], abs=1e-4)


@pytest.mark.parametrize("framing", ["whole", "crop"])
def test_an_overlay_is_the_one_of_one_photo_as_jpeg(
    explain, photos, tmp_path, own_network, framing
):
    out = tmp_path / "out"
    options = ["--framing", framing, "--colormap", list(COLORMAPS)[1]]
    assert explain(photos, "--out", out, "--overlays", *options)[0] == 0
    row = next(row for row in rows(out) if not row["error"])
    single = tmp_path / "one.png"
    arguments = [row["picture"], "--model", str(own_network), "--out", str(single)]
    assert main_of_one([*arguments, *options]) == 0
    with Image.open(single) as theirs, Image.open(out / row["overlay"]) as ours:
        assert (ours.format, ours.size) == ("JPEG", theirs.size)
        difference = np.abs(np.asarray(ours, float) - np.asarray(theirs, float))
        assert difference.mean() < JPEG


def test_files_of_pictures_with_the_same_name_are_kept_apart(explain, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        Image.new("RGB", (9, 9), "red").save(tmp_path / folder / "same.png")
    out = tmp_path / "out"
    pictures = [tmp_path / "a", tmp_path / "b/same.png"]
    assert explain(*pictures, "--out", out, "--maps")[0] == 0
    assert len({row["map"] for row in rows(out)}) == 2
    assert len(list((out / "maps").iterdir())) == 2


def test_a_saved_map_can_be_laid_over_the_picture_again(explain, photos, tmp_path):
    out = tmp_path / "out"
    assert explain(photos, "--out", out, "--maps", "--overlays")[0] == 0
    row = next(row for row in rows(out) if not row["error"])
    saved = np.load(out / row["map"])
    assert saved["cam"].dtype == np.float32
    assert (saved["target"], saved["box"].tolist()) == (row["target"], [0, 0, 1, 1])
    with Image.open(row["picture"]) as picture, Image.open(out / row["overlay"]) as o:
        again = io.BytesIO()
        overlay(picture.convert("RGB"), saved["cam"]).save(again, "JPEG", quality=90)
        difference = np.asarray(Image.open(again), float) - np.asarray(o, float)
        assert np.abs(difference).mean() < JPEG


def test_parquet_has_the_same_rows(explain, photos, tmp_path):
    assert explain(photos, "--out", tmp_path / "a", "--areas")[0] == 0
    options = ["--areas", "--format", "parquet"]
    assert explain(photos, "--out", tmp_path / "b", *options)[0] == 0
    table = pyarrow.parquet.read_table(tmp_path / "b/rows.parquet")
    assert table.to_pylist() == rows(tmp_path / "a")


@pytest.mark.parametrize("name", ["日本 ×.png", os.fsdecode(b"\xff.png"), "a\nb.png"])
@pytest.mark.parametrize("format", ["jsonl", "parquet"])
def test_any_file_name_can_be_told(explain, tmp_path, name, format):
    (tmp_path / "in").mkdir()
    Image.new("RGB", (9, 9), "red").save(tmp_path / "in/a.png")
    (tmp_path / "in/a.png").rename(tmp_path / "in" / name)
    out = tmp_path / "out"
    options = ["--out", out, "--format", format, "--maps"]
    assert explain(tmp_path / "in", *options)[0] == 0
    if format == "jsonl":
        (row,) = rows(out)
        assert row["picture"] == str(tmp_path / "in" / name)
    else:
        (row,) = pyarrow.parquet.read_table(out / "rows.parquet").to_pylist()
    assert (out / row["map"]).exists()


def test_what_hides_nothing_is_told_in_the_row(explain, tmp_path):
    """Of a wide picture the left edge is not in the centre square."""
    (tmp_path / "in").mkdir()
    Image.new("RGB", (90, 30), "red").save(tmp_path / "in/wide.png")
    Image.new("RGB", (30, 30), "red").save(tmp_path / "in/square.png")
    hide = ["--hide", "0,0,0.2,1", "--framing", "crop"]
    assert explain(tmp_path / "in", "--out", tmp_path / "out", *hide)[0] == 0
    square, wide = rows(tmp_path / "out")
    assert square["error"] is None
    assert "hide nothing" in wide["error"]


def test_a_pipe_in_a_list_is_not_waited_for(explain, tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "list.txt").write_text("pipe.png\nmissing.png\n")
    assert explain(tmp_path / "list.txt", "--out", tmp_path / "out")[0] == 0
    missing, pipe = rows(tmp_path / "out")
    assert "no regular file" in pipe["error"]
    assert "No such file" in missing["error"]


# One photo, as ever, and what does not go together


def test_one_photo_is_explained_as_ever(explain, photos, tmp_path, capsys, own_network):
    photo = sorted(photos.rglob("*.png"))[0]
    arguments = [str(photo), "--model", str(own_network), "--out"]
    assert main([*arguments, str(tmp_path / "a.png")]) == 0
    ours = capsys.readouterr()
    assert main_of_one([*arguments, str(tmp_path / "b.png")]) == 0
    assert ours == capsys.readouterr()
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "--out DIR"),
        (["--out", "{out}", "--json"], "--json: only for one photo"),
        (["--out", "{out}", "--all-layers", "x.png"], "--all-layers: only for one"),
        (["--out", "{out}", "--send"], "--send: only with --scheduler"),
        (["--out", "{out}", "--target", "9"], "class 9: expected 0..3"),
        (["--out", "{out}", "--layer", "nope"], "nope"),
        (["--out", "{out}", "--scheduler", "tcp://a:1"], "--jobs: not with"),
        (["--out", "{photo}"], "cannot hold what is found"),
    ],
)
def test_what_does_not_go_together_is_refused(refusal, photos, tmp_path, options, said):
    places = {"out": tmp_path / "out", "photo": next(photos.rglob("*.png"))}
    before = tree(tmp_path)
    assert said in refusal(photos, *(text.format(**places) for text in options))
    assert tree(tmp_path) == before
    assert not (tmp_path / "out").exists()


def test_options_of_many_are_refused_for_one(refusal, photos, tmp_path):
    photo = next(photos.rglob("*.png"))
    complained = refusal(photo, "--maps")
    assert "--jobs, --maps: only for many pictures" in complained


def test_a_folder_with_other_peoples_rows_is_left_alone(refusal, photos, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/rows.jsonl").write_text("mine\n")
    assert "did not write" in refusal(photos, "--out", tmp_path / "out")
    assert (tmp_path / "out/rows.jsonl").read_text() == "mine\n"


def test_a_network_that_is_no_number_is_told_in_rows(tmp_path, capsys, photos):
    broken = tiny_networks.plain()
    for initializer in broken.graph.initializer:
        if initializer.name == "b3":
            array = np.full(tiny_networks.CLASSES, math.nan, np.float32)
            initializer.CopyFrom(tiny_networks.tensor("b3", array))
    onnx.save(broken, tmp_path / "nan.onnx")
    options = ["--model", str(tmp_path / "nan.onnx"), "--jobs", "1"]
    assert main([str(photos), "--out", str(tmp_path / "out"), *options]) == 0
    errors = [row["error"] for row in rows(tmp_path / "out")]
    assert sum("no finite number" in error for error in errors) == 10


# Going on, and starting anew


def test_finished_pictures_are_not_computed_again(explain, photos, tmp_path):
    out = tmp_path / "out"
    assert explain(photos, "--out", out)[0] == 0
    first, journal = tree(out), (out / "journal.jsonl").read_bytes()
    status, _, complained = explain(photos, "--out", out)
    assert (status, complained) == (0, "goes on: 12 of 12 are finished\n")
    assert (tree(out), (out / "journal.jsonl").read_bytes()) == (first, journal)


def test_new_and_changed_pictures_are_computed_and_no_others(explain, photos, tmp_path):
    out = tmp_path / "out"
    assert explain(photos, "--out", out)[0] == 0
    bad = next(row for row in rows(out) if row["error"])["picture"]
    Image.new("RGB", (20, 20), "green").save(bad, "PNG")
    Image.new("RGB", (20, 20), "blue").save(photos / "new.png")
    assert "11 of 13" in explain(photos, "--out", out)[2]
    assert len((out / "journal.jsonl").read_text().splitlines()) == 14
    shutil.rmtree(tmp_path / "again", ignore_errors=True)
    assert explain(photos, "--out", tmp_path / "again")[0] == 0
    assert tree(out) == tree(tmp_path / "again")


def test_a_file_that_was_deleted_is_made_again(explain, photos, tmp_path):
    out = tmp_path / "out"
    assert explain(photos, "--out", out, "--maps")[0] == 0
    before = tree(out)
    next((out / "maps").iterdir()).unlink()
    assert "11 of 12" in explain(photos, "--out", out, "--maps")[2]
    assert tree(out) == before


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_what_is_left_of_a_half_line_is_dropped(explain, photos, tmp_path, cut):
    out = tmp_path / "out"
    assert explain(photos, "--out", out)[0] == 0
    before, journal = tree(out), out / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-cut])
    (out / "rows.jsonl").unlink()
    assert "11 of 12" in explain(photos, "--out", out)[2]
    assert tree(out) == before
    assert len(journal.read_text().splitlines()) == 12


@pytest.mark.parametrize(
    ("option", "key"),
    [
        (["--target", "1"], "target"),
        (["--method", "layercam"], "method"),
        (["--maps"], "maps"),
        (["--preprocess", "0-255"], "preprocess"),
        (["--hide", "0,0,0.5,0.5"], "shapes"),
    ],
)
def test_a_changed_option_starts_anew_says_so_and_loses_nothing(
    explain, photos, tmp_path, option, key
):
    out = tmp_path / "out"
    assert explain(photos, "--out", out)[0] == 0
    before = tree(out)
    status, _, complained = explain(photos, "--out", out, *option)
    assert status == 0
    (aside,) = out.glob("before-*")
    assert complained == (
        f"starts anew, for {key} changed; what was there is in {aside}\n"
    )
    assert tree(aside) == before
    assert explain(photos, "--out", tmp_path / "fresh", *option)[0] == 0
    shutil.rmtree(aside)
    assert tree(out) == tree(tmp_path / "fresh")


def test_another_network_under_the_same_name_starts_anew(explain, photos, tmp_path):
    out, net = tmp_path / "out", tmp_path / "net.onnx"
    onnx.save(tiny_networks.plain(), net)
    options = ["--out", str(out), "--jobs", "1", "--model", str(net)]
    assert main([str(photos), *options]) == 0
    before = rows(out)
    onnx.save(tiny_networks.wide(), net)
    assert main([str(photos), *options]) == 0
    assert len(list(out.glob("before-*"))) == 1
    assert rows(out) != before


def test_colours_matter_only_where_something_has_colours(explain, photos, tmp_path):
    out = tmp_path / "out"
    assert explain(photos, "--out", out)[0] == 0
    options = ["--colormap", list(COLORMAPS)[1], "--format", "parquet"]
    assert "12 of 12" in explain(photos, "--out", out, *options)[2]
