"""What comes first: one load of the page, noted step by step, and what it tells."""

import gzip
from dataclasses import dataclass
from typing import Any

import pytest

from convert.web.assemble import FONT
from convert.web.budget import BUDGET

from .conftest import OPTIONS
from .held_page import held_page
from .playground_page import PlaygroundPage

FONT_STATUS = "[...document.fonts].map(({ status }) => status)"
# Opened on request, or when everything that is asked for first is there.
LATER = ("layers.onnx", "credits.json", "licenses.html", "/coffee.jpg", "/dog.jpg")
# Notes what had been asked for when the first heatmap was painted.
FIRST_PAINT = """
    const { putImageData } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.putImageData = function (...values) {
        if (this.canvas.id === "heatmap") {
            globalThis.loadedFirst ??= performance.getEntriesByType("resource")
                .map(({ name }) => name);
        }
        return putImageData.apply(this, values);
    };
"""


@dataclass
class Moment:
    """The page at one moment of the visit."""

    states: list[str]  # every value that data-state has had so far
    fonts: list[str]  # what has been fetched of the lesson's font
    font_status: list[str]
    lesson_drawn: int  # how often


@dataclass
class FirstLoad:
    """What was noted, in this order."""

    loaded_first: list[str]  # what had been asked for at the first heatmap
    state: dict[str, Any]
    shows_progress: bool
    ready: Moment
    settled: Moment  # all layers are there, nothing is left to do
    at_lesson: Moment  # scrolled to
    after_stroke: Moment
    errors: list[str]
    foreign_requests: list[str]


def look(page):
    """The moment."""
    return Moment(
        page.observed("states"),
        [url for url in page.requests if url.endswith(FONT)],
        page.page.evaluate(FONT_STATUS),
        int(page["#how"].get_attribute("data-drawn") or 0),
    )


@pytest.fixture(scope="module")
def first_load(chromium, served):
    """The visit, in a profile that has nothing in it yet."""
    context = chromium.new_context(**OPTIONS)
    page = PlaygroundPage(context, served.origin)
    page.page.add_init_script(FIRST_PAINT)
    page.open("?model=lite0")
    begun = page.page.evaluate("loadedFirst"), page.state()
    begun = *begun, page["#progress"].is_visible(), look(page)
    page.wait_all_layers()
    settled = look(page)
    page.go_to_lesson()
    page["#how[data-drawn]"].wait_for()
    at_lesson = look(page)
    page.enter("explore")
    page.draw((0.1, 0.1), (0.4, 0.4))
    after = look(page)
    noted = page.errors, page.foreign_requests()
    yield FirstLoad(*begun, settled, at_lesson, after, *noted)
    context.close()


def test_only_what_is_needed_is_loaded_before_the_first_heatmap(first_load, served):
    asked = {url.partition("?")[0] for url in first_load.loaded_first}
    asked = {url for url in asked if url.startswith(f"{served.origin}/")}
    assert not [url for url in asked if url.endswith(LATER)]
    names = [url.removeprefix(f"{served.origin}/") for url in asked]
    sizes = [len(gzip.compress((served.folder / name).read_bytes())) for name in names]
    assert 10_000_000 < sum(sizes) <= BUDGET


def test_states_go_from_loading_to_ready_and_back_to_busy(first_load):
    assert first_load.state["model"] == "lite0"
    assert not first_load.shows_progress
    assert first_load.ready.states == ["loading", "ready"]
    before = len(first_load.at_lesson.states)
    seen = first_load.after_stroke.states
    assert set(seen[2:]) == set(seen[before:]) == {"busy", "ready"}
    assert seen[-1] == "ready"


def test_font_comes_with_the_lesson_and_not_before(first_load, served):
    assert first_load.settled.fonts == []
    assert first_load.settled.font_status == ["unloaded"]
    assert first_load.at_lesson.fonts == [f"{served.origin}/{FONT}"]


def test_lesson_is_not_drawn_before_it_is_in_sight(first_load):
    assert first_load.settled.lesson_drawn == 0
    assert first_load.at_lesson.lesson_drawn == 1


def test_first_load_has_no_error_and_asks_nobody_else(first_load):
    assert first_load.errors == []
    assert first_load.foreign_requests == []


WAITING = """() => {
    const stage = document.getElementById("stage");
    const guesses = document.getElementById("predictions").getBoundingClientRect();
    return {
        state: document.body.dataset.state,
        picture: getComputedStyle(stage).backgroundImage,
        aspect: stage.clientWidth / stage.clientHeight,
        guesses: guesses.height,
        lesson: document.getElementById("how").textContent.length,
    };
}"""
HELD_BACK = "**/weights.bin"  # without which there is no heatmap


@pytest.fixture
def slow(chromium, served):
    """A page whose network does not come until it is let go."""
    with held_page(chromium, served.origin, HELD_BACK, **OPTIONS) as page:
        yield page


def test_picture_room_for_guesses_and_lesson_are_there_at_once(slow):
    slow.go("?model=lite0")
    slow.wait("document.getElementById('stage').style.backgroundImage")
    waiting = slow.page.evaluate(WAITING)
    assert waiting["state"] == "loading"
    assert waiting["picture"].startswith('url("blob:')
    assert waiting["aspect"] == pytest.approx(640 / 480, abs=0.01)
    assert waiting["lesson"] > 5000
    slow.let_go()
    ready = slow.page.evaluate(WAITING)
    assert ready["picture"] == "none"
    assert ready["guesses"] == pytest.approx(waiting["guesses"], abs=2)
    assert ready["aspect"] == pytest.approx(waiting["aspect"], abs=0.01)


def test_a_link_to_another_picture_shows_no_first_one(slow):
    slow.go("?model=lite0#sample=dog")
    slow.wait("document.getElementById('progress').value > 0.5")
    assert slow.page.evaluate(WAITING)["picture"] == "none"
