"""The lesson on a tiny network: when it is drawn, and what its experiments find."""

import asyncio
import contextlib
import json

import numpy as np
import pytest

from gradcam_py.app import live_loop
from gradcam_py.errors import PlaygroundError
from gradcam_py.explaining.finite_difference import Check
from gradcam_py.image.fills import FILLS
from gradcam_py.lesson.experiments import check_table
from gradcam_py.lesson.sources import SOURCES
from gradcam_py.model.folder import load_model_folder, read_from
from tests.page_desk import LEFT, Page

# Of a linear head in float32 at the step chosen, and six digits shown.
AGREEMENT = 1e-4
STEPS = {
    *("picture", "features", "gradients", "weighted", "sum", "relu"),
    *("scaled", "overlay", "fills"),
}
METHODS = ("gradcam", "gradcam++", "xgradcam", "hirescam", "layercam", "eigencam")


class Lesson(Page):
    """A page whose lesson can be asked for what it has shown."""

    def messages(self, kind):
        lesson = [data for part, data in self.view.shown if part == "lesson"]
        return [data for data in lesson if data["kind"] == kind]

    def drawings(self):
        return len(self.messages("state"))

    def is_quiet(self):
        lesson = [data["kind"] for part, data in self.view.shown if part == "lesson"]
        ends = [kind for kind in lesson if kind in ("open", "state", "drawn")]
        return super().is_quiet() and ends[-1] != "state"

    async def until(self, condition):
        async with asyncio.timeout(10):
            while not condition():
                await asyncio.sleep(0.01)

    async def result(self, kind):
        """The table of an experiment, once it is there."""
        await self.until(lambda: self.messages(kind))
        (table,) = self.messages(kind)
        return table["rows"]

    def words(self, name):
        texts = self.messages("text")
        return next(each["text"] for each in texts[::-1] if each["name"] == name)


@pytest.fixture
async def page(folder, monkeypatch):
    monkeypatch.setattr(live_loop, "IDLE_SECONDS", 0.02)
    page = Lesson(folder, load_model_folder(read_from(folder)))
    await page.playground.start()
    page.playground.open()
    loop = asyncio.ensure_future(page.playground.exchange.run())
    page.playground.desk.live.changed()
    await page.settled()
    yield page
    loop.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await loop
    assert page.view.faults == []


async def test_nothing_is_drawn_before_somebody_sees_it(page):
    assert len(page.messages("open")) == 1
    assert page.drawings() == 0
    page.do("sketch", shape=LEFT)
    await page.settled()
    assert page.drawings() == 0


async def test_all_steps_are_drawn_once_in_sight_without_inference(page):
    runs = len(page.session.runs)
    page.do("watch", is_watched=True)
    await page.settled()
    figures = {data["figure"] for data in page.messages("tiles")}
    assert figures == {*STEPS, "legend", *(f"method-{name}" for name in METHODS)}
    assert len(page.messages("scores")[0]["rows"]) == 5
    assert page.messages("weights")[0]["rows"]
    assert len(page.messages("sources")) == 1
    assert page.messages("sources")[0]["sources"].keys() == SOURCES.keys()
    assert len(page.session.runs) == runs


async def test_everything_that_is_sent_is_plain_json(page):
    page.do("watch", is_watched=True)
    await page.settled()
    for part, data in page.view.shown:
        if part == "lesson":
            json.dumps(data)


async def test_lesson_is_drawn_once_for_each_heatmap(page):
    page.do("watch", is_watched=True)
    page.do("watch", is_watched=False)
    page.do("watch", is_watched=True)
    await page.settled()
    assert page.drawings() == 1
    page.do("explain", target=3)
    await page.settled()
    assert page.drawings() == 2
    assert len(page.messages("sources")) == 1  # they have not changed


async def test_lesson_is_drawn_step_by_step_and_given_up_for_a_newer_heatmap(page):
    page.do("watch", is_watched=True)
    assert page.messages("tiles") == []
    await page.until(lambda: page.messages("tiles"))
    page.do("look", colormap="magma")
    await page.settled()
    assert page.drawings() == 2
    assert len(page.messages("drawn")) == 1


