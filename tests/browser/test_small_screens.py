"""On a phone: picture, heatmap and best guess in sight together, room for fingers."""

import io

import pytest
from PIL import Image

from .conftest import visit
from .playground_page import PHONE

SCREENS = {
    "phone": PHONE,
    "phone on its side": {"width": 844, "height": 390},
    "small phone": {"width": 360, "height": 660},
    "tablet": {"width": 768, "height": 1024},
}
SHAPES = {"landscape": (640, 480), "portrait": (480, 640), "square": (500, 500)}
TOGETHER = ("#stage", "#heatmap", "#predictions label >> nth=0")
FINGER = 44  # pixels, WCAG 2.5.5
# What a visitor touches most. Links within sentences are exempt there.
TOUCHED = (
    *(".heading .icons > *", "#fill", "#radius", "#method", "#score", "#opacity"),
    *("#predictions label", "#class-search", "#versus", "#follow", "#layer", "#theme"),
    *("#architecture button",),
    *("#save-png", "#save-json", "#save-lesson", "#share", "#webcam", "#drop"),
)


def picture(size):
    buffer = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize(size).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def on_screen(new_playground):
    def on_screen(name):
        page = new_playground(viewport=SCREENS[name], has_touch=True, is_mobile=True)
        page.open()
        return page

    return on_screen


@pytest.fixture(scope="module")
def on_phone(served, chromium):
    with visit(chromium, served, viewport=PHONE, has_touch=True) as page:
        yield page


def boxes(page):
    return [page[selector].bounding_box() for selector in TOGETHER]


@pytest.mark.parametrize("screen", SCREENS)
def test_picture_heatmap_and_best_guess_are_in_sight_together(on_screen, screen):
    page = on_screen(screen)
    for shape in SHAPES.values():
        page.upload("own.png", picture(shape))
        page.wait("playground.state().sample === null")
        page.wait_ready()
        page.page.evaluate(
            "document.getElementById('stage').scrollIntoView({ block: 'start' })"
        )
        found = boxes(page)
        top = min(box["y"] for box in found)
        bottom = max(box["y"] + box["height"] for box in found)
        assert bottom - top <= SCREENS[screen]["height"], f"{shape}: {top} to {bottom}"


def test_nothing_moves_while_somebody_draws(on_screen):
    page = on_screen("phone")
    before = boxes(page)
    page.press((0.1, 0.1))
    page.drag([(0.5, 0.5), (0.6, 0.9)])
    page.wait("playground.state().shapes.length === 1")
    during = boxes(page)
    page.release()
    page.wait_ready()
    assert during == before == boxes(page)


@pytest.mark.parametrize("selector", TOUCHED)
def test_what_is_touched_has_room_for_a_finger(on_phone, selector):
    for element in on_phone[selector].all():
        box = element.bounding_box()
        assert box["height"] >= FINGER
        assert box["width"] >= FINGER
