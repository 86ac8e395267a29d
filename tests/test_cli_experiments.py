"""The command line's experiments: their numbers, their pictures, every mistake."""

from __future__ import annotations

import asyncio
import io
import json
import sys

import numpy as np
import onnx
import pytest
from PIL import Image

import gradcam_py.cli.main
from gradcam_py.cam.similarity import pearson, spearman
from gradcam_py.cli.main import main
from gradcam_py.evaluation import curves, orders
from gradcam_py.evaluation.occlusion_map import occlusion_map, on_grid
from gradcam_py.evaluation.rise import CELLS, rise
from gradcam_py.evaluation.scoring import COLUMNS, Scoring
from gradcam_py.explaining.pipeline import Pipeline
from gradcam_py.explaining.settings import Settings
from gradcam_py.image.decode import load_image
from gradcam_py.model.native_session import NativeSession
from tests import tiny_networks
from tests.asking import question_about

LEFT = {"tool": "rect", "x": 0.0, "y": 0.0, "w": 0.4, "h": 1.0}
HIDDEN = ("--hide", "0,0,0.4,1", "--fill", "black", "--framing", "crop")
SETTINGS = Settings(shapes=(LEFT,), fill="black", framing="crop")


@pytest.fixture
def answer(run):
    """answer(*options) -> what --json prints."""

    def answer(*options):
        status, printed, complained = run("--json", *options)
        assert (status, complained) == (0, "")
        return json.loads(printed)

    return answer


@pytest.fixture
def asked(folder, model, photo):
    """Session, question and explanation of the tiny network, without command line."""
    session = NativeSession(folder, model.manifest)
    picture = load_image(photo.read_bytes())
    question = question_about(picture, SETTINGS, model.manifest.input_size)
    pipeline = Pipeline(session)
    return pipeline, question, asyncio.run(pipeline.explain(question))


async def last(states):
    async for state in states:
        found = state
    return found


async def traced(pipeline, explanation, order):
    filling = pipeline.filling(explanation.question)
    subject = curves.Subject(explanation.image, filling)
    scoring = Scoring(explanation.target)
    ends = await curves.ends(pipeline.session, subject, scoring)
    return await last(curves.trace(pipeline.session, subject, order, scoring, ends))


def test_the_curves_numbers_are_those_of_the_module(answer, asked, tmp_path):
    found = answer("--curves", tmp_path / "curves.png", *HIDDEN)["curves"]
    pipeline, _, explanation = asked
    side, raw = pipeline.session.manifest.input_size, explanation.cam
    expected = [
        ({"order": "map"}, orders.by_map(raw, side)),
        *(
            ({"order": "random", "seed": s}, orders.at_random(raw.shape, side, s))
            for s in orders.RANDOM_SEEDS
        ),
        ({"order": "centre"}, orders.centre_first(side)),
    ]
    np.testing.assert_allclose(found["shares"], np.arange(50) / 49)
    for (name, order), told in zip(expected, found["orders"], strict=True):
        assert name.items() <= told.items()
        traces = asyncio.run(traced(pipeline, explanation, order))
        for score, column in COLUMNS.items():
            assert told["deletion"][score] == traces.deletion[:, column].tolist()
            assert told["insertion"][score] == traces.insertion[:, column].tolist()
            areas = [told["areas"][curve][score] for curve in ("deletion", "insertion")]
            assert areas == traces.areas[column].tolist()


@pytest.mark.parametrize("grid", [7, 14])
def test_the_occlusion_maps_numbers_are_those_of_the_module(
    answer, asked, tmp_path, grid
):
    options = ["--occlusion", tmp_path / "map.png", "--grid", grid, *HIDDEN]
    found = answer(*options)["occlusion"]
    pipeline, question, explanation = asked
    filling, scoring = pipeline.filling(question), Scoring(explanation.target)
    states = occlusion_map(pipeline.session, question, filling, scoring, grid)
    drops, coarse = asyncio.run(last(states)), on_grid(explanation.cam, grid)
    assert found["grid"] == grid
    for score, column in COLUMNS.items():
        told, expected = found[score], drops[..., column]
        assert (told["width"], told["height"]) == (grid, grid)
        assert told["values"] == expected.ravel().tolist()
        assert told["pearson"] == pearson(coarse, expected)
        assert told["spearman"] == spearman(coarse, expected)


