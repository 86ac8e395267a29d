"""axe-core finds no violation, in either theme, on a phone and on a desktop."""

import io

import pytest
from PIL import Image
from playwright.sync_api import FilePayload

from gradcam_py.course.course import Course, Page, Question
from gradcam_py.course.file import write
from tests import tiny_networks

from . import crowd_section
from .axe import AXE
from .lesson_page import Lesson
from .playground_page import DESKTOP, NARROW, PHONE

COURSE = Course(
    "What is there?",
    "en",
    (
        Page(
            "## One\n\n# Two\n\n- a\n  1. b\n\n[link](https://example.org) `code`\n\n"
            "```\nblock\n```",
            None,
            (
                Question("text", "Why?"),
                Question("one", "Which?", ("a", "b")),
                Question("several", "Which ones?", ("a", "b")),
            ),
        ),
        Page("More"),
    ),
)


def as_loaded(playground):
    pass


def with_shapes(playground):
    """Something hidden and selected, every class named in the table."""
    playground.draw((0.1, 0.1), (0.5, 0.9))
    playground.type_into("#class-search", "toaster")
    playground.wait_all_layers()


def with_message(playground):
    playground.upload("letter.txt", b"no picture")
    playground.wait_problem()


def with_details_open(playground):
    """Everything that folds, unfolded."""
    playground.page.evaluate(
        "document.querySelectorAll('details').forEach((each) => (each.open = true))"
    )
    playground.wait_ready()


def with_dialog(playground):
    playground["#webcam"].click()
    playground["#webcam-dialog"].wait_for(state="visible")


def with_a_network_of_ones_own(playground):
    network = tiny_networks.plain().SerializeToString()
    playground["#network-file"].set_input_files(
        FilePayload(name="net.onnx", mimeType="", buffer=network)
    )
    playground.wait("playground.state().model === 'net.onnx'")
    playground.wait_ready()


def in_the_room_of_experiments(playground):
    """With what each of them has found."""
    playground.enter("test")
    for name in ("curves", "occlusion", "rise"):
        playground[f"[data-trial={name}] [data-start]"].click()
        playground[f"[data-outcome={name}] canvas"].first.wait_for()
    playground["[data-trial=rise] [data-stop]"].click()


def with_many_pictures(playground):
    """With one that is bad, and one whose explanation lies in a corner."""
    corner = Image.new("RGB", (120, 90), "white")
    corner.paste(Image.radial_gradient("L").resize((20, 20)), (0, 0))
    files = {"letter.jpg": b"no picture"}
    for name, picture in (("a.png", corner), ("b.png", corner.rotate(90))):
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        files[name] = buffer.getvalue()
    crowd_section.explain(playground, files)
    playground["#crowd-found .faults"].wait_for()


def in_a_mission(playground):
    playground.enter("missions")
    playground["#mission-list [data-mission=fill]"].click()
    playground["#mission-options input"].first.check()
    playground["#mission-lock"].click()
    playground["#mission-texts p"].first.wait_for()


def in_the_room_of_missions(playground):
    playground.enter("missions")


def in_a_lesson(playground):
    """With every kind of question, and what a text can have."""
    Lesson(playground).open(write(COURSE))


def writing_a_lesson(playground):
    lesson = Lesson(playground)
    lesson.open(write(COURSE))
    lesson.write()


VIEWS = {
    "as loaded": as_loaded,
    "with shapes": with_shapes,
    "with a message": with_message,
    "with details open": with_details_open,
    "with the webcam's dialog": with_dialog,
    "in the room of experiments": in_the_room_of_experiments,
    "in the room of missions": in_the_room_of_missions,
    "with many pictures": with_many_pictures,
    "in a mission": in_a_mission,
    "in a lesson": in_a_lesson,
    "writing a lesson": writing_a_lesson,
    "with a network of one's own": with_a_network_of_ones_own,
}


@pytest.fixture(scope="module")
def axe():
    """axe-core's source."""
    if not AXE.is_file():
        pytest.fail(f"{AXE} is not there: run `make site`")
    return AXE.read_text()


@pytest.fixture
def view(playground):
    """The shared page; whatever a test did to it is undone."""
    yield playground
    playground.page.evaluate(
        """() => {
            document.querySelectorAll("dialog[open]").forEach((each) => each.close());
            document.querySelectorAll("details").forEach((each) => (each.open = false));
        }"""
    )
    playground.page.emulate_media(color_scheme="light")
    playground.page.set_viewport_size(DESKTOP)
    playground.leave_own_network()
    Lesson(playground).leave()


def violations(playground, axe):
    """What axe-core has to say: rule, element and reason of each violation."""
    # colours that are still changing have a contrast of their own
    playground.page.evaluate(
        """() => Promise.all(
            document.getAnimations()
                .filter((each) => each instanceof CSSTransition)
                .map(({ finished }) => finished.catch(() => {})),
        )"""
    )
    playground.page.evaluate(axe)
    found = playground.page.evaluate("axe.run().then(({ violations }) => violations)")
    return [
        (each["id"], node["target"], node["failureSummary"])
        for each in found
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("show", VIEWS.values(), ids=VIEWS)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_no_violation(view, axe, size, theme, show):
    view.page.set_viewport_size(size)
    view.page.emulate_media(color_scheme=theme)
    view.wait("document.documentElement.dataset.theme === argument", theme)
    show(view)
    assert violations(view, axe) == []


def test_axe_finds_what_is_wrong(view, axe):
    """The tester is tested: a picture without a text is a violation."""
    view.page.evaluate(
        """() => {
            const picture = document.createElement("img");
            picture.id = "wrong";
            picture.src = "./icon.svg";
            document.querySelector("main").append(picture);
        }"""
    )
    found = violations(view, axe)
    view.page.evaluate("document.getElementById('wrong').remove()")
    assert [rule for rule, *_ in found] == ["image-alt"]


def test_page_reflows_at_320_pixels(view):
    """WCAG 2.2, 1.4.10: no scrolling in two directions at 320 CSS pixels."""
    view.enter("how")
    view["#lesson-scores tr"].first.wait_for()  # the lesson is drawn when it is seen
    view.page.set_viewport_size(NARROW)
    # the stage follows its frame a moment later
    view.wait("document.documentElement.scrollWidth <= argument", NARROW["width"])


def test_loading_page_has_no_violation(new_playground, axe):
    """While it loads, which on a slow line takes long."""
    playground = new_playground()
    playground.context.route("**/weights.bin", lambda route: None)
    playground.go()
    playground["#progress"].wait_for(state="visible")
    assert violations(playground, axe) == []
    assert playground.data_state() == "loading"
