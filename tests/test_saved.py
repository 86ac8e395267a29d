"""The page opens what it has saved: the same state after the round trip."""

import asyncio
import json

import pytest

from gradcam_py.app import live_loop

from .page_desk import LEFT, Page, living, png

VOLATILE = ("updates", "timings", "strip")


@pytest.fixture
async def page(folder, model, monkeypatch):
    monkeypatch.setattr(live_loop, "IDLE_SECONDS", 0.02)
    async with living(folder, model) as made:
        yield made


def content(state):
    return {key: value for key, value in state.items() if key not in VOLATILE}


def saved(page, kind):
    page.do("save", kind=kind)
    return page.view.pixels["file"].tobytes()


async def change_everything(page):
    page.do("place", shape=LEFT)
    page.do("choose", name="fill", value="noise")
    page.do("choose", name="framing", value="crop")
    page.do("choose", name="layer", value="stem")
    page.do("choose", name="method", value="hirescam")
    page.do("compare", text="espresso")
    page.do("look", colormap="magma", opacity=0.3)
    await page.settled()


@pytest.fixture
async def other(folder, model):
    made = Page(folder, model)
    await made.playground.start()
    return made


async def test_a_saved_state_of_a_sample_opens_as_it_was(page, other):
    page.do("sample", name="b")
    await asyncio.sleep(0.02)
    await change_everything(page)
    other.playground.upload(saved(page, "json"), "saved.json")
    await asyncio.sleep(0.05)
    await other.playground.desk.live.settle()
    assert content(other.state) == content(page.state)


async def test_a_lesson_holds_the_visitors_picture(page, other):
    page.playground.upload(png(5), "mine.png")
    await change_everything(page)
    lesson = saved(page, "lesson")
    assert page.view.latest["file"]["name"] == "grad-cam-lesson.json"
    other.playground.upload(lesson, "lesson.json")
    await other.playground.desk.live.settle()
    assert content(other.state) == content(page.state)
    assert other.playground.desk.page.picture.title == "mine.png"


async def test_a_state_without_its_picture_says_how_to_save_both(page, other):
    page.playground.upload(png(5), "mine.png")
    await page.settled()
    before = content(other.state)
    other.playground.upload(saved(page, "json"), "saved.json")
    assert "save it as a lesson" in other.problem
    assert content(other.state) == before


async def broken(page, **changes):
    return json.dumps(json.loads(saved(page, "json")) | changes).encode()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"model": "b7"}, "saved with the network b7"),
        ({"sample": "unicorn"}, "unknown sample 'unicorn'"),
        ({"layer": "9z"}, "unknown layer '9z'"),
        ({"opacity": 7}, "opacity: expected 0..1"),
        ({"shapes": [{"tool": "spray"}]}, "unknown tool 'spray'"),
        ({"target": "cat", "pinned": True}, "expected a class index"),
        ({"picture": {"title": "x", "data": "?"}}, "expected JSON that this page"),
        ({"picture": {"title": "x", "data": "aGVsbG8="}}, "not a picture"),
        ({"picture": 3}, "expected JSON that this page"),
    ],
)
async def test_a_file_that_is_wrong_changes_nothing(page, changes, reason):
    before = content(page.state)
    page.playground.upload(await broken(page, **changes), "saved.json")
    assert reason in page.problem
    assert content(page.state) == before


@pytest.mark.parametrize("data", [b"{", b"{}", b"  {'a': 1}", b"{" * 100_000])
async def test_other_json_is_refused_in_one_line(page, data):
    page.playground.upload(data, "other.json")
    assert page.problem.startswith("other.json: expected JSON that this page has saved")
    assert "\n" not in page.problem


async def test_a_picture_too_large_for_a_lesson_is_told(page, monkeypatch):
    monkeypatch.setattr("gradcam_py.app.saved.LARGEST_PICTURE", 10)
    page.playground.upload(png(5), "mine.png")
    page.do("save", kind="lesson")
    assert "make the picture smaller first" in page.problem
