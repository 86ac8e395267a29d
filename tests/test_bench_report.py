"""The benchmark measures, and its table says what the times say."""

import json
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.drawing import PIXEL, Stroke
from bench.figures import FIGURES, HIGH, LOW, Figure
from bench.growth import grown
from bench.interleave import interleaved
from bench.native import experiments
from bench.report import (
    Result,
    as_json,
    document,
    number,
    percentile,
    quartiles,
    ratio,
    table,
)
from tests.tiny_model import build_tiny_model

times = st.floats(0.01, 1e5)
TIMES = {"ours": [10.0, 30.0, 20.0], "theirs": [100.0, 100.0, 400.0]}


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


@given(st.lists(st.tuples(times, times), min_size=1))
def test_ratio_is_that_of_the_medians(pairs):
    above, below = ([pair[side] for pair in pairs] for side in (0, 1))
    result = ratio("layers/1", {"a": above, "b": below}, "a", "b", "b0", 1)
    expected = statistics.median(above) / statistics.median(below)
    assert result.value == pytest.approx(expected)
    assert result.count == len(pairs)


def test_quartiles_of_a_ratio_are_those_of_the_rounds():
    result = ratio("layers/1", TIMES, "ours", "theirs", "b0", 1)
    assert (result.low, result.high) == pytest.approx((0.075, 0.2))


def test_a_ratio_needs_both_sides_in_every_round():
    with pytest.raises(ValueError, match="a: 1 rounds, b: 2 rounds"):
        ratio("layers/1", {"a": [1.0], "b": [1.0, 2.0]}, "a", "b", "b0", 1)
    with pytest.raises(ValueError, match="0 rounds"):
        ratio("layers/1", {"a": [], "b": []}, "a", "b", "b0", 1)


@given(st.lists(times, min_size=1), st.floats(0.1, 100))
def test_percentile_is_the_smallest_value_that_enough_do_not_exceed(values, percent):
    found = percentile(values, percent)
    enough = [
        value
        for value in values
        if sum(other <= value for other in values) >= len(values) * percent / 100
    ]
    assert found == min(enough)


@given(st.integers(0, 30))
def test_quartiles_cut_off_a_quarter_on_either_side(quarter):
    assert quartiles(range(4 * quarter + 1)) == (quarter, 3 * quarter)


@pytest.mark.parametrize(
    ("value", "text"), [(1.234, "1.23"), (12.34, "12.3"), (1234.5, "1234"), (0, "0.00")]
)
def test_numbers_have_three_digits_and_no_exponent(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("sense", "value", "reached"),
    [(LOW, 2.0, True), (LOW, 2.01, False), (HIGH, 2.0, True), (HIGH, 1.99, False)],
)
def test_a_target_is_reached_up_to_its_very_value(sense, value, reached):
    assert Figure("", "", "", 2.0, sense).is_reached(value) is reached


def test_without_a_target_nothing_is_reached_or_missed():
    assert Figure("", "", "").is_reached(1) is None


def test_figures_have_keys_of_their_own():
    assert len({figure.key for figure in FIGURES}) == len(FIGURES)


def test_rows_stand_in_the_order_of_the_figures():
    results = [Result(figure.key, 1, "") for figure in reversed(FIGURES)]
    titles = [cells(line)[0] for line in table(results).splitlines()[2:]]
    assert titles == [figure.title for figure in FIGURES]


def test_a_row_says_what_was_measured_and_whether_that_is_enough():
    good = ratio("heatmaps/torch", TIMES, "ours", "theirs", "b0", 2)
    missed = Result("drawing/rate", 50, "6.0 of 12.0", "lite0", 2, 40, 60)
    first, second = map(cells, table([good, missed]).splitlines()[2:])
    assert first[1:6] == ["b0", "2", "0.20 (0.08–0.20)", "at most 0.8", "yes"]
    assert first[6] == "ours 20.0 ms, theirs 100 ms"
    assert second[3:6] == ["50.0 % (40.0–60.0)", "at least 85 %", "**no**"]


def test_no_long_task_is_told_as_the_browsers_limit():
    (row,) = table([Result("drawing/task", 0, "")]).splitlines()[2:]
    assert cells(row)[3] == "below 50 ms"


def test_document_names_machine_and_rounds():
    text = document([Result("bytes", 20, "")], {"cores": "2"}, rounds=21)
    assert "21 alternating rounds" in text
    assert "cores 2" in text


def test_json_tells_figures_and_verdicts():
    (entry,) = json.loads(json.dumps(as_json([Result("bytes", 30, "3 files", "b0")])))
    assert entry["reached"] is False
    assert (entry["target"], entry["value"], entry["network"]) == (21, 30, "b0")


def test_rounds_alternate_and_warm_up_is_not_counted():
    done = []

    def work(name):
        def measure():
            done.append(name)
            return float(len(done))

        return measure

    found = interleaved({"a": work("a"), "b": work("b")}, rounds=2, warm_up=1)
    assert done == ["a", "b"] * 3
    assert found == {"a": [3.0, 5.0], "b": [4.0, 6.0]}


def test_a_move_waits_for_the_first_heatmap_that_it_is_part_of():
    moves = [{"at": 10, "x": 0.2}, {"at": 20, "x": 0.5}, {"at": 90, "x": 0.9}]
    paints = [{"at": 50, "edge": 0.2}, {"at": 80, "edge": 0.5 - PIXEL / 2}]
    assert Stroke(paints, moves, []).latencies() == [40, 60]


def test_rate_counts_from_the_first_heatmap_to_the_last():
    paints = [{"at": at, "edge": 0} for at in (1000, 1100, 1200, 1500)]
    assert Stroke(paints, [], []).rate() == pytest.approx(6)


def earlier(folder, *results):
    path = folder / "bench.json"
    path.write_text(json.dumps({"figures": as_json(results)}))
    return path


def test_a_ratio_that_grew_is_told_with_both_values(tmp_path):
    before = earlier(tmp_path, Result("start/first", 1.0, "", "lite0", 2))
    (line,) = grown([Result("start/first", 1.16, "", "lite0", 2)], before)
    assert line.endswith("(lite0, 2): 1.16, 1.00 before")
    assert line.startswith("First visit to a heatmap")


def test_noise_other_places_and_what_is_no_ratio_are_not_told(tmp_path):
    before = earlier(
        tmp_path,
        Result("start/first", 1.0, "", "lite0", 2),
        Result("drawing/latency", 50, "", "lite0", 2),
        Result("drawing/rate", 50, "", "lite0", 2),
    )
    now = [
        Result("start/first", 1.14, "", "lite0", 2),
        Result("start/first", 9, "", "lite0", 1),
        Result("start/repeat", 9, "", "lite0", 2),
        Result("drawing/latency", 500, "", "lite0", 2),
        Result("drawing/rate", 90, "", "lite0", 2),
    ]
    assert grown(now, before) == []


@pytest.mark.parametrize("content", ["[]", "{", '{"figures": [{}]}'])
def test_a_file_of_another_kind_is_refused(tmp_path, content):
    path = tmp_path / "other.json"
    path.write_text(content)
    with pytest.raises(ValueError, match=r"expected what `make bench` writes"):
        grown([], path)


async def test_experiments_are_measured_beside_a_running_event_loop(tmp_path):
    works = experiments(build_tiny_model(tmp_path / "tiny"))
    took = {name: work() for name, work in works.items()}  # as beside Playwright's
    assert set(took) == {"curves", "curve passes", "cells", "cell passes"}
    assert min(took.values()) > 0
