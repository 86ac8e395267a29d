"""The one-file playground: opened from file://, without network, in three browsers."""

import json
import shutil
from dataclasses import replace

import pytest
from PIL import Image

from convert.onefile.bundle import LARGEST, make_bundle
from gradcam_py.course.course import Course, Page, Picture, Question, Scene
from gradcam_py.course.file import write
from tests.pictures import encode, gradient
from tests.saved_state import STATE

from . import crowd_section
from .command_line import explain, explain_own
from .comparison import assert_equal_answer, assert_same_answer
from .conftest import OPTIONS
from .file_page import FilePage
from .formula_section import Formula
from .formulas import check_power
from .lesson_page import Lesson
from .mission_points import mission_points
from .other_browsers import MISSION, firefox_states, webkit_states

# Nothing listens there: whatever a browser wants from a network fails.
DEAD_PROXY = "http://127.0.0.1:9"
LESSON = STATE | {"versus": None}


def try_formula(formula):
    """What comes of code that nobody has edited, and then of code that never ends."""
    formula.open()
    formula.run()
    difference = formula.number("difference")
    return {"difference": difference, "fault": formula.stop_endless()}


def try_lesson(lesson):
    """What the lesson of the page says: of an answer, of the next page, of a text."""
    lesson.open_first()
    lesson["#course-questions textarea"].first.fill("a cat")
    kept = lesson["#course-kept"].text_content()
    lesson.turn()
    lesson.write()
    lesson["#draft-text"].fill("a **strong** one")
    preview = "document.getElementById('draft-preview').textContent === argument"
    lesson.page.wait(preview, "a strong one")
    places = {"place": "#course-place", "preview": "#draft-preview"}
    said = {name: lesson[place].text_content() for name, place in places.items()}
    lesson.leave()
    return {"kept": kept, **said}


@pytest.fixture(scope="module")
def in_chromium(one_file_address, launch, own_network):
    """The page in Chromium, cut off from the network, and the states of a visit."""
    browser = launch(f"--proxy-server={DEAD_PROXY}")
    context = browser.new_context(**OPTIONS)
    context.set_offline(True)
    playground = FilePage(context, one_file_address)
    playground.open()
    states = {"loaded": playground.state()}
    playground.draw((0.05, 0.05), (0.3, 0.5), (0.5, 0.95))
    states["drawn"] = playground.state()
    playground.choose_class(states["drawn"]["predictions"][2]["index"])
    states["chosen"] = playground.state()
    playground.move_layer(16)
    states["moved"] = playground.state()
    states["formula"] = try_formula(Formula(playground))
    playground.follow_link(MISSION)
    playground["#mission-texts p"].first.wait_for()
    states["judged"] = playground["#mission-points"].text_content()
    playground.bring(own_network)
    states["brought"] = playground.state()
    states["tested"] = playground.try_experiments()
    states["lesson"] = try_lesson(Lesson(playground))
    playground["#model"].select_option("lite0")
    playground.wait("playground.state().model === 'lite0'")
    playground.wait_ready()
    playground.check_log()
    yield playground, states
    context.close()


@pytest.fixture(scope="module", params=["Chromium", "Firefox", "WebKitGTK"])
def states(request, one_file_address, own_network):
    """What the page said after each step, in each browser, without network."""
    address = one_file_address
    if request.param == "Chromium":
        return request.getfixturevalue("in_chromium")[1]
    if request.param == "WebKitGTK":
        return webkit_states(address, own_network, f"--proxy={DEAD_PROXY}")
    states = firefox_states(address, own_network, "offline")
    own = (address, "blob:null/", "data:")
    assert [url for url in states.pop("requests") if not url.startswith(own)] == []
    return states


def test_file_fits_its_budget(one_file):
    assert 20_000_000 < len(one_file) <= LARGEST


def test_two_builds_are_byte_identical(one_file, served):
    assert make_bundle(served.folder, model="lite0") == one_file


def test_first_sample_is_explained(states):
    assert states["loaded"]["sample"] == "cat-and-dog"
    assert states["loaded"]["predictions"][0]["label"] == "Egyptian cat"


def test_hiding_the_cat_changes_the_guesses(states):
    assert len(states["drawn"]["shapes"]) == 1
    assert states["drawn"]["predictions"][0]["label"] != "Egyptian cat"


def test_another_class_is_explained(states):
    third = states["drawn"]["predictions"][2]["index"]
    assert states["chosen"]["target"] == third
    assert states["chosen"]["heatmap"] != states["drawn"]["heatmap"]


def test_layer_moves(states):
    assert states["drawn"]["layer"] == "top_activation"
    assert states["moved"]["layer"] == "block7a_project_bn"


def test_formula_makes_the_pages_map_and_is_stopped(states):
    assert states["formula"]["difference"] <= 1e-6  # of the maximum
    assert "Stopped after 2 seconds" in states["formula"]["fault"]


def test_numbers_are_the_command_lines(states, served, tmp_path):
    photo = served.folder / "samples" / "cat-and-dog.jpg"
    asked = states["moved"]
    assert_same_answer(asked, explain(served.folder, tmp_path, photo, asked))


def test_a_network_of_ones_own_is_explained(states, own_network, served, tmp_path):
    assert_same_answer(
        states["brought"],
        explain_own(served.folder, tmp_path, own_network, states["brought"]),
    )


def test_a_missions_link_gives_the_same_points(states, served):
    points = float(states["judged"].split()[0])
    assert points == pytest.approx(mission_points(served.folder), abs=0.1)


