"""The laboratory on a tiny network: what it finds, and how it gives way."""

import asyncio
from itertools import pairwise

import numpy as np
import pytest

from gradcam_py.app import live_loop
from gradcam_py.cam.similarity import pearson, spearman
from gradcam_py.errors import PlaygroundError
from gradcam_py.evaluation import orders
from gradcam_py.evaluation.curves import STEPS, Subject, ends, trace
from gradcam_py.evaluation.occlusion_map import occlusion_map, on_grid
from gradcam_py.evaluation.randomisation import plan_of, randomised
from gradcam_py.evaluation.scoring import Scoring
from gradcam_py.explaining import occlusion
from gradcam_py.image.signed_colours import signed
from gradcam_py.laboratory.laboratory import TRIALS
from gradcam_py.words import numbers
from tests import tiny_networks
from tests.page_desk import LEFT, RIGHT, living
from tests.page_fakes import FakeFile, native_copy

PASSES = 2 + 2 * (STEPS - 1) * 5  # of the curves: both ends, five orders
OCCLUSION = {"name": "occlusion", "score": "logit", "fill": "black", "grid": 7}
RANDOMISATION = {"name": "randomisation"}
CURVES = {"name": "curves", "score": "probability", "fill": "gray"}
# The page and the test compute with the same runtime and code.
SAME = 1e-9


@pytest.fixture
async def page(folder, model, monkeypatch):
    monkeypatch.setattr(live_loop, "IDLE_SECONDS", 0.02)
    async with living(folder, model) as made:
        yield made


def messages(page, kind):
    trials = [data for part, data in page.view.shown if part == "trial"]
    return [data for data in trials if data["kind"] == kind]


async def until(condition):
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.005)


async def finish(page, **trial):
    """Run an experiment to its end; what it said then."""
    before = len(messages(page, "ended"))
    page.do("trial", **trial)
    await until(lambda: len(messages(page, "ended")) > before)
    return messages(page, "ended")[-1]["text"]


async def last(states):
    """The last of what a stream gives."""
    async for state in states:  # noqa: B007  (only the last counts)
        pass
    return state


def shown(page):
    return page.playground.desk.presenter.shown


async def test_curves_are_those_of_the_evaluation(page):
    assert await finish(page, **CURVES) == f"done: {PASSES} forward passes"
    told = messages(page, "curves")[-1]
    session, explained = page.session, shown(page)
    filling = occlusion.filling(explained.question)
    subject, scoring = Subject(explained.image, filling), Scoring(explained.target)
    both = await ends(session, subject, scoring)
    order = orders.by_map(explained.cam, subject.side)
    found = await last(trace(session, subject, order, scoring, both))
    for kind in ("deletion", "insertion"):
        curve = getattr(found, kind)[:, 0]
        np.testing.assert_allclose(told[kind]["map"], curve, atol=SAME)
        low, mean, high = (np.array(told[kind][n]) for n in ("low", "random", "high"))
        assert (low <= mean + SAME).all()
        assert (mean <= high + SAME).all()
        assert len(told[kind]["centre"]) == STEPS + 1
    assert told["shares"][::STEPS] == [0, 1]
    areas = [numbers.fixed(value, 3) for value in found.areas[0]]
    assert told["rows"][0]["areas"] == areas
    assert told["verdict"]


async def test_lines_grow_and_what_is_unknown_is_none(page):
    page.session.delay = 0.01
    page.do("trial", **CURVES)
    await until(lambda: len(messages(page, "curves")) > 1)
    page.do("stop_trial")
    told = messages(page, "curves")[-1]
    assert None in told["deletion"]["map"]
    assert told["deletion"]["map"][0] is not None  # both ends come first
    assert "random" not in told["deletion"]
    assert told["rows"][0]["areas"] == ["…", "…"]
    assert told["verdict"] == ""


async def test_a_step_shows_the_picture_as_the_network_had_it(page):
    await finish(page, **CURVES)
    page.do("look_at_trial", name="curves", score="logit", step=10)
    explained = shown(page)
    subject = Subject(explained.image, occlusion.filling(explained.question))
    order = orders.by_map(explained.cam, subject.side)
    pixels = page.view.pixels["trial"]
    side = subject.side
    for part, expected in (
        (pixels[:side], subject.deleted(order, 10)),
        (pixels[side:], subject.inserted(order, 10)),
    ):
        np.testing.assert_allclose(part[..., :3], expected, atol=0.5)
    assert messages(page, "step")[-1]["captions"][0].startswith("20 % hidden: ")


async def test_the_other_score_needs_no_run(page):
    await finish(page, **CURVES)
    runs = len(page.session.runs)
    page.do("look_at_trial", name="curves", score="logit")
    told = messages(page, "curves")[-1]
    assert told["score"] == "logit"
    logits = shown(page).logits
    assert told["deletion"]["map"][0] == pytest.approx(
        float(logits[shown(page).target]), abs=1e-5
    )
    assert len(page.session.runs) == runs


