"""The page in another language: all that is said, and nothing that is computed."""

import asyncio
import json

import pytest

from convert.languages import packed
from convert.languages.catalogues import PYTHON
from convert.languages.pseudo import translate
from gradcam_py.app import live_loop
from gradcam_py.course.file import write
from gradcam_py.words.language import Catalogue, choose
from tests.courses import COURSE
from tests.page_desk import LEFT, living

ENGLISH = {"tag": "en", "forms": "", "messages": {}}
# Parts that have words; others are pixels and places.
SAYING = ("before", "controls", "heatmap", "predictions", "settings", "status", "tiles")


@pytest.fixture(scope="module")
def pseudo():
    """The values of `speak`: every message of Python's, in brackets."""
    files = packed.files(
        "qps",
        "Pseudo",
        "ltr",
        translate(PYTHON.template()),
        translate(PYTHON.template()),
    )
    messages = {}
    for data in files.values():
        messages |= json.loads(data)["python"]
    return {"tag": "qps", "forms": "01" + "1" * 198, "messages": messages}


@pytest.fixture
async def page(folder, model, monkeypatch):
    monkeypatch.setattr(live_loop, "IDLE_SECONDS", 0.02)
    try:
        async with living(folder, model) as made:
            yield made
    finally:
        choose("en")


def said(page):
    """What the page says."""
    return json.dumps({part: page.view.latest[part] for part in SAYING})


async def test_another_language_is_spoken_everywhere_and_nothing_runs(page, pseudo):
    page.do("place", shape=LEFT)
    page.do("keep_tile")
    await page.settled()
    before, state, runs = said(page), page.state, list(page.session.runs)

    page.do("speak", **pseudo)
    await page.settled()
    assert page.session.runs == runs
    for key, value in page.state.items():
        if key not in ("updates", "timings"):
            assert value == state[key], key
    assert page.state["updates"] == state["updates"]
    for part in SAYING:
        assert "[" in json.dumps(page.view.latest[part], ensure_ascii=False), part

    page.do("speak", **ENGLISH)
    await page.settled()
    assert said(page) == before
    assert page.session.runs == runs


async def test_results_of_experiments_are_told_again_without_a_run(page, pseudo):
    page.do("watch", is_watched=True)
    page.do("experiment", name="compare")
    page.do("trial", name="occlusion", score="logit", fill="gray", grid=7)
    async with asyncio.timeout(20):
        while page.view.latest["trial"]["kind"] != "ended":
            await asyncio.sleep(0.01)
    await page.settled()
    runs = list(page.session.runs)
    page.view.shown.clear()

    page.do("speak", **pseudo)
    await page.settled()
    lesson = [data for part, data in page.view.shown if part == "lesson"]
    (compared,) = [data for data in lesson if data["kind"] == "compared"]
    assert compared["rows"][0]["fill"].startswith("[")
    trial = [data for part, data in page.view.shown if part == "trial"]
    assert [data["kind"] for data in trial] == ["begun", "maps", "ended"]
    assert trial[-1]["text"].startswith("[")
    assert page.session.runs == runs


async def test_a_mission_goes_on_in_another_language(page, pseudo):
    page.do("mission", name="fill")
    page.do("lock_mission", choice="blur")
    async with asyncio.timeout(20):
        while page.view.latest["mission"]["kind"] != "judged":
            await asyncio.sleep(0.01)
    before, runs = page.view.latest["mission"], list(page.session.runs)
    page.do("speak", **pseudo)
    after = page.view.latest["mission"]
    assert after["kind"] == "judged"
    assert len(after["texts"]) == len(before["texts"])
    assert all(text.startswith("[") for text in after["texts"])
    assert page.session.runs == runs


async def test_a_lesson_keeps_its_page_and_draft(page, pseudo):
    page.playground.upload(write(COURSE), "lesson.json")
    async with asyncio.timeout(10):
        while "page" not in {data.get("kind") for _, data in page.view.shown}:
            await asyncio.sleep(0.01)
    page.do("speak", **pseudo)
    assert page.view.latest["course"]["kind"] == "said"
    assert page.view.latest["course"]["reading"].startswith("[")
    assert page.view.latest["course"]["writing"] == ""


async def test_a_saved_page_knows_its_language(page, pseudo):
    page.do("speak", **pseudo)
    page.do("save", kind="lesson")
    data = page.view.pixels["file"].tobytes()
    assert json.loads(data)["language"] == "qps"
    page.do("save", kind="json")
    assert "language" not in json.loads(page.view.pixels["file"].tobytes())
    page.playground.upload(data, "lesson.json")
    assert page.view.latest["language"] == {"tag": "qps"}
    page.do("speak", **ENGLISH)


def test_a_catalogue_gives_what_gettext_would(tmp_path):
    forms = packed.forms("(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2)")
    catalogue = Catalogue({"one map": ["a", "b", "c"]}, forms)
    counted = {
        n: catalogue.ngettext("one map", "{n} maps", n) for n in (1, 2, 5, 11, 21, 1022)
    }
    assert counted == {1: "a", 2: "b", 5: "c", 11: "c", 21: "a", 1022: "b"}
    assert catalogue.ngettext("one cell", "{n} cells", 1) == "one cell"
    assert catalogue.ngettext("one cell", "{n} cells", 2) == "{n} cells"


def test_forms_that_the_page_could_not_tell_are_refused():
    with pytest.raises(ValueError, match="two digits"):
        packed.forms("(n%1000==1)")
