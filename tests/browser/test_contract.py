"""The page's contract for automation: ids, states, and `playground.state()`."""

import json
import math

import pytest

# Everything that lesson scripts may hold on to.
IDS = (
    *("status", "progress", "file", "drop", "stage", "undo", "redo", "clear", "fill"),
    *("heatmap", "opacity", "colormap", "predictions", "class-search"),
    *("layer", "method"),
)
TOOLS = {"rect", "path", "brush", "erase"}
FILLS = {"gray", "black", "mean", "blur", "noise"}
METHODS = {"gradcam", "gradcam++", "xgradcam", "hirescam", "layercam", "eigencam"}
LAYERS = 18
CLASSES = 1000
# What the five best of 1,000 may exceed 1 by: they are sums of float32.
FLOAT32 = 1e-6


@pytest.mark.parametrize("name", IDS)
def test_id_is_there_once(playground, name):
    assert playground[f"#{name}"].count() == 1


def test_choices_are_those_of_the_contract(playground):
    values = "nodes => nodes.map((node) => node.value)"
    tools = set(playground["input[name=tool]"].evaluate_all(values))
    assert tools >= TOOLS
    assert set(playground["#fill option"].evaluate_all(values)) == FILLS
    assert set(playground["#method option"].evaluate_all(values)) == METHODS
    assert playground["#fill"].input_value() == "gray"
    assert playground["#status"].get_attribute("role") == "status"


def test_first_sample_is_cat_and_dog(playground):
    samples = playground["[data-sample]"]
    names = samples.evaluate_all("nodes => nodes.map((node) => node.dataset.sample)")
    assert names[0] == playground.state()["sample"] == "cat-and-dog"
    assert len(set(names)) == len(names) >= 4


def test_five_radios_lead_to_the_best_classes(playground):
    best = [row["index"] for row in playground.state()["predictions"]]
    rows = playground["#predictions [data-class-index]"]
    shown = rows.evaluate_all("rows => rows.map((row) => +row.dataset.classIndex)")
    assert shown == best
    radios = playground["#predictions input[type=radio]"]
    assert radios.count() == 5
    target = playground.state()["target"]
    assert radios.locator(":scope:checked").input_value() == str(target) == str(best[0])


def test_layer_is_a_range_of_18_that_speaks(playground):
    slider = playground["#layer"]
    values = [slider.get_attribute(name) for name in ("type", "min", "max", "step")]
    assert values == ["range", "0", str(LAYERS - 1), "1"]
    spoken = set()
    for index in range(LAYERS):
        playground.move_layer(index)
        spoken.add(slider.get_attribute("aria-valuetext"))
    assert len(spoken) == LAYERS


def test_state_is_plain_json_with_every_key(playground):
    playground.draw((0.1, 0.1), (0.4, 0.9))
    state = playground.state()
    assert json.loads(json.dumps(state, allow_nan=False)) == state
    kinds = {
        "model": str,
        "sample": str,
        "shapes": list,
        "fill": str,
        "target": int,
        "layer": str,
        "method": str,
        "predictions": list,
        "heatmap": dict,
        "timings": dict,
        "threads": int,
        "updates": int,
    }
    assert {key: type(state.get(key)) for key in kinds} == kinds
    assert all(value >= 0 for value in state["timings"].values())
    assert state["threads"] >= 1


def test_states_predictions_are_the_five_best_with_their_baselines(playground):
    untouched = playground.state()["predictions"]
    assert all(row["baseline"] == row["probability"] for row in untouched)
    playground.draw((0.02, 0.02), (0.5, 0.98))
    rows = playground.state()["predictions"]
    assert all(
        set(row) == {"index", "label", "probability", "baseline"} for row in rows
    )
    found = [row["probability"] for row in rows]
    assert found == sorted(found, reverse=True)
    assert len({row["index"] for row in rows}) == 5
    assert 0 <= sum(found) <= 1 + FLOAT32
    before = {row["index"]: row["probability"] for row in untouched}
    assert any(row["index"] in before for row in rows)
    for row in rows:
        assert 0 <= row["index"] < CLASSES
        assert row["label"]
        assert row["baseline"] == before.get(row["index"], row["baseline"])


