"""The report on many pictures: its numbers, its bounds, and what is in its page."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import numpy as np
import onnx
import pytest
from PIL import Image

from gradcam_py.crowd import tasks
from gradcam_py.crowd.command import main
from gradcam_py.crowd.report import page as report_page
from gradcam_py.crowd.report.tiles import tile
from gradcam_py.crowd.tasks import Asked, Task
from gradcam_py.explaining.settings import Settings
from gradcam_py.image.colormap import colourise
from gradcam_py.rows import summary as summaries
from gradcam_py.rows.row import border, failed
from gradcam_py.rows.summary import EXTREMES, SUSPICIOUS, summarise
from gradcam_py.rows.tiles import SIDE
from gradcam_py.words.command_line import crowd_report as report_words
from tests import tiny_networks
from tests.crowds import make_crowd, rows

JPEG = 6  # of 255, on the mean: what its quality costs


@pytest.fixture
def crowd(tmp_path):
    """Rows and their maps, of three classes, in no order; every tenth is an error."""
    rng = np.random.default_rng(3)
    told, maps = [], {}
    for number in range(500):
        name = f"{rng.integers(10**6):06}-{number}.jpg"
        row = failed(name, "bad")
        if number % 10:
            index = int(rng.choice(3, p=[0.2, 0.7, 0.1]))
            guess = {"index": index, "label": "abc"[index], "probability": 0.0}
            row |= {
                "error": None,
                "predictions": [guess],
                "probability": float(rng.random()),
                "border": float(rng.random()),
            }
            maps[name] = rng.random((4, 5)) * 10 ** rng.integers(4)
        told.append(row)
    return told, maps


@pytest.fixture
def summary(crowd):
    told, maps = crowd
    return summarise(iter(told), lambda row: maps[row["picture"]])


def good(told):
    return [row for row in told if not row["error"]]


def test_all_are_counted(crowd, summary):
    assert (summary.total, summary.bad) == (500, 50)
    assert summary.mean.count == 450


def test_means_are_those_of_a_plain_loop(crowd, summary):
    told, maps = crowd
    for group in [None, *summary.groups]:
        chosen = [
            row["picture"]
            for row in good(told)
            if group is None or row["predictions"][0]["label"] == group.label
        ]
        expected = sum(maps[name] / maps[name].max() for name in chosen) / len(chosen)
        mean = summary.mean if group is None else group.mean
        np.testing.assert_allclose(mean.values, expected, atol=1e-6)


def test_extremes_and_suspects_are_those_of_a_sort(crowd, summary):
    told, _ = crowd

    def first(key, among):
        ordered = sorted(among, key=lambda row: (key(row), row["picture"]))
        return [row["picture"] for row in ordered[:EXTREMES]]

    rows = good(told)
    assert summary.surest == first(lambda row: -row["probability"], rows)
    assert summary.least_sure == first(lambda row: row["probability"], rows)
    suspects = [row for row in rows if row["border"] > SUSPICIOUS]
    assert summary.suspects == first(lambda row: -row["border"], suspects)


def test_groups_are_sorted_by_size_and_hold_the_surest(crowd, summary):
    told, _ = crowd
    assert [group.label for group in summary.groups] == ["b", "a", "c"]
    for group in summary.groups:
        mine = [r for r in good(told) if r["predictions"][0]["label"] == group.label]
        mean = np.mean([row["probability"] for row in mine])
        assert group.mean_probability == pytest.approx(mean)
        surest = sorted(mine, key=lambda row: -row["probability"])
        names = [row["picture"] for row in surest[: summaries.SHOWN_OF_CLASS]]
        assert summary.shown_of(group) == names


def test_a_small_crowd_is_shown_whole_and_nothing_is_most_and_least_sure(crowd):
    told, maps = crowd
    some = told[:9]
    summary = summarise(iter(some), lambda row: maps[row["picture"]])
    names = {row["picture"] for row in good(some)}
    assert {n for g in summary.groups for n in summary.shown_of(g)} == names
    assert not set(summary.surest) & set(summary.least_sure)


def test_nothing_explained_is_no_failure():
    summary = summarise(iter([failed("a.jpg", "bad")]), lambda row: None)
    assert (summary.total, summary.bad, summary.groups) == (1, 1, [])
    assert summary.mean.values.tolist() == [[0]]


def test_a_large_crowd_has_a_bounded_sheet(monkeypatch, crowd):
    told, maps = crowd
    monkeypatch.setattr(summaries, "SHOWN", 30)
    summary = summarise(iter(told), lambda row: maps[row["picture"]])
    sizes = [len(summary.shown_of(group)) for group in summary.groups]
    assert sizes == [24, 6, 0]


# Tiles


def decoded(address):
    head, _, data = address.partition(",")
    assert head == "data:image/jpeg;base64"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))), float)


def test_a_tile_is_the_picture_and_the_map_over_it(tmp_path):
    path = tmp_path / "a.png"
    Image.new("RGB", (288, 144), (200, 40, 40)).save(path)
    raw = np.array([[0.0, 2.0]], np.float32)
    drawn = tile(Task("a", str(path)), raw, Asked(Settings(), opacity=1.0))
    assert (drawn.width, drawn.height) == (SIDE, SIDE // 2)
    photo, heat = decoded(drawn.photo), decoded(drawn.heat)
    assert photo.shape == heat.shape == (SIDE // 2, SIDE, 3)
    assert np.abs(photo - (200, 40, 40)).mean() < JPEG
    ends = colourise(np.array([[0.0, 1.0]]), "viridis")[0].astype(float)
    assert np.abs(heat[:, :8] - ends[0]).mean() < JPEG
    assert np.abs(heat[:, -8:] - ends[1]).mean() < JPEG


def test_a_tile_shows_what_was_hidden(tmp_path):
    path = tmp_path / "a.png"
    Image.new("RGB", (144, 144), "white").save(path)
    left = {"tool": "rect", "x": 0.0, "y": 0.0, "w": 0.5, "h": 1.0}
    asked = Asked(Settings(shapes=(left,), fill="black"), opacity=0.0)
    drawn = tile(Task("a", str(path)), np.ones((1, 1), np.float32), asked)
    heat = decoded(drawn.heat)
    assert heat[:, :60].mean() < JPEG
    assert heat[:, 84:].mean() > 255 - JPEG


def test_a_picture_that_is_gone_has_no_tile(tmp_path):
    task = Task("a", str(tmp_path / "a.png"))
    assert tile(task, np.ones((1, 1), np.float32), Asked(Settings())) is None


# The page


@pytest.fixture
def explain(tmp_path):
    """explain(*options) -> the report's text."""
    onnx.save(tiny_networks.plain(), tmp_path / "net.onnx")

    def explain(photos, *options):
        model = ["--model", str(tmp_path / "net.onnx"), "--jobs", "1"]
        out = ["--out", str(tmp_path / "out"), "--report"]
        assert main([str(photos), *model, *out, *options]) == 0
        return (tmp_path / "out/report.html").read_text()

    return explain


