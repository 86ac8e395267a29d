"""The job itself, on a tiny network whose numbers NumPy gives as well."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from gradcam_py.cam import seeds
from gradcam_py.cam.methods import METHODS, cam
from gradcam_py.errors import SettingError, TargetError
from gradcam_py.explaining.pipeline import Pipeline
from gradcam_py.explaining.predictions import predictions, rank
from gradcam_py.explaining.question import Question
from gradcam_py.explaining.settings import Settings
from gradcam_py.explaining.steps import choose_target, heatmap, make_seed
from gradcam_py.explaining.to_json import state
from gradcam_py.model.native_session import NativeSession
from tests.asking import explain, explain_layers, network_sees, question_about
from tests.tiny_model import NAMES, forward

FLOAT32 = 1e-5
LEFT_HALF = {"tool": "rect", "x": 0.0, "y": 0.0, "w": 0.5, "h": 1.0}


@pytest.fixture(scope="module")
def session(folder, model):
    return NativeSession(folder, model.manifest)


@pytest.fixture(scope="module")
def picture():
    pixels = np.random.default_rng(1).integers(0, 256, (6, 8, 3), np.uint8)
    return Image.fromarray(pixels).resize((320, 240))


class Recorder:
    """A session that notes which graphs were run."""

    def __init__(self, session):
        self.manifest = session.manifest
        self.calls = []
        self._session = session

    def __getattr__(self, name):
        self.calls.append(name)
        return getattr(self._session, name)


async def test_probabilities_are_the_networks(session, model, picture):
    explanation = await explain(session, picture, Settings())
    logits = forward(network_sees(picture, Settings()))[1]
    expected = seeds.softmax(logits)
    for row in explanation.predictions(model.labels):
        assert row.probability == pytest.approx(expected[row.index], rel=FLOAT32)
        assert row.label == NAMES[row.index]
    order = [row.index for row in explanation.predictions(model.labels)]
    assert order == np.argsort(-expected)[:5].tolist()


async def test_without_shapes_nothing_changes_and_one_pass_is_enough(
    session, model, picture
):
    recorder = Recorder(session)
    explanation = await explain(recorder, picture, Settings())
    assert all(row.change == 0 for row in explanation.predictions(model.labels))
    assert recorder.calls.count("both") == 1
    assert "layers" not in recorder.calls


async def test_baseline_is_the_unperturbed_pictures_probability(
    session, model, picture
):
    hidden = Settings(shapes=(LEFT_HALF,))
    explanation = await explain(session, picture, hidden)
    plain = seeds.softmax(forward(network_sees(picture, Settings()))[1])
    changed = seeds.softmax(forward(network_sees(picture, hidden))[1])
    for row in explanation.predictions(model.labels):
        assert row.baseline == pytest.approx(plain[row.index], rel=FLOAT32)
        difference = changed[row.index] - plain[row.index]
        assert row.change == pytest.approx(difference, abs=FLOAT32)


async def test_hidden_half_is_gray_and_the_other_untouched(picture):
    plain = network_sees(picture, Settings())
    hidden = network_sees(picture, Settings(shapes=(LEFT_HALF,)))
    assert (hidden[:, :112] == 128).all()
    np.testing.assert_array_equal(hidden[:, 112:], plain[:, 112:])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("score", ["logit", "probability", "counterfactual"])
async def test_fast_path_and_all_layers_agree_at_the_top(
    session, model, picture, method, score
):
    settings = Settings(method=method, score=score)
    fast = await explain(session, picture, settings)
    layers, _ = await explain_layers(session, picture, method=method, score=score)
    from_layers = heatmap(layers, "top_activation", method)
    scale = max(float(fast.cam.max()), 1e-30)
    assert np.abs(from_layers - fast.cam).max() <= FLOAT32 * scale


async def test_other_layers_need_one_run_of_the_layers_graph_for_all_methods(
    session, model, picture
):
    recorder = Recorder(session)
    settings = Settings(layer="stem", method="layercam")
    pipeline = Pipeline(recorder)
    explanation = await pipeline.explain(question_about(picture, settings, 224))
    assert recorder.calls.count("layers") == 1
    assert explanation.layer == "stem_activation"
    assert explanation.cam.shape == (8, 8)
    calls = list(recorder.calls)
    for method in METHODS:
        other = question_about(picture, replace(settings, method=method), 224)
        await pipeline.explain(Question(explanation.question.picture, other.settings))
    assert recorder.calls == calls


async def test_heatmap_is_the_cam_of_the_layers_arrays(session, model, picture):
    layers, _ = await explain_layers(session, picture, target=4)
    expected = cam(
        layers.activations["stem_activation"],
        layers.gradients["stem_activation"][0],
        "hirescam",
    )
    found = heatmap(layers, "stem_activation", "hirescam")
    np.testing.assert_array_equal(found, expected)


async def test_class_asked_for_is_explained_even_if_it_is_not_best(
    session, model, picture
):
    explanation = await explain(session, picture, Settings(target=9))
    assert explanation.target == 9
    np.testing.assert_array_equal(explanation.seed, seeds.one_hot(9, 10))


def test_best_class_is_explained_where_none_is_asked_for():
    assert choose_target(Settings(), np.array([0, 3, 1])) == 1


def test_best_class_is_not_compared_with_itself():
    with pytest.raises(SettingError, match="class 1 is the best"):
        choose_target(Settings(versus=1), np.array([0, 3, 1]))


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(), seeds.one_hot(1, 3)),
        (Settings(versus=0), seeds.contrast(1, 0, 3)),
        (Settings(score="counterfactual"), seeds.counterfactual(1, 3)),
        (Settings(score="probability"), seeds.probability(1, np.array([0, 3, 1]))),
    ],
)
def test_settings_choose_the_seed(settings, expected):
    seed = make_seed(settings, 1, np.array([0, 3, 1]))
    np.testing.assert_array_equal(seed, expected)


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        (Settings(target=10), TargetError, r"class 10: expected 0\.\.9"),
        (Settings(versus=-1), TargetError, r"class -1: expected 0\.\.9"),
        (Settings(target=2, versus=2), SettingError, "compared with itself"),
        (Settings(versus=2, score="probability"), SettingError, "compares logits"),
        (Settings(fill="pink"), SettingError, "unknown fill 'pink'"),
        (Settings(framing="zoom"), SettingError, "unknown framing 'zoom'"),
        (Settings(score="loss"), SettingError, "unknown score 'loss'"),
        (Settings(method="scorecam"), SettingError, "unknown method 'scorecam'"),
        (Settings(layer="9z"), SettingError, "unknown layer '9z'"),
    ],
)
async def test_settings_that_the_model_cannot_answer_are_refused(
    session, model, picture, settings, error, message
):
    with pytest.raises(error, match=message):
        await explain(session, picture, settings)


def test_equal_probabilities_rank_by_index():
    probabilities = np.full(1000, 1e-3)
    probabilities[[400, 700]] = 0.3
    assert rank(probabilities, 5) == [400, 700, 0, 1, 2]


def test_rows_name_the_class_and_both_probabilities(model):
    probabilities = np.eye(10)[6] * 0.5 + 0.05
    (row,) = predictions(probabilities, np.full(10, 0.1), model.labels, count=1)
    assert (row.index, row.label, row.baseline) == (6, "crane", 0.1)
    assert row.change == pytest.approx(0.45)


async def test_state_is_plain_json_with_every_number(session, model, picture):
    settings = Settings(shapes=(LEFT_HALF,), target=3, layer="stem", fill="mean")
    explanation = await explain(session, picture, settings)
    document = state(explanation, model.labels, "tiny", "photo.jpg")
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert document["model"] == "tiny"
    assert document["shapes"] == [LEFT_HALF]
    assert (document["target"], document["pinned"]) == (3, True)
    assert document["layer"] == "stem_activation"
    assert set(document["predictions"][0]) == {
        "index",
        "label",
        "probability",
        "baseline",
    }
    shown = document["heatmap"]
    values = np.reshape(shown["values"], (shown["height"], shown["width"]))
    np.testing.assert_array_equal(values.astype(np.float32), explanation.cam)
