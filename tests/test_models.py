"""The Keras models: the right layers, and the right weights in the right places."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import h5py
import keras
import numpy as np
import pytest
from keras.src.legacy.saving.legacy_h5_format import save_weights_to_hdf5_group

from convert.models import efficientnet_b0, efficientnet_lite0, registry
from convert.models.architecture import describe_layers
from convert.models.efficientnet_b0 import B0
from convert.models.efficientnet_lite0 import Lite0
from convert.models.network import LAYER_IDS, Model, WeightsUnavailable
from convert.models.registry import MODELS
from tests.random_b0 import random_b0

# float32 rounding through B0's 80 layers, relative to logits of order 1
TOLERANCE = 1e-4


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    return np.random.default_rng(3).uniform(0, 255, (1, 224, 224, 3)).astype("f")


@pytest.fixture(scope="module")
def weights_file(tmp_path_factory):
    """Random weights in the format that Keras's own download has."""
    path = tmp_path_factory.mktemp("weights") / "b0.h5"
    with h5py.File(path, "w") as file:
        save_weights_to_hdf5_group(file, random_b0().keras_model)
    return path


def test_weights_of_a_file_give_the_network_of_the_imagenet_download(
    weights_file, picture, monkeypatch
):
    """keras.applications itself builds the reference, its download replaced."""
    from keras.src.applications import efficientnet

    monkeypatch.setattr(
        efficientnet.file_utils, "get_file", lambda *_, **__: str(weights_file)
    )
    reference = keras.applications.EfficientNetB0(
        weights="imagenet", classifier_activation=None
    )
    ours = efficientnet_b0.load_weights_file(weights_file)
    plain = efficientnet_b0.architecture()
    plain.load_weights(weights_file)
    expected = reference(picture).numpy()
    scale = np.abs(expected).max()
    np.testing.assert_allclose(ours(picture), expected, atol=TOLERANCE * scale)
    assert np.abs(plain(picture) - expected).max() > 10 * TOLERANCE * scale


def test_a_file_in_keras_3s_own_format_gives_the_same_network(
    weights_file, picture, tmp_path
):
    path = tmp_path / "b0.weights.h5"
    random_b0().keras_model.save_weights(path)
    a, b = (efficientnet_b0.load_weights_file(file) for file in (path, weights_file))
    np.testing.assert_array_equal(a(picture), b(picture))


def test_a_missing_weights_file_is_named(tmp_path):
    with pytest.raises(WeightsUnavailable, match=r"there is no .*nothing\.h5"):
        B0(tmp_path / "nothing.h5").load()


@pytest.mark.filterwarnings("ignore:Skipping nested container")
def test_another_networks_weights_are_refused(tmp_path):
    path = tmp_path / "other.weights.h5"
    keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)]).save_weights(path)
    with pytest.raises(WeightsUnavailable, match=r"is not a weights file of .*B0"):
        B0(path).load()


def test_a_text_file_is_refused_as_weights(tmp_path):
    path = tmp_path / "text.h5"
    path.write_text("these are no weights")
    with pytest.raises(WeightsUnavailable, match=r"is not a weights file of .*B0"):
        B0(path).load()


def test_a_failed_download_says_why_in_one_exception(monkeypatch):
    def fail(**_):
        raise OSError("no route to host")

    monkeypatch.setattr(keras.applications, "EfficientNetB0", fail)
    with pytest.raises(WeightsUnavailable, match="no route to host"):
        B0().load()


def test_lite0_batch_norm_uses_the_epsilon_it_was_trained_with(lite0_network):
    norms = [
        layer
        for layer in lite0_network.keras_model.layers
        if isinstance(layer, keras.layers.BatchNormalization)
    ]
    assert len(norms) == 49
    assert {layer.epsilon for layer in norms} == {1e-3}


def test_lite0_weights_that_lack_a_tensor_are_refused(lite0_network):
    with pytest.raises(ValueError, match=r"lack _conv_stem\.weight"):
        efficientnet_lite0.set_weights(lite0_network.keras_model, {})


def test_lite0_weights_left_over_are_refused():
    model = efficientnet_lite0.architecture()
    state = {"surplus": np.zeros(1)}
    for theirs, ours in efficientnet_lite0.keras_layer_names():
        layer = model.get_layer(ours)
        for leaf, value in zip(
            efficientnet_lite0._leaves(layer), layer.get_weights(), strict=True
        ):
            state[f"{theirs}.{leaf}"] = to_torch(layer, value)
    with pytest.raises(ValueError, match="surplus"):
        efficientnet_lite0.set_weights(model, state)


def to_torch(layer, value):
    if isinstance(layer, keras.layers.DepthwiseConv2D):
        return value.transpose(2, 3, 0, 1)
    if isinstance(layer, keras.layers.Conv2D):
        return value.transpose(3, 2, 0, 1)
    return value.T if isinstance(layer, keras.layers.Dense) else value


def test_both_models_have_the_same_layers_with_the_same_shapes(
    b0_network, lite0_network
):
    b0, lite0 = (
        describe_layers(network.keras_model, network.model.layers)
        for network in (b0_network, lite0_network)
    )
    assert [layer["id"] for layer in b0] == list(LAYER_IDS)
    assert b0 == lite0


def test_weights_are_identified_without_loading_them(weights_file, tmp_path):
    assert len(Lite0().weights_id()) == 64
    assert len(B0(weights_file).weights_id()) == 64
    assert B0(tmp_path / "nothing").weights_id() is None


def test_the_models_are_known_without_importing_keras():
    """A build that finds everything up to date must not wait for TensorFlow."""
    code = (
        "import sys; from convert.models.registry import MODELS; "
        "[model().weights_id() for model in MODELS.values()]; "
        "print(*MODELS, *{'keras', 'tensorflow', 'torch'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split() == [*MODELS], done.stderr


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_what_the_build_and_the_page_need(name):
    model = MODELS[name]
    assert re.fullmatch("[a-z0-9-]+", model.name)  # it is a folder, and part of links
    assert (model.name, bool(model.title)) == (name, True)
    assert 0 < model.imagenet_top1 < 1
    assert len(set(model.layers)) == len(model.layers) > 0
    assert Path(sys.modules[model.__module__].__file__).parent.name == "models"


def test_two_models_of_one_name_are_refused(monkeypatch):
    class Second(Lite0):
        pass

    monkeypatch.setattr(Model, "__subclasses__", lambda: [Lite0, Second])
    with pytest.raises(ValueError, match=r"one name: .*lite0"):
        registry._found()
