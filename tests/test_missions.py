"""Missions on a tiny network: what is hidden when, and what the points are made of."""

import asyncio
import urllib.parse

import numpy as np
import pytest

from gradcam_py.app import live_loop
from gradcam_py.app.permalink import from_fragment
from gradcam_py.errors import SettingError
from gradcam_py.image.fills import FILLS
from gradcam_py.image.overlay import scale_map
from gradcam_py.missions.case import heat_in, most_heat
from gradcam_py.missions.choices import what_happened
from gradcam_py.missions.registry import MISSIONS
from gradcam_py.missions.rival import GRID, MOST_PASSES, mask_of
from gradcam_py.words import numbers
from tests.page_desk import LEFT, RIGHT, living

# Of points, as they are printed: one decimal.
PRINTED = 0.051
GRAY = 128


@pytest.fixture
async def page(folder, model, monkeypatch):
    monkeypatch.setattr(live_loop, "IDLE_SECONDS", 0.02)
    async with living(folder, model) as made:
        samples = made.playground.desk.gallery.samples
        samples["cat-and-dog"] = samples["rocket"] = samples["b"]
        yield made


def messages(page, kind):
    found = [data for part, data in page.view.shown if part == "mission"]
    return [data for data in found if data["kind"] == kind]


async def until(condition):
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.005)


async def begin(page, name):
    count = len(messages(page, "begun"))
    page.do("mission", name=name)
    await until(lambda: len(messages(page, "begun")) > count)
    await page.settled()


async def lock(page, **choice):
    count = len(messages(page, "judged"))
    page.do("lock_mission", **choice)
    await until(lambda: len(messages(page, "judged")) > count)
    return messages(page, "judged")[-1]


def points(judged):
    return float(judged["points"].split()[0])


async def logits(page, pixels):
    seed = np.zeros((1, page.session.manifest.classes), np.float32)
    _, head = await page.session.both(pixels[None].astype(np.float32), seed)
    return head.logits[0].astype(float)


def heat_of(page):
    """The heatmap of the untouched picture at the input's size."""
    before = page.playground.desk.presenter.before
    side = page.session.manifest.input_size
    return scale_map(before, (side, side)).astype(np.float64)


def test_all_missions_are_offered_and_tell_their_task():
    assert list(MISSIONS) == ["decides", "flip", "classes", "rocket", "fill", "warm"]
    assert all(each.title and each.task for each in MISSIONS.values())


async def test_they_are_offered_when_the_page_opens(page):
    (offered,) = messages(page, "offered")
    assert [each["name"] for each in offered["missions"]] == list(MISSIONS)


@pytest.mark.parametrize("name", MISSIONS)
async def test_a_mission_is_played_through(page, name, monkeypatch):
    mission = MISSIONS[name]
    if mission.target:
        labels = page.playground.desk.labels
        # the tiny network has no drilling platform
        monkeypatch.setattr(labels, "find", lambda text: 2)
    page.do("place", shape=RIGHT)
    await page.settled()
    await begin(page, name)
    begun = messages(page, "begun")[-1]
    assert begun["hides"] == list(mission.hides)
    assert [each["key"] for each in begun["options"]] == list(mission.options)
    assert page.state["shapes"] == []  # nothing is left of what was drawn before
    if mission.options:
        judged = await lock(page, choice=next(iter(mission.options)))
    else:
        page.do("place", shape=LEFT)
        await page.settled()
        judged = await lock(page)
    assert 0 <= points(judged) <= 100
    assert all(text.endswith((".", ":")) for text in judged["texts"])
    kinds = [data["kind"] for part, data in page.view.shown if part == "mission"]
    assert kinds[-3:] == ["begun", "locked", "judged"]
    page.do("leave_mission")
    assert page.view.latest["mission"]["kind"] == "left"


