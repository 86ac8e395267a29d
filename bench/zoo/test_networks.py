"""Each network of the zoo, by each exporter, explained as PyTorch explains it."""

import functools

import numpy as np
import onnx
import pytest
import torch

from gradcam_py.cam.methods import cam

from .corpus import NETWORKS
from .export import EXPORTERS, exported
from .limits import (
    ACTIVATIONS,
    ALL_GRADIENTS,
    GRADIENTS,
    HEATMAPS,
    ROUNDING,
    ZERO_HEATMAPS,
    Row,
    cosine,
    error,
    highest,
    problems,
)
from .measure import measure
from .onnx_in_torch import evaluated, gradients
from .ours import Ours
from .reference import METHODS, as_heatmap, reference

BY_NAME = {network.name: network for network in NETWORKS}
SMALL = BY_NAME["mobilenet_v3_small"]
WRONG = 1.001  # a tenth of a percent


@functools.cache
def expected(name):
    return reference(BY_NAME[name])


@pytest.mark.parametrize("exporter", EXPORTERS)
@pytest.mark.parametrize("name", BY_NAME)
def test_the_last_layer_is_explained_as_by_pytorch(name, exporter):
    found = measure(BY_NAME[name], exporter, expected(name), rounds=1)
    assert problems(found) == []
    assert isinstance(found, Row)
    assert {*found.heatmaps, *ZERO_HEATMAPS.get(name, ())} == set(METHODS)
    assert found.layers >= 1


def test_hirescam_that_is_not_compared_is_zero():
    for name, methods in ZERO_HEATMAPS.items():
        assert methods == ("hirescam",)
        products = expected(name).activations * expected(name).gradients
        patches = BY_NAME[name].as_map(torch.from_numpy(products[..., 0]).mT).numpy()
        magnitudes = np.abs(patches).sum(axis=1)
        assert np.abs(patches.sum(axis=1)).max() <= ROUNDING * magnitudes.max()


def test_a_gradient_that_is_a_little_wrong_is_told():
    """The tester is tested."""
    known = expected(SMALL.name)
    ours = Ours(exported(SMALL, "script"))
    right = ours.gradients(known.activations, known.best)
    assert error(right, known.gradients) <= GRADIENTS
    assert error(WRONG * right, known.gradients) > GRADIENTS


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_the_file_evaluated_answers_as_the_module(exporter):
    """The reference of all layers, without what it is forced to, is the network."""
    picture = SMALL.picture().transpose(0, 3, 1, 2).copy()
    with torch.no_grad():
        expected = SMALL.build()(torch.from_numpy(picture)).numpy()
    model = onnx.load(exported(SMALL, exporter))
    (logits,) = model.graph.output
    found = evaluated(model, picture, {})[logits.name].detach().numpy()
    assert error(found, expected) <= ACTIVATIONS


def test_gradients_of_any_layer_that_are_a_little_wrong_are_told():
    def wrong(*asked):
        found = gradients(*asked)
        last = list(found)[-1]
        return found | {last: WRONG * found[last]}

    ours = Ours(exported(SMALL, "script"))
    errors = ours.layer_errors(SMALL.picture(), wrong)
    *others, last = errors.values()
    assert highest(others) <= ALL_GRADIENTS < last
    assert len(errors) == len(ours.network.layers)


def test_a_heatmap_of_another_class_is_told():
    known = expected(SMALL.name)
    ours = Ours(exported(SMALL, "script"))
    features = ours.explained(SMALL.picture(), known.best)[0]
    other = ours.gradients(features, best=(known.best + 1) % 1000)
    for method in METHODS:
        heatmap = as_heatmap(
            cam(ours.map(features), ours.map(other), method), SMALL.size
        )
        assert cosine(heatmap, known.heatmaps[method]) < HEATMAPS
