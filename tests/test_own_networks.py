"""A network of one's own on the page, without a browser: natively, with stand-ins."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace

import numpy as np
import onnx
import pytest
from onnx.reference import ReferenceEvaluator

from gradcam_py.app import live_loop
from gradcam_py.app.networks.known import OWN
from gradcam_py.app.networks.own import LARGEST
from gradcam_py.errors import PlaygroundError
from gradcam_py.network.preprocessing import PREPROCESSINGS, Preprocessing
from tests import tiny_networks
from tests.page_desk import LEFT, living, png
from tests.page_fakes import FakeFile
from tests.tiny_networks import CLASSES, SIDE, node

NAMES = ["cat", "dog", "fox", "owl"]
RUNTIME = 1e-5  # float32, in another order of sums
HALVES = {"image_mean": [0.5] * 3, "image_std": [0.25] * 3}


@pytest.fixture
async def page(folder, model, monkeypatch):
    monkeypatch.setattr(live_loop, "IDLE_SECONDS", 0.02)
    async with living(folder, model) as made:
        yield made


def net(made: onnx.ModelProto | None = None, name: str = "net.onnx") -> FakeFile:
    return FakeFile(name, (made or tiny_networks.plain()).SerializeToString())


def text(name: str, content: object) -> FakeFile:
    written = content if isinstance(content, str) else json.dumps(content)
    return FakeFile(name, written.encode())


async def until(condition) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)


async def bring(page, *files: FakeFile, meant: str = "") -> None:
    """Bring files and wait until nothing is done for them any more."""
    await page.playground.receive(files, meant)
    await arrived(page)


async def arrived(page) -> None:
    task = page.playground.chooser._task
    if task:
        await asyncio.wait([task])
    await asyncio.sleep(0)
    await page.settled()


def own(page) -> dict:
    return page.view.latest["network"]["own"]


def probabilities(page) -> np.ndarray:
    shown = page.playground.desk.presenter.shown
    return shown.probabilities


def reference(page, preprocessing: Preprocessing, made=None) -> np.ndarray:
    """What ONNX's own evaluator makes of the picture that the network was given."""
    image = preprocessing.apply(page.playground.desk.presenter.shown.image)
    evaluator = ReferenceEvaluator(made or tiny_networks.plain())
    logits = evaluator.run(None, {"x": image.transpose(2, 0, 1)[None]})[0][0]
    powers = np.exp(logits.astype(np.float64) - logits.max())
    return powers / powers.sum()


async def test_a_dropped_network_is_explained_like_the_sites_own(page):
    page.do("place", shape=LEFT)
    page.do("look", colormap="magma")
    await bring(page, net())
    assert page.problem == ""
    state = page.state
    assert (state["model"], state["layer"]) == ("net.onnx", "r2")
    assert (state["sample"], state["colormap"]) == ("a", "magma")
    assert [shape["tool"] for shape in state["shapes"]] == ["rect"]
    assert len(page.view.latest["predictions"]["rows"]) == CLASSES
    expected = reference(page, PREPROCESSINGS["imagenet"])
    np.testing.assert_allclose(probabilities(page), expected, atol=RUNTIME)
    assert page.view.latest["network"]["name"] == OWN
    assert page.view.latest["network"]["names"][OWN] == "net.onnx"
    assert [layer["label"] for layer in page.view.latest["network"]["layers"]] == [
        "1",
        "top",
    ]
    assert page.session.closed == 1  # its memory is given back


async def test_everything_goes_on_with_it(page):
    await bring(page, net())
    page.do("choose", name="layer", value="1")
    page.do("choose", name="method", value="layercam")
    page.do("sketch", shape={"tool": "brush", "points": [[0.5, 0.5]], "radius": 0.1})
    page.do("sketch", shape=None)
    page.do("place", shape=LEFT)
    await page.settled()
    assert (page.state["layer"], page.state["method"]) == ("r1", "layercam")
    page.do("search", text="class 2")
    await page.settled()
    assert page.state["target"] == 2
    assert len(page.view.latest["strip"]["maxima"]) == 2
    page.do("share")
    assert page.view.latest["link"]["own_network"]
    page.do("save", kind="json")
    assert page.problem == ""
    page.do("watch", is_watched=True)
    for name in ("check", "compare", "fade"):
        page.do("experiment", name=name)
    kinds = {"checked", "compared", "faded", "drawn"}
    await until(
        lambda: (
            kinds <= {data.get("kind") for p, data in page.view.shown if p == "lesson"}
        )
    )


