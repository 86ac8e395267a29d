"""Each cell of the map is what the same box does when people draw it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import numpy as np
import pytest

from gradcam_py.evaluation.occlusion_map import GRIDS, cell, occlusion_map, on_grid
from gradcam_py.evaluation.scoring import Scoring
from gradcam_py.explaining import occlusion
from gradcam_py.explaining.pipeline import Pipeline
from gradcam_py.explaining.question import Question
from gradcam_py.explaining.settings import Settings
from gradcam_py.image.decode import load_image
from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.native_session import NativeSession
from tests.asking import question_about
from tests.toy_session import PICTURE, ToySession

DRAWN = 1e-3  # of both scores

CAT = 285
COLLAR = {"tool": "rect", "x": 0.7, "y": 0.3, "w": 0.2, "h": 0.2}
STROKE = {"tool": "brush", "points": [[0.2, 0.2], [0.5, 0.9]], "radius": 0.05}
RUBBER = {"tool": "erase", "points": [[0.2, 0.3], [0.3, 0.4]], "radius": 0.05}


@pytest.fixture(scope="module")
def session(lite0_folder):
    manifest = load_model_folder(read_from(lite0_folder)).manifest
    return NativeSession(lite0_folder, manifest)


@pytest.fixture
def photo(samples_folder):
    return load_image((samples_folder / "cat-and-dog.jpg").read_bytes())


async def mapped(session, question, grid, scoring):
    filling = occlusion.filling(question)
    states = occlusion_map(session, question, filling, scoring, grid)
    return [found.copy() async for found in states]


def scores(logits, target):
    """The probability, by a softmax, and the logit of a class."""
    exact = logits.astype(np.float64)
    exponentials = np.exp(exact - exact.max())
    return np.array([exponentials[target] / exponentials.sum(), exact[target]])


def drawn_box(size, framing, grid, row, column):
    """In shares of the whole photo, whatever of it the network sees."""
    width, height = size
    seen = min(size) if framing == "crop" else None
    across, down = seen or width, seen or height
    left, top = (width - across) / 2, (height - down) / 2
    return {
        "tool": "rect",
        "x": (left + column * across / grid) / width,
        "y": (top + row * down / grid) / height,
        "w": across / grid / width,
        "h": down / grid / height,
    }


@pytest.mark.parametrize(
    ("grid", "settings", "every"),
    [
        (7, Settings(), 1),
        (7, Settings(shapes=(COLLAR,), fill="blur", framing="crop"), 1),
        (14, Settings(fill="noise", framing="crop"), 5),
        (14, Settings(shapes=(STROKE, RUBBER), fill="black"), 5),
    ],
)
async def test_cells_equal_the_same_boxes_drawn_by_hand(
    session, photo, grid, settings, every
):
    settings = replace(settings, target=CAT)
    question = question_about(photo, settings, session.manifest.input_size)
    found = (await mapped(session, question, grid, Scoring(CAT)))[-1]
    pipeline = Pipeline(session)
    whole = scores((await pipeline.explain(question)).logits, CAT)
    places = list(np.ndindex(grid, grid))[::every]
    for row, column in places:
        box = drawn_box(photo.size, settings.framing, grid, row, column)
        drawn = replace(settings, shapes=(*settings.shapes, box))
        explanation = await pipeline.explain(Question(question.picture, drawn))
        fall = whole - scores(explanation.logits, CAT)
        np.testing.assert_allclose(found[row, column], fall, atol=DRAWN)
    assert np.ptp(found[..., 0]) > 20 * DRAWN  # there was something to see


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("framing", ["whole", "crop"])
def test_cells_cover_what_the_network_sees_once(photo, grid, framing):
    settings = Settings(framing=framing)
    question = question_about(photo, settings, 224)
    covered = np.zeros((224, 224))
    for row, column in np.ndindex(grid, grid):
        shape = cell(question, grid, row, column)
        drawn = replace(settings, shapes=(shape,))
        covered += occlusion.mask(Question(question.picture, drawn))
    np.testing.assert_allclose(covered, 1, atol=0.01)


def test_the_map_fills_in_cell_by_cell():
    question = Question(PICTURE, Settings())
    states = asyncio.run(mapped(ToySession(), question, 2, Scoring(0)))
    known = [np.isfinite(state[..., 0]).ravel().tolist() for state in states]
    assert known == [[i <= number for i in range(4)] for number in range(4)]


def test_where_all_is_hidden_already_no_cell_matters():
    everything = {"tool": "rect", "x": 0.0, "y": 0.0, "w": 1.0, "h": 1.0}
    question = Question(PICTURE, Settings(shapes=(everything,)))
    found = asyncio.run(mapped(ToySession(), question, 2, Scoring(0)))[-1]
    assert (found == 0).all()


@pytest.mark.parametrize(("height", "width"), [(7, 7), (14, 14), (8, 8), (10, 3)])
@pytest.mark.parametrize("grid", GRIDS)
def test_a_map_on_a_grid_has_the_means_of_its_cells(height, width, grid):
    raw = np.random.default_rng(height).normal(size=(height, width))
    # Each value as often as both sizes divide, so that cells hold whole numbers of it.
    fine = np.kron(raw, np.ones((grid, grid)))
    means = fine.reshape(grid, height, grid, width).mean(axis=(1, 3))
    np.testing.assert_allclose(on_grid(raw, grid), means, atol=1e-6)
