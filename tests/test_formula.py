"""The formula in the student's hands: cells, starters, exercises, the page's part."""

import asyncio
import json
import math
import random

import numpy as np
import pytest

from gradcam_py.app import live_loop
from gradcam_py.app.formula import workbench
from gradcam_py.app.formula.door import RunnerEnded, TooSlow
from gradcam_py.cam.methods import cam
from gradcam_py.cam.similarity import similarity
from gradcam_py.errors import PlaygroundError
from gradcam_py.formula.answer import answer
from gradcam_py.formula.cell import LONGEST, CellError, Cells, run
from gradcam_py.formula.exercises import ENOUGH, EXERCISES, STRONGEST, compare
from gradcam_py.formula.starters import STARTERS
from gradcam_py.formula.trial import SHAPE, trial_arrays
from gradcam_py.words.formula import starters as code
from tests.page_desk import LEFT, living

MEAN, SUM, SUM_AND_RELU = map(str, (code.MEAN, code.SUM, code.SUM_AND_RELU))
SAME = 1e-6  # of a map's maximum: float32 sums in another order
EXACT = 1e-5  # of plain loops in float64 against float32 arrays
SHAPED = (5, 3, 4)  # C, h, w
SOLUTIONS = {
    "positive": Cells(
        "def weights(activations, gradients):\n"
        "    return np.maximum(gradients.mean(axis=(1, 2)), 0)",
        SUM_AND_RELU,
    ),
    "against": Cells(
        "def weights(activations, gradients):\n    return -gradients.mean(axis=(1, 2))",
        SUM_AND_RELU,
    ),
    "strongest": Cells(
        "def weights(activations, gradients):\n"
        "    means = gradients.mean(axis=(1, 2))\n"
        "    weakest = np.abs(means).argsort()[:-10]\n"
        "    means[weakest] = 0\n"
        "    return means",
        SUM_AND_RELU,
    ),
    "hirescam": Cells(
        "def weights(activations, gradients): return gradients", SUM_AND_RELU
    ),
    "layercam": Cells(
        "def weights(activations, gradients): return gradients.clip(0)",
        SUM_AND_RELU,
    ),
}


@pytest.fixture(autouse=True)
def _impatience(monkeypatch):
    """The page rests after a quarter of a second; tests need not wait so long."""
    monkeypatch.setattr(live_loop, "IDLE_SECONDS", 0.02)


@pytest.fixture
def arrays():
    """Activations and gradients of either sign."""
    generator = np.random.default_rng(5)
    return tuple(generator.normal(size=SHAPED).astype(np.float32) for _ in range(2))


def of_weights(body):
    """Cells whose weights are computed by these lines, the map as in Grad-CAM."""
    lines = ["def weights(activations, gradients):", *body.splitlines()]
    return Cells("\n    ".join(lines), SUM_AND_RELU)


def of_map(body):
    """Cells whose map is computed by these lines, the weights as in Grad-CAM."""
    lines = ["def heatmap(activations, gradients, weights):", *body.splitlines()]
    return Cells(MEAN, "\n    ".join(lines))


def complaint(cells, arrays):
    """What is wrong with the code."""
    with pytest.raises(CellError) as raised:
        run(cells, *arrays)
    return raised.value


# --- cells


def test_what_nobody_has_edited_is_the_pages_map(arrays):
    made = run(STARTERS["gradcam"].cells, *arrays).cam
    assert made.dtype == np.float32
    wanted = cam(*arrays)
    np.testing.assert_allclose(made, wanted, atol=SAME * wanted.max(), rtol=0)


@pytest.mark.parametrize(
    "returned",
    ["[:, 0, 0]", "[:, :1, :1]", ""],
    ids=["of a channel", "broadcast", "of each place"],
)
def test_weights_may_have_three_shapes(arrays, returned):
    activations, gradients = arrays
    made = run(of_weights(f"return gradients{returned}"), *arrays).cam
    given = gradients if not returned else gradients[:, :1, :1]
    wanted = np.maximum((given * activations).sum(axis=0), 0)
    np.testing.assert_allclose(made, wanted, atol=SAME * wanted.max(), rtol=0)