async def test_occlusion_is_that_of_the_evaluation_and_is_compared(page):
    assert await finish(page, **OCCLUSION) == "done: 50 forward passes"
    explained = shown(page)
    scoring = Scoring(explained.target)
    black = np.zeros((1, 1, 3), np.float32)
    drops = await last(
        occlusion_map(page.session, explained.question, black, scoring, 7)
    )
    drops = drops[..., 1]
    pixels = page.view.pixels["trial"]
    side = pixels.shape[1]
    picture, _, own = (pixels[n * side : (n + 1) * side, :, :3] for n in range(3))
    colours = (
        signed(drops, np.abs(drops).max()).repeat(side // 7, 0).repeat(side // 7, 1)
    )
    blended = picture + 0.65 * (colours.astype(float) - picture)
    np.testing.assert_allclose(own, blended, atol=1.5)
    raw = on_grid(explained.cam, 7)
    texts = messages(page, "maps")[-1]["texts"]
    assert numbers.fixed(pearson(drops, raw), 2) in texts[0]
    assert numbers.fixed(spearman(drops, raw), 2) in texts[0]


async def test_rise_is_the_same_each_time(page):
    rise = {"name": "rise", "score": "probability", "fill": "gray", "masks": 30}
    pixels = []
    for _ in range(2):
        assert await finish(page, **rise) == "done: 30 forward passes"
        pixels.append(page.view.pixels["trial"])
    np.testing.assert_array_equal(*pixels)
    assert len(messages(page, "maps")[-1]["texts"]) == 2


async def test_a_stroke_is_answered_before_the_next_pass(page):
    page.session.delay = 0.03
    page.do("trial", **CURVES)
    await until(lambda: len(page.session.runs) > 12)
    under_way, updates = len(page.session.runs), page.state["updates"]
    page.do("sketch", shape=LEFT)
    await until(lambda: page.state["updates"] > updates)
    # the pass under way, then the stroke's own run, and at most the one after it
    assert len(page.session.runs) <= under_way + 2
    page.do("sketch", shape=None)
    assert not messages(page, "ended")


async def test_it_goes_on_where_it_was_and_with_the_heatmap_it_began_with(page):
    page.session.delay = 0.002
    alone = await finish(page, **OCCLUSION)
    expected = page.view.pixels["trial"]
    page.do("trial", **OCCLUSION)
    await until(lambda: len(messages(page, "progress")) > 1)
    title = messages(page, "begun")[-1]["title"]
    page.do("place", shape=RIGHT)
    await until(lambda: len(messages(page, "ended")) == 2)
    assert messages(page, "ended")[-1]["text"] == alone  # no pass twice
    np.testing.assert_array_equal(page.view.pixels["trial"], expected)
    assert messages(page, "begun")[-1]["title"] == title


async def test_stopping_leaves_the_network_idle_and_what_was_found(page):
    page.session.delay = 0.01
    page.do("trial", **CURVES)
    await until(lambda: messages(page, "progress"))
    page.do("stop_trial")
    assert messages(page, "ended")[-1]["text"].startswith("stopped after ")
    await page.settled()
    runs = len(page.session.runs)
    await asyncio.sleep(0.1)
    assert len(page.session.runs) == runs
    page.do("stop_trial")  # again does no harm
    assert len(messages(page, "ended")) == 1
    assert messages(page, "curves")


async def test_another_experiment_takes_the_place_of_a_running_one(page):
    page.session.delay = 0.005
    page.do("trial", **CURVES)
    await until(lambda: messages(page, "progress"))
    assert await finish(page, **OCCLUSION)  # the first one's end
    await until(lambda: len(messages(page, "ended")) == 2)
    texts = [data["text"] for data in messages(page, "ended")]
    assert texts[0].startswith("stopped after ")
    assert texts[1] == "done: 50 forward passes"


async def test_the_runtimes_death_is_survived(page):
    await finish(page, **OCCLUSION)
    expected = page.view.pixels["trial"]
    page.do("trial", **OCCLUSION)
    await until(lambda: len(messages(page, "progress")) > 1)
    page.session.deaths = 1
    await until(lambda: len(messages(page, "ended")) == 2)
    assert page.session.restarts == 1
    np.testing.assert_array_equal(page.view.pixels["trial"], expected)


async def test_what_fails_is_told_and_the_page_goes_on(page):
    page.session.delay = 0.01
    page.do("trial", **CURVES)
    await until(lambda: messages(page, "progress"))
    page.session.failure = PlaygroundError("out of memory")
    await until(lambda: messages(page, "ended"))
    assert messages(page, "ended")[-1]["text"] == "broken off: out of memory"
    assert page.problem == "out of memory"
    page.do("place", shape=LEFT)
    await page.settled()
    assert page.problem == ""


async def test_an_experiment_ends_with_its_network(page):
    page.session.delay = 0.01
    page.do("trial", **CURVES)
    await until(lambda: messages(page, "progress"))
    page.do("network", name="other")
    await until(lambda: messages(page, "ended"))
    await until(lambda: page.session.closed)
    page.do("look_at_trial", name="curves", score="logit")  # which is gone
    assert await finish(page, **OCCLUSION) == "done: 50 forward passes"


async def test_shapes_stay_as_they_are_under_their_own_fill(page):
    page.do("place", shape=LEFT)
    await page.settled()
    await finish(page, **OCCLUSION)  # whose cells are black
    side = page.view.pixels["trial"].shape[1]
    picture = page.view.pixels["trial"][:side, :, :3]
    assert (picture[:, : side // 2 - 2] == 128).all()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": "magic"}, "unknown experiment 'magic'"),
        ({"score": "luck"}, "unknown score 'luck'"),
        ({"fill": "gold"}, "unknown fill 'gold'"),
        ({"grid": 8}, "a grid of 8 cells a side: expected 7, 14"),
        ({"masks": 0}, "0 masks: expected 1.."),
    ],
)
async def test_what_cannot_be_chosen_is_refused(page, changed, told):
    page.do("trial", **OCCLUSION | changed)
    assert page.problem.startswith(told)
    assert not messages(page, "begun")


def test_every_experiment_of_the_page_is_known():
    assert set(TRIALS) == {"curves", "occlusion", "randomisation", "rise"}


async def test_twenty_in_a_row_leave_nothing_behind(page):
    for _ in range(20):
        page.do("trial", **OCCLUSION)
        await until(lambda: messages(page, "progress"))
    page.do("stop_trial")
    await page.settled()
    await asyncio.sleep(0.1)
    laboratory = page.playground.desk.laboratory
    assert laboratory._stopped == []
    assert len(laboratory._known) == 1
    with pytest.raises(StopAsyncIteration):
        await anext(laboratory._known["occlusion"].stream)


async def stage(page, number):
    """Wait until so many stages of forgetting are known."""
    await until(lambda: rows(page) >= number)


def rows(page):
    told = messages(page, "stages")
    return len(told[-1]["rows"]) if told else 0


async def test_forgetting_is_that_of_the_evaluation(page, folder, model):
    assert await finish(page, **RANDOMISATION) == "done: 3 stages"
    told, explained = messages(page, "stages")[-1], shown(page)
    copy = native_copy(folder, model.manifest)
    plan = await plan_of(copy)
    states = randomised(copy, plan, explained.question, explained)
    found = [state async for state in states]
    assert told["labels"] == ["trained", "head", "top", "stem"]
    assert [row["title"] for row in told["rows"]] == told["labels"][1:]
    for name in ("spearman", "ssim"):
        expected = [1, *(getattr(each.likeness, name) for each in found)]
        np.testing.assert_allclose(told["lines"][name], expected, atol=SAME)
    assert told["lines"]["edges"] == pytest.approx([1] * 4)
    for row, state in zip(told["rows"], found, strict=True):
        values = state.likeness.spearman, state.likeness.ssim
        assert row["values"] == [
            *(numbers.fixed(value, 2) for value in values),
            "1.00",
            numbers.percent(state.probability),
        ]
    assert told["verdict"]
    # the control, the trained network's map, and one of each stage
    assert told["captions"] == ["edge detector", *told["labels"]]
    pixels = page.view.pixels["trial"]
    tiles = pixels.reshape(len(told["captions"]), -1, *pixels.shape[1:])
    cams = [explained.cam, *(state.cam for state in found)]
    assert [same(a, b) for a, b in pairwise(tiles[1:])] == [
        same(a, b) for a, b in pairwise(cams)
    ]


def same(first, second):
    return bool(np.array_equal(first, second))


async def test_the_pages_network_is_not_asked_and_stays_as_it_is(page, folder):
    page.do("place", shape=LEFT)
    await page.settled()
    weights, logits = (folder / "weights.bin").read_bytes(), shown(page).logits
    runs = len(page.session.runs)
    await finish(page, **RANDOMISATION)
    assert len(page.session.runs) == runs
    assert (folder / "weights.bin").read_bytes() == weights
    page.do("place", shape=RIGHT)
    await page.settled()
    page.do("undo")
    await page.settled()
    np.testing.assert_array_equal(shown(page).logits, logits)


async def test_forgetting_twice_gives_the_same_maps(page):
    pixels = []
    for _ in range(2):
        await finish(page, **RANDOMISATION)
        pixels.append(page.view.pixels["trial"])
    np.testing.assert_array_equal(*pixels)


async def begun(page, delay):
    """Begin to forget, with a copy whose runs take that long; the copy's session."""
    page.do("trial", **RANDOMISATION)
    await until(lambda: page.copies)
    session = page.copies[-1].session
    session.delay = delay
    return session


async def test_a_stroke_does_not_wait_for_the_stage_under_way(page):
    session = await begun(page, 0.05)
    await stage(page, 1)
    session.delay = 0.5
    await until(lambda: session.under_way)
    updates, started = page.state["updates"], asyncio.get_running_loop().time()
    page.do("sketch", shape=LEFT)
    await until(lambda: page.state["updates"] > updates)
    assert asyncio.get_running_loop().time() - started < 0.4
    known, runs = rows(page), len(session.runs)
    await asyncio.sleep(1.2)  # as long as a stage and the next one's beginning
    assert rows(page) == known  # the pen is down
    assert len(session.runs) == runs
    page.do("sketch", shape=None)
    session.delay = 0.001
    await until(lambda: messages(page, "ended"))
    assert messages(page, "ended")[-1]["text"] == "done: 3 stages"


async def test_stopped_midway_nothing_of_it_goes_on(page):
    session = await begun(page, 0.1)
    await stage(page, 1)
    await until(lambda: session.under_way)
    page.do("stop_trial")
    assert session.closed  # at once, with its runtime
    assert messages(page, "ended")[-1]["text"] == "stopped after 1 of 3 stages"
    await page.settled()
    await asyncio.sleep(0.3)
    assert not session.under_way
    laboratory = page.playground.desk.laboratory
    assert laboratory._stopped == []
    trial = laboratory._known["randomisation"].trial
    assert trial._work is None
    assert trial._copy is None
    assert rows(page) == 1
    assert page.problem == ""
    assert await finish(page, **RANDOMISATION) == "done: 3 stages"


async def test_stopped_before_there_is_a_copy_no_copy_is_left(page):
    page.do("trial", **RANDOMISATION)
    await asyncio.sleep(0)
    page.do("stop_trial")
    await page.settled()
    await asyncio.sleep(0.1)
    assert all(copy.session.closed for copy in page.copies)
    assert rows(page) == 0


async def test_the_death_of_the_copys_runtime_is_survived(page):
    await finish(page, **RANDOMISATION)
    expected = page.view.pixels["trial"]
    page.copies.clear()
    session = await begun(page, 0.01)
    session.deaths = 1
    await until(lambda: len(messages(page, "ended")) == 2)
    assert messages(page, "ended")[-1]["text"] == "done: 3 stages"
    np.testing.assert_array_equal(page.view.pixels["trial"], expected)
    assert session.restarts == 4  # one of each stage, and one more
    assert page.session.restarts == 0
    assert session.closed


async def test_a_runtime_that_dies_each_time_is_given_up(page):
    session = await begun(page, 0.01)
    session.deaths = 100
    await until(lambda: messages(page, "ended"))
    assert messages(page, "ended")[-1]["text"].startswith("broken off: ")
    assert page.problem
    assert session.closed
    assert page.session.restarts == 0
    page.do("place", shape=LEFT)
    await page.settled()
    assert page.problem == ""


async def test_forgetting_ends_with_its_network(page):
    session = await begun(page, 0.05)
    await stage(page, 1)
    page.do("network", name="other")
    await until(lambda: session.closed)
    await until(lambda: page.session.closed)
    assert await finish(page, **RANDOMISATION) == "done: 3 stages"


async def test_twenty_copies_in_a_row_are_all_closed(page):
    for number in range(20):
        page.do("trial", **RANDOMISATION)
        await until(lambda number=number: len(page.copies) > number)
    page.do("stop_trial")
    await page.settled()
    await asyncio.sleep(0.1)
    assert [bool(copy.session.closed) for copy in page.copies] == [True] * 20


async def test_a_network_of_ones_own_forgets_too(page):
    file = FakeFile("net.onnx", tiny_networks.wide().SerializeToString())
    await page.playground.receive([file])
    await until(lambda: page.playground.desk.network.name == "own")
    await page.settled()
    assert await finish(page, **RANDOMISATION) == "done: 2 stages"
    told = messages(page, "stages")[-1]
    assert told["labels"] == ["trained", "head", "top"]
    assert told["lines"]["spearman"][-1] < 1


async def test_a_network_whose_weights_are_small_is_refused_in_a_sentence(page):
    file = FakeFile("net.onnx", tiny_networks.plain().SerializeToString())
    await page.playground.receive([file])
    await until(lambda: page.playground.desk.network.name == "own")
    await page.settled()
    assert "could shuffle" in await finish(page, **RANDOMISATION)
    assert "could shuffle" in page.problem
