"""Lessons on the page, without a browser: opened, turned, answered, written."""

import asyncio
import csv
import io
import json
from dataclasses import replace

import pytest

from gradcam_py.app import live_loop
from gradcam_py.app.classroom.classroom import file_name
from gradcam_py.app.classroom.door import COURSE as NAMES
from gradcam_py.app.classroom.table import READING, WRITING
from gradcam_py.course.course import Course, Page, Picture, Scene
from gradcam_py.course.file import read, write
from gradcam_py.errors import PlaygroundError
from tests.courses import COURSE, HOSTILE
from tests.page_desk import LEFT, living, png
from tests.page_fakes import FakeFile

VOLATILE = ("updates", "timings", "strip")
STEM = "stem_activation"  # the layer that links call stem
LESSON = Course(
    "Three views",
    pages=(
        Page("first", Scene("sample=b&layer=stem", "test")),
        Page("second"),
        Page("third", Scene("sample=a&colormap=magma", "how", picture=None)),
        Page("fourth", Scene("method=hirescam", "", "", 0)),
    ),
    pictures=(Picture("mine.png", png(5)),),
)


@pytest.fixture
async def page(folder, model, monkeypatch):
    monkeypatch.setattr(live_loop, "IDLE_SECONDS", 0.02)
    async with living(folder, model) as made:
        yield made


async def become(condition):
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


async def opened(page, course, name="lesson.json"):
    page.playground.upload(write(course), name)
    await become(lambda: kinds(page, "page"))
    scene = course.pages[0].scene
    if scene and scene.link.startswith("sample="):
        await become(lambda: page.state["sample"] == scene.link[7])
    await page.settled()


def kinds(page, kind):
    """Every message of a kind, in order."""
    return [
        data
        for part, data in page.view.shown
        if part == "course" and data["kind"] == kind
    ]


def shown(page, kind="page"):
    return kinds(page, kind)[-1]


def content(page):
    return {key: value for key, value in page.state.items() if key not in VOLATILE}


def saved(page):
    return page.view.latest["file"]["name"], page.view.pixels["file"].tobytes()


# Reading


def test_the_door_knows_what_can_be_done():
    assert sorted(NAMES) == sorted((*READING, *WRITING))


async def test_the_code_is_fetched_once_when_a_lesson_is_opened(page):
    fetched = []

    async def get_ready():
        fetched.append(True)
        await asyncio.sleep(0.01)

    page.playground.classroom._get_ready = get_ready
    page.playground.upload(write(LESSON), "lesson.json")
    page.do("turn_page", index=1)  # which waits for it
    assert not kinds(page, "page")
    await become(lambda: len(kinds(page, "page")) == 2)
    assert shown(page)["place"] == "Page 2 of 4"
    page.do("turn_page", index=2)
    assert shown(page)["index"] == 2
    assert fetched == [True]


async def test_code_that_cannot_be_fetched_is_told_and_tried_again(page):
    async def fail():
        raise OSError("no network")

    door = page.playground.classroom
    ready, door._get_ready = door._get_ready, fail
    page.playground.upload(write(LESSON), "lesson.json")
    await become(lambda: page.problem)
    assert "no network" in page.problem
    door._get_ready = ready
    await opened(page, LESSON)
    assert shown(page)["title"] == "Three views"


async def test_each_page_brings_its_view(page):
    await opened(page, LESSON)
    state = page.state
    assert (state["sample"], state["layer"]) == ("b", STEM)
    assert shown(page, "room") == {"kind": "room", "room": "test"}
    page.do("place", shape=LEFT)
    page.do("turn_page", index=1)  # has none: everything stays
    await page.settled()
    assert page.state["shapes"] == [LEFT]
    assert not shown(page)["has_view"]
    page.do("turn_page", index=2)
    await become(lambda: page.state["sample"] == "a")
    await page.settled()
    state = page.state
    assert (state["colormap"], state["shapes"]) == ("magma", [])
    assert state["layer"] != STEM
    page.do("turn_page", index=3)
    await page.settled()
    assert page.state["sample"] is None
    assert page.state["method"] == "hirescam"
    assert page.playground.desk.page.picture.title == "mine.png"
    assert len(kinds(page, "room")) == 2  # the fourth page names none