def test_rises_numbers_are_those_of_the_module(answer, asked, tmp_path):
    options = ["--rise", tmp_path / "map.png", "--masks", 9, "--seed", 4, *HIDDEN]
    found = answer(*options)["rise"]
    pipeline, question, explanation = asked
    session, filling = pipeline.session, pipeline.filling(question)
    scoring = Scoring(explanation.target)
    states = rise(session, explanation.image, filling, scoring, masks=9, seed=4)
    estimate = asyncio.run(last(states))
    coarse = on_grid(explanation.cam, CELLS)
    assert (found["masks"], found["seed"]) == (9, 4)
    for score, column in COLUMNS.items():
        told, expected = found[score], estimate.map[..., column]
        assert told["values"] == expected.ravel().tolist()
        assert told["pearson"] == pearson(coarse, on_grid(expected, CELLS))
        assert told["spearman"] == spearman(coarse, on_grid(expected, CELLS))
        halves = estimate.halves[..., column]
        assert told["halves"]["pearson"] == pearson(*halves)
        assert told["halves"]["spearman"] == spearman(*halves)


def test_without_their_options_nothing_is_said_of_experiments(answer, run):
    assert not {"curves", "occlusion", "rise"} & set(answer())
    assert "\n\n" not in run()[1].partition("Why")[2]


def everything(folder):
    """The options for all three experiments, as short as they can be."""
    files = [folder / f"{name}.png" for name in ("curves", "occlusion", "rise")]
    return ["--curves", files[0], "--occlusion", files[1], "--rise", files[2]]


def test_lines_tell_the_numbers_that_json_has(run, answer, tmp_path):
    options = [*everything(tmp_path), "--masks", 4]
    document, printed = answer(*options), run(*options)[1]
    lines = printed.splitlines()
    first = document["curves"]["orders"][0]["areas"]
    (line,) = [line for line in lines if line.startswith("Grad-CAM  ")]
    areas = [first[curve]["probability"] for curve in ("deletion", "insertion")]
    assert [float(word) for word in line.split()[-2:]] == [round(x, 3) for x in areas]
    random = [
        order["areas"]["deletion"]["probability"]
        for order in document["curves"]["orders"]
        if order["order"] == "random"
    ]
    of_random = [line.split()[-2] for line in lines if line.startswith("random,")]
    expected = [np.mean(random), min(random), max(random)]
    assert of_random == [f"{value:.3f}" for value in expected]
    for name in ("occlusion", "rise"):
        told = document[name]["probability"]
        correlations = f"Pearson {told['pearson']:.2f}, Spearman {told['spearman']:.2f}"
        assert correlations in printed
    halves = document["rise"]["probability"]["halves"]
    assert f"each other: Pearson {halves['pearson']:.2f}" in printed


def test_the_cell_that_matters_most_is_named(run, answer, tmp_path):
    options = ["--occlusion", tmp_path / "map.png"]
    values = answer(*options)["occlusion"]["probability"]["values"]
    row, column = divmod(int(np.argmax(values)), 7)
    printed = run(*options)[1]
    assert (
        f"hiding column {column + 1}, row {row + 1} lowers the probability" in printed
    )


@pytest.mark.parametrize(
    ("options", "score"),
    [
        ([], "probability of pug (2)"),
        (["--score", "counterfactual"], "probability of pug (2)"),
        (["--measure", "logit"], "logit of pug (2)"),
        (["--versus", "rocket"], "logit of pug (2) less that of rocket (9)"),
        (["--versus", "rocket", "--measure", "probability"], "probability of pug (2)"),
    ],
)
def test_the_score_that_is_followed_is_named(run, tmp_path, options, score):
    asked = ["--occlusion", tmp_path / "map.png", "--target", "pug", *options]
    status, printed, _ = run(*asked)
    assert status == 0
    assert f"lowers the {score}" in printed


def test_the_difference_of_two_logits_is_what_versus_measures(answer, tmp_path):
    def drops(*options):
        found = answer("--occlusion", tmp_path / "map.png", *options)
        return np.array(found["occlusion"]["logit"]["values"])

    pug, rocket = drops("--target", "pug"), drops("--target", "rocket")
    both = drops("--target", "pug", "--versus", "rocket")
    np.testing.assert_allclose(both, pug - rocket, atol=1e-5)


@pytest.mark.parametrize("size", [(640, 480), (900, 100), (100, 900), (3, 2)])
@pytest.mark.parametrize("framing", ["whole", "crop"])
def test_pictures_of_any_form_are_drawn(run, tmp_path, size, framing):
    photo = tmp_path / "photo.png"
    Image.new("RGB", size, "teal").save(photo)
    options = [*everything(tmp_path)[2:], "--masks", 2, "--framing", framing]
    status, _, complained = run(*options, photo=photo)
    assert (status, complained) == (0, "")
    for name in ("occlusion", "rise"):
        with Image.open(tmp_path / f"{name}.png") as drawn:
            assert 800 <= drawn.width <= 1600
            assert drawn.height <= 2000


