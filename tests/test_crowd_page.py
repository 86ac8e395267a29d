"""Many pictures on the page: the command line's rows; everything else goes first."""

import asyncio
import csv
import io
import json

import numpy as np
import pytest
from PIL import Image

from gradcam_py.app import live_loop
from gradcam_py.crowd.command import main
from gradcam_py.laboratory.crowd import MOST
from gradcam_py.rows.row import Row
from gradcam_py.rows.table import COLUMNS
from gradcam_py.rows.tiles import SIDE
from tests import crowds, tiny_networks
from tests.page_desk import LEFT, living, png
from tests.page_fakes import FakeFile, RecordingView

# One runtime, the page's graphs against those that the command line writes.
SAME = 1e-5
COUNT = 9


@pytest.fixture
async def page(folder, model, monkeypatch):
    monkeypatch.setattr(live_loop, "IDLE_SECONDS", 0.02)
    async with living(folder, model) as made:
        yield made


@pytest.fixture(autouse=True)
def noting_pixels(monkeypatch):
    """The view keeps all pixels of trials with their messages' kinds."""
    show = RecordingView.show

    def noting(self, part, data, pixels=None):
        if part == "trial" and pixels is not None:
            vars(self).setdefault("trial_pixels", []).append((data["kind"], pixels))
        show(self, part, data, pixels)

    monkeypatch.setattr(RecordingView, "show", noting)


def some(count=COUNT, start=0):
    """Files of pictures, in no order of their names."""
    numbers = sorted(range(start, start + count), key=lambda n: (n * 7) % 5)
    return [FakeFile(f"{n:02}.png", png(n, (20 + n, 30))) for n in numbers]


def messages(page, kind):
    trials = [data for part, data in page.view.shown if part == "trial"]
    return [data for data in trials if data["kind"] == kind]


async def until(condition):
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.002)


async def explained(page, files, meant="crowd"):
    """Bring pictures and wait for the end; what was said then."""
    before = len(messages(page, "ended"))
    await page.playground.receive(files, meant)
    await until(lambda: len(messages(page, "ended")) > before)
    return messages(page, "ended")[-1]["text"]


def rows(page):
    return page.playground.crowd._trial.rows


def saved(page, kind):
    page.do("save_crowd", kind=kind)
    name = page.view.latest["file"]["name"]
    assert name == f"grad-cam-crowd.{kind}"
    return bytes(page.view.pixels["file"])


def names(pictures):
    return [picture["name"] for picture in pictures]


async def test_rows_are_those_of_the_command_line(page, folder, tmp_path):
    photos = tmp_path / "photos"
    photos.mkdir()
    files = [*some(), FakeFile("bad.png", b"no picture")]
    for file in files:
        (photos / file.name).write_bytes(file._data)
    page.do("choose", name="method", value="layercam")
    page.do("choose", name="framing", value="crop")
    page.do("explain", target=2)  # of that picture alone
    page.do("place", shape=LEFT)
    assert await explained(page, files) == "done: 10 pictures"
    network = ["--models", str(folder.parent), "--model", folder.name]
    options = ["--method", "layercam", "--framing", "crop", "--jobs", "1"]
    assert main([str(photos), "--out", str(tmp_path), *network, *options]) == 0
    ours = [json.loads(line) for line in saved(page, "jsonl").splitlines()]
    theirs = crowds.rows(tmp_path)
    assert [list(row) for row in ours] == [list(Row.__annotations__)] * 10
    for found, row in zip(ours, theirs, strict=True):
        assert row["picture"] == str(photos / found["picture"])
        for key in row.keys() - {"picture", "error", "predictions"}:
            assert found[key] == pytest.approx(row[key], abs=SAME), key
        for guess, other in zip(
            found["predictions"] or [], row["predictions"] or [], strict=True
        ):
            assert guess == pytest.approx(other, abs=SAME)
        expected = row["error"] and row["error"].removeprefix(f"{photos}/")
        assert found["error"] == expected


