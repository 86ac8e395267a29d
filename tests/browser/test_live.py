"""Heatmap and guesses follow the stroke while it is being drawn.

One stroke is drawn and recorded; the tests look at the recording.
"""

from dataclasses import dataclass
from typing import Any

import pytest

from .comparison import assert_equal_answer

INPUT_SIZE = 224
# A pixel of the network's input at either end of a share of it.
ROUNDING = 1
# Animation frames between a move of the pointer and the state that knows of it: the
# stroke is told to Python once a frame, and a move may come just after that.
FRAMES = 2
DOGS = range(151, 269)

LEFT, RIGHT, TOP, BOTTOM = 0.02, 0.5, 0.02, 0.98
STEPS, PARTS = 100, 4
END = 0.6


@dataclass
class Stroke:
    """What happened during one stroke."""

    updates: list[int]  # before, and after each part while the button was down
    under_button: dict[str, Any]  # the state that the page showed before the release
    after: dict[str, Any]  # and the one after it
    runs: list[dict[str, Any]]  # inference asked for, see observe.js
    pointers: list[dict[str, Any]]
    link: str

    def forward_runs(self):
        """Forward passes of hidden pictures. (No gray: the untouched picture.)"""
        return [run for run in self.runs if run["name"] == "features" and _edge(run)]


def _edge(run):
    return run["grayUntil"]


@pytest.fixture(scope="module")
def stroke(opened):
    """A box drawn over the cat in small steps, and at last in one large step."""
    playground = opened
    playground.reset()
    playground.page.evaluate("observed.runs = []; observed.pointers = []")
    updates = [playground.updates()]
    playground.press((LEFT, TOP))
    places = [
        (LEFT + (RIGHT - LEFT) * step / STEPS, BOTTOM) for step in range(1, STEPS + 1)
    ]
    for part in range(PARTS):
        playground.drag(places[part * STEPS // PARTS : (part + 1) * STEPS // PARTS])
        playground.wait("playground.state().updates > argument", updates[-1])
        updates.append(playground.updates())
    under_button = playground.state()
    playground.drag([(END, BOTTOM)])
    playground.release()
    after = playground.state()
    runs, pointers = playground.observed("runs"), playground.observed("pointers")
    playground["#share"].click()
    link = playground.page.evaluate("location.hash")
    playground.check_log()
    return Stroke(updates, under_button, after, runs, pointers, link)


def test_several_updates_come_before_the_button_is_released(stroke):
    assert stroke.updates == sorted(set(stroke.updates))
    assert stroke.updates[-1] - stroke.updates[0] >= PARTS


def test_cats_probability_has_fallen_before_the_button_is_released(stroke):
    best = stroke.under_button["predictions"][0]
    assert best["index"] in DOGS
    assert best["probability"] > best["baseline"]


def test_no_run_begins_before_the_one_before_it_has_ended(stroke):
    assert stroke.runs
    assert {run["waiting"] for run in stroke.runs} == {0}


def test_no_run_is_of_a_state_that_is_already_stale(stroke):
    for run in stroke.forward_runs():
        known = [p["x"] for p in stroke.pointers if p["frame"] <= run["frame"] - FRAMES]
        so_far = [p["x"] for p in stroke.pointers if p["frame"] <= run["frame"]]
        assert _edge(run) >= max(known, default=0) * INPUT_SIZE - ROUNDING
        assert _edge(run) <= max(so_far) * INPUT_SIZE + ROUNDING


def test_no_state_is_computed_twice(stroke):
    edges = [_edge(run) for run in stroke.forward_runs()]
    assert edges == sorted(edges)
    assert len(edges) <= len(stroke.pointers)


def test_newest_state_wins(stroke):
    assert _edge(stroke.forward_runs()[-1]) == pytest.approx(
        END * INPUT_SIZE, abs=2 * ROUNDING
    )
    (shape,) = stroke.after["shapes"]
    pixel = ROUNDING / INPUT_SIZE
    assert shape["x"] + shape["w"] == pytest.approx(END, abs=pixel)


def test_after_release_the_page_shows_what_a_fresh_run_gives(stroke, new_playground):
    fresh = new_playground()
    fresh.open(fragment=stroke.link)
    opened = fresh.state()
    assert opened["shapes"] == stroke.after["shapes"]
    assert_equal_answer(opened, stroke.after)
