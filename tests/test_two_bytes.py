"""What two-byte weights do to the maps: six methods, 18 layers, all samples, Lite0.

The oracle is the same network exported with float32 weights. Most of what is left are
ReLU6 units that end up on the other side of their kink.
"""

import asyncio
import json

import numpy as np
import pytest

from gradcam_py.cam import seeds
from gradcam_py.cam.methods import METHODS, cam
from gradcam_py.cam.similarity import similarity
from gradcam_py.explaining import steps
from gradcam_py.explaining.settings import Settings
from gradcam_py.image.decode import load_image
from gradcam_py.model.manifest import parse_manifest
from gradcam_py.model.native_session import NativeSession
from tests.asking import network_sees

RANKS = {"best": 0, "second": 1, "middle": 500}  # which class of the thousand
# Cosine at least. Measured: best 0.9983 (LayerCAM, 6a of the cup), second 0.9947
# (HiResCAM, 6c of the cup), middle 0.9995.
ALIKE = {"best": 0.998, "second": 0.994, "middle": 0.999}
BY_METHOD = {"gradcam": 0.998, "gradcam++": 0.999, "eigencam": 0.9999}  # any rank


def open_session(folder):
    manifest = parse_manifest((folder / "manifest.json").read_bytes())
    return NativeSession(folder, manifest)


async def layers_of(session, image, targets):
    """All layers, with the gradients of every target."""
    classes = session.manifest.classes
    seed = np.stack([seeds.one_hot(target, classes) for target in targets])
    return await session.layers(image[None], seed)


def maps_of(layers, layer, place, known):
    """Every method's map for one of the targets; one that asks no class is `known`."""
    activations, gradients = layers.activations[layer], layers.gradients[layer][place]
    for name, method in METHODS.items():
        if name not in known or method.asks_class:
            known[name] = cam(activations, gradients, name)
    return known


@pytest.fixture(scope="module")
def alike(exported, lite0_folder, samples_folder):
    """{(rank, method): {(sample, layer): cosine}}."""
    exact = open_session(exported("lite0", "float32"))
    narrow = open_session(lite0_folder)
    found = {(rank, method): {} for rank in RANKS for method in METHODS}
    for sample in json.loads((samples_folder / "samples.json").read_bytes()):
        picture = load_image((samples_folder / sample["file"]).read_bytes())
        image = network_sees(picture, Settings(), exact.manifest.input_size)
        _, head = asyncio.run(steps.predict(exact, image))
        order = np.argsort(-head.logits[0], kind="stable")
        targets = [int(order[place]) for place in RANKS.values()]
        both = [asyncio.run(layers_of(s, image, targets)) for s in (exact, narrow)]
        for layer in exact.manifest.layers:
            known = {}, {}
            for place, rank in enumerate(RANKS):
                first, second = (
                    maps_of(layers, layer.id, place, maps)
                    for layers, maps in zip(both, known, strict=True)
                )
                for method in METHODS:
                    key = sample["id"], layer.label
                    both_empty = not (first[method].any() or second[method].any())
                    found[rank, method][key] = both_empty or similarity(
                        first[method], second[method]
                    )
    return found


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("rank", RANKS)
def test_two_byte_weights_keep_every_map(alike, rank, method):
    cosines = alike[rank, method]
    worst = min(cosines, key=cosines.get)
    wanted = max(ALIKE[rank], BY_METHOD.get(method, 0))
    assert cosines[worst] >= wanted, f"{worst}: {cosines[worst]:.5f}"
    assert len(cosines) == 6 * 18
