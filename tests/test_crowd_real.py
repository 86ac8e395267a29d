"""Many pictures with EfficientNet-Lite0's real weights, beside one photo at a time."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from gradcam_py.cli.main import main as main_of_one
from gradcam_py.crowd.command import main
from tests.crowds import rows, tree

COUNT = 36
# Of one thread against those of several.
PROBABILITY, MAP = 1e-5, 1e-4
EGYPTIAN_CAT = 285


@pytest.fixture(scope="module")
def photos(samples_folder, tmp_path_factory):
    """Parts of the samples, some turned round."""
    folder, rng = tmp_path_factory.mktemp("photos"), np.random.default_rng(2)
    samples = [Image.open(path) for path in sorted(samples_folder.glob("*.jpg"))]
    for number in range(COUNT):
        sample = samples[number % len(samples)]
        left, top = (round(side * rng.uniform(0, 0.3)) for side in sample.size)
        part = sample.crop((left, top, sample.width, sample.height))
        part.rotate(90 * (number % 2), expand=True).save(folder / f"{number:02}.png")
    return folder


@pytest.fixture
def named(lite0_folder):
    return ["--models", str(lite0_folder.parent), "--model", "lite0"]


@pytest.mark.parametrize("layer", ["top", "5c"])
def test_rows_say_what_the_command_of_one_photo_says(
    photos, named, tmp_path, capsys, layer
):
    options = [*named, "--layer", layer]
    out = ["--out", str(tmp_path / "out"), "--maps", "--jobs", "2"]
    assert main([str(photos), *options, *out]) == 0
    capsys.readouterr()
    told = rows(tmp_path / "out")
    assert len(told) == COUNT
    for row in told[::5]:
        assert main_of_one([row["picture"], *options, "--json"]) == 0
        document = json.loads(capsys.readouterr().out)
        assert row["target"] == document["target"]
        for ours, theirs in zip(
            row["predictions"], document["predictions"], strict=True
        ):
            assert ours == pytest.approx(theirs, abs=PROBABILITY)
        values = document["heatmap"]["values"]
        raw = np.load(tmp_path / "out" / row["map"])["cam"]
        np.testing.assert_allclose(raw.ravel(), values, atol=MAP * max(values))


def test_one_process_and_two_give_the_same_bytes(photos, named, tmp_path):
    for jobs in ("1", "2"):
        out = ["--out", str(tmp_path / jobs), "--jobs", jobs]
        assert main([str(photos), *named, *out, "--maps", "--overlays"]) == 0
    assert tree(tmp_path / "1") == tree(tmp_path / "2")


def test_cats_are_found_where_they_are(photos, named, tmp_path):
    """The centre of the cat's map in pictures of a cat on the left, a dog right."""
    beside = tmp_path / "beside"
    beside.mkdir()
    with Image.open(photos.joinpath("00.png")) as picture:
        picture.save(beside / "a.png")
        picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(beside / "b.png")
    out = ["--out", str(tmp_path / "out"), "--target", str(EGYPTIAN_CAT)]
    assert main([str(beside), *named, *out]) == 0
    left, right = rows(tmp_path / "out")
    assert left["centre"][0] < 0.5 < right["centre"][0]
    assert left["centre"][0] == pytest.approx(1 - right["centre"][0], abs=0.1)