async def test_a_view_can_be_had_again(page):
    await opened(page, LESSON)
    before = content(page)
    page.do("place", shape=LEFT)
    page.do("choose", name="layer", value="top")
    await page.settled()
    assert content(page) != before
    page.do("look_again")
    await become(lambda: page.state["layer"] == STEM)
    await page.settled()
    assert content(page) == before
    page.do("turn_page", index=1)
    page.do("look_again")
    assert page.problem == "this page has no view of its own"


async def test_of_pages_turned_fast_the_last_one_shows(page):
    page.delays["samples/b.png"] = 0.1
    await opened(page, LESSON)
    page.do("turn_page", index=0)
    page.do("turn_page", index=2)
    page.do("turn_page", index=3)
    await asyncio.sleep(0.2)
    await page.settled()
    assert page.state["sample"] is None
    assert shown(page)["index"] == 3


@pytest.mark.parametrize("index", [-1, 4, 10**20])
async def test_a_page_that_is_not_there_is_told(page, index):
    await opened(page, LESSON)
    page.do("turn_page", index=index)
    assert page.problem.startswith("there is no page")
    assert shown(page)["index"] == 0


@pytest.mark.parametrize(
    ("scene", "reason"),
    [
        (Scene("sample=unicorn"), "unknown sample 'unicorn'"),
        (Scene("layer=9z"), "unknown layer '9z'"),
        (Scene("sample=a", "", "b7"), "saved with the network b7"),
        (Scene("sample=bad"), "Bad: not a picture"),
        (Scene(picture=0), "not a picture"),
    ],
)
async def test_a_view_that_cannot_be_had_is_told_and_the_text_is_there(
    page, scene, reason
):
    broken = Picture("broken.png", b"broken")
    course = Course("T", pages=(Page("text"), Page("more", scene)), pictures=(broken,))
    await opened(page, course)
    before = content(page)
    page.do("turn_page", index=1)
    await become(lambda: page.problem)
    assert reason in page.problem
    assert shown(page)["nodes"] == [{"tag": "p", "children": ["more"]}]
    await page.settled()
    assert content(page) == before


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_file_is_refused_and_changes_nothing(page, name):
    await opened(page, LESSON)
    before, messages = content(page), len(kinds(page, "page"))
    data, reason = HOSTILE[name]
    page.playground.upload(data, "hostile.json")
    assert page.problem.startswith("hostile.json: ")
    assert reason in page.problem
    assert content(page) == before
    assert len(kinds(page, "page")) == messages


async def test_fifty_megabytes_are_not_even_read(page):
    class Large(FakeFile):
        async def load(self):
            pytest.fail("it was read")

    file = Large("lesson.JSON", b"")
    file.size = 50_000_000
    await page.playground.receive([file])
    assert "50,000,000 bytes" in page.problem


async def test_a_saved_page_is_still_opened_as_one(page):
    page.do("save", kind="json")
    _, data = saved(page)
    page.playground.upload(data, "saved.json")
    await page.settled()
    assert page.problem == ""
    assert not kinds(page, "page")


async def test_nothing_can_be_done_in_no_lesson(page):
    for action, values in (
        ("turn_page", {"index": 0}),
        ("answer", {"page": 0, "question": 0, "text": "x"}),
        ("save_answers", {}),
        ("save_course", {}),
        ("add_page", {}),
    ):
        page.do(action, **values)
        await become(lambda: page.problem)
        assert page.problem.startswith("no lesson is open")
        page.do("dismiss")


# Answers


async def test_answers_are_kept_and_saved(page):
    await opened(page, COURSE)
    page.do("answer", page=0, question=0, text="it is round")
    page.do("answer", page=0, question=2, chosen=[0, 2])
    page.do("sign_answers", name="Ada Löve")
    kept = shown(page, "keep")
    page.do("save_answers")
    name, data = saved(page)
    assert name == "answers-ada-löve-cats-dogs.csv"
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["answer"] for row in rows] == ["it is round", "", "a; c", ""]
    assert {row["name"] for row in rows} == {"Ada Löve"}

    await opened(page, COURSE)  # as after a reload
    assert shown(page)["questions"][0]["text"] == ""
    page.do("remember_answers", key=kept["key"], text=kept["text"])
    first, second, third = shown(page)["questions"]
    assert (first["text"], second["chosen"], third["chosen"]) == (
        "it is round",
        [],
        [0, 2],
    )
    assert shown(page)["name"] == "Ada Löve"


