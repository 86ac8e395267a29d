"""What the page says in words."""

import numpy as np
import pytest

from gradcam_py.model.manifest import Layer
from gradcam_py.view.captions import cell_text, heatmap_text, hiding, layer_text
from gradcam_py.words.explanations import summary
from gradcam_py.words.lesson.forward_steps import silent
from gradcam_py.words.lesson.gradient_steps import some_channels
from gradcam_py.words.numbers import percent, signed_points


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0.0 %"), (0.00001, "< 0.1 %"), (0.0123, "1.2 %"), (1, "100.0 %")],
)
def test_a_percentage_is_never_a_false_zero(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("change", "text"), [(0.1234, "+12.3"), (-0.05, "−5.0"), (0.0001, "±0"), (0, "±0")]
)
def test_a_change_has_its_sign(change, text):
    assert signed_points(change) == f"{text} points"


def test_the_maximum_is_told_with_its_place_counted_from_one():
    raw = np.zeros((3, 5), np.float32)
    raw[1, 4] = 2.345
    assert heatmap_text(raw, "pug") == (
        "Strongest in row 2, column 5 of 3 × 5 cells: 2.35"
    )


def test_an_empty_map_is_said_to_be_empty():
    text = heatmap_text(np.zeros((7, 7), np.float32), "pug")
    assert "“pug”" in text
    assert "empty" in text


@pytest.mark.parametrize(("x", "y"), [(0.0, 0.0), (0.999, 0.999), (1.0, 1.0)])
def test_every_place_of_the_map_belongs_to_a_cell(x, y):
    raw = np.arange(4, dtype=np.float32).reshape(2, 2)
    cell = 1 if x < 0.5 else 2
    assert cell_text(raw, x, y).startswith(f"Row {cell}, column {cell} of 2 × 2")


def test_a_cell_of_an_empty_map_has_no_share_of_the_maximum():
    assert cell_text(np.zeros((2, 2)), 0.1, 0.1) == "Row 1, column 1 of 2 × 2: 0"


def test_erased_strokes_hide_nothing():
    def told(shapes):
        return summary("pug", 0.5, hiding(shapes))

    rect, erase = {"tool": "rect"}, {"tool": "erase"}
    assert told((erase,)) == "pug, 50.0 %; nothing is hidden."
    assert told((rect, erase)) == "pug, 50.0 %; one shape hides a part."
    assert told((rect, rect)) == "pug, 50.0 %; 2 shapes hide parts."


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (some_channels(1), "1 channel"),
        (some_channels(1280), "1,280 channels"),
        (silent(1), "1 of the maps stays at zero everywhere in this picture."),
        (silent(2), "2 of the maps stay at zero everywhere in this picture."),
    ],
)
def test_a_count_chooses_the_form_of_the_message(said, text):
    assert said == text


def test_a_layer_is_told_by_block_and_shape():
    layer = Layer("block3b_add", "3b", "MBConv6 5x5", 5, 1, (40, 28, 28))
    assert layer_text(layer) == "3b: MBConv6 5x5, 40 maps of 28 × 28"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((), "Nothing here speaks for “pug”:"),
        (("counterfactual",), "Nothing here speaks against “pug”:"),
        (("logit", "tabby"), "Nothing here speaks for “pug” rather than for “tabby”:"),
    ],
)
def test_an_empty_map_says_what_it_was_asked(asked, said):
    assert heatmap_text(np.zeros((7, 7)), "pug", *asked).startswith(said)