async def test_lesson_follows_class_layer_and_colours(page):
    page.do("watch", is_watched=True)
    page.do("explain", target=3)
    await page.settled()
    assert "bull mastiff" in page.words("target")
    page.do("choose", name="layer", value="stem")
    await page.settled()
    assert page.messages("state")[-1]["layer"] == "stem"
    assert "4 maps of 8 × 8" in page.words("features")
    drawn = page.drawings()
    page.do("look", colormap="magma")
    assert page.drawings() == drawn + 1


async def test_lesson_says_when_the_page_shows_another_method(page):
    page.do("watch", is_watched=True)
    await page.settled()
    assert page.words("method") == ""
    page.do("choose", name="method", value="layercam")
    await page.settled()
    assert "LayerCAM" in page.words("method")


async def test_lesson_waits_for_the_end_of_a_stroke(page):
    page.do("watch", is_watched=True)
    page.do("sketch", shape=LEFT)
    await page.settled()
    assert page.drawings() == 1
    page.do("place", shape=LEFT)  # hides what the sketch hid: no new heatmap
    await page.until(lambda: page.drawings() == 2)
    await page.settled()
    assert "50.0 % of the area" in page.words("picture")


async def test_lesson_out_of_sight_is_left_alone(page):
    page.do("watch", is_watched=True)
    page.do("watch", is_watched=False)
    page.do("explain", target=3)
    await page.settled()
    assert page.drawings() == 1
    page.do("watch", is_watched=True)
    assert page.drawings() == 2


async def test_check_finds_both_ways_equal(page):
    page.do("experiment", name="check")
    rows = await page.result("checked")
    assert len(rows) == 6
    for row in rows:
        by_gradient, by_nudging = number(row["analytic"]), number(row["numeric"])
        assert by_nudging == pytest.approx(by_gradient, rel=AGREEMENT)


async def test_fading_is_foretold_better_by_smaller_steps(page):
    page.do("experiment", name="fade")
    rows = await page.result("faded")
    assert [row["step"] for row in rows] == ["10 %", "2 %", "0.5 %", "0.1 %"]
    first, *_, last = (float(row["error"].split()[0]) for row in rows)
    assert last <= max(first, 5)


async def test_compare_asks_about_the_picture_and_every_fill(page):
    page.session.runs.clear()
    page.do("experiment", name="compare")
    rows = await page.result("compared")
    assert len(rows) == 1 + len(FILLS)
    assert page.session.runs.count("both") == 1 + len(FILLS)
    assert rows[0]["best"] == page.state["predictions"][0]["label"]


async def test_experiment_survives_a_lost_worker(page):
    page.session.deaths = 1
    page.do("experiment", name="check")
    assert len(await page.result("checked")) == 6
    assert page.session.restarts == 1


async def test_failed_experiment_is_told_and_can_be_tried_again(page):
    page.session.failure = PlaygroundError("no luck")
    page.do("experiment", name="check")
    await page.until(lambda: page.problem == "no luck")
    assert page.messages("checked") == []
    page.do("retry")
    assert len(await page.result("checked")) == 6


async def test_unknown_experiment_is_told(page):
    page.do("experiment", name="magic")
    assert "check, compare" in page.problem


@pytest.mark.parametrize("score", ["probability", "counterfactual"])
async def test_score_is_told_in_words(page, score):
    page.do("watch", is_watched=True)
    page.do("choose", name="score", value=score)
    await page.settled()
    said = {"probability": "the probability of", "counterfactual": "speaks against"}
    assert said[score] in page.words("target")


def test_an_error_of_a_tenth_of_a_percent_is_shown():
    analytic = np.array([2.0, -1.0])
    table = check_table(Check((4, 9), analytic, analytic * 1.001))
    assert [row["error"] for row in table["rows"]] == ["1.0 × 10⁻³"] * 2
    assert [row["channel"] for row in table["rows"]] == [4, 9]


def number(text):
    """A typeset number read back."""
    digits = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
    return float(text.translate(digits).replace(" × 10", "e"))
