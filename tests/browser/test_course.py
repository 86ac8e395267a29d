"""Lessons in the page: opened, answered, written, by whatever way they come."""

import html
import json
import re

import pytest

from gradcam_py.course.course import Course, Page, Picture, Question, Scene
from gradcam_py.course.file import read, write
from tests.courses import HOSTILE, JAVASCRIPT, MARKUP
from tests.pictures import gradient

from .comparison import assert_equal_answer
from .fingers import small_targets
from .lesson_page import Lesson
from .playground_page import DESKTOP, MOST_PRINTED, PHONE

# Keys of the state that tell how an answer came about, not what it is.
ABOUT_THE_RUN = ("updates", "timings", "threads", "strip")
ASKED = (
    Question("text", "What do you see?"),
    Question("one", "Where?", ("left", "right")),
    Question("several", "Why?", ("ears", "eyes", "wall")),
)
COURSE = Course(
    "Two views",
    "en",
    (
        Page("The *dog* first.", Scene("sample=dog&layer=9", "explore"), ASKED),
        Page("Then a test.", Scene("sample=coffee", "test"), ASKED[:1]),
        Page("The teacher's own.", Scene("colormap=jet", "explore", "", 0)),
    ),
    (Picture("mine.png", gradient((300, 200))),),
)
FILE = write(COURSE)
SIZES = [(390, 844), (768, 1024), (1280, 900), (1920, 1080)]


@pytest.fixture
def lesson(playground):
    """The shared page, without a lesson before and after."""
    made = Lesson(playground)
    yield made
    playground.page.set_viewport_size(DESKTOP)
    made.leave()
    playground.enter("explore")


def content(state):
    return {key: value for key, value in state.items() if key not in ABOUT_THE_RUN}


def text_of(lesson, selector):
    return lesson[selector].text_content()


# Reading


def test_a_page_brings_its_text_its_view_and_its_room(lesson):
    lesson.open(FILE)
    assert text_of(lesson, "#course-title") == "Two views"
    assert text_of(lesson, "#course-place") == "Page 1 of 3"
    assert lesson["#course-text em"].text_content() == "dog"
    state = lesson.page.state()
    assert (state["sample"], lesson["#layer"].input_value()) == ("dog", "9")
    lesson.turn()
    assert lesson["#test"].is_visible()
    assert lesson.page.state()["sample"] == "coffee"
    lesson.turn()
    assert lesson["#explore"].is_visible()
    state = lesson.page.state()
    assert (state["sample"], state["colormap"]) == (None, "jet")
    assert lesson["#course-next"].is_disabled()
    lesson.turn("#course-back")
    assert lesson.page.state()["sample"] == "coffee"


def test_the_pages_view_can_be_had_again(lesson):
    lesson.open(FILE)
    lesson.page.wait_all_layers()
    before = content(lesson.page.state())
    lesson.page.draw((0.1, 0.1), (0.5, 0.5))
    lesson.page.move_layer(3)
    lesson["#course-again"].click()
    lesson.page.wait("playground.state().shapes.length === 0")
    lesson.page.wait_ready()
    lesson.page.wait_all_layers()
    assert content(lesson.page.state()) == before


