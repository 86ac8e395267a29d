"""Missions in the page: nothing can be seen before the answer is locked."""

import re

import pytest

from gradcam_py.missions.registry import MISSIONS

from .hands import Keyboard
from .playground_page import DESKTOP, PHONE, PlaygroundPage

TELLING = {
    "heatmaps": ("#heatmap", "#before", "#layer"),
    "guesses": ("#predictions",),
}
ALWAYS = ("#rooms", "#share", "#save-png", "#status")  # hidden while one predicts


@pytest.fixture
def page(playground):
    yield playground
    playground.page.set_viewport_size(DESKTOP)
    if playground["#mission"].is_visible():
        playground["#mission-leave"].click()
    playground.enter("explore")


def begin(page, name):
    page.enter("missions")
    page[f"#mission-list [data-mission={name}]"].click()
    page["#mission-lock"].wait_for()
    page.wait_ready()


def visible(page, *selectors):
    return [each for each in selectors if page[each].is_visible()]


def judged(page):
    page["#mission-texts p"].first.wait_for()
    return page["#mission-points"].text_content()


@pytest.mark.parametrize("name", MISSIONS)
def test_the_answer_cannot_be_seen_before_it_is_locked(page, name):
    mission = MISSIONS[name]
    begin(page, name)
    hidden = [each for part in mission.hides for each in TELLING[part]]
    assert visible(page, *hidden, *ALWAYS) == []
    if mission.options:
        page[f"#mission-options input[value={next(iter(mission.options))}]"].check()
    else:
        page.draw((0.1, 0.2), (0.4, 0.5))
    page["#mission-lock"].click()
    assert re.fullmatch(r"\d+\.\d of 100 points", judged(page))
    page.wait_ready()
    for part in TELLING.values():
        assert visible(page, *part) == list(part)
    assert not page["#mission-lock"].is_visible()
    page["#mission-leave"].click()
    page["#mission"].wait_for(state="hidden")
    page.check_log()


def test_another_room_ends_a_prediction(page):
    begin(page, "decides")
    page.document.evaluate("location.hash = '#test'")
    page["#mission"].wait_for(state="hidden")
    page["#rooms"].wait_for()


def test_a_shared_result_is_computed_again_elsewhere(page, chromium):
    begin(page, "decides")
    page.draw((0.1, 0.2), (0.4, 0.5))
    page["#mission-lock"].click()
    points = judged(page)
    page["#mission-share"].click()
    page.wait("location.hash.includes('mission=decides')")
    fragment = page.document.evaluate("location.hash")
    context = chromium.new_context(viewport=DESKTOP)
    other = PlaygroundPage(context, page.origin)
    other.open(fragment=fragment)
    assert judged(other) == points
    other.check_log()
    context.close()


@pytest.mark.parametrize("name", MISSIONS)
def test_every_mission_is_done_by_keyboard_alone_on_a_phone(page, name):
    page.page.set_viewport_size(PHONE)
    page.page.evaluate("() => { location.hash = '#missions'; }")
    keyboard = Keyboard(page)
    keyboard.go_to(f"#mission-list [data-mission={name}]")
    keyboard.press("Enter")
    page["#mission-lock"].wait_for()
    page.wait("document.activeElement.id === 'mission-title'")
    if MISSIONS[name].options:
        keyboard.press("Tab")
        keyboard.press("Space")  # the first option
        keyboard.press("ArrowDown")  # the second
    else:
        keyboard.go_to_corner()
        for key in ("Space", "Shift+ArrowRight", "Shift+ArrowDown", "Space"):
            keyboard.press(key)
    keyboard.go_to("#mission-lock")
    keyboard.press("Enter")
    assert judged(page)
    width = page.page.evaluate("document.documentElement.scrollWidth")
    assert width == PHONE["width"]


def test_nothing_drawn_is_told(page):
    begin(page, "decides")
    page["#mission-lock"].click()
    assert page.wait_problem().startswith("draw on the picture first")
    assert page["#mission-lock"].is_visible()
