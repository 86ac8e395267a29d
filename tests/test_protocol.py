"""Python keeps to the protocol that gradcam_py/view/protocol declares."""

import ast
import asyncio
import inspect
from pathlib import Path

import numpy as np
import pytest

import gradcam_py
from convert.web.typescript import page_ids, protocol
from gradcam_py.app import live_loop
from gradcam_py.app.classroom.table import READING, WRITING
from gradcam_py.app.drawing import DRAWING
from gradcam_py.app.playground import OTHERS
from gradcam_py.app.query import INQUIRY
from gradcam_py.course.file import write
from gradcam_py.explaining.settings import Settings
from gradcam_py.laboratory.laboratory import TRIALS
from gradcam_py.lesson.teacher import EXPERIMENTS
from gradcam_py.view.looks import Looks
from gradcam_py.view.protocol.actions import ACTIONS, Choose, Experiment
from gradcam_py.view.protocol.choices import Looks as DeclaredLooks
from gradcam_py.view.protocol.parts import PARTS
from tests import tiny_networks
from tests.courses import COURSE
from tests.page_desk import LEFT, living, png
from tests.page_fakes import FakeFile
from tests.protocol_check import faults

# Of the switch for the graphics card and of bridge.py, which no page here has.
ELSEWHERE = {"graphics_card", "credits", "thumbnails"}
LESSON = PARTS["lesson"].data.__args__  # each of its messages
TRIAL = PARTS["trial"].data.__args__
MISSION = PARTS["mission"].data.__args__
COURSES = PARTS["course"].data.__args__
PIXELS = np.zeros((2, 2, 4), np.uint8)
HEATMAP = {"text": "Strongest in row 1", "title": "pug", "subject": "pug"}
PREDICTION = {
    "index": 1,
    "label": "pug",
    "description": "",
    "probability": 0.5,
    "baseline": 0.5,
    "percent": "50 %",
    "change": "",
    "direction": 0,
    "entered": False,
}
PREDICTIONS = {
    "rows": [PREDICTION],
    "left": [],
    "target": PREDICTION,
    "target_is_shown": True,
    "following": True,
    "choice": "",
    "offer": None,
}


@pytest.fixture
async def page(folder, model, monkeypatch):
    monkeypatch.setattr(live_loop, "IDLE_SECONDS", 0.02)
    async with living(folder, model) as made:  # which finds that nothing was wrong
        yield made


async def test_every_part_is_shown_as_it_is_declared(page):
    english = {"tag": "en", "forms": "", "messages": {}}
    page.do("watch", is_watched=True)
    page.do("place", shape=LEFT)
    page.do("sketch", shape={"tool": "brush", "points": [[0.5, 0.5]], "radius": 0.1})
    page.do("sketch", shape=None)
    await page.settled()
    page.do("open_input", is_open=True)
    page.do("point", which="heatmap", x=0.5, y=0.5)
    page.do("suggest", field="class-search", text="pug")
    page.do("share")
    for kind in ("png", "json", "lesson"):
        page.do("save", kind=kind)
    page.playground.upload(page.view.pixels["file"].tobytes(), "lesson.json")
    for name in EXPERIMENTS:
        page.do("experiment", name=name)
    for name in TRIALS:
        page.do("trial", name=name, score="logit", fill="gray", masks=2)
        async with asyncio.timeout(20):
            while page.view.latest["trial"]["kind"] != "ended":
                await asyncio.sleep(0.01)
    await page.playground.receive([FakeFile("a.png", png(1)), FakeFile("b.png", b"")])
    async with asyncio.timeout(20):
        while page.view.latest["trial"] != {
            "kind": "ended",
            "name": "crowd",
            "text": "done: 2 pictures",
        }:
            await asyncio.sleep(0.01)
    for kind in ("csv", "jsonl"):
        page.do("save_crowd", kind=kind)
    page.do("look_at_trial", name="curves", score="logit", step=1)
    page.do("keep_tile")
    page.do("mission", name="fill")
    page.do("lock_mission", choice="blur")
    async with asyncio.timeout(20):
        while page.view.latest["mission"]["kind"] != "judged":
            await asyncio.sleep(0.01)
    page.do("speak", **english)
    page.do("leave_mission")
    page.playground.upload(write(COURSE), "lesson.json")
    page.do("answer", page=0, question=0, text="because")
    page.do("write_course")
    page.do("edit_page", index=0, text="Look!", questions=[])
    page.do("save_course")
    async with asyncio.timeout(10):
        while "saved" not in {data.get("kind") for _, data in page.view.shown}:
            await asyncio.sleep(0.01)
    page.do("speak", **english)
    page.do("close_course")
    page.do("explain", target=-1)  # which is refused: a problem
    wanted = {
        each.__annotations__["kind"].__args__[0]
        for each in LESSON + TRIAL + MISSION + COURSES
    }
    async with asyncio.timeout(10):
        while wanted - {data.get("kind") for _, data in page.view.shown}:
            await asyncio.sleep(0.01)
        file = FakeFile("net.onnx", tiny_networks.plain().SerializeToString())
        await page.playground.receive([file])
        while page.view.latest["network"]["own"] is None:
            await asyncio.sleep(0.01)
    assert page.view.latest.keys() == PARTS.keys() - ELSEWHERE