async def test_the_sheet_has_every_picture_once_among_the_classes(page):
    await explained(page, some())
    sheet = messages(page, "crowd")[-1]
    shown = [name for group in sheet["groups"] for name in names(group["pictures"])]
    assert sorted(shown) == [f"{n:02}.png" for n in range(COUNT)]
    best = {row["picture"]: row["predictions"][0]["label"] for row in rows(page)}
    for group in sheet["groups"]:
        assert {best[name] for name in names(group["pictures"])} == {group["label"]}
    border, surest, unsure = sheet["sections"]
    by_probability = sorted(rows(page), key=lambda row: -row["probability"])
    assert names(surest["pictures"]) == [r["picture"] for r in by_probability][:5]
    assert names(unsure["pictures"]) == [r["picture"] for r in by_probability[::-1]][:5]
    suspects = {row["picture"] for row in rows(page) if row["border"] > 0.36}
    assert set(names(border["pictures"])) == suspects


async def test_every_tile_comes_once_and_is_as_large_as_the_sheet_wants(page):
    await explained(page, some())
    tiles = messages(page, "tiles")
    told = [index for data in tiles for index in data["indices"]]
    assert told == list(range(COUNT))
    sent = [p for part, p in page.view.trial_pixels if part == "tiles"]
    assert sum(len(pixels) for pixels in sent) == COUNT * SIDE


async def test_the_mean_of_all_is_drawn_first(page):
    await explained(page, [FakeFile("a.png", png(1))])
    sheet = messages(page, "crowd")[-1]
    assert len(sheet["groups"]) == 1
    kind, pixels = page.view.trial_pixels[-1]
    assert kind == "crowd"
    both = pixels.reshape(2, -1)
    assert np.array_equal(*both)  # of one picture all is its class


async def test_a_bad_picture_is_told_and_the_others_are_explained(page):
    bad = [
        FakeFile("a.png", b""),
        FakeFile("b.txt", b"a letter"),
        FakeFile("c.png", png(1), failing=True),
    ]
    assert await explained(page, [*some(3), *bad]) == "done: 6 pictures"
    texts = messages(page, "crowd")[-1]["faults"]["texts"]
    assert [text.partition(":")[0] for text in texts] == ["a.png", "b.txt", "c.png"]
    assert texts[2] == "c.png: the file is gone"
    assert sum(row["error"] is None for row in rows(page)) == 3


async def test_files_of_one_name_are_told_apart(page):
    files = [FakeFile("a.png", png(1)), FakeFile("a.png", png(2))]
    await explained(page, files)
    assert [row["picture"] for row in rows(page)] == ["a.png", "a.png (2)"]


async def test_more_than_fifty_are_refused_in_a_sentence_with_the_command(page):
    files = [FakeFile(f"{n}.png", png(1)) for n in range(MOST + 1)]
    await page.playground.receive(files, "crowd")
    assert page.problem.startswith("51 pictures came, and the page explains 50")
    assert "gradcam FOLDER --out" in page.problem
    assert messages(page, "begun") == []


async def test_fifty_are_taken(page):
    files = [FakeFile(f"{n}.png", png(n)) for n in range(MOST)]
    assert await explained(page, files) == "done: 50 pictures"


@pytest.mark.parametrize("meant", ["", "crowd"])
async def test_several_at_once_are_many_pictures_wherever_they_are_dropped(page, meant):
    before = page.state["sample"]
    assert await explained(page, some(2), meant) == "done: 2 pictures"
    assert page.state["sample"] == before


async def test_one_that_is_dropped_opens(page):
    await page.playground.receive(some(1))
    await page.settled()
    assert messages(page, "begun") == []
    assert page.view.latest["picture"]["title"] == "00.png"


async def test_a_network_among_them_is_a_network(page):
    network = FakeFile("net.onnx", tiny_networks.plain().SerializeToString())
    await page.playground.receive([network, *some(2)])
    assert messages(page, "begun") == []


