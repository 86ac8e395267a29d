"""Moving between layers, methods and classes costs what it must and no more."""

import pytest

LAYERS = 18
METHODS = ("gradcam", "gradcam++", "xgradcam", "hirescam", "layercam", "eigencam")


def runs(playground):
    """The graphs that have been run, in order."""
    return [run["name"] for run in playground.observed("runs")]


@pytest.fixture
def at_rest(playground):
    """A perturbed picture of which all layers are known."""
    playground.draw((0.1, 0.1), (0.4, 0.8))
    playground.wait_all_layers()
    return playground


def test_moving_between_layers_and_methods_runs_no_inference(at_rest):
    before, updates = runs(at_rest), at_rest.updates()
    heatmaps = set()
    for method in METHODS:
        at_rest.select("#method", method)
        for layer in range(LAYERS):
            at_rest.move_layer(layer)
            state = at_rest.state()
            heatmaps.add((state["layer"], method, *state["heatmap"]["values"][:50]))
        # the layer goes back to the top with the next method's first step
    assert runs(at_rest) == before
    assert len(heatmaps) == LAYERS * len(METHODS)
    assert at_rest.updates() >= updates + LAYERS * len(METHODS) - 1


def test_strip_follows_the_method_without_inference(at_rest):
    before = runs(at_rest)
    pictures = "nodes => nodes.map((node) => node.src)"
    first = at_rest["#architecture img"].evaluate_all(pictures)
    at_rest.select("#method", "layercam")
    at_rest.wait_all_layers()
    second = at_rest["#architecture img"].evaluate_all(pictures)
    assert len(first) == len(second) == LAYERS
    assert first != second
    assert runs(at_rest) == before


def test_another_class_needs_no_forward_pass(at_rest):
    before = runs(at_rest)
    for row in at_rest.state()["predictions"][1:]:
        at_rest.choose_class(row["index"])
    at_rest.wait_all_layers()
    assert "features" not in runs(at_rest)[len(before) :]