async def test_what_decides_is_the_heat_inside_beside_chance_and_best(page):
    await begin(page, "decides")
    page.do("place", shape=LEFT)
    await page.settled()
    judged = await lock(page)
    heat = heat_of(page)
    inside = heat[:, : heat.shape[1] // 2].sum() / heat.sum()
    best = np.sort(heat.ravel())[heat.size // 2 :].sum() / heat.sum()
    expected = np.clip(100 * (inside - 0.5) / (best - 0.5), 0, 100)
    assert points(judged) == pytest.approx(expected, abs=PRINTED)
    assert numbers.percent(float(inside)) in judged["texts"][0]
    # and hiding it does what the page shows
    target = page.state["target"]
    row = next(r for r in page.state["predictions"] if r["index"] == target)
    assert numbers.percent(row["probability"]) in judged["texts"][1]


async def test_covering_everything_says_nothing(page):
    await begin(page, "decides")
    page.do("place", shape={"tool": "rect", "x": 0.0, "y": 0.0, "w": 1.0, "h": 1.0})
    await page.settled()
    assert points(await lock(page)) == 0


async def test_a_warm_place_is_warmth_times_what_is_left(page):
    await begin(page, "warm")
    shape = {"tool": "rect", "x": 0.5, "y": 0.0, "w": 0.25, "h": 0.5}
    page.do("place", shape=shape)
    await page.settled()
    judged = await lock(page)
    heat = heat_of(page)
    side = len(heat)
    place = heat[: side // 2, side // 2 : side * 3 // 4]
    target = page.state["target"]
    row = next(r for r in page.state["predictions"] if r["index"] == target)
    left = min(row["probability"] / row["baseline"], 1)
    assert points(judged) == pytest.approx(100 * place.mean() * left, abs=PRINTED)


async def test_half_of_the_picture_is_no_place(page):
    await begin(page, "warm")
    page.do("place", shape=LEFT)
    await page.settled()
    judged = await lock(page)
    assert points(judged) == 0
    assert "too much for a place" in judged["texts"][0]


async def test_the_fill_that_changes_most_gets_all_points(page):
    image = page.playground.desk.presenter.shown.image
    mask = heat_of(page)
    mask = (mask >= 0.5 * mask.max())[..., None]
    target = page.state["target"]
    before = (await logits(page, image))[target]
    changes = {}
    for name, fill in FILLS.items():
        filling = fill.make(image.astype(np.uint8))
        hidden = np.where(mask, filling, image)
        changes[name] = abs((await logits(page, hidden))[target] - before)
    for name, change in changes.items():
        await begin(page, "fill")
        judged = await lock(page, choice=name)
        expected = 100 * change / max(changes.values())
        assert points(judged) == pytest.approx(expected, abs=PRINTED)


async def test_flipping_counts_what_is_shown(page):
    """And a search of at most 200 passes shows what is possible."""
    await begin(page, "flip")
    page.do("place", shape=LEFT)
    await page.settled()
    before = len(page.session.runs)
    judged = await lock(page)
    state = page.state
    best = max(state["predictions"], key=lambda row: row["baseline"])
    now = state["predictions"][0]
    if best["label"] == now["label"]:
        assert points(judged) == 0
    else:
        assert points(judged) == pytest.approx(50, abs=PRINTED)
        assert now["label"] in judged["texts"][0]
    assert len(page.session.runs) - before <= MOST_PASSES + 2
    assert "A greedy search" in judged["texts"][1]


async def test_nothing_drawn_and_nothing_chosen_cannot_be_locked(page):
    await begin(page, "decides")
    page.do("lock_mission")
    assert page.problem == "draw on the picture first: there is nothing to lock yet"
    await begin(page, "fill")
    page.do("lock_mission")
    assert page.problem.startswith("the answer '': expected one of gray, ")
    assert not messages(page, "locked")


async def test_another_picture_ends_a_mission(page):
    await begin(page, "decides")
    page.do("sample", name="b")
    await until(lambda: page.view.latest["mission"]["kind"] == "left")
    await page.settled()
    page.do("share")
    assert "mission" not in page.view.latest["link"]["fragment"]


async def test_an_unknown_mission_is_refused(page):
    page.do("mission", name="world peace")
    assert page.problem.startswith("unknown mission 'world peace'")


async def test_a_class_that_the_network_lacks_is_told(page):
    page.do("mission", name="rocket")
    assert "drilling platform" in page.problem
    assert not messages(page, "begun")


async def test_the_link_of_a_result_gives_the_same_points(page):
    await begin(page, "decides")
    page.do("place", shape=LEFT)
    await page.settled()
    first = await lock(page)
    page.do("share")
    fragment = page.view.latest["link"]["fragment"]
    assert from_fragment(fragment).mission == "decides"
    assert "points" not in urllib.parse.unquote(fragment)  # they are not in it
    page.do("leave_mission")
    page.do("clear")
    await page.settled()
    page.do("restore", fragment=fragment)
    await until(lambda: len(messages(page, "judged")) == 2)
    assert messages(page, "judged")[-1] == first


async def test_the_link_of_a_choice_holds_the_choice(page):
    await begin(page, "fill")
    first = await lock(page, choice="blur")
    page.do("share")
    page.do("restore", fragment=page.view.latest["link"]["fragment"])
    await until(lambda: len(messages(page, "judged")) == 2)
    assert messages(page, "judged")[-1] == first


async def test_a_link_before_the_answer_holds_no_mission(page):
    await begin(page, "decides")
    page.do("share")
    assert "mission" not in page.view.latest["link"]["fragment"]


def test_a_forged_link_is_refused():
    with pytest.raises(SettingError, match="unknown mission 'hack'"):
        from_fragment("mission=hack")


async def test_a_stroke_comes_before_the_verdict(page):
    await begin(page, "flip")
    page.do("place", shape=LEFT)
    await page.settled()
    page.session.delay = 0.01
    page.do("lock_mission")
    await until(lambda: page.session.runs[-20:].count("both") >= 10)
    updates = page.state["updates"]
    page.do("place", shape=RIGHT)
    await until(lambda: page.state["updates"] > updates)
    assert not messages(page, "judged")
    await until(lambda: messages(page, "judged"))  # of what was locked, begun anew
    assert "50.0 %" in messages(page, "judged")[-1]["texts"][0]


@pytest.mark.parametrize(
    ("probability", "logit", "happened"),
    [
        (0.3, 2.0, "both"),
        (0.3, 0.2, "probability"),
        (0.3, -2.0, "probability"),
        (0.01, 0.1, "neither"),
        (-0.3, -1.0, "fall"),
    ],
)
def test_what_happened(probability, logit, happened):
    assert what_happened(probability, logit) == happened


def test_the_most_heat_of_an_area_is_that_of_the_brightest_pixels():
    heat = np.random.default_rng(0).random((8, 8))
    for count in (0, 1, 10, 64):
        order = np.argsort(heat.ravel())[::-1]
        mask = np.zeros(64, np.float32)
        mask[order[:count]] = 1
        held = heat_in(heat, mask.reshape(8, 8))
        assert most_heat(heat, count / 64) == pytest.approx(held, abs=1e-12)


def test_the_rivals_cells_cover_the_picture_once():
    total = sum(mask_of([cell], 30) for cell in np.ndindex(GRID, GRID))
    assert (total == 1).all()
