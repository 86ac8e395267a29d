"""Once loaded the page needs no network, and it never asks another server.

One visit with everything that can be done, in a Chromium that logs all its requests;
after loading, which the lesson's font ends, the server is stopped and the network cut.
"""

import io
import json
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image

from .conftest import OPTIONS
from .playground_page import ICON, PlaygroundPage

SAMPLES = ("cat-and-dog", "cat", "dog", "coffee", "rocket", "china")


@dataclass
class Visit:
    """What happened."""

    origin: str
    states: dict[str, dict[str, Any]]  # what was done -> the page's state after it
    requests: list[str]  # the page's own, after the network was cut
    errors: list[str]
    net_log: list[dict[str, Any]]  # the browser's own log of the whole visit

    def asked_by_the_page(self):
        """The requests that the browser made for the page and its workers.

        (It makes some of its own as well: they have no initiator.)
        """
        events = (event.get("params", {}) for event in self.net_log)
        return [e["url"] for e in events if e.get("initiator") == self.origin]


@pytest.fixture(scope="module")
def visit(launch, served, tmp_path_factory):
    """The visit."""
    log = tmp_path_factory.mktemp("network") / "net-log.json"
    browser = launch(f"--log-net-log={log}")
    context = browser.new_context(**OPTIONS)
    playground = PlaygroundPage(context, served.origin)
    playground.open()
    playground.go_to_lesson()
    playground.enter("explore")
    playground.page.wait_for_load_state("networkidle")
    served.stop()
    context.set_offline(True)
    before = len(playground.requests)
    try:
        states = dict(_do_everything(playground))
    finally:
        served.start()
    browser.close()  # which completes the log
    return Visit(
        served.origin,
        states,
        playground.requests[before:],
        playground.errors,
        json.loads(log.read_text())["events"],
    )


def _do_everything(playground):
    """Use every part of the page; yields what was done and the state after it."""
    for sample in SAMPLES:
        playground.choose_sample(sample)
        yield f"sample {sample}", playground.state()
    for tool in ("rect", "path", "brush", "erase"):
        playground.use_tool(tool)
        playground.draw((0.2, 0.2), (0.5, 0.3), (0.4, 0.6))
        yield f"tool {tool}", playground.state()
    for fill in ("black", "mean", "blur", "noise"):
        playground.select("#fill", fill)
        yield f"fill {fill}", playground.state()
    playground.type_into("#class-search", "espresso")
    yield "search", playground.state()
    playground.type_into("#versus", "Egyptian cat")
    yield "contrast", playground.state()
    playground.select("#method", "layercam")
    playground.move_layer(4)
    playground.wait_all_layers()
    yield "layer", playground.state()
    playground.select("#colormap", "jet")
    playground["#input-view summary"].click()
    for button in ("#save-png", "#save-json"):
        with playground.page.expect_download():
            playground[button].click()
    playground["#share"].click()
    playground["#theme"].click()
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "orange").save(picture, "PNG")
    playground.upload("own.png", picture.getvalue())
    playground.wait("playground.state().sample === null")
    playground.wait_ready()
    yield "upload", playground.state()
    playground.kill_worker()
    playground.draw((0.1, 0.1), (0.4, 0.4), (0.6, 0.2))
    playground.wait_all_layers()
    yield "worker that died", playground.state()


def test_everything_works_without_a_network(visit):
    assert visit.errors == []
    for sample in SAMPLES:
        assert visit.states[f"sample {sample}"]["sample"] == sample
    shapes = [len(visit.states[f"tool {tool}"]["shapes"]) for tool in ("rect", "erase")]
    assert shapes == [1, 4]
    assert visit.states["fill noise"]["fill"] == "noise"
    assert visit.states["search"]["target"] == 967
    assert visit.states["contrast"]["versus"] == 285
    heatmap = visit.states["layer"]["heatmap"]
    assert (heatmap["width"], heatmap["height"]) == (28, 28)
    assert visit.states["upload"]["sample"] is None
    assert len(visit.states["worker that died"]["shapes"]) == 1


def test_every_answer_was_computed_anew_without_a_network(visit):
    updates = [state["updates"] for state in visit.states.values()]
    assert updates == sorted(set(updates))


def test_page_asks_for_nothing_after_it_has_loaded(visit):
    local = ("blob:", "data:", f"{visit.origin}{ICON}")
    assert [url for url in visit.requests if not url.startswith(local)] == []


def test_no_request_ever_leaves_the_origin(visit):
    own = (f"{visit.origin}/", f"blob:{visit.origin}/", "data:")
    asked = visit.asked_by_the_page()
    assert f"{visit.origin}/models/lite0/weights.bin" in asked
    assert [url for url in asked if not url.startswith(own)] == []
