"""Transformers: the tokens of the patches as a map."""

from __future__ import annotations

import numpy as np
import pytest

from gradcam_py.autodiff import Value
from gradcam_py.model.native_session import NativeSession
from gradcam_py.network.preprocessing import PREPROCESSINGS
from gradcam_py.network.session import PreparedSession, manifest_of
from gradcam_py.network.tokens import Tokens, tokens_of
from tests import tiny_networks
from tests.bringing import BroughtFile, bring
from tests.tiny_networks import CLASSES, SIDE

STEP = 1e-2  # float32 logits of order 1: rounding 1e-7 / 1e-2, curvature 1e-4
DIFFERENCES = 2e-3  # relative to the largest
WIDTH, GRID = 8, SIDE // 4


def session_of(found: BroughtFile) -> PreparedSession:
    graphs = found.network.graphs
    native = NativeSession(
        lambda name: graphs[name].joined(found.read), manifest_of(found.network, "t")
    )
    return PreparedSession(native, PREPROCESSINGS["0-1"], found.network)


@pytest.fixture(params=[True, False], ids=["class token", "mean of tokens"])
def brought(request) -> BroughtFile:
    return bring(tiny_networks.tokens(class_token=request.param))


def test_tokens_are_layers_of_the_patches_grid(brought):
    layers = brought.network.layers
    assert [layer.shape for layer in layers] == [(WIDTH, GRID, GRID)] * len(layers)
    assert layers[0].tokens is None  # the patches themselves
    assert all(layer.tokens for layer in layers[1:])
    assert len(layers) > 1


def test_where_only_the_class_token_counts_the_last_layer_is_before_attention(brought):
    """Behind the last attention the patches' gradients would all be zero."""
    names = [layer.value.name for layer in brought.network.layers]
    has_class_token = brought.network.layers[-1].tokens.before == 1
    assert names[-1] == ("t1" if has_class_token else "t2")


async def test_gradients_of_tokens_agree_with_differences(brought):
    """Of all channels and places, by nudging the map that the head is given."""
    session = session_of(brought)
    image = np.random.default_rng(1).uniform(0, 255, (1, SIDE, SIDE, 3))
    seed = np.eye(CLASSES, dtype=np.float32)[1:2]
    features, head = await session.both(image.astype(np.float32), seed)
    assert features.shape == head.gradients.shape == (1, WIDTH, GRID, GRID)
    assert np.abs(head.gradients).max() > 0
    numeric = np.zeros_like(features)
    for place in np.ndindex(features.shape):
        nudged = np.repeat(features, 2, axis=0)
        nudged[(0, *place[1:])] += STEP
        nudged[(1, *place[1:])] -= STEP
        up, down = (await session.head(nudged, np.repeat(seed, 2, axis=0))).logits
        numeric[place] = (up - down)[1] / (2 * STEP)
    scale = np.abs(numeric).max()
    assert np.abs(numeric - head.gradients).max() <= DIFFERENCES * scale


async def test_all_layers_and_the_head_say_the_same_of_tokens(brought):
    session = session_of(brought)
    image = np.random.default_rng(2).uniform(0, 255, (1, SIDE, SIDE, 3))
    image, seed = image.astype(np.float32), np.eye(CLASSES, dtype=np.float32)[:2]
    layers = await session.layers(image, seed)
    last = session.manifest.features_layer
    features, head = await session.both(image, seed[:1])
    np.testing.assert_allclose(layers.activations[last], features[0], atol=1e-6)
    np.testing.assert_allclose(layers.gradients[last][0], head.gradients[0], atol=1e-6)
    assert layers.gradients[last].shape == (2, WIDTH, GRID, GRID)


async def test_features_belong_to_the_class_token_of_their_own_picture():
    """Of two pictures asked one after the other, and of one a little changed."""
    session = session_of(bring(tiny_networks.tokens()))
    rng = np.random.default_rng(3)
    images = rng.uniform(0, 255, (2, SIDE, SIDE, 3)).astype(np.float32)
    seed = np.zeros((2, CLASSES), np.float32)
    features, head = await session.both(images, seed)
    swapped = await session.head(features[::-1], seed)
    np.testing.assert_allclose(swapped.logits, head.logits[::-1], atol=1e-6)
    nudged = await session.head(features + 1e-6, seed)
    np.testing.assert_allclose(nudged.logits, head.logits, atol=1e-4)


@pytest.mark.parametrize(
    ("shape", "grid", "expected"),
    [
        ((1, 197, 768), None, Tokens(1, 14, 14)),
        ((1, 198, 384), None, Tokens(2, 14, 14)),  # DeiT: a teacher's token as well
        ((1, 196, 768), (14, 14), Tokens(0, 14, 14)),
        ((1, 113, 64), (8, 14), Tokens(1, 8, 14)),
        ((1, 201, 64), (14, 14), Tokens(5, 14, 14)),  # four registers
        ((1, 30, 64), (7, 7), None),
        ((4, 49, 96), None, None),  # windows
        ((1, 768), None, None),
    ],
)
def test_the_grid_of_tokens(shape, grid, expected):
    assert tokens_of(Value("t", shape), grid) == expected
