"""A short visit in Firefox and in WebKitGTK: load, draw, choose a class, move layer."""

import json
import subprocess
from pathlib import Path

import pytest

from convert.thirdparty.npm import find_node
from tests.browsers import require

from . import webkit_smoke
from .command_line import explain
from .comparison import assert_same_answer

SMOKE = Path(__file__).parent / "firefox_smoke.mjs"
PATIENCE_SECONDS = 300


def firefox_states(address, *options, own_line=None):
    """The states of a visit in Firefox, and the addresses that it requested.

    No error may come but lines of Firefox's own that begin with `own_line`.
    """
    command = [find_node().program, SMOKE, require("firefox"), address, *options]
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    states = json.loads(done.stdout)
    errors = states.pop("errors")
    assert [e for e in errors if own_line is None or not e.startswith(own_line)] == []
    return states


def webkit_states(address, *arguments):
    """The states of a visit in WebKitGTK, started with `arguments`."""
    with webkit_smoke.mini_browser(*arguments) as driver:
        return webkit_smoke.visit(driver, address)


@pytest.fixture(scope="module", params=["Firefox", "WebKitGTK"])
def states(request, served):
    """What the page said after each step, in either browser."""
    visit = {"Firefox": firefox_states, "WebKitGTK": webkit_states}[request.param]
    return visit(f"{served.origin}/?model=lite0")


def test_first_sample_is_explained(states):
    loaded = states["loaded"]
    assert loaded["sample"] == "cat-and-dog"
    assert loaded["predictions"][0]["label"] == "Egyptian cat"


def test_hiding_the_cat_changes_the_guesses(states):
    drawn = states["drawn"]
    (shape,) = drawn["shapes"]
    found = [shape[key] for key in "xywh"]
    assert found == pytest.approx([0.05, 0.05, 0.45, 0.9], abs=0.01)
    assert drawn["updates"] > states["loaded"]["updates"]
    assert drawn["predictions"][0]["label"] != "Egyptian cat"


def test_another_class_is_explained(states):
    third = states["drawn"]["predictions"][2]["index"]
    assert states["chosen"]["target"] == third
    assert states["chosen"]["heatmap"] != states["drawn"]["heatmap"]


def test_layer_moves(states):
    assert states["drawn"]["layer"] == "top_activation"
    assert states["moved"]["layer"] == "block7a_project_bn"


@pytest.mark.parametrize("step", ["loaded", "drawn", "chosen", "moved"])
def test_numbers_are_the_command_lines(states, step, served, tmp_path):
    photo = served.folder / "samples" / "cat-and-dog.jpg"
    asked = states[step]
    assert_same_answer(asked, explain(served.folder, tmp_path, photo, asked))