def test_experiments_run(states):
    curves, occlusion, *_ = states["tested"]
    assert occlusion == "done: 50 forward passes"
    assert curves.startswith(("done: ", "stopped after "))


def test_a_lesson_is_answered_and_written(states):
    assert states["lesson"]["place"] == "Page 2 of 7"
    assert states["lesson"]["preview"] == "a strong one"
    assert states["lesson"]["kept"] == "Kept in this browser."


def test_many_pictures_are_explained_by_the_file_alone(in_chromium, served):
    playground, _ = in_chromium
    samples = sorted((served.folder / "samples").glob("*.jpg"))[:3]
    crowd_section.explain(playground, {p.name: p.read_bytes() for p in samples})
    playground["#crowd-found .group .mean"].first.wait_for()
    assert playground["#crowd-found .group [data-picture]"].count() == 3
    style = "getComputedStyle(document.querySelector('#crowd-found .pictures')).display"
    assert playground.page.evaluate(style) == "flex"
    playground.enter("explore")
    playground.check_log()


def test_file_has_the_formulas_font_inside(in_chromium, served):
    playground, _ = in_chromium
    playground.go_to_lesson()
    check_power(playground, served.folder)
    playground.check_log()


def test_file_opens_as_prepared(served, tmp_path, chromium):
    lesson = tmp_path / "saved.json"
    lesson.write_text(json.dumps(LESSON))
    path = tmp_path / "lesson.html"
    path.write_bytes(make_bundle(served.folder, lesson=lesson))
    context = chromium.new_context(**OPTIONS)
    playground = FilePage(context, path.as_uri())
    playground.open()
    state = playground.state()
    assert {key: state[key] for key in LESSON} == LESSON
    with context.expect_page() as opened:
        playground["a[href$='licenses.html']"].click()
    opened.value.get_by_text("numpy and its libraries").wait_for()
    playground.check_log()
    context.close()


def test_lesson_opens_with_the_picture_that_its_page_saved(
    served, tmp_path, chromium, playground, samples_folder
):
    page = playground
    with Image.open(samples_folder / "coffee.jpg") as coffee:
        photo = encode(coffee.resize((320, 200)), "JPEG", subsampling="4:2:0")
    page.upload("own.jpg", photo)
    page.wait("playground.state().sample === null")
    page.draw((0.2, 0.2), (0.6, 0.6))
    page.wait_ready()
    with page.page.expect_download() as download:
        page["#save-lesson"].click()
    lesson = tmp_path / "lesson.json"
    download.value.save_as(lesson)
    path = tmp_path / "lesson.html"
    path.write_bytes(make_bundle(served.folder, lesson=lesson))
    context = chromium.new_context(**OPTIONS)
    opened = FilePage(context, path.as_uri())
    opened.open()
    asked, found = page.state(), opened.state()
    assert found["sample"] == "lesson"
    assert found["shapes"] == asked["shapes"]
    assert_equal_answer(found, asked)
    opened.check_log()
    context.close()


def test_lesson_with_pages_is_everybodys_beginning(served, tmp_path, chromium):
    page = Page("From a *stick*.", Scene("sample=dog&method=layercam", "test"))
    picture = Picture("mine.png", gradient((320, 200)))
    own = Page("The teacher's own.", Scene("", "explore", "lite0", 0))
    asked = replace(own, questions=(Question("text", "Why?"),))
    course = tmp_path / "course.json"
    course.write_bytes(
        write(Course("Offline", pages=(page, asked), pictures=(picture,)))
    )
    path = tmp_path / "with-lesson.html"
    path.write_bytes(make_bundle(served.folder, lesson=course))
    context = chromium.new_context(**OPTIONS)
    context.set_offline(True)
    opened = FilePage(context, path.as_uri())
    opened.open()
    lesson = Lesson(opened)
    lesson["#course-reading"].wait_for()
    opened.wait("playground.state().sample === 'dog'")
    assert opened["#course-text em"].text_content() == "stick"
    assert opened["#test"].is_visible()
    lesson.turn()
    opened.wait("playground.state().sample === null")
    lesson["#course-questions textarea"].fill("because")
    assert [row["answer"] for row in lesson.answers()] == ["because"]
    lesson.write()
    assert lesson.download("#draft-save")[1] == course.read_bytes()
    lesson.leave()
    lesson.open_first()  # the one that comes with the page is inside as well
    assert opened["#course-place"].text_content() == "Page 1 of 7"
    opened.check_log()
    context.close()


def test_file_that_was_cut_off_says_so(one_file, tmp_path, chromium):
    path = tmp_path / "half.html"
    path.write_bytes(one_file[: len(one_file) // 2])
    context = chromium.new_context(**OPTIONS)
    page = context.new_page()
    page.goto(path.as_uri())
    assert "incomplete" in page.locator("#progress-text").text_content()
    context.close()


def test_command_writes_the_file(served, tmp_path, monkeypatch, capsys):
    from convert.onefile import bundle as command

    site = tmp_path / "site"
    shutil.copytree(served.folder, site)
    monkeypatch.setattr(command, "SITE", site)
    out = tmp_path / "out.html"
    assert command.main(["--model", "lite0", "--sample", "dog", "--out", str(out)]) == 0
    assert out.stat().st_size > 20_000_000
    assert command.main(["--model", "none", "--out", str(out)]) == 1
    assert "lite0" in capsys.readouterr().err
