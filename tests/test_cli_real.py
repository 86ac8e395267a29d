"""The command line with EfficientNet-Lite0's real weights, on the built samples."""

import json

import numpy as np
import pytest
from PIL import Image

from gradcam_py.cam.methods import METHODS
from gradcam_py.cli.main import main
from gradcam_py.explaining.settings import Settings
from gradcam_py.explaining.steps import heatmap
from gradcam_py.image.decode import load_image
from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.native_session import NativeSession
from tests.asking import explain, explain_layers

EGYPTIAN_CAT, PUG, ESPRESSO = 285, 254, 967
LEFT_HALF = "0,0,0.5,1"
# Of a heatmap's largest value: both sides are float32 sums over 1,280 channels.
FLOAT32 = 1e-5


@pytest.fixture
def run(lite0_folder, samples_folder, capsys):
    """run(sample, *options) -> what is printed."""

    def run(sample, *options):
        models = ["--models", str(lite0_folder.parent), "--model", "lite0"]
        arguments = [str(samples_folder / sample), *models, *map(str, options)]
        assert main(arguments) == 0
        captured = capsys.readouterr()
        assert captured.err == ""
        return captured.out

    return run


@pytest.fixture
def answer(run):
    """answer(sample, *options) -> what --json prints."""
    return lambda *arguments: json.loads(run(*arguments, "--json"))


def raw_map(document):
    shown = document["heatmap"]
    return np.reshape(shown["values"], (shown["height"], shown["width"]))


def centre_of_mass(values):
    """Column and row, as shares 0..1 of the map."""
    rows, columns = np.indices(values.shape) + 0.5
    total = values.sum()
    height, width = values.shape
    return (values * columns).sum() / total / width, (
        values * rows
    ).sum() / total / height


def best(document):
    return document["predictions"][0]["index"]


def test_cat_and_dog_is_an_egyptian_cat_first(answer):
    assert best(answer("cat-and-dog.jpg")) == EGYPTIAN_CAT


def test_both_animals_are_among_the_first_three_guesses(answer):
    rows = answer("cat-and-dog.jpg")["predictions"][:3]
    found = {row["index"]: row["probability"] for row in rows}
    assert found[EGYPTIAN_CAT] >= 0.25
    assert found[PUG] >= 0.15


def test_each_animals_heatmap_lies_in_its_own_half(answer):
    cat = raw_map(answer("cat-and-dog.jpg", "--target", "egyptian cat"))
    pug = raw_map(answer("cat-and-dog.jpg", "--target", "pug"))
    assert cat.shape == pug.shape == (7, 7)
    assert centre_of_mass(cat)[0] < 0.5 < centre_of_mass(pug)[0]


def test_hiding_the_cat_makes_the_pug_first(answer):
    document = answer("cat-and-dog.jpg", "--hide", LEFT_HALF)
    assert best(document) == PUG
    row = document["predictions"][0]
    assert row["probability"] > row["baseline"]


@pytest.mark.parametrize("fill", ["gray", "black", "mean", "blur", "noise"])
def test_hidden_cat_is_no_longer_seen_under_any_fill(answer, fill):
    seen = answer("cat-and-dog.jpg")["predictions"][0]["probability"]
    hidden = answer("cat-and-dog.jpg", "--hide", LEFT_HALF, "--fill", fill)
    left = {row["index"]: row["probability"] for row in hidden["predictions"]}
    assert left.get(EGYPTIAN_CAT, 0) < seen / 2


def test_coffee_is_an_espresso_first(answer):
    assert best(answer("coffee.jpg")) == ESPRESSO


def test_cat_rather_than_pug_is_in_the_cats_half(answer):
    contrast = answer("cat-and-dog.jpg", "--target", "285", "--versus", "pug")
    assert centre_of_mass(raw_map(contrast))[0] < 0.5


def test_what_speaks_against_the_cat_is_in_the_dogs_half(answer):
    document = answer("cat-and-dog.jpg", "--target", "285", "--score", "counterfactual")
    assert centre_of_mass(raw_map(document))[0] > 0.5


@pytest.mark.parametrize("method", ["hirescam", "xgradcam"])
@pytest.mark.parametrize("sample", ["cat-and-dog.jpg", "coffee.jpg"])
def test_methods_that_must_agree_at_the_top_do(answer, sample, method):
    expected = raw_map(answer(sample))
    found = raw_map(answer(sample, "--method", method))
    assert np.abs(found - expected).max() <= FLOAT32 * expected.max()


def test_analytic_weights_agree_with_finite_differences(answer):
    assert answer("coffee.jpg", "--check")["check"]["error"] < 1e-5


async def test_every_layer_has_a_finite_map_under_every_method(
    lite0_folder, samples_folder
):
    model = load_model_folder(read_from(lite0_folder))
    session = NativeSession(lite0_folder, model.manifest)
    picture = load_image((samples_folder / "cat-and-dog.jpg").read_bytes())
    explanation = await explain(session, picture, Settings())
    layers, _ = await explain_layers(session, picture)
    assert len(model.manifest.layers) == 18
    for layer in model.manifest.layers:
        for method in METHODS:
            raw = heatmap(layers, layer.id, method)
            assert raw.shape == layer.shape[1:]
            assert np.isfinite(raw).all()
            assert raw.max() > 0, (layer.id, method)
    from_layers = heatmap(layers, model.manifest.features_layer)
    difference = np.abs(from_layers - explanation.cam).max()
    assert difference <= FLOAT32 * explanation.cam.max()


def test_sheet_shows_three_rows_of_six_layers(run, tmp_path):
    sheet = tmp_path / "sheet.png"
    run("cat-and-dog.jpg", "--all-layers", sheet)
    with Image.open(sheet) as image:
        blank = (np.asarray(image) == 255).all(axis=-1)
    # Runs of columns, and of rows below the header, that are not all background.
    columns = np.flatnonzero(np.diff((~blank[100:].all(axis=0)).astype(int)))
    tall = np.flatnonzero(np.diff((blank.mean(axis=1) < 0.5).astype(int)))
    assert len(columns) == 2 * 6
    assert len(tall) == 2 * 3


def test_hiding_what_the_map_calls_important_beats_chance(answer, tmp_path):
    """The cat goes sooner, and comes sooner, than in any random order."""
    found = answer("cat-and-dog.jpg", "--curves", tmp_path / "curves.png")["curves"]
    areas = {"map": [], "random": [], "centre": []}
    for order in found["orders"]:
        pair = [order["areas"][curve]["probability"] for curve in order["areas"]]
        areas[order["order"]].append(pair)
    ((deletion, insertion),) = areas["map"]
    assert deletion < min(area for area, _ in areas["random"] + areas["centre"]) / 2
    assert insertion > max(area for _, area in areas["random"] + areas["centre"])
