"""On a phone: picture, heatmap and best guess in sight together, room for fingers."""

import json

import pytest

from tests.pictures import gradient

from .conftest import visit
from .fingers import small_targets
from .playground_page import PHONE

SCREENS = {
    "phone": PHONE,
    "phone on its side": {"width": 844, "height": 390},
    "small phone": {"width": 360, "height": 640},
    "tablet": {"width": 768, "height": 1024},
}
SHAPES = {"landscape": (640, 480), "portrait": (480, 640), "square": (500, 500)}
TOGETHER = ("#stage", "#heatmap", "#predictions label >> nth=0")
MOST_SCREENS = 14  # of a phone; the ten steps are the longest
TOOLS = ["Box", "Path", "Brush", "Erase", "Select", "Undo", "Redo", "Delete", "Clear"]


@pytest.fixture(scope="module")
def opened_on_mobile(served, chromium):
    """The page on a mobile device, opened once."""
    options = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    with visit(chromium, served, **options) as page:
        yield page


@pytest.fixture
def on_screen(opened_on_mobile):
    """on_screen(name) -> that page as if just opened, on such a screen."""

    def on_screen(name):
        page = opened_on_mobile
        page.page.set_viewport_size(SCREENS[name])
        page.reset()
        return page

    return on_screen


@pytest.fixture(scope="module")
def opened_on_phone(served, chromium):
    with visit(chromium, served, viewport=PHONE, has_touch=True) as page:
        yield page


@pytest.fixture
def on_phone(opened_on_phone):
    """The page on a phone, opened once, in its first room."""
    opened_on_phone.enter("explore")
    return opened_on_phone


def boxes(page):
    return [page[selector].bounding_box() for selector in TOGETHER]


@pytest.mark.parametrize("screen", SCREENS)
def test_picture_heatmap_and_best_guess_are_in_sight_together(on_screen, screen):
    page = on_screen(screen)
    for shape in SHAPES.values():
        page.upload("own.png", gradient(shape))
        page.wait("playground.state().sample === null")
        page.wait_ready()
        page.page.evaluate(
            "document.getElementById('stage').scrollIntoView({ block: 'start' })"
        )
        for name, box in zip(TOGETHER, boxes(page), strict=True):
            where = f"{name} of {shape}: {box}"
            assert min(box["x"], box["y"]) > -1, where  # scrolled to a whole pixel
            assert box["x"] + box["width"] <= SCREENS[screen]["width"], where
            assert box["y"] + box["height"] <= SCREENS[screen]["height"], where


def test_nothing_moves_while_somebody_draws(on_screen):
    page = on_screen("phone")
    page["#stage"].evaluate("stage => stage.scrollIntoView()")
    before = boxes(page)
    page.press((0.1, 0.1))
    page.drag([(0.5, 0.5), (0.6, 0.9)])
    page.wait("playground.state().shapes.length === 1")
    during = boxes(page)
    page.release()
    page.wait_ready()
    assert during == before == boxes(page)


@pytest.mark.parametrize("room", ["explore", "test", "how", "missions"])
def test_what_is_touched_has_room_for_a_finger(on_phone, room):
    on_phone.enter(room)
    on_phone.wait("document.querySelector(argument + ' button')", f"#{room}")
    assert small_targets(on_phone) == []


def test_no_room_takes_twenty_screens_of_scrolling(on_phone):
    screens = {}
    for room in ("explore", "test", "how", "missions"):
        on_phone.enter(room)
        on_phone.wait_ready()
        height = on_phone.page.evaluate("document.documentElement.scrollHeight")
        screens[room] = height / PHONE["height"]
    assert max(screens.values()) < MOST_SCREENS, screens


def longest_word(name):
    return max(map(len, name.split()))


@pytest.mark.parametrize("measure", [len, longest_word])
def test_the_longest_names_make_no_step_scroll_sideways(served, on_phone, measure):
    labels = json.loads(next(served.folder.glob("models/*/labels.json")).read_text())
    first, second = sorted(labels, key=lambda entry: measure(entry["name"]))[-2:]
    on_phone.follow_link(f"#target={first['index']}&versus={second['index']}")
    on_phone.enter("how")
    on_phone.wait(
        "document.querySelector('#how').textContent.includes(argument)", first["name"]
    )
    on_phone.wait_ready()
    for part in ("ten-steps", "is-it-right", "other-methods", "perturbation"):
        on_phone.read(part)
        width = on_phone.page.evaluate("document.documentElement.scrollWidth")
        assert width == PHONE["width"], part


def test_every_tool_shows_its_name(on_phone):
    names = on_phone[".icons svg + span"]
    assert names.all_inner_texts() == TOOLS
    assert all(
        len(name.inner_text()) * 3 < name.bounding_box()["width"]
        for name in names.all()
    )


def test_what_to_do_first_stands_above_the_picture(on_phone):
    steps = on_phone["#first-steps"].bounding_box()
    assert steps["y"] + steps["height"] <= on_phone["#stage"].bounding_box()["y"]
    assert len(on_phone["#first-steps li"].all()) == 3


def test_every_panel_has_a_help_that_a_key_opens_and_closes(on_phone):
    on_phone["#model"].select_option("")  # shows the panel of one's own network
    keyboard = on_phone.page.keyboard
    for panel in on_phone[".panel"].all():
        button = panel.locator("button.help")
        text = on_phone[f"#{button.get_attribute('popovertarget')}"]
        assert not text.is_visible()
        button.focus()
        keyboard.press("Enter")
        box = text.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert len(text.inner_text().split()) >= 15
        keyboard.press("Escape")
        assert not text.is_visible()
    on_phone["#network-close"].click()


@pytest.mark.parametrize("width", [390, 700, 844, 1024, 1200, 1280, 1440, 1600, 1920])
def test_tools_stay_in_their_panel(on_phone, width):
    on_phone.page.set_viewport_size({"width": width, "height": 800})
    try:
        panel = on_phone[".picture-panel"].bounding_box()
        for group in on_phone[".picture-panel .icons"].all():
            box = group.bounding_box()
            assert box["x"] + box["width"] <= panel["x"] + panel["width"] + 1
    finally:
        on_phone.page.set_viewport_size(PHONE)
