"""Many pictures in the page: as the command line explains them, and after all else."""

import csv
import io
import json

import numpy as np
import pytest
from PIL import Image

from gradcam_py.crowd.command import main
from tests import crowds

from . import crowd_section as section
from .memories import GROWTH, memory
from .playground_page import DESKTOP, PHONE

# Of probabilities and shares, and of the raw maximum in parts of itself: WebAssembly
# against a processor's own sums, both with the same decoder.
SAME = 1e-3
LATER = ("crowd.zip", "crowd.css", "crowd/room.js")


@pytest.fixture(scope="module")
def photos(samples_folder):
    """{name: bytes}: parts of the samples in four formats, one of them bad."""
    rng = np.random.default_rng(8)
    samples = [Image.open(path) for path in sorted(samples_folder.glob("*.jpg"))]
    made = {}
    for number in range(7):
        sample = samples[number % len(samples)].convert("RGB")
        left, top = (round(side * rng.uniform(0, 0.4)) for side in sample.size)
        kind = ("JPEG", "PNG", "WEBP", "BMP")[number % 4]
        buffer = io.BytesIO()
        part = sample.crop((left, top, sample.width, sample.height))
        part.resize((320, 240)).save(buffer, kind)
        made[f"{number}.{kind.lower()}"] = buffer.getvalue()
    made["bad.jpg"] = b"\xff\xd8\xff damaged"
    return made


@pytest.fixture
def page(playground):
    yield playground
    playground["[data-stop]"].evaluate_all(
        "buttons => buttons.forEach((button) => button.click())"
    )
    playground.wait("!document.getElementById('test').dataset.running")
    playground.page.set_viewport_size(DESKTOP)
    playground.page.emulate_media(color_scheme="light")
    playground.enter("explore")


@pytest.mark.parametrize("layer", ["top", "5c"])
def test_rows_are_those_of_the_command_line(page, photos, served, tmp_path, layer):
    page.follow_link(f"#sample=cat-and-dog&layer={layer}")
    section.explain(page, photos)
    lines = section.saved(page, "jsonl").splitlines()
    ours = {row["picture"]: row for row in map(json.loads, lines)}
    folder = tmp_path / "photos"
    folder.mkdir()
    for name, data in photos.items():
        (folder / name).write_bytes(data)
    network = ["--models", str(served.folder / "models"), "--model", "lite0"]
    options = [*network, "--layer", layer, "--jobs", "1"]
    assert main([str(folder), "--out", str(tmp_path / "out"), *options]) == 0
    theirs = crowds.rows(tmp_path / "out")
    assert len(ours) == len(theirs) == len(photos)
    for row in theirs:
        found = ours[row["picture"].removeprefix(f"{folder}/")]
        assert list(found) == list(row)
        if row["error"]:
            assert found["error"] == row["error"].removeprefix(f"{folder}/")
            continue
        for key in row.keys() - {"picture", "predictions", "maximum"}:
            assert found[key] == pytest.approx(row[key], abs=SAME), key
        assert found["maximum"] == pytest.approx(row["maximum"], rel=SAME)
        best = [guess["index"] for guess in row["predictions"]]
        assert [guess["index"] for guess in found["predictions"]][:2] == best[:2]
        for ours_, theirs_ in zip(
            found["predictions"], row["predictions"], strict=True
        ):
            assert ours_["probability"] == pytest.approx(
                theirs_["probability"], abs=SAME
            )


def test_the_sheet_shows_each_by_its_class_with_a_mean(page, photos):
    section.explain(page, photos)
    assert section.progress(page) == "done: 8 pictures"
    groups = page["#crowd-found .group"]
    shown = groups.locator("[data-picture]").count()
    assert shown == 7
    assert groups.locator(".mean").count() == groups.count()
    drawn = page["#crowd-found img"].evaluate_all(
        "all => all.every(({ complete, naturalWidth }) => complete && naturalWidth)"
    )
    assert drawn
    faults = page["#crowd-found .faults li"].all_text_contents()
    assert len(faults) == 1
    assert faults[0].startswith("bad.jpg")
    assert "for the best guess" in page["[data-outcome=crowd] .subject"].text_content()


def test_the_table_opens_in_a_tables_program(page, photos):
    section.explain(page, photos)
    text = section.saved(page, "csv").decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    assert sorted(row["picture"] for row in table) == sorted(photos)
    assert sum(bool(row["error"]) for row in table) == 1


def test_what_it_needs_comes_with_the_first_pictures(new_playground, photos):
    page = new_playground()
    page.open()

    def fetched():
        return [name for name in LATER if any(u.endswith(name) for u in page.requests)]

    assert fetched() == []
    section.explain(page, {"bad.jpg": photos["bad.jpg"]})
    page["#crowd-found .faults"].wait_for()
    assert fetched() == list(LATER)
    page.check_log()


def test_several_dropped_anywhere_are_many_pictures(page, photos):
    section.drop(page, photos)
    page["#crowd-title"].wait_for(state="visible")
    assert section.finish(page) == "done: 8 pictures"
    assert page.state()["sample"] == "cat-and-dog"