async def test_the_page_says_what_it_found(page):
    softmax = node("Softmax", "y", "z", axis=-1)
    await bring(page, net(tiny_networks.behind(softmax)))
    facts = {fact["term"]: fact["text"] for fact in own(page)["facts"]}
    assert facts["File"].startswith("net.onnx, 0.0 MB")
    assert facts["Input"] == "x: 16 × 16 pixels in colour, NCHW, float32"
    assert facts["Answer"].startswith(
        "4 classes, without names of its own; its softmax"
    )
    assert facts["Layers"] == "2 maps, from 6 of 16 × 16 to 8 of 8 × 8"
    assert facts["Operators"].startswith(
        "Conv, Flatten, Gemm, GlobalAveragePool, Relu;"
    )
    assert (own(page)["size"], own(page)["size_is_fixed"]) == (SIDE, True)
    assert own(page)["warning"] == ""


async def test_tokens_of_a_transformer_are_told(page):
    await bring(page, net(tiny_networks.tokens()))
    facts = {fact["term"]: fact["text"] for fact in own(page)["facts"]}
    assert "of tokens" in facts["Layers"]
    assert page.state["model"] == "net.onnx"


async def test_one_probability_is_told_as_no_and_yes(page):
    last = node("Sigmoid", "one", "z")
    one = tiny_networks.behind(node("ReduceMax", "y", "one", axes=[1]), last)
    await bring(page, net(one))
    assert page.problem == ""
    rows = page.view.latest["predictions"]["rows"]
    assert {row["label"] for row in rows} == {"no", "yes"}
    facts = {fact["term"]: fact["text"] for fact in own(page)["facts"]}
    assert facts["Answer"].startswith("2 classes, without names of its own")


async def test_names_and_preprocessing_come_with_it(page):
    names = text("names.txt", "\n".join(NAMES))
    await bring(page, names, net(), text("preprocessor_config.json", HALVES))
    assert {row["label"] for row in page.view.latest["predictions"]["rows"]} == set(
        NAMES
    )
    assert (own(page)["mean"], own(page)["deviation"]) == ([0.5] * 3, [0.25] * 3)
    assert own(page)["preset"] == ""
    expected = reference(page, Preprocessing((0.5,) * 3, (0.25,) * 3))
    np.testing.assert_allclose(probabilities(page), expected, atol=RUNTIME)


async def test_they_may_come_later_and_change_one_thing_each(page):
    await bring(page, net())
    before = probabilities(page)
    session = page.playground.desk.session
    await bring(page, text("names.csv", "id,name\n1,dog\n0,cat\n2,fox\n3,owl\n"))
    assert page.playground.desk.labels.name(3) == "owl"
    np.testing.assert_array_equal(probabilities(page), before)
    await bring(page, text("preprocessor_config.json", HALVES))
    assert page.playground.desk.labels.name(3) == "owl"
    assert np.abs(probabilities(page) - before).max() > RUNTIME
    assert session._processor.session.closed == 0  # one runtime all the while


async def test_one_file_may_hold_both(page):
    both = {"label_names": NAMES, "mean": [0.5] * 3, "std": [0.5] * 3}
    await bring(page, net())
    await bring(page, text("timm.json", both), meant="network")
    assert page.playground.desk.labels.name(0) == "cat"
    assert own(page)["preset"] == "-1-1"


async def test_preprocessing_is_chosen_by_hand(page):
    await bring(page, net())
    for action, values, expected in (
        ("preset", {"name": "0-1"}, PREPROCESSINGS["0-1"]),
        ("preset", {"name": "0-255"}, PREPROCESSINGS["0-255"]),
        ("prepare", {"bgr": True}, PREPROCESSINGS["0-255"].in_order(bgr=True)),
        ("prepare", {"mean": [0.1, 0.2, 0.3]}, None),
        ("prepare", {"deviation": [0.4, 0.5, 0.6]}, None),
    ):
        page.do(action, **values)
        await arrived(page)
        expected = expected or Preprocessing(
            (0.1, 0.2, 0.3), tuple(own(page)["deviation"]), bgr=True
        )
        np.testing.assert_allclose(
            probabilities(page), reference(page, expected), atol=RUNTIME
        )
    assert own(page)["deviation"] == [0.4, 0.5, 0.6]
    assert (own(page)["bgr"], own(page)["preset"]) == (True, "")


