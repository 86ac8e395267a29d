"""The check finds agreement where there is, and a small error where there is one."""

import numpy as np
import pytest

from gradcam_py.cam import seeds
from gradcam_py.explaining.finite_difference import check_head, strongest_channels
from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.native_session import NativeSession
from gradcam_py.model.session import HeadResult
from tests.tiny_model import build_tiny_model

# A linear head in float32 at the step chosen.
AGREEMENT = 1e-5


class Falsified:
    """A session whose gradients are wrong by a factor."""

    def __init__(self, session, factor):
        self.manifest = session.manifest
        self._session = session
        self._factor = factor

    async def head(self, features, seed):
        result = await self._session.head(features, seed)
        return HeadResult(result.logits, result.gradients * self._factor)


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    path = build_tiny_model(tmp_path_factory.mktemp("models") / "tiny")
    return NativeSession(path, load_model_folder(read_from(path)).manifest)


def features():
    return np.random.default_rng(0).uniform(0, 3, (1, 6, 4, 4)).astype(np.float32)


@pytest.mark.parametrize("score", ["logit", "probability", "contrast"])
async def test_gradient_and_difference_agree(session, score):
    logits = (await session.head(features(), np.zeros((1, 10), np.float32))).logits[0]
    seed = {
        "logit": seeds.one_hot(3, 10),
        "probability": seeds.probability(3, logits),
        "contrast": seeds.contrast(3, 1, 10),
    }[score]
    check = await check_head(session, features(), seed, range(6))
    assert check.channels == (0, 1, 2, 3, 4, 5)
    assert np.abs(check.analytic).max() > 0
    assert check.error <= AGREEMENT


async def test_analytic_values_are_gradcams_weights(session):
    seed = seeds.one_hot(3, 10)
    result = await session.head(features(), seed[None])
    check = await check_head(session, features(), seed, [4, 1])
    expected = result.gradients[0].mean(axis=(1, 2))[[4, 1]]
    np.testing.assert_allclose(check.analytic, expected, rtol=1e-6)


async def test_gradient_that_is_a_thousandth_too_large_is_found(session):
    check = await check_head(
        Falsified(session, 1.001), features(), seeds.one_hot(3, 10), range(6)
    )
    assert check.error == pytest.approx(1e-3, rel=0.05)


async def test_features_are_not_changed(session):
    values = features()
    await check_head(session, values, seeds.one_hot(0, 10), [0])
    np.testing.assert_array_equal(values, features())


def test_strongest_channels_have_the_largest_means_of_either_sign():
    gradients = np.array([1.0, -5, 0, 3], np.float32)[:, None, None] * np.ones(
        (4, 2, 2)
    )
    assert strongest_channels(gradients, 3) == [1, 3, 0]


async def test_check_is_plain_json(session):
    check = await check_head(session, features(), seeds.one_hot(0, 10), [2])
    document = check.to_json()
    assert document["channels"] == [2]
    assert document["analytic"] == check.analytic.tolist()
    assert document["numeric"] == check.numeric.tolist()
    assert document["error"] == check.error
