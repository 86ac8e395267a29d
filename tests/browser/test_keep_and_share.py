"""What visitors take with them: the link, the state as JSON, the overlay as PNG."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from .command_line import options_of, run_command
from .comparison import assert_equal_answer

# Keys of the state that tell how an answer came about, not what it is.
ABOUT_THE_RUN = ("updates", "timings", "threads", "strip")
# Of 255, on average over the picture. Where colours change fast a heatmap's small
# differences are seen in single pixels; another colour map, opacity or shape in most.
SAME_PICTURE = 1.0


def content(state):
    """What a link restores of the state."""
    return {key: value for key, value in state.items() if key not in ABOUT_THE_RUN}


@pytest.fixture
def changed(playground):
    """The page with everything set to something unusual."""
    playground.choose_sample("coffee")
    playground.use_tool("brush")
    playground.draw((0.2, 0.2), (0.3, 0.4), (0.35, 0.6))
    playground.use_tool("erase")
    playground.draw((0.25, 0.3), (0.3, 0.35))
    playground.use_tool("path")
    playground.draw((0.6, 0.6), (0.9, 0.6), (0.8, 0.9))
    playground.select("#fill", "blur")
    playground.type_into("#class-search", "Egyptian cat")
    playground.move_layer(9)
    playground.select("#method", "gradcam++")
    playground.select("#colormap", "magma")
    return playground


def download(playground, button):
    with playground.page.expect_download() as started:
        playground[button].click()
    return started.value


def test_link_restores_everything(changed, new_playground):
    state = changed.state()
    changed["#share"].click()
    address = changed.page.evaluate("location.href")
    fresh = new_playground()
    fresh.page.goto(address)
    fresh.wait_ready()
    restored = fresh.state()
    assert content(restored) == content(state)
    assert [shape["tool"] for shape in restored["shapes"]] == ["brush", "erase", "path"]
    assert fresh["#fill"].input_value() == "blur"
    assert fresh["#method"].input_value() == "gradcam++"
    assert fresh["#layer"].input_value() == "9"
    fresh.check_log()


def test_link_of_a_contrast_restores_both_classes(playground):
    playground.type_into("#class-search", "pug")
    playground.type_into("#versus", "Egyptian cat")
    state = playground.state()
    assert (state["target"], state["versus"]) == (254, 285)
    playground["#share"].click()
    link = playground.page.evaluate("location.hash")
    playground.reset()
    assert playground.state()["versus"] is None
    playground.follow_link(link)
    assert_equal_answer(playground.state(), state)
    assert playground.state()["versus"] == 285


@pytest.mark.parametrize(
    ("fragment", "named"),
    [
        ("#shapes=nonsense", "shapes"),
        ("#sample=nobody", "nobody"),
        ("#method=guessing", "guessing"),
        ("#layer=99", "99"),
        ("#target=100000", "100000"),
        ("#shapes=" + "[" * 100_000, "shapes"),
    ],
)
def test_broken_link_is_told_and_changes_nothing(playground, fragment, named):
    playground.draw((0.1, 0.1), (0.4, 0.4))
    before = playground.state()
    playground.follow_link(fragment)
    assert named in playground.wait_problem()
    assert content(playground.state()) == content(before)


def test_saved_json_is_the_state(changed):
    file = download(changed, "#save-json")
    assert file.suggested_filename.endswith(".json")
    with open(file.path(), encoding="utf-8") as saved:
        assert content(json.load(saved)) == content(changed.state())


def test_saved_png_is_the_command_lines_overlay(changed, served, tmp_path):
    file = download(changed, "#save-png")
    assert file.suggested_filename.endswith(".png")
    with open(file.path(), "rb") as saved:
        found = Image.open(io.BytesIO(saved.read()))
    assert found.format == "PNG"
    state, target = changed.state(), tmp_path / "overlay.png"
    looks = ["--colormap", state["colormap"], "--opacity", str(state["opacity"])]
    options = options_of(served.folder, tmp_path, state)
    photo = served.folder / "samples" / "coffee.jpg"
    run_command(photo, *options, *looks, "--out", str(target))
    with Image.open(target) as expected:
        assert found.size == expected.size
        difference = np.asarray(found.convert("RGB"), int) - np.asarray(expected, int)
    assert np.abs(difference).mean() <= SAME_PICTURE


@pytest.mark.parametrize("layer", ["17", "-1", "0"])
def test_a_link_may_name_its_layer_by_index(playground, layer):
    playground.follow_link(f"layer={layer}")
    place = range(18)[int(layer)]
    assert playground.page.locator("#layer").input_value() == str(place)
    assert playground.page.locator("#layer-text").inner_text()


def test_saved_json_opens_again_as_it_was(changed, playground):
    before = changed.state()
    data = Path(download(changed, "#save-json").path()).read_bytes()
    playground.reset()
    assert content(playground.state()) != content(before)
    playground.upload("saved.json", data)
    playground.wait("playground.state().sample === 'coffee'")
    playground.wait_ready()
    playground.wait_all_layers()
    assert content(playground.state()) == content(before)


def test_a_lesson_brings_the_visitors_picture(playground):
    buffer = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((300, 200)).save(buffer, "PNG")
    playground.upload("mine.png", buffer.getvalue())
    playground.wait("playground.state().sample === null")
    playground.wait_ready()
    playground.draw((0.1, 0.1), (0.5, 0.9))
    playground.wait_all_layers()
    before = playground.state()
    data = Path(download(playground, "#save-lesson").path()).read_bytes()
    playground.choose_sample("dog")
    playground.upload("lesson.json", data)
    playground.wait("playground.state().sample === null")
    playground.wait_ready()
    playground.wait_all_layers()
    assert content(playground.state()) == content(before)