async def test_two_changes_at_once_are_both_made(page):
    await bring(page, net())
    page.do("prepare", mean=[0.1, 0.2, 0.3])
    page.do("prepare", bgr=True)
    await arrived(page)
    assert (own(page)["mean"], own(page)["bgr"]) == ([0.1, 0.2, 0.3], True)


@pytest.mark.parametrize(
    ("action", "values", "told"),
    [
        ("prepare", {"mean": [0.5, None, 0.5]}, "expected three numbers"),
        ("prepare", {"mean": [0.5, float("inf"), 0.5]}, "expected three numbers"),
        ("prepare", {"mean": [0.5, 0.5]}, "expected three numbers"),
        ("prepare", {"deviation": [0.5, 0.0, 0.5]}, "greater than 0"),
        ("preset", {"name": "nonsense"}, "unknown preprocessing 'nonsense'"),
        ("resize", {"size": 5}, "expected 16 to 1024"),
        ("network", {"name": "nonsense"}, "unknown network 'nonsense'"),
    ],
)
async def test_bad_choices_are_told_and_change_nothing(page, action, values, told):
    await bring(page, net())
    before = own(page)
    page.do(action, **values)
    await page.settled()
    assert told in page.problem
    assert own(page) == before


async def test_a_size_that_the_file_leaves_open_can_be_chosen(page):
    await bring(page, net(tiny_networks.plain(shape=("N", 3, "h", "w"))))
    assert not own(page)["size_is_fixed"]
    page.do("resize", size=48)
    await arrived(page)
    assert page.problem == ""
    assert page.playground.desk.presenter.shown.image.shape == (48, 48, 3)
    assert page.view.latest["network"]["input"].endswith("48 × 48 pixels")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([FakeFile("net.onnx", b"")], "without a network"),
        ([FakeFile("net.onnx", b"not ONNX" * 9)], "not an ONNX file"),
        ([net(), net(name="more.onnx")], "expected one network"),
        ([text("names.txt", "cat\ndog")], "bring the .onnx file first"),
        (
            [net(), text("names.txt", "cat\ndog")],
            "found 2 names, but the network has 4",
        ),
        ([net(), text("preprocessor_config.json", {"a": 1})], "image_mean"),
        ([FakeFile("net.onnx", b"x", failing=True)], "the file is gone"),
        (
            [net(tiny_networks.behind(node("Mystery", "y", "z")))],
            "Mystery",
        ),
        ([net(tiny_networks.behind(node("Reshape", "y two", "z")))], ""),
    ],
)
async def test_what_is_refused_leaves_the_page_as_it_was(page, files, told):
    page.do("place", shape=LEFT)
    await page.settled()
    before = page.state
    await bring(page, *files)
    assert told in page.problem
    assert page.problem != ""
    assert page.state["heatmap"] == before["heatmap"]
    assert page.state["shapes"] == before["shapes"]
    assert page.view.latest["network"]["own"] is None
    assert page.view.latest.get("network_progress", {"text": ""})["text"] == ""
    assert page.session.closed == 0
    page.do("undo")
    await page.settled()
    assert page.state["shapes"] == []


async def test_a_file_that_no_browser_holds_is_refused_unread(page):
    large = SimpleNamespace(name="huge.onnx", size=LARGEST + 1)
    await bring(page, large)
    assert "huge.onnx has 2147.5 MB" in page.problem


async def test_a_large_one_is_taken_with_a_warning(page, monkeypatch):
    monkeypatch.setattr("gradcam_py.app.networks.facts.LARGE", 10)
    await bring(page, net())
    assert "run out of memory" in own(page)["warning"]
    assert page.state["model"] == "net.onnx"


async def test_networks_can_be_changed_to_and_fro(page, model):
    first = model.manifest.name
    file = net()
    await bring(page, file)
    (runtime,) = file.runtimes
    page.do("choose", name="layer", value="1")
    for name, closed in (("other", 1), (OWN, 1), (first, 2)):
        page.do("network", name=name)
        await arrived(page)
        assert page.problem == ""
        assert page.view.latest["network"]["name"] == name
        assert sum(session.closed for session in runtime.sessions) == closed
    assert [session.closed for session in page.networks.sessions] == [1, 0]
    assert page.state["model"] == first
    assert page.state["layer"] == model.manifest.features_layer  # all have a last one