@pytest.mark.parametrize(
    ("part", "data", "pixels", "told"),
    [
        ("heatmaps", HEATMAP, PIXELS, "heatmaps: no part of the page"),
        ("heatmap", {"text": ""}, PIXELS, "heatmap.title is missing"),
        ("heatmap", HEATMAP | {"x": 1}, PIXELS, "heatmap.x is not declared"),
        ("heatmap", HEATMAP | {"text": None}, PIXELS, "heatmap.text: None is no"),
        ("heatmap", HEATMAP, None, "heatmap: other pixels than 'image'"),
        ("heatmap", HEATMAP, PIXELS[..., :3], "heatmap: other pixels than 'image'"),
        ("file", {"name": "", "mime": ""}, PIXELS, "file: other pixels than 'bytes'"),
        ("problem", {"text": "", "retry": 1}, None, "problem.retry: 1 is no"),
        ("status", {"state": "idle"}, None, "status.state: 'idle' is none of"),
        ("strip", {"maxima": [True]}, PIXELS, "strip.maxima[0]: True is no"),
        ("predictions", PREDICTIONS | {"rows": [{}]}, None, "predictions.rows[0]."),
        ("predictions", PREDICTIONS | {"offer": {}}, None, "predictions.offer"),
        ("lesson", {"kind": "drawing"}, None, "lesson.kind: 'drawing' is none of"),
        ("controls", {"methods": {"a": 1}}, None, "controls.methods[a]: 1 is no"),
    ],
)
def test_a_wrong_message_is_told(part, data, pixels, told):
    assert any(fault.startswith(told) for fault in faults(part, data, pixels))


@pytest.mark.parametrize(
    ("part", "data", "pixels"),
    [
        ("heatmap", HEATMAP, PIXELS),
        ("before", {"stale": True}, None),
        ("predictions", PREDICTIONS, None),
        ("predictions", PREDICTIONS | {"offer": {"index": 1, "text": ""}}, None),
        ("file", {"name": "", "mime": ""}, np.zeros(3, np.uint8)),
        ("strip", {"maxima": (0.5, 1)}, PIXELS),
    ],
)
def test_a_right_message_is_not_told(part, data, pixels):
    assert faults(part, data, pixels) == []


def _literal_messages():
    """Every `show("part", {...})` of the package: file, part and keys of the data."""
    for path in sorted(Path(gradcam_py.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="show"),
                    args=[ast.Constant(value=part), ast.Dict(keys=keys), *_],
                ):
                    yield path.name, part, {key.value for key in keys}


def test_what_the_browsers_side_shows_is_declared_too():
    """Which no test here can run: read instead."""
    found = list(_literal_messages())
    assert {"thumbnails", "credits"} <= {
        part for file, part, _ in found if file == "bridge.py"
    }
    for file, part, keys in found:
        declared = PARTS[part].data
        assert declared.__required_keys__ <= keys, (file, part)
        assert keys <= set(declared.__annotations__), (file, part)


PERFORMERS = {**DRAWING, **INQUIRY, **OTHERS, **READING, **WRITING}
# Of what does an action: what it is done to comes before the values.
OWNERS = {"self", "settings"}


def test_the_actions_are_those_that_the_page_performs():
    assert sorted(ACTIONS) == sorted(PERFORMERS)


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_has_the_values_that_are_declared(action):
    performer = PERFORMERS[action]
    declared = ACTIONS[action]
    parameters = inspect.signature(performer).parameters.values()
    taken = [each for each in parameters if each.name not in OWNERS]
    if any(each.kind is each.VAR_KEYWORD for each in taken):  # look(**changes)
        assert set(declared.__annotations__) == set(Looks.__dataclass_fields__)
        return
    assert [each.name for each in taken] == list(declared.__annotations__)
    required = {each.name for each in taken if each.default is each.empty}
    assert required == declared.__required_keys__


def test_choices_are_those_of_the_application():
    settings = set(Choose.__annotations__["name"].__args__)
    assert settings <= set(Settings.__dataclass_fields__)
    assert Experiment.__annotations__["name"].__args__ == EXPERIMENTS
    assert set(DeclaredLooks.__annotations__) == set(Looks.__dataclass_fields__)


def test_typescript_gets_every_part_and_every_action():
    text = protocol()
    parts = text[text.index("interface Parts") : text.index("interface Actions")]
    actions = text[text.index("interface Actions") :]
    for name in PARTS:
        assert f" {name}: [data: " in parts
    for name in ACTIONS:
        assert f" {name}: " in actions
    assert "heatmap: [data: Heatmap, pixels: ImageData];" in parts
    assert "interface Before { text?: string; title?: string; stale: boolean; }" in text


def test_two_elements_of_one_id_are_an_error():
    assert '"a": "p"; "b": "canvas";' in page_ids("<p id=a><canvas id=b></canvas></p>")
    with pytest.raises(ValueError, match="'a'"):
        page_ids("<p id=a></p><p id=a></p>")