def test_fifty_one_are_refused_with_the_command_that_takes_them(page, photos):
    name, data = next(iter(photos.items()))
    section.choose(page, {f"{number}-{name}": data for number in range(51)})
    said = page.wait_problem()
    assert said.startswith("51 pictures came, and the page explains 50 at a time.")
    assert "gradcam FOLDER --out RESULTS" in said


def test_a_stroke_goes_first(page, photos):
    many = {f"{n}-{k}": data for n in range(3) for k, data in photos.items()}
    section.begin(page, many)
    page.wait("/^[3-9] of/.test(document.getElementById('crowd-progress').textContent)")
    page.enter("explore")
    page.press((0.2, 0.2))
    page.drag([(0.3, 0.4), (0.5, 0.5)])
    page.wait("playground.state().shapes.length === 1")
    # what was under way has come to its end: from now on nothing moves
    page.page.wait_for_timeout(1500)
    before = section.progress(page)
    page.page.wait_for_timeout(1500)
    assert section.progress(page) == before
    page.release()
    assert len(page.state()["shapes"]) == 1
    assert section.finish(page) == f"done: {len(many)} pictures"


def test_it_is_stopped_and_keeps_what_it_has(page, photos):
    many = {f"{n}-{k}": data for n in range(3) for k, data in photos.items()}
    section.begin(page, many)
    page.wait("/^[3-9] of/.test(document.getElementById('crowd-progress').textContent)")
    page["[data-trial=crowd] [data-stop]"].click()
    told = section.finish(page)
    count = int(told.split()[2])
    assert told == f"stopped after {count} of {len(many)} pictures"
    assert 3 <= count < len(many)
    assert len(section.saved(page, "jsonl").splitlines()) == count


def test_a_picture_is_opened_by_the_keyboard(page, photos):
    section.explain(page, photos)
    button = page["#crowd-found .group [data-picture]"].first
    name = button.get_attribute("title")
    label = button.locator("b, span").first.text_content()
    button.focus()
    page.page.keyboard.press("Enter")
    page.wait("playground.state().sample === null")
    page.wait_ready()
    page["#explore"].wait_for(state="visible")
    best = page.state()["predictions"][0]
    assert label.startswith(best["label"])
    assert name in photos


def test_the_focus_stays_while_more_pictures_come(page, photos):
    many = {f"{n}-{k}": data for n in range(3) for k, data in photos.items()}
    section.begin(page, many)
    page["#crowd-found [data-picture]"].first.wait_for()
    shown = page.page.evaluate(
        """() => {
            const first = document.querySelector("#crowd-found [data-picture]");
            first.focus();
            window.lost = 0;
            first.addEventListener("focusout", () => (window.lost += 1));
            return document.querySelectorAll(".group [data-picture]").length;
        }"""
    )
    section.finish(page)
    picture, lost = page.page.evaluate(
        "[document.activeElement.dataset.picture, window.lost]"
    )
    # once, by the whole sheet: until then nothing moves under who reads it
    assert (picture is not None, lost) == (True, 1)
    assert shown < page["#crowd-found .group [data-picture]"].count() == 21


def test_the_sheet_goes_on_when_the_focus_leaves_it(page, photos):
    many = {f"{n}-{k}": data for n in range(3) for k, data in photos.items()}
    section.begin(page, many)
    page["#crowd-found [data-picture]"].first.wait_for()
    shown, told = page.page.evaluate(
        """async () => {
            const count = () => document.querySelectorAll(".group li").length;
            const progress = document.getElementById("crowd-progress");
            document.querySelector("#crowd-found [data-picture]").focus();
            const before = count();
            while (!/^1[0-9] of/.test(progress.textContent)) {
                await new Promise(requestAnimationFrame);
            }
            const meanwhile = count();
            document.activeElement.blur();
            return [[before, meanwhile, count()], progress.textContent];
        }"""
    )
    before, meanwhile, after = shown
    assert before == meanwhile < after, told


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_the_screen(page, photos, size, theme, tmp_path):
    page.page.set_viewport_size(size)
    page.page.emulate_media(color_scheme=theme)
    section.explain(page, photos)
    assert page.page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    smallest = page["#crowd button, #crowd .file-button"].evaluate_all(
        """buttons => Math.min(...buttons.filter((each) => each.checkVisibility())
            .map((each) => each.getBoundingClientRect().height))"""
    )
    assert smallest >= (44 if size == PHONE else 24)


def test_memory_is_flat(watched, photos):
    """The second and the fourth time fifty pictures are explained."""
    good = [data for name, data in photos.items() if name != "bad.jpg"]
    many = {f"{n:02}.png": good[n % len(good)] for n in range(50)}
    measured = []
    for _ in range(3):
        section.explain(watched, many)
        watched.enter("explore")
        measured.append(memory(watched))
    grown = {what: measured[-1][what] / size - 1 for what, size in measured[1].items()}
    assert {what: share for what, share in grown.items() if share > GROWTH} == {}