async def test_answers_of_another_lesson_are_not_taken(page):
    await opened(page, COURSE)
    page.do("answer", page=0, question=0, text="mine")
    kept = shown(page, "keep")
    await opened(page, LESSON)
    assert shown(page)["key"] != kept["key"]
    page.do("remember_answers", key=kept["key"], text=kept["text"])
    assert shown(page)["title"] == "Three views"
    assert page.problem == ""


async def test_a_lesson_goes_on_where_somebody_was(page):
    await opened(page, LESSON)
    page.do("turn_page", index=2)
    await page.settled()
    kept, there = shown(page, "keep"), page.playground.state()
    await opened(page, LESSON)  # as after a reload
    assert shown(page)["index"] == 0
    page.do("remember_answers", key=kept["key"], text=kept["text"])
    await page.settled()
    assert shown(page)["index"] == 2
    assert page.playground.state()["layer"] == there["layer"]
    page.do("close_course")
    assert shown(page, "keep")["text"] == ""  # the next one begins at its first page


async def test_a_page_that_is_tried_stays_whatever_was_kept(page):
    await opened(page, LESSON)
    page.do("turn_page", index=2)
    kept = shown(page, "keep")
    page.do("turn_page", index=1)
    page.do("write_course")
    page.do("try_course")
    assert shown(page)["key"] == kept["key"]
    page.do("remember_answers", key=kept["key"], text=kept["text"])
    assert shown(page)["index"] == 1
    assert page.problem == ""


async def test_kept_answers_that_cannot_be_read_are_told(page):
    await opened(page, COURSE)
    page.do("remember_answers", key=shown(page)["key"], text="{")
    assert "are left out" in page.problem


# Writing


async def written(page, **first):
    page.do("write_course")
    await become(lambda: kinds(page, "draft"))
    page.do("name_course", title="Mine", language="en")
    page.do("edit_page", index=0, text="# One", questions=[], **first)


async def test_a_lesson_is_written_saved_and_opened_again(page):
    await written(page)
    assert shown(page, "preview")["nodes"] == [{"tag": "h3", "children": ["One"]}]
    page.do("sample", name="b")
    page.do("place", shape=LEFT)
    await become(lambda: page.state["sample"] == "b")
    await page.settled()
    page.do("place", shape=LEFT)
    page.do("choose", name="method", value="layercam")
    page.do("keep_view", room="test")
    assert shown(page, "draft")["view"] == "Kept view: B, in the room Test it."
    kept = content_after(await settled_state(page))
    page.do("add_page")
    asked = {"kind": "several", "prompt": "Which?", "options": ["a", "b"]}
    page.do("edit_page", index=1, text="Two", questions=[asked])
    page.do("save_course")
    name, data = saved(page)
    assert name == "lesson-mine.json"
    course = read(data)
    assert [each.text for each in course.pages] == ["# One", "Two"]
    assert course.pages[0].scene.model == page.state["model"]
    assert course.pages[1].questions[0].options == ("a", "b")

    page.do("sample", name="a")
    await become(lambda: page.state["sample"] == "a")
    await opened(page, course)
    await become(lambda: page.state["sample"] == "b")
    assert content_after(await settled_state(page)) == kept
    page.do("write_course")
    page.do("save_course")
    assert saved(page)[1] == data


async def settled_state(page):
    await page.settled()
    return page.state


def content_after(state):
    return {key: value for key, value in state.items() if key not in VOLATILE}


async def test_an_own_picture_goes_into_the_file_once(page):
    await written(page)
    page.playground.upload(png(5), "mine.png")
    await page.settled()
    page.do("keep_view", room="explore")
    page.do("add_page")
    page.do("place", shape=LEFT)
    page.do("keep_view", room="explore")
    await page.settled()
    page.do("save_course")
    course = read(saved(page)[1])
    assert course.pictures == (Picture("mine.png", png(5)),)
    assert [each.scene.picture for each in course.pages] == [0, 0]
    for _ in range(2):
        assert shown(page, "draft")["has_view"]
        page.do("drop_view")
        assert shown(page, "draft")["view"].startswith("No view is kept")
        page.do("turn_draft", index=0)
    page.do("save_course")
    assert read(saved(page)[1]).pictures == ()