def test_states_heatmap_is_the_raw_map_at_the_layers_own_size(playground):
    sizes = []
    for index in (0, 9, LAYERS - 1):
        playground.move_layer(index)
        heatmap = playground.state()["heatmap"]
        sizes.append((heatmap["width"], heatmap["height"]))
        values = heatmap["values"]
        assert len(values) == heatmap["width"] * heatmap["height"]
        assert all(math.isfinite(value) and value >= 0 for value in values)
    assert sizes == [(112, 112), (14, 14), (7, 7)]


def test_shapes_are_in_shares_of_the_picture(playground):
    area = playground["#stage"].bounding_box()
    pixel = max(1 / area["width"], 1 / area["height"])
    playground.draw((0.25, 0.125), (0.5, 0.75))
    (shape,) = playground.state()["shapes"]
    assert shape["tool"] == "rect"
    found = [shape[key] for key in "xywh"]
    assert found == pytest.approx([0.25, 0.125, 0.25, 0.625], abs=pixel)


@pytest.mark.parametrize("tool", ["path", "brush", "erase"])
def test_strokes_are_kept_as_points(playground, tool):
    playground.use_tool(tool)
    playground.draw((0.2, 0.2), (0.4, 0.3), (0.3, 0.6))
    (shape,) = playground.state()["shapes"]
    assert shape["tool"] == tool
    assert len(shape["points"]) >= 3
    assert all(0 <= value <= 1 for point in shape["points"] for value in point)
    assert ("radius" in shape) == (tool != "path")


def test_undo_redo_and_clear_change_the_shapes(playground):
    playground.draw((0.1, 0.1), (0.3, 0.3))
    playground.draw((0.6, 0.6), (0.9, 0.9))
    both = playground.state()["shapes"]
    assert len(both) == 2
    for button, expected in {
        "#undo": both[:1],
        "#redo": both,
        "#clear": [],
    }.items():
        playground[button].click()
        playground.wait_ready()
        assert playground.state()["shapes"] == expected
    playground["#undo"].click()
    playground.wait_ready()
    assert playground.state()["shapes"] == both


def test_any_class_can_be_searched(playground):
    playground.type_into("#class-search", "espresso")
    assert playground.state()["target"] == 967
    playground.type_into("#class-search", "0")
    assert playground.state()["target"] == 0
    assert playground["#other-target input"].is_checked()


def test_fill_and_method_are_part_of_the_state(playground):
    playground.draw((0.1, 0.1), (0.5, 0.9))
    for fill in sorted(FILLS):
        playground.select("#fill", fill)
        assert playground.state()["fill"] == fill
    for method in sorted(METHODS):
        playground.select("#method", method)
        assert playground.state()["method"] == method


def test_updates_grow_by_one_with_each_heatmap_shown(playground):
    def counts():
        return playground.observed("heatmapPaints"), playground.updates()

    painted, updates = counts()
    playground.choose_class(playground.state()["predictions"][1]["index"])
    assert counts() == (painted + 1, updates + 1)
    playground.draw((0.1, 0.1), *((0.1 + 0.01 * step, 0.9) for step in range(40)))
    drawn = counts()
    assert drawn[0] - painted == drawn[1] - updates > 2
    playground.select("#method", "hirescam")
    playground.move_layer(3)
    assert counts() == (drawn[0] + 2, drawn[1] + 2)


def test_page_names_the_model_in_use_whatever_the_address_says(new_playground, served):
    listed = json.loads((served.folder / "site.json").read_text())["models"]
    playground = new_playground()
    playground.open("?model=nonsense")
    name = playground.state()["model"]
    (title,) = (model["title"] for model in listed if model["name"] == name)
    assert title in playground["#model-text"].text_content()
