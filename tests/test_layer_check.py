"""Fading tells right gradients from wrong ones, at every layer of a real network."""

import numpy as np
import pytest

from gradcam_py.explaining.layer_check import STEPS, check_layer, fading
from gradcam_py.explaining.settings import Settings
from gradcam_py.image.decode import load_image
from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.native_session import NativeSession
from tests.asking import explain, explain_layers

# At the smallest step. What is left are the kinks of ReLU6 that lie within the step,
# and the rounding of logits: measured at most 5.2 % over all layers and samples.
FORETOLD = 0.08
WRONG = 1.1  # a factor that must be found


class Remembering:
    """A session that runs no input twice: all layers come from one run."""

    def __init__(self, session):
        self._session, self._known = session, {}

    async def layers(self, image, seed):
        key = image.tobytes(), seed.tobytes()
        if key not in self._known:
            self._known[key] = await self._session.layers(image, seed)
        return self._known[key]


@pytest.fixture(scope="module")
def session(site_folder):
    folder = site_folder / "models" / "lite0"
    return NativeSession(folder, load_model_folder(read_from(folder)).manifest)


@pytest.fixture(scope="module", params=["cat-and-dog", "rocket", "coffee"])
def picture(request, site_folder):
    return load_image((site_folder / "samples" / f"{request.param}.jpg").read_bytes())


async def changes(session, explanation, layers, layer, factor=1.0):
    """What is found of a layer's gradients, falsified by a factor."""
    gradients = layers.gradients[layer][0] * np.float32(factor)
    image, seed, raw = explanation.image, explanation.seed, explanation.cam
    checked = check_layer(session, image, seed, layer, gradients, raw)
    return [change async for change in checked]


async def test_gradients_of_every_layer_foretell_a_small_fade(session, picture):
    explanation = await explain(session, picture, Settings())
    layers, _ = await explain_layers(session, picture)
    remembering = Remembering(session)
    for layer in session.manifest.layers:
        found = await changes(remembering, explanation, layers, layer.id)
        assert [change.step for change in found] == list(STEPS)
        assert found[-1].error <= FORETOLD, (layer.label, found)


async def test_wrong_gradients_are_found(session, picture):
    explanation = await explain(session, picture, Settings())
    layers, _ = await explain_layers(session, picture)
    layer = session.manifest.layers[-1].id
    found = await changes(session, explanation, layers, layer, WRONG)
    assert found[-1].error == pytest.approx(WRONG - 1, abs=0.01)
    assert found[-1].error > FORETOLD


def test_a_picture_fades_where_the_map_is_bright():
    image = np.zeros((2, 2, 3), np.float32)
    raw = np.array([[2, 1], [0, 0]], np.float32)
    shares = fading(image, raw)[..., 0] / 127.5
    np.testing.assert_allclose(shares, [[1, 0.5], [0, 0]], atol=1 / 255)
    np.testing.assert_array_equal(fading(image, raw * 0), np.full((2, 2, 3), 127.5))
