"""The page elsewhere: on paper, and in a frame of other people's pages."""

import re

import pytest

from .playground_page import MOST_PRINTED

ROOMS = ("explore", "test", "how", "missions")


@pytest.fixture
def page(playground):
    yield playground
    playground.page.emulate_media(media="null")
    playground.enter("explore")


@pytest.mark.parametrize("room", ROOMS)
def test_a_worksheet_is_printed_from_every_room(page, room):
    page.enter(room)
    assert 1 <= page.sheets() <= MOST_PRINTED


def test_the_worksheet_has_what_is_on_the_page(page):
    page.draw((0.1, 0.2), (0.4, 0.5))
    page.document.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.page.emulate_media(media="print")
    rows = page["#worksheet-guesses tr"].evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    state = page.state()
    assert [row[0] for row in rows] == [row["label"] for row in state["predictions"]]
    assert page["#worksheet-picture"].is_visible()
    assert not page["#explore"].is_visible()
    canvases = ("#worksheet-picture", "#worksheet-map")
    picture, heatmap = (
        page[each].evaluate("canvas => canvas.toDataURL()") for each in canvases
    )
    assert len(picture) > 10_000
    assert heatmap != picture


def test_the_line_for_other_pages_opens_that_room_and_nothing_around_it(
    page, new_playground
):
    page["#embed-room"].select_option("test")
    line = page["#embed-line"].input_value()
    assert line.startswith("<iframe ")
    address = re.search(r'src="([^"]+)"', line)[1]
    other = new_playground()
    other.page.goto(address)
    other["#test"].wait_for()
    assert not other[".top"].is_visible()
    assert not other["#about"].is_visible()
    other.wait_ready()
    other["[data-trial=occlusion] [data-start]"].click()
    other["[data-outcome=occlusion] .texts p"].first.wait_for()
    other.check_log()


def test_the_line_keeps_what_was_shared(page):
    page.draw((0.1, 0.2), (0.4, 0.5))
    page["#share"].click()
    page.wait("location.hash.includes('shapes=')")
    page["#embed-room"].select_option("explore")
    assert "shapes=" in page["#embed-line"].input_value()
