"""RISE: its masks, its running estimate and its seed."""

from __future__ import annotations

import asyncio
from itertools import islice

import numpy as np
import pytest

from gradcam_py.evaluation.rise import CELLS, SHOWN, random_masks, rise
from gradcam_py.evaluation.scoring import Scoring
from gradcam_py.image.decode import load_image
from gradcam_py.image.fills import make_fill
from gradcam_py.image.framing import to_input
from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.native_session import NativeSession
from tests.bare_network import BareNetwork
from tests.toy_session import IMAGE, ToySession

SUM = 1e-4  # of both scores' maps: float32 logits, a dozen masks
CAT, MASKS = 285, 13  # an odd number: the halves are of 7 and of 6
BLACK = np.zeros((1, 1, 3), np.float32)


@pytest.fixture(scope="module")
def session(lite0_folder):
    manifest = load_model_folder(read_from(lite0_folder)).manifest
    return NativeSession(lite0_folder, manifest)


@pytest.fixture(scope="module")
def image(samples_folder):
    photo = load_image((samples_folder / "cat-and-dog.jpg").read_bytes())
    return to_input(photo)


async def states(session, image, filling, masks, seed):
    """What is known after each pass: the map, and its halves."""
    image = image.astype(np.float32)
    return [
        (estimate.map, estimate.halves)
        async for estimate in rise(session, image, filling, Scoring(CAT), masks, seed)
    ]


def estimated(*arguments):
    return asyncio.run(states(*arguments))[-1]


def test_equal_seeds_give_the_same_map_bit_for_bit_and_others_do_not(session, image):
    filling = make_fill(image, "gray")
    first, again, other = (
        estimated(session, image, filling, MASKS, seed)[0] for seed in (3, 3, 4)
    )
    assert first.tobytes() == again.tobytes()
    assert (first != other).mean() > 0.9


@pytest.mark.parametrize("fill", ["black", "blur"])
def test_the_map_is_the_mean_of_masks_by_their_scores(
    session, lite0_folder, image, fill
):
    filling = make_fill(image, fill)
    found, halves = estimated(session, image, filling, MASKS, 0)
    bare = BareNetwork(lite0_folder)
    sums = [[], []]
    for number, mask in enumerate(islice(random_masks(224, 0), MASKS)):
        shown = mask[..., None].astype(float)
        picture = image * shown + filling * (1 - shown)
        scores = bare.scores(picture, CAT)
        sums[number % 2].append(np.stack([shown[..., 0] * s for s in scores], axis=-1))
    expected = sum(sum(half) for half in sums) / MASKS / SHOWN
    np.testing.assert_allclose(found, expected, atol=SUM)
    for half, of_half in zip(halves, sums, strict=True):
        expected = sum(of_half) / len(of_half) / SHOWN
        np.testing.assert_allclose(half, expected, atol=SUM)


def test_every_state_is_the_estimate_of_the_masks_so_far():
    found = asyncio.run(states_of_toy(5))
    assert [masks for masks, _ in found] == [1, 2, 3, 4, 5]
    for masks, running in found:
        alone = asyncio.run(states_of_toy(masks))[-1][1]
        np.testing.assert_array_equal(running, alone)


async def states_of_toy(masks):
    running = rise(ToySession(), IMAGE, BLACK, Scoring(0), masks)
    return [(estimate.masks, estimate.map) async for estimate in running]


async def test_halves_are_the_map_where_their_numbers_are_equal():
    async for estimate in rise(ToySession(), IMAGE, BLACK, Scoring(0), 6):
        found = estimate
    np.testing.assert_allclose(found.halves.mean(axis=0), found.map)


async def test_what_the_class_is_made_of_comes_out_on_top():
    """The picture is red but for its upper right quarter, the class is red."""
    async for estimate in rise(ToySession(), IMAGE, BLACK, Scoring(0), 2000):
        found = estimate.map[..., 1]
    red = IMAGE[..., 0] > 0
    spread = found[red].std() / np.sqrt(red.sum())
    assert found[red].mean() > found[~red].mean() + 3 * spread


@pytest.mark.parametrize("side", [56, 99])
def test_masks_show_half_of_the_picture_everywhere(side):
    """Also at the edges: what is shown less often would look less important."""
    masks = np.stack(list(islice(random_masks(side, 1), 1500)))
    assert masks.shape == (1500, side, side)
    assert masks.dtype == np.float32
    assert masks.min() >= 0
    assert masks.max() <= 1
    # Standard errors: 0.5 / sqrt(1500) of a place, a seventh of that of all places.
    assert masks.mean() == pytest.approx(SHOWN, abs=0.01)
    assert np.abs(masks.mean(axis=0) - SHOWN).max() < 0.06


def test_masks_are_as_coarse_as_their_cells_and_lie_anywhere():
    masks = np.stack(list(islice(random_masks(224, 2), 150)))[:, ::8]
    steps = np.abs(np.diff(masks, axis=2))
    cell = 224 / CELLS
    assert steps.max() <= 1 / cell + 1e-6  # from 0 to 1 in one cell's width
    # Where slopes begin would be the same columns in all masks if they weren't shifted.
    bends = np.abs(np.diff(masks, n=2, axis=2)).max(axis=1) > 1e-3
    assert (bends.any(axis=0)).mean() > 0.9
