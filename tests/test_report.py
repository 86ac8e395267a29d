"""What the numbers say in words."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from gradcam_py.cli.report import question, strength, table
from gradcam_py.explaining.predictions import Prediction
from gradcam_py.explaining.settings import Settings
from gradcam_py.model.labels import Labels

LABELS = Labels.load(
    json.dumps(
        [
            {"index": i, "name": name, "description": ""}
            for i, name in enumerate(["pug", "Egyptian cat"])
        ]
    )
)
ROWS = [Prediction(1, "Egyptian cat", 0.125, 0.5), Prediction(0, "pug", 0.05, 0.0)]


def test_table_aligns_names_and_probabilities():
    assert table(ROWS, changed=False).splitlines() == [
        "  1  Egyptian cat (1)   12.5%",
        "  2  pug (0)             5.0%",
    ]


def test_table_tells_signed_changes_in_percentage_points():
    assert table(ROWS, changed=True).splitlines() == [
        "  1  Egyptian cat (1)   12.5%   -37.5",
        "  2  pug (0)             5.0%    +5.0",
    ]


def explained(settings):
    return SimpleNamespace(target=1, question=SimpleNamespace(settings=settings))


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        (Settings(), "Why Egyptian cat (1)?"),
        (Settings(versus=0), "Why Egyptian cat (1) rather than pug (0)?"),
        (Settings(score="probability"), "What makes Egyptian cat (1) probable?"),
        (Settings(score="counterfactual"), "What speaks against Egyptian cat (1)?"),
    ],
)
def test_question_names_class_and_score(settings, text):
    assert question(explained(settings), LABELS) == text


def test_strength_tells_the_maximum_and_its_place_counted_from_1():
    raw = np.zeros((7, 7))
    raw[2, 5] = 1.25
    assert strength(raw) == "maximum 1.25 at column 6 of 7, row 3 of 7"


def test_strength_says_where_nothing_is_positive():
    assert strength(np.zeros((7, 7))).startswith("nothing is positive")