def test_the_page_needs_nothing_else(explain, tmp_path):
    make_crowd(tmp_path / "photos", 12, bad_every=6)
    text = explain(tmp_path / "photos")
    addresses = re.findall(r"""(?:src|href)=["']?([^"' >]+)""", text)
    assert {a[:5] for a in addresses if not a.startswith("#")} == {"data:"}
    assert "http://" not in text.replace("http-equiv", "")
    assert "https://" not in text
    assert "default-src 'none'" in text


def test_names_and_labels_are_text_whatever_they_hold(explain, tmp_path):
    (tmp_path / "photos").mkdir()
    evil = "<script>alert(1)<&\"'.png"
    Image.new("RGB", (9, 9), "red").save(tmp_path / "photos" / "a.png")
    (tmp_path / "photos/a.png").rename(tmp_path / "photos" / evil.replace("/", ""))
    labels = tmp_path / "labels.txt"
    labels.write_text("<b>one</b>\ntwo\nthree\nfour\n")
    target = ["--labels", str(labels), "--target", "0"]
    text = explain(tmp_path / "photos", *target)
    assert text.count("<script>") == 1
    assert "<b>one" not in text
    assert "&lt;b&gt;one&lt;/b&gt;" in text


def test_the_page_is_the_same_when_it_is_made_again(explain, tmp_path):
    make_crowd(tmp_path / "photos", 12, bad_every=6)
    assert explain(tmp_path / "photos") == explain(tmp_path / "photos")