async def test_the_network_on_the_page_is_not_opened_again(page, model):
    page.do("network", name=model.manifest.name)
    await page.settled()
    assert page.networks.sessions == []


async def test_one_that_cannot_be_opened_leaves_the_page_as_it_was(page, model):
    page.networks.failure = PlaygroundError("the server is down")
    page.do("network", name="other")
    await arrived(page)
    assert page.problem == "the server is down"
    told = [data for part, data in page.view.shown if part == "network_progress"]
    assert told == [
        {"text": "Opening Other …", "of_own": False},
        {"text": "", "of_own": True},
    ]
    assert page.view.latest["network"]["name"] == model.manifest.name
    assert page.session.closed == 0


async def test_of_two_in_a_row_the_last_one_comes(page):
    first, last = net(name="first.onnx"), net(name="last.onnx")
    await page.playground.receive([first])
    await asyncio.sleep(0.004)
    await bring(page, last)
    assert page.state["model"] == "last.onnx"
    assert page.problem == ""
    open_ones = [
        session
        for file in (first, last)
        for runtime in file.runtimes
        for session in runtime.sessions
        if not session.closed
    ]
    assert len(open_ones) == 1


async def test_a_class_stays_where_the_classes_are_the_same(page):
    page.do("explain", target=3)
    page.do("network", name="other")
    await arrived(page)
    assert (page.state["target"], page.state["pinned"]) == (3, True)
    await bring(page, net())
    assert page.state["pinned"] is False


async def test_a_picture_of_ones_own_stays(page):
    page.playground.upload(png(7), "mine.png")
    await bring(page, net())
    assert page.playground.desk.page.own.title == "mine.png"
    assert page.playground.desk.page.picture.inputs["whole"].shape == (SIDE, SIDE, 3)


async def test_a_picture_chosen_meanwhile_is_not_lost(page):
    await page.playground.receive([net()])
    page.do("sample", name="b")
    await arrived(page)
    await page.settled()
    assert page.state["sample"] == "b"
    assert page.state["model"] == "net.onnx"


async def test_a_stroke_goes_on_while_a_network_is_read(page):
    await page.playground.receive([net()])
    for x in (0.2, 0.4, 0.6):
        points = [[0.1, 0.5], [x, 0.5]]
        page.do("sketch", shape={"tool": "brush", "points": points, "radius": 0.1})
        await asyncio.sleep(0.002)
    page.do("place", shape={"tool": "brush", "points": points, "radius": 0.1})
    await arrived(page)
    assert [shape["tool"] for shape in page.state["shapes"]] == ["brush"]
    assert page.state["model"] == "net.onnx"


async def test_what_was_under_way_for_the_one_before_is_not_shown(page):
    """An answer that comes late would show the wrong network's heatmap."""
    page.session.delay = 2.0
    page.do("place", shape=LEFT)
    await until(lambda: page.session.under_way)
    other = await page.networks.open("other")
    await page.playground.exchange.adopt(other, False, {})
    shown = page.view.count("heatmap")
    assert page.session.under_way
    await page.settled()
    assert not page.session.under_way
    own = page.playground.desk.presenter.updates
    assert own >= 1
    assert page.view.count("heatmap") - shown == own


async def test_its_runtime_may_die_like_any_other(page):
    file = net()
    await bring(page, file)
    (session,) = file.runtimes[0].sessions
    session.deaths = 1
    page.do("place", shape=LEFT)
    await page.settled()
    assert page.problem == ""
    assert session.restarts == 1
    assert page.state["model"] == "net.onnx"


async def test_the_graphics_card_computes_it_too(page):
    page.playground.exchange.offer_card()
    file = net()
    await bring(page, file)
    assert page.view.latest["graphics_card"]["is_on"] is False
    page.do("compute", on_card=True)
    await until(
        lambda: (
            page.view.latest["graphics_card"]["is_on"]
            and not page.view.latest["graphics_card"]["is_busy"]
        )
    )
    card = file.runtimes[0].sessions[-1]
    page.do("place", shape=LEFT)
    await page.settled()
    assert card.runs
    page.do("network", name="other")
    await arrived(page)
    assert card.closed == 1