async def test_an_own_picture_too_large_for_a_lesson_is_told(page, monkeypatch):
    monkeypatch.setattr("gradcam_py.app.classroom.scenes.LARGEST_PICTURE", 10)
    await written(page)
    page.playground.upload(png(5), "mine.png")
    page.do("keep_view", room="explore")
    assert page.problem.startswith("mine.png: ")
    assert "make it smaller first" in page.problem


async def test_pages_are_added_moved_and_removed(page):
    await written(page)
    for text in ("two", "three"):
        page.do("add_page")
        index = shown(page, "draft")["index"]
        page.do("edit_page", index=index, text=text, questions=[])
    page.do("move_page", by=-1)
    assert shown(page, "draft")["place"] == "Page 2 of 3"
    assert shown(page, "draft")["text"] == "three"
    page.do("turn_draft", index=0)
    page.do("move_page", by=-1)
    assert page.problem.startswith("there is no page 0")
    page.do("remove_page")
    assert [shown(page, "draft")[key] for key in ("text", "count")] == ["three", 2]
    page.do("save_course")
    assert [each.text for each in read(saved(page)[1]).pages] == ["three", "two"]
    page.do("remove_page")
    page.do("remove_page")
    assert page.problem == "a lesson has one page at least"


async def test_what_is_missing_is_told_where_it_is(page):
    page.do("write_course")
    await become(lambda: kinds(page, "draft"))
    for action in ("save_course", "try_course"):
        page.do(action)
        assert page.problem == "the lesson's title is empty"
    page.do("name_course", title="T", language="English, please")
    page.do("save_course")
    assert "expected a tag such as en, de or pt-BR" in page.problem
    page.do("name_course", title="T", language=" en ")
    asked = [{"kind": "one", "prompt": "Which?", "options": ["a"]}]
    page.do("edit_page", index=0, text="", questions=asked)
    page.do("save_course")
    assert page.problem == "page 1, question 1, options: 1, 2 at least"
    assert "file" not in page.view.latest


async def test_a_text_too_long_is_told_and_the_draft_stays(page):
    await written(page)
    page.do("edit_page", index=0, text="x" * 20_001, questions=[])
    assert page.problem == "page 1, text: 20,001 characters, 20,000 at most"
    page.do("save_course")
    assert read(saved(page)[1]).pages[0].text == "# One"


async def test_the_draft_is_tried_and_written_on(page):
    await written(page)
    page.do("add_page")
    page.do("edit_page", index=1, text="two", questions=[])
    assert not shown(page, "draft")["is_saved"]
    page.do("try_course")
    assert (shown(page)["title"], shown(page)["index"]) == ("Mine", 1)
    page.do("write_course")
    assert (shown(page, "draft")["text"], shown(page, "draft")["index"]) == ("two", 1)
    page.do("save_course")
    page.do("close_course")
    page.do("write_course")
    assert shown(page, "draft")["is_saved"]


async def test_a_draft_that_is_not_saved_is_not_lost_to_another_lesson(page):
    await written(page)
    await opened(page, LESSON)
    page.do("write_course")
    assert page.problem.startswith("another lesson is being written and not saved")
    page.do("close_course")
    page.do("write_course")
    assert shown(page, "draft")["title"] == "Mine"
    page.do("forget_course")
    await opened(page, LESSON)
    page.do("write_course")
    assert shown(page, "draft")["title"] == "Three views"
    page.do("forget_course")
    page.do("close_course")
    page.do("write_course")
    assert shown(page, "draft")["title"] == ""