def test_a_picture_that_was_deleted_is_told_and_the_rest_is_there(explain, tmp_path):
    made = make_crowd(tmp_path / "photos", 6)
    (tmp_path / "list.txt").write_text("\n".join(map(str, made)))
    before = explain(tmp_path / "list.txt")
    text = report_after_deleting(made[0], tmp_path, explain)
    assert "not there any more" not in before
    assert "not there any more" in text
    assert len(rows(tmp_path / "out")) == 6


def report_after_deleting(path, tmp_path, explain):
    """The report when a picture goes between its row and its tile."""
    contents = tasks.contents

    def gone(task):
        if task.path == str(path):
            raise tasks.FileError("gone")
        return contents(task)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gradcam_py.crowd.report.tiles.contents", gone)
        return explain(tmp_path / "list.txt")


def test_suspects_say_how_much_is_at_the_border(explain, tmp_path, monkeypatch):
    monkeypatch.setattr(summaries, "SUSPICIOUS", 0.0)
    make_crowd(tmp_path / "photos", 6)
    text = explain(tmp_path / "photos")
    told = sorted(rows(tmp_path / "out"), key=lambda row: -row["border"])
    said = re.findall(r"(\d+) % at the border<br>", text)
    assert [int(share) for share in said] == pytest.approx(
        [100 * row["border"] for row in told], abs=0.5
    )


def test_a_constant_map_is_on_the_edge_of_suspicion():
    assert border(np.ones((9, 9))) == pytest.approx(SUSPICIOUS)


def test_the_table_is_bounded_and_says_so(explain, tmp_path, monkeypatch):
    monkeypatch.setattr(report_page, "LISTED", 5)
    make_crowd(tmp_path / "photos", 12, bad_every=6)
    text = explain(tmp_path / "photos")
    assert text.count('<th scope="row">') == 5
    assert "The first 5; the file of the rows has all of them." in text


def test_it_says_what_was_asked(explain, tmp_path):
    make_crowd(tmp_path / "photos", 3)
    options = ["--method", "layercam", "--target", "1", "--versus", "0"]
    text = explain(tmp_path / "photos", *options)
    assert (
        "LayerCAM at layer top, of the class score of class 1 rather than class 0."
        in text
    )


def test_every_word_of_the_report_is_said():
    """The template's are looked for here: no other tool sees them."""
    folder = Path(report_page.__file__).parent
    said = (folder / "report.html.jinja").read_text() + (folder / "page.py").read_text()
    module = report_words.__name__
    own = {
        name
        for name, value in vars(report_words).items()
        if not name.startswith("_")
        and (name.isupper() or getattr(value, "__module__", None) == module)
    }
    assert {"BORDER_SAYS", "photo_alt"} <= own
    assert {name for name in own if f"words.{name}" not in said} == set()


def test_without_jinja_one_line_says_what_to_install(tmp_path, monkeypatch, capsys):
    make_crowd(tmp_path / "photos", 2)
    monkeypatch.setitem(__import__("sys").modules, "jinja2", None)
    monkeypatch.delitem(__import__("sys").modules, "gradcam_py.crowd.report.page")
    monkeypatch.delattr("gradcam_py.crowd.report.page")
    onnx.save(tiny_networks.plain(), tmp_path / "net.onnx")
    model = ["--model", str(tmp_path / "net.onnx"), "--report"]
    assert main([str(tmp_path / "photos"), *model, "--out", str(tmp_path / "o")]) == 2
    assert "gradcam-playground[report]" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()