def test_weights_come_to_the_map_ready_to_multiply(arrays):
    made = run(of_map("return np.full(activations.shape[1:], weights.ndim)"), *arrays)
    assert (made.cam == 3).all()


def test_a_map_of_whole_numbers_or_of_truths_is_one(arrays):
    assert run(of_map("return activations[0] > 0"), *arrays).cam.dtype == np.float32


def test_a_cell_cannot_change_what_the_other_gets(arrays):
    spoiling = "activations[:] = 0; return gradients.mean(axis=(1, 2))"
    made = run(of_weights(spoiling), *arrays).cam
    np.testing.assert_allclose(made, cam(*arrays), atol=SAME, rtol=0)
    activations, _ = arrays
    assert activations.any()


def test_cells_share_what_they_define(arrays):
    cells = Cells(
        "factor = 2.0\ndef weights(activations, gradients): return gradients",
        "def heatmap(activations, gradients, weights): return factor * weights[0]",
    )
    np.testing.assert_array_equal(run(cells, *arrays).cam, 2 * arrays[1][0])


def test_what_is_printed_comes_back_as_far_as_it_is_short(arrays):
    said = run(of_map("print('seen', len(weights)); return activations[0]"), *arrays)
    assert said.printed == f"seen {SHAPED[0]}\n"
    much = run(of_map("print('x' * 10**6); return activations[0]"), *arrays).printed
    assert much == "x" * LONGEST


# --- what is wrong with them