async def test_a_draft_is_kept_and_written_on_in_another_visit(page, folder, model):
    await written(page)
    page.do("name_course", title="", language="no tag yet")
    asked = [{"kind": "one", "prompt": "", "options": ["a"]}]
    page.do("edit_page", index=0, text="half a", questions=asked)
    page.do("keep_view", room="explore")
    kept = shown(page, "keep")
    assert kept["key"] == "draft"
    async with living(folder, model) as other:
        other.do("write_course", kept=kept["text"])
        await become(lambda: kinds(other, "draft"))
        draft = shown(other, "draft")
        assert (draft["text"], draft["questions"]) == ("half a", asked)
        assert (draft["language"], draft["has_view"]) == ("no tag yet", True)
        assert not draft["is_saved"]
        other.do("name_course", title="T", language="")
        other.do("edit_page", index=0, text="whole", questions=[])
        other.do("save_course")
        assert read(saved(other)[1]).pages[0].text == "whole"
        assert shown(other, "keep")["text"] == ""


async def test_a_draft_of_another_visit_is_not_lost_to_a_lesson(page):
    kept = write(Course("Kept"), is_finished=False).decode()
    await opened(page, LESSON)
    page.do("write_course", kept=kept)
    assert page.problem.startswith("another lesson is being written")
    page.do("close_course")
    page.do("write_course", kept=kept)
    assert shown(page, "draft")["title"] == "Kept"


@pytest.mark.parametrize("kept", ["{", "\ud800", write(LESSON).decode()[:-9]])
async def test_a_draft_that_somebody_changed_is_told_and_left_out(page, kept):
    page.do("write_course", kept=kept)
    await become(lambda: page.problem)
    assert page.problem.startswith("the draft of a lesson that this browser kept")
    assert shown(page, "keep") == {"kind": "keep", "key": "draft", "text": ""}
    page.do("write_course")
    assert shown(page, "draft")["title"] == ""


async def test_large_pictures_are_not_kept_with_the_draft(page, monkeypatch):
    monkeypatch.setattr("gradcam_py.app.classroom.writing.MOST_KEPT", 10)
    await written(page)
    page.playground.upload(png(5), "mine.png")
    await page.settled()
    before = len(kinds(page, "keep"))
    page.do("keep_view", room="explore")
    assert len(kinds(page, "keep")) == before


async def test_fifty_pages_are_enough(page):
    await written(page)
    for _ in range(50):
        page.do("add_page")
    assert page.problem == "the lesson's pages: 51, 50 at most"
    assert shown(page, "draft")["count"] == 50


async def test_a_view_brings_its_network(page, model):
    manifest = replace(model.manifest, name="other")
    page.networks._model = replace(model, manifest=manifest)
    course = Course(
        "T", pages=(Page("", Scene("sample=b", "", "other")), Page("no view"))
    )
    page.playground.upload(write(course), "lesson.json")
    await become(lambda: page.state["model"] == "other")
    await become(lambda: page.state["sample"] == "b")
    assert page.problem == ""
    page.networks._model = model
    page.do("network", name=model.manifest.name)
    page.do("turn_page", index=1)
    await become(lambda: page.state["model"] == model.manifest.name)
    await page.settled()
    assert page.state["model"] == model.manifest.name  # nobody waits any more


async def test_a_network_that_cannot_be_had_is_told_and_the_text_is_there(page):
    page.networks.failure = PlaygroundError("the server is gone")
    course = Course("T", pages=(Page("text", Scene("sample=b", "", "other")),))
    page.playground.upload(write(course), "lesson.json")
    await become(lambda: page.problem)
    assert page.problem == "the server is gone"
    assert shown(page)["nodes"] == [{"tag": "p", "children": ["text"]}]


async def test_another_network_goes_on_with_the_lesson(page):
    await opened(page, LESSON)
    page.do("network", name="other")
    await become(lambda: page.view.latest["network"]["name"] == "other")
    page.do("turn_page", index=2)
    await become(lambda: page.state["sample"] == "a")
    assert page.playground.desk.page.looks.colormap == "magma"


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("lesson", "../../etc/passwd"), "lesson-etc-passwd"),
        (("answers", "", "猫 & 犬"), "answers-猫-犬"),
        (("lesson", "x" * 300), "lesson-" + "x" * 40),
    ],
)
def test_a_files_name_is_made_of_words(parts, name):
    assert file_name(*parts) == name


def test_the_written_file_is_what_the_documents_say():
    """Its keys are a contract with those who write lessons by a program."""
    data = json.loads(write(LESSON))
    assert data["format"] == "grad-cam-lesson"
    assert data["pages"][3]["state"] == {"link": "method=hirescam", "picture": 0}
