"""Drawing with a finger on a phone, and with a pen."""

import pytest

from .conftest import visit
from .playground_page import PHONE


@pytest.fixture(scope="module")
def phone(chromium, served):
    """A small touch screen."""
    options = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    with visit(chromium, served, **options) as playground:
        yield playground


@pytest.fixture
def screen(phone):
    """The phone's page as if just opened, with the picture in sight."""
    phone.reset()
    phone["#stage"].scroll_into_view_if_needed()
    yield phone
    phone.check_log()


@pytest.fixture
def touch(screen):
    """touch(kind, *places): fingers begin, move, end or are cancelled."""
    session = screen.context.new_cdp_session(screen.page)

    def touch(kind, *places):
        points = [
            {"x": x, "y": y, "id": number}
            for number, (x, y) in enumerate(map(screen.point, places))
        ]
        event = {"type": f"touch{kind}", "touchPoints": points}
        session.send("Input.dispatchTouchEvent", event)

    return touch


def test_finger_draws_and_does_not_scroll(screen, touch):
    scrolled = screen.page.evaluate("scrollY")
    touch("Start", (0.1, 0.1))
    before = screen.updates()
    for step in range(1, 21):
        touch("Move", (0.1 + 0.02 * step, 0.1 + 0.04 * step))
    screen.wait("playground.state().updates > argument", before)
    touch("End")
    screen.wait_ready()
    (shape,) = screen.state()["shapes"]
    assert shape["tool"] == "rect"
    found = [shape[key] for key in "xywh"]
    assert found == pytest.approx([0.1, 0.1, 0.4, 0.8], abs=0.01)
    assert screen.page.evaluate("scrollY") == scrolled


def test_second_finger_does_not_disturb_the_stroke(screen, touch):
    screen.use_tool("brush")
    screen["#stage"].scroll_into_view_if_needed()
    touch("Start", (0.2, 0.2))
    touch("Start", (0.2, 0.2), (0.8, 0.8))
    touch("Move", (0.3, 0.2), (0.7, 0.8))
    touch("Move", (0.4, 0.2), (0.6, 0.8))
    touch("End")
    screen.wait_ready()
    (shape,) = screen.state()["shapes"]
    assert all(y < 0.3 for _, y in shape["points"])


def test_stroke_that_the_system_takes_over_is_given_up(screen, touch):
    touch("Start", (0.1, 0.1))
    touch("Move", (0.5, 0.5))
    touch("Cancel")
    screen.wait_ready()
    assert screen.state()["shapes"] == []


def test_pen_draws(screen):
    session = screen.context.new_cdp_session(screen.page)
    screen.use_tool("path")
    screen["#stage"].scroll_into_view_if_needed()

    def pen(kind, place, buttons):
        x, y = screen.point(place)
        event = {"type": kind, "x": x, "y": y, "pointerType": "pen", "force": 0.5}
        button = {"button": "left", "buttons": buttons, "clickCount": 1}
        session.send("Input.dispatchMouseEvent", {**event, **button})

    pen("mousePressed", (0.2, 0.2), 1)
    for place in ((0.6, 0.2), (0.6, 0.7), (0.3, 0.7)):
        pen("mouseMoved", place, 1)
    pen("mouseReleased", (0.2, 0.5), 0)
    screen.wait_ready()
    (shape,) = screen.state()["shapes"]
    assert shape["tool"] == "path"
    assert len(shape["points"]) == 5


def test_page_is_no_wider_than_the_phone(screen):
    width = screen.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