FAULTS = {
    "syntax": (Cells("def weights(:\n  pass", ""), "weights", 1, "cannot read"),
    "indentation": (of_weights("a = 1\n  b = 2"), "weights", 3, "indent"),
    "name": (of_weights("a = 1\nreturn gradient"), "weights", 3, "NameError"),
    "numpy": (of_map("\nreturn np.maximun(weights, 0)"), "heatmap", 3, "maximun"),
    "undefined": (Cells("a = 1", SUM), "weights", None, "define a function"),
    "deep": (of_map("return np.linalg.inv(activations)"), "heatmap", 2, "LinAlgError"),
    "exit": (of_weights("exit()"), "weights", 2, "Exit"),
    "recursion": (of_weights("return weights(1, 2)"), "weights", 2, "Recursion"),
    "nothing": (of_weights("gradients.mean()"), "weights", None, "needs a return"),
    "one number": (of_weights("return gradients.max()"), "weights", None, "[5], [5,"),
    "shape": (of_map("return activations"), "heatmap", None, "[3, 4] was expected"),
    "flat": (of_map("return activations[0].ravel()"), "heatmap", None, "[12] came"),
    "NaN": (of_weights("return gradients / 0 * 0"), "weights", None, "60 of 60"),
    "infinite": (of_map("return activations[0] * np.inf"), "heatmap", None, "12 of 12"),
    "some NaN": (
        of_map("return np.diag([np.nan] * 4)[:3]"),
        "heatmap",
        None,
        "3 of 12",
    ),
    "too large": (of_map("return activations[0] + 1e300"), "heatmap", None, "12 of"),
    "words": (of_map("return 'map'"), "heatmap", None, "a str came back"),
    "complex": (of_map("return activations[0] * 1j"), "heatmap", None, "real numbers"),
    "ragged": (of_weights("return [[1], [1, 2]]"), "weights", None, "a list came"),
    "null byte": (Cells("a\0b", ""), "weights", None, "cannot read"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_names_cell_line_and_reason(arrays, name):
    cells, cell, line, reason = FAULTS[name]
    told = complaint(cells, arrays)
    assert (told.cell, told.line) == (cell, line)
    assert reason in str(told)
    assert (f"line {line}:" in str(told)) == (line is not None)
    assert "\n" not in str(told)


def test_a_helper_of_the_first_cell_that_fails_in_the_second_is_named(arrays):
    cells = Cells(
        "def half(a):\n    return a / nothing\n"
        "def weights(activations, gradients): return gradients",
        "def heatmap(activations, gradients, weights):\n    return half(weights)",
    )
    told = complaint(cells, arrays)
    assert (told.cell, told.line) == ("weights", 2)


def test_the_worker_answers_in_plain_values(arrays):
    buffers = [array.tobytes() for array in arrays]
    told, flat = answer(
        *vars(STARTERS["gradcam"].cells).values(), *buffers, SHAPED, True
    )
    told = json.loads(told)
    assert told["fault"] is None
    np.testing.assert_allclose(flat.reshape(SHAPED[1:]), cam(*arrays), atol=SAME)
    np.testing.assert_allclose(told["trial"], cam(*trial_arrays()), atol=SAME)
    told, flat = answer("1 / 0", SUM, *buffers, SHAPED, True)
    fault = json.loads(told)["fault"]
    assert (fault["cell"], fault["line"]) == ("weights", 1)
    assert "ZeroDivisionError" in fault["text"]
    assert flat.size == 0


# --- starters


def test_starters_are_what_they_are_called(arrays):
    activations, gradients = (array.astype(float) for array in arrays)
    means = gradients.mean(axis=(1, 2))
    strongest = means * (means == means.max())
    drawn = np.random.default_rng(0).normal(size=SHAPED[0])

    def total(weights):
        return sum(w * a for w, a in zip(weights, activations, strict=True))

    wanted = {
        "gradcam": total(means).clip(0),
        "no-relu": total(means),
        "absolute": total(np.abs(gradients).mean(axis=(1, 2))).clip(0),
        "one-channel": total(strongest).clip(0),
        "random": total(drawn).clip(0),
    }
    assert list(wanted) == list(STARTERS)
    assert all(len(str(starter.title)) < 20 for starter in STARTERS.values())
    for name, starter in STARTERS.items():
        made = run(starter.cells, *arrays).cam
        np.testing.assert_allclose(made, wanted[name], atol=EXACT, err_msg=name)


# --- exercises


def goal_in_loops(name, activations, gradients):
    """The goal once more, in plain loops."""
    a, g = activations.tolist(), gradients.tolist()
    channels, height, width = activations.shape
    places = [(i, j) for i in range(height) for j in range(width)]
    mean = [
        math.fsum(g[k][i][j] for i, j in places) / len(places) for k in range(channels)
    ]
    by_size = sorted(range(channels), key=lambda k: abs(mean[k]), reverse=True)
    kept = set(by_size[:STRONGEST])
    weight = {
        "positive": lambda k, i, j: max(mean[k], 0.0),
        "against": lambda k, i, j: -mean[k],
        "strongest": lambda k, i, j: mean[k] if k in kept else 0.0,
        "hirescam": lambda k, i, j: g[k][i][j],
        "layercam": lambda k, i, j: max(g[k][i][j], 0.0),
    }[name]
    made = np.zeros((height, width))
    for i, j in places:
        total = math.fsum(weight(k, i, j) * a[k][i][j] for k in range(channels))
        made[i, j] = max(total, 0.0)
    return made


def picture_arrays(name="any"):
    """Arrays that are not those of the trial, with many channels."""
    generator = np.random.default_rng(len(name))
    shape = (40, 7, 7)
    activations = generator.normal(size=shape).clip(0)
    gradients = generator.normal(size=shape) + generator.normal(size=(40, 1, 1))
    return activations.astype(np.float32), gradients.astype(np.float32)


@pytest.mark.parametrize("name", EXERCISES)
def test_a_goal_is_what_its_task_says(name):
    for arrays in (picture_arrays(name), trial_arrays()):
        goal = EXERCISES[name].goal(*arrays)
        wanted = goal_in_loops(name, *arrays)
        assert wanted.any()
        np.testing.assert_allclose(goal, wanted, atol=EXACT * wanted.max(), rtol=0)


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_is_passed_by_its_solution_alone(name):
    arrays = picture_arrays(name)
    for solved, cells in {**SOLUTIONS, "unedited": STARTERS["gradcam"].cells}.items():
        made, on_trial = (run(cells, *each).cam for each in (arrays, trial_arrays()))
        outcome = compare(name, *arrays, made, on_trial)
        assert outcome.is_passed == (solved == name), solved
        assert outcome.resembles == ("gradcam" if solved == "unedited" else solved)


def test_a_map_that_is_right_by_chance_passes_nothing():
    """As after the last layer, where a channel has one gradient everywhere."""
    activations, gradients = picture_arrays()
    uniform = np.broadcast_to(
        gradients.mean(axis=(1, 2), keepdims=True), gradients.shape
    )
    made = run(STARTERS["gradcam"].cells, activations, uniform).cam
    on_trial = run(STARTERS["gradcam"].cells, *trial_arrays()).cam
    outcome = compare("hirescam", activations, uniform, made, on_trial)
    assert outcome.here >= ENOUGH
    assert not outcome.is_told_apart
    assert not outcome.is_passed
    solved = run(SOLUTIONS["hirescam"], *trial_arrays()).cam
    assert compare("hirescam", activations, uniform, made, solved).is_passed


def test_a_goal_that_is_zero_everywhere_is_judged_on_the_trial():
    activations, gradients = picture_arrays()
    made = run(SOLUTIONS["against"], activations, np.abs(gradients)).cam
    assert not made.any()
    on_trial = run(SOLUTIONS["against"], *trial_arrays()).cam
    assert compare("against", activations, np.abs(gradients), made, on_trial).is_passed


def test_trial_tells_all_formulas_apart():
    assert len(set(SHAPE)) == 3
    maps = {
        name: exercise.goal(*trial_arrays()) for name, exercise in EXERCISES.items()
    }
    maps["gradcam"] = cam(*trial_arrays())
    for name, made in maps.items():
        others = [similarity(made, maps[other]) for other in maps if other != name]
        assert max(others) < 0.98, name


# --- the page


@pytest.fixture
async def page(folder, model):
    """A page on which the formula has been opened."""
    async with living(folder, model) as made:
        made.do("open_formula")
        await until(
            lambda: said(made, "state")[-1:] and said(made, "state")[-1]["is_ready"]
        )
        yield made


async def until(condition):
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)


def said(page, kind):
    """Everything of that kind that the page was told of the formula."""
    told = [data for part, data in page.view.shown if part == "formula"]
    return [data for data in told if data["kind"] == kind]


async def answers(page, do):
    """Do something; what is told next of the code, an answer or a fault."""
    before = len(said(page, "answer")), len(said(page, "fault"))

    def is_told():
        return (len(said(page, "answer")), len(said(page, "fault"))) != before

    do()
    await until(is_told)
    return [data for part, data in page.view.shown if part == "formula"][-1]


def press(page, cells):
    page.do("run_formula", weights=cells.weights, heatmap=cells.heatmap)


async def test_nothing_of_it_is_told_before_it_is_opened(folder, model):
    async with living(folder, model) as made:
        kinds = {data["kind"] for part, data in made.view.shown if part == "formula"}
        assert kinds == {"offer"}


async def test_nothing_runs_before_run_is_pressed(page):
    assert [each["name"] for each in said(page, "open")[0]["starters"]] == [*STARTERS]
    assert [each["name"] for each in said(page, "open")[0]["exercises"]] == [*EXERCISES]
    page.do("place", shape=LEFT)
    page.do("exercise", name="hirescam")
    await page.settled()
    assert page.runner.runs == []


async def test_unedited_code_makes_the_pages_map(page):
    told = await answers(page, lambda: press(page, STARTERS["gradcam"].cells))
    assert told["cosine"] == pytest.approx(1, abs=SAME)
    assert told["difference"] <= SAME
    assert len(told["captions"]) == 2
    assert "1.000" in told["text"]
    height, width, _ = page.view.pixels["formula"].shape
    upper, lower = page.view.pixels["formula"].reshape(2, height // 2, width, 4)
    np.testing.assert_allclose(upper.astype(int), lower, atol=1)


async def test_the_map_follows_picture_and_colours(page):
    await answers(page, lambda: press(page, STARTERS["no-relu"].cells))
    told = await answers(page, lambda: page.do("place", shape=LEFT))
    assert page.runner.runs[-1] == tuple(vars(STARTERS["no-relu"].cells).values())
    runs, pixels = len(page.runner.runs), page.view.pixels["formula"]
    recoloured = await answers(page, lambda: page.do("look", colormap="gray"))
    assert recoloured["cosine"] == told["cosine"]
    assert (page.view.pixels["formula"] != pixels).any()
    assert len(page.runner.runs) == runs


async def test_the_newest_wins_and_nothing_queues(page):
    page.runner.delay = 0.05
    press(page, STARTERS["gradcam"].cells)
    await until(lambda: page.runner.runs)
    for seed in range(50):
        press(page, of_weights(f"return gradients.mean(axis=(1, 2)) + {seed}"))
    await until(lambda: "+ 49" in page.runner.runs[-1][0])
    assert len(page.runner.runs) == 2


async def test_a_stroke_is_followed_now_and_then_and_its_end_always(page, monkeypatch):
    monkeypatch.setattr(workbench, "PAUSE_SECONDS", 0.2)
    await answers(page, lambda: press(page, STARTERS["gradcam"].cells))
    runs, updates = len(page.runner.runs), page.state["updates"]
    for step in range(1, 11):
        page.do("sketch", shape={**LEFT, "w": step / 20})
        await until(lambda step=step: page.state["updates"] >= updates + step)
    page.do("place", shape={**LEFT, "w": 0.9})
    await page.settled()
    shown = page.playground.desk.presenter.shown
    await until(lambda: page.playground.formula._workbench._made.shown is shown)
    assert len(page.runner.runs) - runs < page.state["updates"] - updates


async def test_another_layers_arrays_are_told(page):
    before = said(page, "arrays")[-1]["text"]
    layers = page.view.latest["network"]["layers"]
    page.do("choose", name="layer", value=layers[0]["id"])
    await until(lambda: said(page, "arrays")[-1]["text"] != before)


async def test_a_fault_leaves_the_last_map_and_says_that_it_is_old(page):
    faulty = of_weights("return nothing")
    told = await answers(page, lambda: press(page, faulty))
    assert (told["kind"], told["line"], told["stale"]) == ("fault", 2, "")
    await answers(page, lambda: press(page, STARTERS["gradcam"].cells))
    told = await answers(page, lambda: press(page, faulty))
    assert told["stale"]


@pytest.mark.parametrize("failure", [TooSlow(2), RunnerEnded("memory")])
async def test_code_that_was_stopped_is_not_run_again_by_itself(page, failure):
    await answers(page, lambda: press(page, STARTERS["gradcam"].cells))
    page.runner.failure = failure
    told = await answers(page, lambda: press(page, STARTERS["absolute"].cells))
    assert told["kind"] == "fault"
    assert "2 seconds" in told["text"] or "memory" in told["text"]
    states = len(said(page, "state"))
    await until(lambda: len(said(page, "state")) == states + 2)  # starting, ready
    runs = len(page.runner.runs)
    page.do("place", shape=LEFT)
    await page.settled()
    assert len(page.runner.runs) == runs
    told = await answers(page, lambda: press(page, STARTERS["absolute"].cells))
    assert told["kind"] == "answer"


async def test_exercises_are_judged_by_what_the_code_makes(page):
    await answers(page, lambda: press(page, STARTERS["gradcam"].cells))
    told = await answers(page, lambda: page.do("exercise", name="layercam"))
    assert not told["is_passed"]
    assert "Grad-CAM" in told["verdict"]
    assert len(told["captions"]) == 3
    told = await answers(page, lambda: press(page, SOLUTIONS["layercam"]))
    assert told["is_passed"]
    told = await answers(page, lambda: page.do("exercise", name=""))
    assert told["verdict"] == ""


async def test_an_unknown_exercise_is_refused(page):
    page.do("exercise", name="dancing")
    assert "dancing" in page.problem


async def test_what_cannot_be_started_is_told_and_can_be_tried_again(folder, model):
    async with living(folder, model) as made:
        start = made.runner.start

        async def failing():
            made.runner.start = start
            raise PlaygroundError("the worker cannot be had")

        made.runner.start = failing
        made.do("open_formula")
        await until(lambda: made.problem)
        assert made.problem == "the worker cannot be had"
        told = await answers(made, lambda: press(made, STARTERS["gradcam"].cells))
        assert told["cosine"] == pytest.approx(1, abs=SAME)


async def test_another_network_is_followed_too(page):
    await answers(page, lambda: press(page, STARTERS["gradcam"].cells))
    told = await answers(page, lambda: page.do("network", name="other"))
    assert told["cosine"] == pytest.approx(1, abs=SAME)


def test_random_starter_is_seeded(arrays):
    random.seed(1)
    first = run(STARTERS["random"].cells, *arrays).cam
    np.testing.assert_array_equal(first, run(STARTERS["random"].cells, *arrays).cam)
