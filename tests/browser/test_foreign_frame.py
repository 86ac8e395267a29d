"""In a frame of another site, where the browser blocks all storage, as in Moodle."""

import json

import pytest

from gradcam_py.course.file import read
from tests.browsers import require

from .conftest import CHROMIUM_FLAGS
from .framed_page import FramedPage, write_outer
from .lesson_page import Lesson
from .other_browsers import MISSION
from .playground_page import DESKTOP
from .site_server import PlainServer

# What the browser's own setting "block third-party cookies" writes.
BLOCKING = {"profile": {"cookie_controls_mode": 1, "block_third_party_cookies": True}}
# Same runtime with another number of threads, which may add in another order.
SAME = 1e-6
CAT = [(0.05, 0.05), (0.3, 0.5), (0.5, 0.95)]

# Tries every door before the page does; {door: name of the error, or null}.
TRY_DOORS = """
globalThis.doors = {};
for (const [door, tryIt] of Object.entries({
    localStorage: async () => localStorage.length,
    indexedDB: () => new Promise((resolve, reject) => {
        const request = indexedDB.open("door");
        request.onsuccess = resolve;
        request.onerror = () => reject(request.error);
    }),
    caches: () => caches.open("door"),
    locks: () => navigator.locks.request("door", () => null),
    serviceWorker: () => navigator.serviceWorker.getRegistrations(),
})) {
    globalThis.doors[door] = tryIt().then(() => null, ({ name }) => name);
}
"""
REFUSED = """Promise.all(
    Object.entries(doors).map(async ([door, error]) => [door, await error]),
).then(Object.fromEntries)"""


@pytest.fixture(scope="module")
def opened_frame(driver, served, tmp_path_factory):
    """The page once ready, in the frame; neither server sends a header for it."""
    profile, outer_folder = map(tmp_path_factory.mktemp, ("profile", "outer"))
    (profile / "Default").mkdir()
    (profile / "Default" / "Preferences").write_text(json.dumps(BLOCKING))
    inner, outer = PlainServer(served.folder), PlainServer(outer_folder)
    write_outer(outer_folder, inner.origin)
    context = driver.launch_persistent_context(
        profile,
        executable_path=require("chromium"),
        args=list(CHROMIUM_FLAGS),
        viewport=DESKTOP,
    )
    try:
        context.add_init_script(TRY_DOORS)
        # another name of the same machine: another site
        address = outer.origin.replace("127.0.0.1", "localhost")
        framed = FramedPage(context, inner.origin, address)
        framed.open()
        yield framed
    finally:
        context.close()
        inner.stop()
        outer.stop()


@pytest.fixture
def framed(opened_frame):
    """The framed page as if just opened."""
    opened_frame.reset()
    return opened_frame


def assert_same_numbers(found, expected):
    """Of the five guesses and of the heatmap."""
    assert len(found["predictions"]) == 5
    for ours, theirs in zip(found["predictions"], expected["predictions"], strict=True):
        assert ours == {**theirs, **numbers(theirs)}
    assert found["target"] == expected["target"]
    values = expected["heatmap"]["values"]
    scale = max(1, *values)
    assert found["heatmap"]["values"] == pytest.approx(values, abs=SAME * scale)


def numbers(guess):
    """What may differ by rounding."""
    keys = ("probability", "baseline")
    return {key: pytest.approx(guess[key], abs=SAME) for key in keys}


def text_of(framed):
    return framed.document.evaluate("document.documentElement.textContent")


def test_storage_is_blocked_in_the_frame(framed):
    """Else the other tests would show nothing."""
    refused = framed.document.evaluate(REFUSED)
    assert len(refused) == 5
    assert all(refused.values()), refused


def test_the_frame_gets_ready_without_an_error(framed):
    assert framed.data_state() == "ready"
    assert framed.problem() == ""
    assert "[object" not in text_of(framed)
    framed.check_log()  # an unhandled rejection would be among the errors


def test_the_frame_computes_what_the_page_computes(framed, playground):
    assert_same_numbers(framed.state(), playground.state())


def test_drawing_works_in_the_frame(framed, playground):
    for page in (framed, playground):
        page.draw(*CAT)
    found, expected = framed.state(), playground.state()
    (shape,), (same,) = found["shapes"], expected["shapes"]
    side = [shape[key] for key in "xywh"]
    assert side == pytest.approx([same[key] for key in "xywh"], abs=0.01)
    assert found["predictions"][0]["label"] != "Egyptian cat"
    assert "[object" not in text_of(framed)
    framed.check_log()


def test_lessons_work_in_the_frame_and_it_says_that_nothing_is_kept(framed):
    lesson = Lesson(framed)
    lesson.open_first()
    lesson["#course-questions textarea"].first.fill("a cat")
    assert lesson["#course-kept"].text_content().startswith("This browser keeps")
    lesson.turn()
    assert lesson.answers()[0]["answer"] == "a cat"
    lesson.write()
    name, data = lesson.download("#draft-save")
    assert name.startswith("lesson-")
    assert len(read(data).pages) == 7
    lesson.leave()
    framed.check_log()


def test_a_link_gives_the_frame_the_same_numbers(framed, playground):
    """The same shape to the last digit, which a screen's pixels would not give."""
    playground.draw(*CAT)
    playground["#share"].click()
    framed.follow_link(playground.page.evaluate("location.hash"))
    assert framed.state()["shapes"] == playground.state()["shapes"]
    assert_same_numbers(framed.state(), playground.state())


def test_experiments_and_missions_work_in_the_frame(framed):
    curves, occlusion, *_ = framed.try_experiments()
    assert occlusion == "done: 50 forward passes"
    assert curves.startswith(("done: ", "stopped after "))
    framed.follow_link(MISSION)
    framed["#mission-texts p"].first.wait_for()
    assert framed["#mission-points"].text_content().endswith(" of 100 points")
    framed["#mission-leave"].click()
    framed.check_log()
