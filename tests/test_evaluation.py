"""Deletion and insertion against a reference of its own, and the orders of pixels.

The reference sorts, masks, asks and measures the areas in ways of its own; the network
answers it through onnxruntime directly.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcam_py.evaluation.curves import Curves, Ends, Subject, area, ends, trace
from gradcam_py.evaluation.orders import (
    RANDOM_SEEDS,
    at_random,
    by_map,
    centre_first,
)
from gradcam_py.evaluation.scoring import COLUMNS, LOGIT, PROBABILITY, Scoring
from gradcam_py.explaining import occlusion
from gradcam_py.explaining.pipeline import Pipeline
from gradcam_py.explaining.settings import Settings
from gradcam_py.image.decode import load_image
from gradcam_py.image.fills import FILLS
from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.native_session import NativeSession
from tests.asking import question_about
from tests.bare_network import BareNetwork
from tests.toy_session import IMAGE, ToySession

CURVE = 0.005  # of both scores, and of the areas
END = 1e-4
PUG, CAT = 254, 285


@pytest.fixture(scope="module")
def session(lite0_folder):
    return NativeSession(
        lite0_folder, load_model_folder(read_from(lite0_folder)).manifest
    )


@pytest.fixture(scope="module")
def bare(lite0_folder):
    return BareNetwork(lite0_folder)


@pytest.fixture(scope="module")
def explained(session, samples_folder):
    """explained(sample, **settings) -> the explanation; each is made once."""
    known = {}

    def explained(sample="cat-and-dog", **settings):
        asked = Settings(**settings)
        key = sample, repr(asked)
        if key not in known:
            photo = load_image((samples_folder / f"{sample}.jpg").read_bytes())
            question = question_about(photo, asked, session.manifest.input_size)
            known[key] = asyncio.run(Pipeline(session).explain(question))
        return known[key]

    return explained


def subject_of(explanation, steps=49):
    filling = occlusion.filling(explanation.question)
    return Subject(explanation.image, filling, steps)


async def traced(session, subject, order, scoring):
    known = await ends(session, subject, scoring)
    async for curves in trace(session, subject, order, scoring, known):
        found = curves
    return found


def traced_now(*arguments):
    return asyncio.run(traced(*arguments))


# --- the reference ---


def stretched(raw, side):
    """Bilinear, each value in the middle of its cell, float32 as the page has it."""
    height, width = raw.shape

    def weights(cells):
        at = np.clip((np.arange(side) + 0.5) * cells / side - 0.5, 0, cells - 1)
        low = np.minimum(at.astype(int), max(cells - 2, 0))
        rows = np.zeros((side, cells))
        rows[np.arange(side), low] += 1 - (at - low)
        rows[np.arange(side), np.minimum(low + 1, cells - 1)] += at - low
        return rows

    return (weights(height) @ raw.astype(float) @ weights(width).T).astype(np.float32)


def sorted_pixels(raw, side, seed=0):
    """Largest first; where two are equal, the one with more seeded noise."""
    values = stretched(raw, side).ravel().tolist()
    chance = np.random.default_rng(seed).random(raw.shape)
    noise = stretched(chance, side).ravel().tolist()
    return sorted(range(side * side), key=lambda i: (-values[i], -noise[i]))


def reference(bare, image, filling, pixels, target, steps):
    """Scores [steps+1,2] of deletion and of insertion, each picture made anew."""
    side = len(image)
    curves = []
    for shows_first in (False, True):
        scores = []
        for step in range(steps + 1):
            first = np.zeros(side * side, bool)
            first[pixels[: round(side * side * step / steps)]] = True
            hidden = (first != shows_first).reshape(side, side, 1)
            scores.append(bare.scores(np.where(hidden, filling, image), target))
        curves.append(np.array(scores))
    return curves


def trapezoids(curve):
    """One after the other, of equal width over 0..1."""
    steps = len(curve) - 1
    return sum((curve[i] + curve[i + 1]) / 2 / steps for i in range(steps))


@pytest.mark.parametrize(
    ("sample", "settings", "steps"),
    [
        ("cat-and-dog", {"fill": "gray"}, 49),
        ("rocket", {"fill": "blur", "method": "layercam", "layer": "4b"}, 49),
        ("coffee", {"fill": "black", "method": "gradcam++", "framing": "crop"}, 14),
        ("cat-and-dog", {"fill": "noise", "target": PUG}, 14),
        ("china", {"fill": "mean", "method": "eigencam"}, 14),
    ],
)
def test_curves_and_areas_are_those_of_the_reference(
    session, bare, explained, sample, settings, steps
):
    explanation = explained(sample, **settings)
    subject, target = subject_of(explanation, steps), explanation.target
    order = by_map(explanation.cam, subject.side)
    found = traced_now(session, subject, order, Scoring(target))
    pixels = sorted_pixels(explanation.cam, subject.side)
    image = explanation.image.astype(np.uint8)  # nothing is hidden beforehand
    deletion, insertion = reference(bare, image, subject.filling, pixels, target, steps)
    np.testing.assert_allclose(found.deletion, deletion, atol=CURVE)
    np.testing.assert_allclose(found.insertion, insertion, atol=CURVE)
    areas = np.stack([trapezoids(deletion), trapezoids(insertion)], axis=-1)
    np.testing.assert_allclose(found.areas, areas, atol=CURVE)
    assert np.ptp(deletion[:, PROBABILITY]) > 20 * CURVE  # there was something to see


@pytest.mark.parametrize("fill", FILLS)
@pytest.mark.parametrize("hidden", [(), ((0.0, 0.0, 0.5, 1.0),)])
def test_the_ends_are_the_whole_and_the_hidden_picture(
    session, bare, explained, fill, hidden
):
    shapes = tuple(
        {"tool": "rect", "x": x, "y": y, "w": w, "h": h} for x, y, w, h in hidden
    )
    explanation = explained(fill=fill, shapes=shapes)
    subject, target = subject_of(explanation, steps=2), explanation.target
    found = traced_now(session, subject, centre_first(subject.side), Scoring(target))
    nothing_left = np.broadcast_to(subject.filling, subject.image.shape)
    whole = bare.scores(explanation.image, target)
    gone = bare.scores(nothing_left, target)
    assert whole == pytest.approx(
        (explanation.probabilities[target], explanation.logits[target]), abs=END
    )
    np.testing.assert_allclose(found.deletion[[0, -1]], [whole, gone], atol=END)
    np.testing.assert_allclose(found.insertion[[0, -1]], [gone, whole], atol=END)


def test_a_constant_map_lies_within_randoms_spread(session, explained):
    explanation = explained()
    subject, scoring = subject_of(explanation, steps=14), Scoring(explanation.target)
    shape = explanation.cam.shape
    constant = by_map(np.full(shape, 0.37, np.float32), subject.side)
    found = traced_now(session, subject, constant, scoring).areas
    spread = [
        traced_now(session, subject, at_random(shape, subject.side, seed), scoring)
        for seed in RANDOM_SEEDS
    ]
    areas = np.stack([each.areas for each in spread])
    assert (areas.min(axis=0) <= found).all()
    assert (found <= areas.max(axis=0)).all()
    assert (np.ptp(areas, axis=0) > 0).all()


def test_a_contrast_follows_the_difference_of_two_logits(session, bare, explained):
    explanation = explained(target=CAT, versus=PUG)
    subject = subject_of(explanation, steps=2)
    order = by_map(explanation.cam, subject.side)
    found = traced_now(session, subject, order, Scoring(CAT, PUG))
    half = subject.deleted(order, 1)
    probability, cat = bare.scores(half, CAT)
    _, pug = bare.scores(half, PUG)
    np.testing.assert_allclose(found.deletion[1], [probability, cat - pug], atol=CURVE)


def test_of_a_sigmoid_each_class_has_a_probability_of_its_own():
    logits = np.array([0.5, -2.0, 3.0])
    scores = Scoring(1, activation="sigmoid").scores(logits)
    assert scores[COLUMNS["probability"]] == pytest.approx(1 / (1 + np.exp(2)))
    assert scores[COLUMNS["logit"]] == -2


# --- orders ---


@given(
    st.floats(0, 2.0**100, width=32),
    st.sampled_from([(7, 7), (8, 8), (14, 14), (3, 5)]),
    st.sampled_from([14, 32, 45]),
    st.integers(0, 5),
)
def test_a_constant_maps_order_is_the_random_one(value, shape, side, seed):
    constant = np.full(shape, value, np.float32)
    assert (by_map(constant, side, seed) == at_random(shape, side, seed)).all()


maps = st.integers(1, 6).flatmap(
    lambda cells: st.lists(
        st.lists(st.integers(0, 2).map(float), min_size=cells, max_size=cells),
        min_size=cells,
        max_size=cells,
    )
)


@given(maps, st.sampled_from([6, 12]))
def test_an_order_has_every_pixel_once_and_the_largest_first(values, side):
    raw = np.array(values)
    order = by_map(raw, side)
    assert sorted(order.tolist()) == list(range(side * side))
    falling = stretched(raw, side).ravel()[order]
    assert (np.diff(falling) <= 1e-6).all()


def test_equal_pixels_come_by_chance_and_not_by_place():
    raw = np.zeros((7, 7))
    raw[0, 0] = 1
    order, side = by_map(raw, 224), 224
    silent = stretched(raw, side).ravel() == 0
    assert not silent[order[: (~silent).sum()]].any()
    by_chance = at_random((7, 7), side, RANDOM_SEEDS[0])
    assert order[(~silent).sum() :].tolist() == by_chance[silent[by_chance]].tolist()


@pytest.mark.parametrize("side", [1, 2, 5, 8])
def test_centre_first_goes_outwards(side):
    middle = (side - 1) / 2
    distances = [
        (i // side - middle) ** 2 + (i % side - middle) ** 2
        for i in centre_first(side).tolist()
    ]
    assert distances == sorted(distances)
    assert len(distances) == side * side


def test_random_orders_differ_by_their_seed_and_are_as_coarse_as_the_map():
    first, again, other = (at_random((7, 7), 224, seed) for seed in (0, 0, 1))
    assert (first == again).all()
    assert (first != other).mean() > 0.9
    places = np.empty(224 * 224)
    places[first] = np.arange(224 * 224)
    steps = np.abs(np.diff(places.reshape(224, 224), axis=1)) / 224**2
    assert np.median(steps) < 0.02  # of neighbours; of single pixels it would be 0.29


# --- properties, on a network for the head ---


@given(st.permutations(range(16)), st.integers(2, 20))
def test_insertion_is_the_deletion_of_the_reverse_read_backwards(order, steps):
    order = np.array(order)
    subject = Subject(IMAGE, np.full((1, 1, 3), 64, np.float32), steps)
    scoring = Scoring(0)
    forwards = traced_now(ToySession(), subject, order, scoring)
    backwards = traced_now(ToySession(), subject, order[::-1], scoring)
    np.testing.assert_array_equal(forwards.insertion, backwards.deletion[::-1])
    np.testing.assert_array_equal(forwards.deletion, backwards.insertion[::-1])


def test_curves_grow_together_point_by_point():
    subject = Subject(IMAGE, np.zeros((1, 1, 3), np.float32), steps=4)
    session, scoring = ToySession(), Scoring(0)

    async def known():
        both = await ends(session, subject, scoring)
        return [
            (np.isfinite(c.deletion[:, LOGIT]), np.isfinite(c.insertion[:, LOGIT]))
            async for c in trace(session, subject, np.arange(16), scoring, both)
        ]

    states = [(d.sum(), i.sum()) for d, i in asyncio.run(known())]
    assert states == [(3, 2), (3, 3), (4, 3), (4, 4), (5, 4), (5, 5)]


def test_neither_picture_nor_fill_is_changed():
    subject = Subject(IMAGE.copy(), np.full((1, 1, 3), 9, np.float32), steps=3)
    before = replace(subject, image=IMAGE.copy(), filling=subject.filling.copy())
    traced_now(ToySession(), subject, np.arange(16), Scoring(0))
    np.testing.assert_array_equal(subject.image, before.image)
    np.testing.assert_array_equal(subject.filling, before.filling)


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=60))
def test_the_area_is_the_sum_of_trapezoids(values):
    curve = np.array(values)
    assert area(curve) == pytest.approx(trapezoids(curve), abs=1e-9)


def test_areas_are_told_by_score_and_curve():
    deletion, insertion = np.array([[1.0, 4], [0, 2]]), np.array([[0.0, 2], [1, 4]])
    curves = Curves(deletion, insertion)
    assert curves.areas.tolist() == [[0.5, 0.5], [3.0, 3.0]]
    assert curves.shares.tolist() == [0.0, 1.0]
    assert Ends(deletion[0], deletion[1]).whole.tolist() == [1.0, 4.0]