async def test_a_stroke_goes_first_and_the_run_goes_on_after_it(page):
    await page.playground.receive(some(), "crowd")
    await until(lambda: len(rows(page)) >= 2)
    page.do("sketch", shape=LEFT)
    await asyncio.sleep(0.1)
    done = len(rows(page))
    assert done < COUNT
    await asyncio.sleep(0.2)
    assert len(rows(page)) == done  # as long as the pen is down
    page.do("place", shape=LEFT)
    await until(lambda: messages(page, "ended"))
    assert len(rows(page)) == COUNT
    alone = [row["probability"] for row in rows(page)]
    await explained(page, some())
    assert [row["probability"] for row in rows(page)] == alone


async def test_it_is_stopped_and_what_was_found_stays(page):
    await page.playground.receive(some(), "crowd")
    await until(lambda: len(rows(page)) >= 3)
    page.do("stop_trial")
    found = len(rows(page))
    assert messages(page, "ended")[-1]["text"] == f"stopped after {found} of 9 pictures"
    await page.settled()
    await asyncio.sleep(0.1)
    assert len(rows(page)) == found < COUNT
    assert len(saved(page, "jsonl").splitlines()) == found


async def test_a_picture_opens_as_that_of_the_page(page):
    await explained(page, some())
    before = page.view.count("picture")
    page.do("open_crowd", index=4)
    await until(lambda: page.view.count("picture") > before)
    await page.settled()
    assert page.view.latest["picture"]["title"] == "04.png"
    found = page.state["predictions"][0]["probability"]
    assert found == pytest.approx(rows(page)[4]["probability"], abs=SAME)


async def test_the_table_has_what_the_rows_have(page):
    files = [*some(3), FakeFile("=1+1.png", b"")]
    await explained(page, files)
    text = saved(page, "csv").decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    assert list(table[0]) == list(COLUMNS)
    by_name = {row["picture"].lstrip("'"): row for row in table}
    for row in rows(page):
        cells = by_name[row["picture"]]
        if row["error"]:
            assert cells["label"] == cells["centre_x"] == cells["guess_1"] == ""
            assert cells["picture"].startswith("'")  # no formula
            continue
        assert float(cells["centre_y"]) == row["centre"][1]
        assert cells["guess_2"] == row["predictions"][1]["label"]
        assert float(cells["probability_2"]) == row["predictions"][1]["probability"]
        assert float(cells["border"]) == row["border"]


async def test_another_network_stops_it_and_what_was_found_can_be_saved(page):
    await page.playground.receive(some(), "crowd")
    await until(lambda: len(rows(page)) >= 2)
    network = FakeFile("net.onnx", tiny_networks.plain().SerializeToString())
    await page.playground.receive([network])
    await until(lambda: messages(page, "ended"))
    found = len(rows(page))
    assert messages(page, "ended")[-1]["text"].startswith("stopped after")
    await until(lambda: page.state["model"] == "net.onnx")
    await page.settled()
    assert len(saved(page, "jsonl").splitlines()) == len(rows(page)) == found
    assert await explained(page, some(3)) == "done: 3 pictures"
    titles = [data["title"] for data in messages(page, "begun")]
    assert "net.onnx" in titles[-1]
    assert titles[0] != titles[-1]


async def test_the_runtime_may_die_meanwhile(page):
    await page.playground.receive(some(), "crowd")
    await until(lambda: len(rows(page)) >= 2)
    page.session.deaths = 2
    await until(lambda: messages(page, "ended"))
    assert page.session.restarts == 2
    assert [row["error"] for row in rows(page)] == [None] * COUNT


async def test_without_pictures_nothing_is_saved_or_opened(page):
    before = page.view.count("file")
    page.do("save_crowd", kind="csv")
    page.do("open_crowd", index=0)
    assert page.view.count("file") == before


async def test_colours_are_those_of_the_page(page):
    buffer = io.BytesIO()
    Image.new("RGB", (30, 30)).save(buffer, "PNG")
    black = buffer.getvalue()
    drawn = []
    for colormap in ("viridis", "gray"):
        page.do("look", colormap=colormap)
        await explained(page, [FakeFile("a.png", black)])
        (pixels,) = [p for kind, p in page.view.trial_pixels if kind == "tiles"][-1:]
        drawn.append(pixels)
    assert not np.array_equal(*drawn)
