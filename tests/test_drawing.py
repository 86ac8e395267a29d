"""Undo and redo, and the draft on top of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcam_py.app.drawing import LONGEST, Drawing, History, checked_shape, moved
from gradcam_py.errors import ShapeError

RECT = {"tool": "rect", "x": 0.1, "y": 0.2, "w": 0.3, "h": 0.4}
BRUSH = {"tool": "brush", "points": [[0.1, 0.2], [0.3, 0.4]], "radius": 0.05}


@given(st.lists(st.integers(0, 5), max_size=30))
def test_undoing_everything_and_redoing_it_changes_nothing(values):
    history = History()
    for value in values:
        history = history.push((value,))
    again = history
    for _ in values:
        again = again.undo()
    assert again.present == ()
    for _ in values:
        again = again.redo()
    assert again == history


def test_a_change_after_undo_forgets_what_was_undone():
    history = History().push((RECT,)).undo().push((BRUSH,))
    assert history.redo() is history


def test_the_history_is_bounded():
    history = History()
    for value in range(LONGEST + 50):
        history = history.push((value,))
    assert len(history.past) == LONGEST


def test_the_draft_hides_but_is_not_placed():
    drawing = Drawing.of((RECT,))
    drawing = drawing.sketch(BRUSH)
    assert drawing.shapes == (RECT, BRUSH)
    assert drawing.history.present == (RECT,)


def test_a_draft_of_a_placed_shape_stands_in_its_place():
    drawing = Drawing.of((RECT, BRUSH))
    drawing = drawing.move(0, 0.1, 0.0, done=False)
    assert drawing.shapes == ({**RECT, "x": 0.2}, BRUSH)
    drawing = drawing.sketch(None)
    assert drawing.shapes == (RECT, BRUSH)


@pytest.mark.parametrize("index", [-1, 1, 99])
def test_a_shape_that_does_not_exist_cannot_be_changed(index):
    drawing = Drawing.of((RECT,))
    with pytest.raises(ShapeError, match="does not exist"):
        drawing.move(index, 0.1, 0.1, done=True)
    with pytest.raises(ShapeError, match="does not exist"):
        drawing.delete(index)


@pytest.mark.parametrize("shape", [RECT, BRUSH])
def test_moving_there_and_back_again_restores_the_shape(shape):
    there = moved(shape, 0.25, -0.5)
    assert checked_shape(moved(there, -0.25, 0.5)) == shape


def test_a_shape_that_rounding_makes_nothing_of_is_none():
    with pytest.raises(ShapeError):
        checked_shape({**RECT, "w": 0.00001})
