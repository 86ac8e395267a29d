"""The native session against the same network in NumPy and float64."""

import numpy as np
import pytest

from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.native_session import NativeSession
from tests.tiny_model import CLASSES, SIZE, build_tiny_model, forward, head

# float32 against float64, relative to an array's largest value.
FLOAT32 = 1e-5


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    path = build_tiny_model(tmp_path_factory.mktemp("models") / "tiny")
    return NativeSession(path, load_model_folder(read_from(path)).manifest)


def images(count):
    generator = np.random.default_rng(count)
    coarse = generator.uniform(0, 255, (count, 8, 8, 3))
    return coarse.repeat(28, axis=1).repeat(28, axis=2).astype(np.float32)


def seed(count):
    values = np.random.default_rng(count).normal(size=(count, CLASSES))
    return values.astype(np.float32)


def assert_close(found, expected):
    expected = np.asarray(expected)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= FLOAT32 * np.abs(expected).max()


def score_gradient(score, values, step=1e-4):
    """Central differences of a scalar function, in float64."""
    gradient = np.empty_like(values)
    for place in np.ndindex(values.shape):
        up, down = values.copy(), values.copy()
        up[place] += step
        down[place] -= step
        gradient[place] = (score(up) - score(down)) / (2 * step)
    return gradient


async def test_features_are_the_networks_top_activations(session):
    batch = images(3)
    expected = [forward(image)[0]["top_activation"] for image in batch]
    assert_close(await session.features(batch), expected)


async def test_head_gives_logits_and_the_seeds_gradients(session):
    batch = images(3)
    features = await session.features(batch)
    result = await session.head(features, seed(3))
    assert_close(result.logits, [forward(image)[1] for image in batch])
    for row in range(3):
        expected = score_gradient(
            lambda top, row=row: seed(3)[row] @ head(top), features[row].astype(float)
        )
        assert_close(result.gradients[row], expected)


@pytest.mark.parametrize("count", [1, 5])
async def test_layers_give_every_layers_arrays_for_every_seed(session, count):
    (image,) = images(1)
    result = await session.layers(image[None], seed(count))
    activations, logits = forward(image)
    assert_close(result.logits, [logits])
    assert list(result.activations) == ["stem_activation", "top_activation"]
    for layer, expected in activations.items():
        assert_close(result.activations[layer], expected)
        assert result.gradients[layer].shape == (count, *expected.shape)


async def test_both_paths_agree_at_the_top_layer(session):
    batch, seeds = images(1), seed(1)
    features = await session.features(batch)
    fast = await session.head(features, seeds)
    slow = await session.layers(batch, seeds)
    assert_close(slow.activations["top_activation"], features[0])
    assert_close(slow.gradients["top_activation"], fast.gradients)
    assert_close(slow.logits, fast.logits)


def test_input_size_is_the_manifests(session):
    assert session.manifest.input_size == SIZE
