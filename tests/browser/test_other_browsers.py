"""A short visit in Firefox and in WebKitGTK: load, draw, choose, move, the formula."""

import pytest

from .command_line import explain, explain_own
from .comparison import assert_same_answer
from .mission_points import mission_points
from .other_browsers import firefox_states, webkit_states


@pytest.fixture(scope="module", params=["Firefox", "WebKitGTK"])
def states(request, served, own_network):
    """What the page said after each step, in either browser."""
    visit = {"Firefox": firefox_states, "WebKitGTK": webkit_states}[request.param]
    return visit(f"{served.origin}/?model=lite0", own_network)


def test_first_sample_is_explained(states):
    loaded = states["loaded"]
    assert loaded["sample"] == "cat-and-dog"
    assert loaded["predictions"][0]["label"] == "Egyptian cat"


def test_the_answer_that_came_with_the_page_was_shown(states):
    assert states["openings"] == 1


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


def test_formula_makes_the_pages_map_and_is_stopped(states):
    assert states["formula"]["difference"] <= 1e-6  # of the maximum
    assert "Stopped after 2 seconds" in states["formula"]["fault"]


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


@pytest.mark.parametrize("step", ["loaded", "drawn", "chosen", "moved"])
def test_numbers_are_the_command_lines(states, step, served, tmp_path):
    photo = served.folder / "samples" / "cat-and-dog.jpg"
    asked = states[step]
    assert_same_answer(asked, explain(served.folder, tmp_path, photo, asked))
