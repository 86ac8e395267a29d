"""The answer that the page opens with, as the build writes it."""

import asyncio
import base64
import io
import json
import re
import shutil

import numpy as np
import pytest
from PIL import Image

from convert.languages.packed import catalogues
from convert.onefile.bundle import make_bundle
from convert.web.openings import openings
from gradcam_py.explaining.picture import make_picture
from gradcam_py.explaining.pipeline import Pipeline
from gradcam_py.explaining.question import Question
from gradcam_py.explaining.settings import Settings
from gradcam_py.image.decode import load_image
from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.native_session import NativeSession
from gradcam_py.view.payloads import heatmap_pixels
from gradcam_py.words.language import ENGLISH, chosen
from tests.protocol_check import faults

SIDE = 224
EXPECTED = ("looks", "settings", "heatmap", "predictions", "before")


@pytest.fixture(scope="module")
def told(site_folder):
    """Every opening of the built site, by its path."""
    made = openings(site_folder, catalogues())
    return {path: json.loads(content) for path, content in made.items()}


@pytest.fixture(scope="module")
def english(told):
    return told["openings/lite0.en.json"]


def parts(opening):
    return {each["part"]: each["data"] for each in opening["parts"]}


def pixels(opening, part):
    (image,) = (each["image"] for each in opening["parts"] if each["part"] == part)
    data = base64.b64decode(opening["images"][image])
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))


def test_there_is_one_for_every_network_and_language(told, site_folder):
    listed = json.loads((site_folder / "site.json").read_text())
    tags = [ENGLISH, *(each["tag"] for each in listed["languages"])]
    names = [model["name"] for model in listed["models"]]
    wanted = {f"openings/{name}.{tag}.json" for name in names for tag in tags}
    assert set(told) == wanted <= set(listed["files"])


def test_it_is_the_answer_to_the_first_sample(english, site_folder):
    samples = json.loads((site_folder / "samples/samples.json").read_text())
    assert english["sample"] == samples[0]["id"]
    folder = site_folder / "models/lite0"
    model = load_model_folder(read_from(folder))
    data = (site_folder / "samples" / samples[0]["file"]).read_bytes()
    picture = make_picture(load_image(data), SIDE, "the same file")
    pipeline = Pipeline(NativeSession(folder, model.manifest))
    answer = asyncio.run(pipeline.explain(Question(picture, Settings())))
    rows = parts(english)["predictions"]["rows"]
    best = np.argsort(answer.probabilities)[::-1][:5]
    assert [row["index"] for row in rows] == best.tolist()
    found = [row["probability"] for row in rows]
    assert found == pytest.approx(answer.probabilities[best].tolist(), abs=1e-6)
    wanted = heatmap_pixels(answer.cam, "viridis")
    assert pixels(english, "heatmap").shape == (SIDE, SIDE, 4)
    off = np.abs(pixels(english, "heatmap").astype(int) - wanted)
    assert off.max() <= 2  # a level, where a value lies between two of them
    assert (pixels(english, "before") == pixels(english, "heatmap")).all()


def test_its_messages_are_those_of_the_page(english):
    assert [each["part"] for each in english["parts"]] == list(EXPECTED)
    for each in english["parts"]:
        image = None if each["image"] is None else pixels(english, each["part"])
        assert faults(each["part"], each["data"], image) == []


def test_languages_say_the_same_numbers_in_their_own_words(told, english):
    for path, opening in told.items():
        assert opening["images"] == english["images"]
        rows, others = (
            parts(each)["predictions"]["rows"] for each in (opening, english)
        )
        for row, other in zip(rows, others, strict=True):
            assert row["probability"] == other["probability"]
            assert row["label"] == other["label"]
        if not path.endswith(f".{ENGLISH}.json"):
            said = [parts(each)["heatmap"]["text"] for each in (opening, english)]
            assert said[0] != said[1]
    assert chosen() == ENGLISH


def test_it_is_small(told):
    assert max(len(json.dumps(opening)) for opening in told.values()) < 20_000


def test_the_same_again(told, site_folder):
    again = openings(site_folder, {})
    assert json.loads(again["openings/lite0.en.json"]) == told["openings/lite0.en.json"]


def test_without_a_picture_there_is_none(site_folder, tmp_path):
    shutil.copytree(site_folder / "models", tmp_path / "models")
    assert openings(tmp_path, {}) == {}


def test_the_one_file_page_has_those_of_its_network_and_languages(site_folder):
    page = make_bundle(site_folder, "lite0", languages=["de"]).decode()
    packed = re.findall(r'data-path="(openings/[^"]+)"', page)
    assert packed == ["openings/lite0.de.json", "openings/lite0.en.json"]