def test_the_chart_has_the_lines_of_all_orders(run, tmp_path):
    chart = tmp_path / "chart.webp"
    assert run("--curves", chart)[0] == 0
    with Image.open(chart) as drawn:
        assert drawn.size == (1600, 1080)
        colours = np.asarray(drawn.convert("RGB")).reshape(-1, 3).astype(int)
    for colour in ((0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00), (0x5C, 0x65, 0x70)):
        assert (np.abs(colours - colour).max(axis=1) < 40).sum() > 500


@pytest.fixture
def own(tmp_path, monkeypatch, capfd):
    """own(*options) -> what is printed of a network of one's own."""
    monkeypatch.chdir(tmp_path)
    photo = f"日本 $x^2 {'long ' * 30}.png"
    Image.new("RGB", (24, 18), "teal").save(photo)
    onnx.save(tiny_networks.plain(), "net.onnx")

    def own(*options):
        assert main([photo, "--model", "net.onnx", *map(str, options)]) == 0
        printed = capfd.readouterr()
        assert printed.err == ""
        return printed.out

    return own


def test_names_of_any_length_and_script_are_drawn(own, tmp_path):
    names = [f"猫 $\\frac{i} {'w' * 300}" for i in range(tiny_networks.CLASSES)]
    (tmp_path / "names.txt").write_text("\n".join(names), encoding="utf-8")
    own(*everything(tmp_path), "--masks", "2", "--labels", "names.txt")


def test_a_network_of_ones_own_is_put_to_the_test(own, tmp_path):
    options = ["--json", "--hide", "0,0,0.5,1", "--masks", "4"]
    document = json.loads(own(*everything(tmp_path), *options))
    assert document["rise"]["logit"]["width"] == tiny_networks.SIDE
    for order in document["curves"]["orders"]:
        assert np.isfinite(order["deletion"]["logit"]).all()


@pytest.mark.parametrize("option", ["--curves", "--occlusion", "--rise"])
@pytest.mark.parametrize("name", ["", "no/such/folder/out.png", "out.xyz", "out"])
def test_file_that_cannot_be_written_is_refused(refusal, tmp_path, option, name):
    path = tmp_path / name
    line = refusal(option, path, "--masks", 2)
    assert f"{path}: cannot be written" in line


@pytest.mark.parametrize("option", ["--curves", "--occlusion", "--rise"])
def test_the_photo_and_other_outputs_are_not_overwritten(
    refusal, photo, tmp_path, option
):
    before, other = photo.read_bytes(), tmp_path / "out.png"
    assert "is the photo itself" in refusal(option, photo)
    assert "is the output of --out" in refusal("--out", other, option, other)
    assert photo.read_bytes() == before
    assert not other.exists()


def test_two_experiments_need_two_files(refusal, tmp_path):
    one = tmp_path / "out.png"
    line = refusal("--occlusion", one, "--rise", one)
    assert "is the output of --occlusion" in line


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--grid", "8"], "argument --grid: invalid choice"),
        (["--grid", "many"], "argument --grid: invalid"),
        (["--masks", "1"], "expected a whole number 2..1000000, not 1"),
        (["--masks", "9" * 5000], "expected a whole number 2..1000000"),
        (["--masks", "2.5"], "expected a whole number"),
        (["--seed", "-1"], "expected a whole number 0..4294967295, not -1"),
        (["--measure", "loss"], "argument --measure: invalid choice: 'loss'"),
    ],
)
def test_wrong_option_is_refused(refusal, tmp_path, options, message):
    assert message in refusal("--rise", tmp_path / "out.png", *options)


def test_without_matplotlib_the_way_to_install_it_is_told(
    refusal, run, tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.delitem(sys.modules, "gradcam_py.cli.chart", raising=False)
    monkeypatch.delattr("gradcam_py.cli.chart", raising=False)
    overlay = tmp_path / "overlay.png"
    line = refusal("--curves", tmp_path / "chart.png", "--out", overlay)
    assert "pip install 'gradcam-playground[charts]'" in line
    assert not overlay.exists()
    assert run("--occlusion", tmp_path / "map.png")[0] == 0


class Terminal(io.StringIO):
    """Standard error with somebody in front of it."""

    def isatty(self):
        return True


def test_progress_is_told_on_a_terminal_and_leaves_nothing_behind(
    run, tmp_path, monkeypatch
):
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    assert run("--occlusion", tmp_path / "map.png")[0] == 0
    states = shown.getvalue().split("\r")
    assert states[0] == "occlusion: 1 of 49 forward passes"
    assert states[48] == "occlusion: 49 of 49 forward passes"
    assert states[49:] == [" " * len(states[48]), ""]


def test_whoever_has_waited_long_enough_sees_no_traceback(run, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(gradcam_py.cli.main, "run", interrupted)
    assert run() == (130, "", "")
