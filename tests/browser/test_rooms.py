"""The rooms: tabs that are links, one page behind all of them."""

import pytest

from .playground_page import DESKTOP

ROOMS = ("explore", "test", "how", "missions")


@pytest.fixture
def page(playground):
    yield playground
    playground.enter("explore")


def open_rooms(page):
    return [room for room in ROOMS if page[f"#{room}"].is_visible()]


def current(page):
    return page["#rooms [aria-current=page]"].all_text_contents()


def test_one_room_is_open_and_its_tab_says_so(page):
    titles = dict(zip(ROOMS, page["#rooms a"].all_text_contents(), strict=True))
    for room in ROOMS:
        page.enter(room)
        assert open_rooms(page) == [room]
        assert current(page) == [titles[room]]


def test_the_state_is_the_same_in_every_room(page):
    page.draw((0.1, 0.1), (0.4, 0.9))
    page.move_layer(5)
    before = page.state()
    for room in ("test", "how", "explore"):
        page.enter(room)
        page.wait_ready()
    after = page.state()
    for state in (before, after):
        del state["timings"], state["strip"]
    assert after == before


def test_back_leads_to_the_room_before(page):
    page.enter("test")
    page.enter("how")
    page.page.go_back()
    page.wait("!document.getElementById('test').hidden")
    assert open_rooms(page) == ["test"]


def test_a_link_to_a_place_opens_its_room_there(page):
    page.enter("test")
    page["#curves a[href='#ref-petsiuk']"].click()
    page.wait("!document.getElementById('how').hidden")
    assert open_rooms(page) == ["how"]
    box = page["#ref-petsiuk"].bounding_box()
    assert 0 <= box["y"] < DESKTOP["height"]


def test_a_saved_state_opens_where_one_can_see_it(page):
    page.enter("how")
    page.follow_link("#sample=coffee")
    assert open_rooms(page) == ["explore"]
    assert page.state()["sample"] == "coffee"


def test_an_address_without_a_place_leaves_the_room(page):
    page.enter("test")
    page.follow_link("#nowhere")
    assert open_rooms(page) == ["test"]


def test_other_rooms_show_the_heatmap_that_is_on_the_page(page):
    assert not page["#now"].is_visible()
    page.enter("test")
    state = page.state()
    subject = page["#now-subject"].text_content()
    assert subject.startswith(state["predictions"][0]["label"])
    first = page["#now-map"].evaluate("canvas => canvas.toDataURL()")
    page["#samples button"].nth(3).click()
    page.wait("playground.state().sample !== argument", state["sample"])
    page.wait_ready()
    assert page["#now-map"].evaluate("canvas => canvas.toDataURL()") != first
    assert page["#now-subject"].text_content() != subject


def test_rooms_can_be_changed_by_keyboard_while_the_page_loads(new_playground):
    page = new_playground()
    page.context.route("**/weights.bin", lambda route: None)
    page.go(fragment="#limits")
    page["#progress"].wait_for(state="visible")
    page.wait("!document.getElementById('how').hidden")
    assert page["#limits"].is_visible()
    page["#rooms a[href='#test']"].press("Enter")
    page.wait("!document.getElementById('test').hidden")
    assert page["[data-trial=curves] [data-start]"].is_disabled()