def test_a_file_that_is_dropped_opens(lesson):
    lesson.page.document.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "lesson.json"));
            const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true });
            document.body.dispatchEvent(drop);
        }""",
        FILE.decode(),
    )
    lesson["#course-reading"].wait_for()
    assert text_of(lesson, "#course-title") == "Two views"


def test_the_lesson_that_comes_with_the_page_can_be_walked_through(lesson):
    lesson.open_first()
    count = int(text_of(lesson, "#course-place").split()[-1])
    assert count == 7
    for _ in range(count - 1):
        lesson.turn()
        assert lesson.page.problem() == ""
        assert lesson["#course-questions .asked"].count() >= 1
    lesson.page.check_log()


def test_the_lesson_that_comes_with_the_page_is_as_the_page_would_write_it(
    lesson, served
):
    lesson.open_first()
    lesson.write()
    name, data = lesson.download("#draft-save")
    assert name == "lesson-what-does-the-network-go-by.json"
    assert data == (served.folder / "lessons" / "first.json").read_bytes()


# By its address


def test_an_address_opens_a_lesson_of_this_server(serve_copy, new_playground):
    server = serve_copy()
    (server.folder / "mine").mkdir()
    (server.folder / "mine" / "cats.json").write_bytes(FILE)
    page = new_playground(server)
    page.open("?lesson=mine/cats.json")
    page["#course-reading"].wait_for()
    assert page["#course-title"].text_content() == "Two views"
    page.wait("playground.state().sample === 'dog'")
    page["#course-close"].click()
    page.wait("!location.search")
    page.check_log()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://example.org/lesson.json", "not from https://example.org"),
        ("//example.org/lesson.json", "from the server of this page only"),
        ("data:application/json,{}", "from the server of this page only"),
        ("lessons/none.json", "the server answered 404"),
        ("https://[", "Invalid URL"),
    ],
)
def test_an_address_elsewhere_is_refused_and_the_page_is_ready(
    new_playground, address, told
):
    page = new_playground()
    page.open(f"?lesson={address}")
    assert told in page.wait_problem()
    assert not page["#course"].is_visible()
    assert page.data_state() == "ready"
    assert page.foreign_requests() == []


def test_a_link_that_was_shared_from_a_lesson_shows_its_state(new_playground):
    page = new_playground()
    page.open("?lesson=lessons/first.json", "#sample=rocket&method=layercam")
    page["#course-reading"].wait_for()
    page.wait("playground.state().sample === 'rocket'")
    page.wait_ready()
    assert page.state()["method"] == "layercam"
    assert page["#course-place"].text_content() == "Page 1 of 7"
    page.check_log()


def test_the_line_for_other_pages_keeps_the_lesson(lesson, new_playground):
    lesson.open_first()
    lesson["#embed-room"].select_option("how")
    lesson["#embed-room"].select_option("explore")
    line = lesson["#embed-line"].input_value()
    address = html.unescape(re.search(r'src="([^"]+)"', line)[1])
    page = new_playground()
    page.page.goto(address)
    page["#course-reading"].wait_for()
    page.wait_ready()
    assert not page[".top"].is_visible()
    assert page["#course-place"].text_content() == "Page 1 of 7"
    page.check_log()


# Answers


def answer_all(lesson):
    lesson["#course-questions textarea"].fill("=a cat")
    lesson["#course-questions input[type=radio]"].nth(1).check()
    for index in (0, 2):
        lesson["#course-questions input[type=checkbox]"].nth(index).check()
    lesson["#course-name"].fill("Ada")


def test_answers_become_a_table(lesson):
    lesson.open(FILE)
    answer_all(lesson)
    lesson.turn()
    lesson["#course-questions textarea"].fill("a cup,\nand more")
    rows = lesson.answers()
    assert [row["answer"] for row in rows] == [
        *("'=a cat", "right", "ears; wall"),
        "a cup,\nand more",
    ]
    assert {row["name"] for row in rows} == {"Ada"}
    assert [(row["page"], row["question"]) for row in rows] == [
        *(("1", "1"), ("1", "2"), ("1", "3"), ("2", "1"))
    ]


def test_answers_are_there_after_the_page_was_loaded_again(new_playground):
    page = new_playground()
    page.open()
    lesson = Lesson(page)
    lesson.open(FILE)
    answer_all(lesson)
    assert text_of(lesson, "#course-kept") == "Kept in this browser."
    page.open()
    other = write(Course("Another", pages=(Page("", None, ASKED),)))
    lesson.open(other)
    assert lesson["#course-questions textarea"].input_value() == ""
    lesson.open(FILE)
    page.wait("document.getElementById('course-name').value === 'Ada'")
    assert lesson["#course-questions textarea"].input_value() == "=a cat"
    checked = lesson["#course-questions input:checked"]
    assert checked.evaluate_all("all => all.map(({ value }) => value)") == [
        *("1", "0", "2")
    ]
    page.check_log()


def test_a_lesson_goes_on_where_somebody_was(new_playground):
    page = new_playground()
    page.open("?lesson=lessons/first.json")
    lesson = Lesson(page)
    lesson["#course-reading"].wait_for()
    page.wait_ready()
    lesson.turn()
    lesson.turn()
    place, there = text_of(lesson, "#course-place"), page.state()
    page.open("?lesson=lessons/first.json")
    page.wait("document.getElementById('course-place').textContent === argument", place)
    page.wait_ready()
    assert_equal_answer(page.state(), there)
    lesson["#course-close"].click()
    lesson.open_first()
    assert text_of(lesson, "#course-place") != place
    page.check_log()


def test_a_page_and_its_questions_are_printed(lesson):
    lesson.open_first()
    assert 1 <= lesson.page.sheets() <= MOST_PRINTED
    lesson.page.page.emulate_media(media="print")
    assert lesson["#course-text"].is_visible()
    assert lesson["#course-questions .asked"].first.is_visible()
    assert lesson["#worksheet-picture"].is_visible()
    for hidden in ("#worksheet .questions", "#course-next", "#explore", "#course-save"):
        assert not lesson[hidden].is_visible()
    lesson.page.page.emulate_media(media="null")
    lesson.leave()
    lesson.page.page.emulate_media(media="print")
    assert lesson["#worksheet .questions"].is_visible()
    lesson.page.page.emulate_media(media="null")


def test_without_storage_everything_but_keeping_works(new_playground):
    page = new_playground()
    page.page.add_init_script(
        """Object.defineProperty(globalThis, "localStorage", {
            get() { throw new DOMException("denied", "SecurityError"); },
        })"""
    )
    page.open("?lesson=lessons/first.json")
    lesson = Lesson(page)
    lesson["#course-reading"].wait_for()
    lesson["#course-questions textarea"].first.fill("a cat")
    assert text_of(lesson, "#course-kept").startswith("This browser keeps nothing")
    lesson.turn()
    assert lesson.answers()[0]["answer"] == "a cat"
    lesson.write()
    assert len(read(lesson.download("#draft-save")[1]).pages) == 7
    page.check_log()


# Writing


def write_first_page(lesson):
    """A lesson of two pages with all kinds of questions, all by hand."""
    lesson.write()
    lesson["#draft-title"].fill("By hand & <b>bold</b>")
    lesson["#draft-language"].fill("en")
    lesson["#draft-text"].fill("# Look\n\n**here**")
    lesson["#draft-preview strong"].wait_for()
    for kind, prompt, *options in (
        ("text", "What?"),
        ("one", "Which?", "left", "right"),
        ("several", "Which ones?", "a", "b"),
    ):
        lesson["#draft-ask"].click()
        last = lesson["#draft-questions li"].last
        last.locator("[name=prompt]").fill(prompt)
        last.locator("[name=kind]").select_option(kind)
        if options:
            last.locator("[name=options]").fill("\n".join(options))


def test_what_is_written_comes_back_byte_for_byte(lesson, new_playground):
    page = lesson.page
    write_first_page(lesson)
    page.upload("mine.png", gradient((300, 200)))
    page.wait("playground.state().sample === null")
    page.draw((0.1, 0.1), (0.5, 0.9))
    page.select("#method", "layercam")
    page.enter("test")
    lesson["#draft-keep"].click()
    assert text_of(lesson, "#draft-view") == (
        "Kept view: mine.png, in the room Test it."
    )
    page.wait_all_layers()
    expected = content(page.state())
    lesson["#draft-add"].click()
    page.wait("document.getElementById('draft-text').value === ''")
    lesson["#draft-text"].fill("The end")
    name, data = lesson.download("#draft-save")  # typed text comes before
    assert name == "lesson-by-hand-b-bold-b.json"
    course = read(data)
    assert [each.text for each in course.pages] == ["# Look\n\n**here**", "The end"]
    assert [q.kind for q in course.pages[0].questions] == ["text", "one", "several"]

    fresh = new_playground()
    fresh.open()
    opened = Lesson(fresh)
    opened.open(data)
    fresh.wait("playground.state().sample === null")
    fresh.wait_ready()
    fresh.wait_all_layers()
    assert content(fresh.state()) == expected
    assert fresh["#test"].is_visible()
    assert text_of(opened, "#course-title") == "By hand & <b>bold</b>"
    opened.write()
    assert opened.download("#draft-save") == (name, data)
    fresh.check_log()


def test_questions_are_moved_and_removed(lesson):
    write_first_page(lesson)
    items = lesson["#draft-questions li"]
    items.nth(2).get_by_role("button", name="Move up question 3").click()
    items.nth(0).get_by_role("button", name="Remove question 1").click()
    _, data = lesson.download("#draft-save")
    prompts = [each.prompt for each in read(data).pages[0].questions]
    assert prompts == ["Which ones?", "Which?"]
    assert items.locator("legend").all_text_contents() == ["Question 1", "Question 2"]


def test_what_is_missing_is_told_and_the_draft_stays(lesson):
    lesson.write()
    lesson["#draft-text"].fill("text")
    lesson["#draft-save"].click()
    assert lesson.page.wait_problem() == "the lesson's title is empty"
    assert lesson["#draft-text"].input_value() == "text"
    lesson["#draft-title"].fill("T")
    lesson["#draft-try"].click()
    lesson["#course-reading"].wait_for()
    assert text_of(lesson, "#course-text") == "text"
    wait_focused(lesson, "course-title")
    lesson["#course-write"].click()
    lesson["#course-writing"].wait_for()
    assert lesson["#draft-text"].input_value() == "text"


def test_a_draft_is_there_after_the_page_was_loaded_again(new_playground):
    page = new_playground()
    page.open()
    lesson = Lesson(page)
    write_first_page(lesson)
    kept = "localStorage.getItem('playground-lesson-draft')"
    page.wait(f"{kept}?.includes('Which ones?') && {kept}.includes('several')")
    page.open()
    lesson.write()
    assert lesson["#draft-title"].input_value() == "By hand & <b>bold</b>"
    kinds = lesson["#draft-questions [name=kind]"]
    assert [each.input_value() for each in kinds.all()] == ["text", "one", "several"]
    assert text_of(lesson, "#draft-kept") == "Not saved yet."
    lesson.leave()
    assert page.document.evaluate("localStorage.length") == 0
    page.check_log()


def test_what_is_not_saved_is_thrown_away_at_the_second_press_alone(lesson):
    lesson.write()
    lesson["#draft-title"].fill("T")
    lesson["#draft-forget"].click()
    assert text_of(lesson, "#draft-forget") == "Really throw it away"
    lesson["#draft-title"].fill("To be kept")
    assert text_of(lesson, "#draft-forget") == "Throw it away"
    for _ in range(2):
        lesson["#draft-forget"].click()
    lesson["#course"].wait_for(state="hidden")
    lesson.write()
    assert lesson["#draft-title"].input_value() == ""


def test_who_leaves_the_page_is_asked_about_what_is_not_saved(lesson):
    lesson.write()
    lesson["#draft-title"].fill("T")
    asks = """() => {
        const event = new Event("beforeunload", { cancelable: true });
        dispatchEvent(event);
        return event.defaultPrevented;
    }"""
    assert lesson.page.document.evaluate(asks)
    lesson.download("#draft-save")
    assert text_of(lesson, "#draft-kept") == "Saved."
    assert not lesson.page.document.evaluate(asks)


# Hostile files


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence(lesson, name):
    lesson.open(FILE)
    lesson.page.wait_all_layers()
    before = content(lesson.page.state())
    data, reason = HOSTILE[name]
    lesson.page.upload("hostile.json", data)
    told = lesson.page.wait_problem()
    assert reason in told
    assert "\n" not in told
    assert "Traceback" not in told
    assert text_of(lesson, "#course-title") == "Two views"
    lesson.page.wait_ready()
    assert content(lesson.page.state()) == before
    lesson["#dismiss"].click()


def test_fifty_megabytes_are_refused(lesson, tmp_path):
    large = tmp_path / "large.json"
    large.write_bytes(b'{"pages":' + b" " * 49_999_990 + b"}")
    lesson.page["#file"].set_input_files(large)
    assert "50,000,000 bytes" in lesson.page.wait_problem()
    lesson.page.wait_ready()


def test_markup_and_scripts_are_shown_as_text(lesson):
    everywhere = Course(
        MARKUP,
        pages=(
            Page(
                f"# {MARKUP}\n\n{MARKUP}\n\n{JAVASCRIPT}",
                None,
                (Question("text", MARKUP), Question("one", MARKUP, (MARKUP, "b"))),
            ),
        ),
    )
    lesson.open(write(everywhere))
    assert text_of(lesson, "#course-title") == MARKUP
    assert lesson["#course-questions legend"].text_content() == MARKUP
    assert MARKUP in text_of(lesson, "#course-text")
    assert lesson["#course :is(img, script, iframe, a)"].count() == 0
    lesson.write()
    assert lesson["#course :is(img, script, iframe, a)"].count() == 0
    lesson.page.check_log()  # a dialog or a refused script would be in it


def test_links_lead_to_https_and_tell_nobody_where_from(lesson):
    text = "[good](https://example.org/a?b=c&d) [bad](http://example.org)"
    lesson.open(write(Course("T", pages=(Page(text),))))
    (link,) = lesson["#course-text a"].all()
    assert link.get_attribute("href") == "https://example.org/a?b=c&d"
    assert link.get_attribute("rel") == "noreferrer"
    assert lesson["#course-giving"].is_hidden()  # nothing is asked


# Keys and screens


def focused(lesson):
    return lesson.page.document.evaluate("document.activeElement.id")


def wait_focused(lesson, name):
    """A page that opens another room loses the focus for a moment."""
    lesson.page.wait("document.activeElement.id === argument", name)


def test_a_lesson_is_done_by_keyboard_alone(lesson):
    lesson.open(FILE)
    keyboard = lesson.page.page.keyboard
    wait_focused(lesson, "course-title")
    for _ in range(3):  # Edit, Close, the first field
        keyboard.press("Tab")
    keyboard.type("a dog")
    keyboard.press("Tab")
    keyboard.press("ArrowDown")
    keyboard.press("Tab")
    keyboard.press("Space")
    for _ in range(3):
        keyboard.press("Tab")
    wait_focused(lesson, "course-next")
    keyboard.press("Enter")
    lesson.page.wait("document.getElementById('course-place').textContent[5] === '2'")
    wait_focused(lesson, "course-title")
    first, second, third, _ = lesson.answers()
    assert [first["answer"], third["answer"]] == ["a dog", "ears"]
    assert second["answer"] in ("left", "right")


def test_a_lesson_is_written_by_keyboard_alone(lesson):
    lesson["#course-new"].press("Enter")
    lesson["#course-writing"].wait_for()
    assert focused(lesson) == "draft-title"
    keyboard = lesson.page.page.keyboard
    keyboard.type("Mine")
    for _ in range(2):
        keyboard.press("Tab")
    assert focused(lesson) == "draft-add"
    keyboard.press("Tab")
    assert focused(lesson) == "draft-text"
    keyboard.type("Look")
    lesson["#draft-ask"].press("Enter")
    keyboard.type("What?")
    lesson["#draft-keep"].press("Enter")
    with lesson.page.page.expect_download() as started:
        lesson["#draft-save"].press("Enter")
    with open(started.value.path(), "rb") as file:
        course = read(file.read())
    (page,) = course.pages
    assert (course.title, page.text) == ("Mine", "Look")
    assert page.questions == (Question("text", "What?"),)
    assert page.scene.room == "explore"


@pytest.mark.parametrize("size", SIZES)
def test_nothing_scrolls_sideways(lesson, size):
    width, height = size
    lesson.page.page.set_viewport_size({"width": width, "height": height})
    long = "x" * 150 + " " + "long words " * 30
    page = Page(f"# {long}\n\n`{long}`\n\n```\n{long}\n```", None, ASKED)
    lesson.open(write(Course(long[:200], pages=(page,))))
    scrolled = "document.documentElement.scrollWidth"
    assert lesson.page.document.evaluate(scrolled) == width
    lesson.write()
    assert lesson.page.document.evaluate(scrolled) == width


def test_fingers_have_room(lesson):
    lesson.page.page.set_viewport_size(PHONE)
    lesson.open(FILE)
    assert small_targets(lesson.page) == []
    lesson.write()
    assert small_targets(lesson.page) == []


def test_a_wide_screen_shows_the_lesson_beside_the_picture(lesson):
    lesson.page.page.set_viewport_size({"width": 1920, "height": 1080})
    lesson.open(FILE)
    text, stage = (lesson[each].bounding_box() for each in ("#course", "#stage"))
    assert text["x"] + text["width"] <= stage["x"]
    assert stage["y"] + stage["height"] < 1080


def test_the_lesson_is_one_press_away_when_it_is_out_of_sight(lesson):
    lesson.page.page.set_viewport_size(PHONE)
    lesson.open(FILE)
    assert lesson["#course-up"].is_hidden()
    lesson["#layer"].scroll_into_view_if_needed()
    lesson["#course-up"].click()
    assert lesson["#course-title"].bounding_box()["y"] >= 0
    wait_focused(lesson, "course-title")


# The worksheet and other rooms know nothing of it


def test_a_shared_link_changes_the_view_and_leaves_the_lesson(lesson):
    lesson.open(FILE)
    lesson.page.follow_link("#sample=rocket")
    assert lesson.page.state()["sample"] == "rocket"
    assert text_of(lesson, "#course-place") == "Page 1 of 3"


def test_the_answers_file_is_named_after_who_answers(lesson):
    lesson.open(FILE)
    lesson["#course-name"].fill("Ada Löve")
    name, _ = lesson.download("#course-save")
    assert name == "answers-ada-löve-two-views.csv"


def test_what_the_browser_keeps_is_under_the_lessons_hash(lesson):
    lesson.open(FILE)
    lesson["#course-questions textarea"].fill("x")
    kept = json.loads(lesson.page.document.evaluate("JSON.stringify(localStorage)"))
    (key,) = (key for key in kept if "lesson" in key)
    assert re.fullmatch(r"playground-lesson-[0-9a-f]{16}", key)
