"""The table of networks from anywhere says what was measured, and misses nothing."""

import math
from dataclasses import replace

import numpy as np
import pytest

from bench.zoo.limits import (
    ACTIVATIONS,
    ALL_GRADIENTS,
    GRADIENTS,
    HEATMAPS,
    OPTIMISED,
    Refused,
    Row,
    correlation,
    cosine,
    error,
    lowest,
    problems,
)
from bench.zoo.report import (
    HEADINGS,
    METHODS,
    document,
    in_chromium,
    table,
    with_section,
)

MAPS = dict.fromkeys(METHODS, HEATMAPS)
ROW = Row(
    network="net",
    exporter="script",
    opset=20,
    operators=("Conv", "Relu"),
    layers=7,
    last="Relu",
    activations=ACTIVATIONS,
    gradients=GRADIENTS,
    all_gradients=ALL_GRADIENTS,
    heatmaps=MAPS,
    optimised=OPTIMISED,
    last_time=1.25,
    layers_time=3.5,
)


def cells(line):
    return [cell.strip() for cell in line.strip().removeprefix("|").split("|")[:-1]]


def test_what_reaches_every_limit_has_no_problem():
    assert problems(ROW) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"activations": ACTIVATIONS * 1.01},
        {"gradients": GRADIENTS * 1.01},
        {"all_gradients": ALL_GRADIENTS * 1.01},
        {"optimised": OPTIMISED - 0.001},
        *({"heatmaps": MAPS | {name: HEATMAPS - 0.001}} for name in METHODS),
        {"activations": math.nan},
        {"gradients": math.nan},
        {"all_gradients": math.nan},
        {"optimised": math.nan},
        *({"heatmaps": MAPS | {name: math.nan}} for name in METHODS),
    ],
)
def test_each_limit_is_looked_at_and_no_number_misses_it(changes):
    assert len(problems(replace(ROW, **changes))) == 1


def test_a_refusal_is_a_problem_and_stands_in_the_table():
    refused = Refused("net", "dynamo", "no rule for Foo")
    assert problems(refused) == ["no rule for Foo"]
    (line,) = table([refused]).splitlines()[2:]
    assert len(cells(line)) == len(HEADINGS)
    assert "no rule for Foo" in line


def test_a_line_has_what_was_measured():
    (line,) = table([ROW]).splitlines()[2:]
    told = dict(zip(HEADINGS, cells(line), strict=True))
    assert told["Operator types"] == "2"
    assert told["Layers"] == "7"
    assert told["Gradients' error"] == "1.0e-05"
    assert told["LayerCAM"] == "0.999000"
    assert told["All layers' time"] == "3.50"
    assert told["Missed"] == ""


def test_what_is_missed_stands_in_its_line():
    missed = table([replace(ROW, gradients=0.5)])
    assert "**gradients: 0.5**" in missed


def test_a_cosine_below_one_is_never_shown_as_one():
    assert "1.000000" not in table([replace(ROW, optimised=0.9999999)])


def test_the_page_names_every_operator_type_once():
    text = document([ROW, replace(ROW, operators=("Add", "Conv"))], {"torch": "2"}, 7)
    assert "The 3 operator types: Add, Conv, Relu." in text
    assert "torch 2" in text


def test_maps_of_zeros_are_like_nothing():
    zeros, ones = np.zeros((2, 2)), np.ones((2, 2))
    assert math.isnan(cosine(zeros, zeros))
    assert math.isnan(correlation(ones, ones))
    assert math.isnan(error(ones, zeros))
    assert math.isnan(lowest([1.0, math.nan, 0.5]))


def test_correlation_is_numpys():
    a, b = np.random.default_rng(1).random((2, 5, 5))
    assert correlation(a, b) == pytest.approx(np.corrcoef(a.ravel(), b.ravel())[0, 1])


def test_the_section_on_the_page_takes_the_place_of_the_one_before():
    one = {"seconds": 4.72, "heap": 10_944_512, "updates": 0.92}
    found = {"net.onnx": one | {"forward": 100.0, "layers": 266.0}}
    section = in_chromium(found, "two cores")
    assert "| net.onnx | 4.7 s | 10.9 MB | 0.92 | 2.66 |" in section
    page = with_section(document([ROW], {}, 3), in_chromium({}, "one core"))
    assert "one core" in page
    renewed = with_section(page, section)
    assert renewed == document([ROW], {}, 3) + section
