"""A network of one's own in the page: brought, corrected, drawn on, left again."""

import base64
import json
import re

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from tests import tiny_networks
from tests.damaged_networks import fields_moved, mutated
from tests.tiny_networks import node

from .command_line import options_of, run_command
from .comparison import assert_equal_answer, assert_same_answer
from .conftest import OPTIONS
from .fingers import small_targets
from .memories import SIZE, WATCH_EXPORTS
from .playground_page import DESKTOP, PlaygroundPage

NAMES = ["cat", "dog", "fox", "owl"]
ARCHIVE = "networks.zip"  # what reads such files
MEGABYTE = 1e6
WEIGHTS = 100  # megabytes of a large network
HEAP = 20  # megabytes that Python's memory may grow by, whatever the network's size
DAMAGED = 300
# How a programming error is told, and what else no visitor should read.
UNEXPECTED = re.compile(r"Something unexpected|Traceback|Error:|\[object")
# Brings one file after the other; what was said of each, nothing if it is explained.
BRING_ALL = """async ([files]) => {
    const byId = (id) => document.getElementById(id);
    const next = () => new Promise((wake) => setTimeout(wake, 5));
    const told = [];
    for (const [index, encoded] of files.entries()) {
        byId("dismiss").click();
        const bytes = Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0));
        const data = new DataTransfer();
        data.items.add(new File([bytes], `${index}.onnx`));
        const options = { dataTransfer: data, bubbles: true, cancelable: true };
        document.body.dispatchEvent(new DragEvent("drop", options));
        const isExplained = () => playground.state().model === `${index}.onnx`;
        while (byId("problem").hidden && !isExplained()) await next();
        while (byId("network-progress").textContent) await next();
        told.push(byId("problem").hidden ? "" : byId("problem-text").textContent);
    }
    return told;
}"""
DROP = """([files]) => {
    const data = new DataTransfer();
    for (const { name, encoded } of files) {
        const bytes = Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0));
        data.items.add(new File([bytes], name));
    }
    const options = { dataTransfer: data, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new DragEvent("drop", options));
}"""


@pytest.fixture(scope="module")
def own(served, chromium):
    """A page of this module's own, which has asked for nothing but what all need."""
    context = chromium.new_context(**OPTIONS)
    playground = PlaygroundPage(context, served.origin)
    playground.page.add_init_script(WATCH_EXPORTS)
    playground.open()
    yield playground
    context.close()


@pytest.fixture
def page(own):
    """The page with the site's network, as if just opened."""
    own.leave_own_network()
    own.reset()
    yield own
    own.check_log()


@pytest.fixture
def names(tmp_path):
    path = tmp_path / "names.txt"
    path.write_text("\n".join(NAMES))
    return path


def choose(page, name):
    page["#model"].select_option(name)
    page.wait("document.querySelector('#model').value === argument", name)
    page.wait("!document.querySelector('#network-progress').textContent")
    page.wait_ready()


def drop(page, *files):
    """Drop files, given as pairs of a name and their content."""
    encoded = [
        {"name": name, "encoded": base64.b64encode(data).decode()}
        for name, data in files
    ]
    page.document.evaluate(DROP, [encoded])


def told_at_rest(page):
    """The message on the page once nothing is done for a network any more."""
    text = page.wait_problem()
    page.wait("!document.querySelector('#network-progress').textContent")
    page.wait_ready()
    return text


def facts(page):
    terms = page["#network-facts dt"].all_text_contents()
    return dict(zip(terms, page["#network-facts dd"].all_text_contents(), strict=True))


def best(page):
    return page["#network-best li"].all_text_contents()


def test_nothing_of_it_is_loaded_before_it_is_wanted(page, own_network):
    """First of all tests here: nobody has brought anything yet."""
    assert not [url for url in page.requests if ARCHIVE in url]
    assert page["#network"].is_hidden()
    page["#model"].select_option(label="Your own network …")
    assert page["#network"].is_visible()
    assert page["#network-file"].evaluate("field => field === document.activeElement")
    assert page["#model"].input_value() == "lite0"
    page.bring(own_network)
    assert len([url for url in page.requests if ARCHIVE in url]) == 1


def test_a_dropped_network_says_what_the_command_line_says(
    page, own_network, names, served, tmp_path
):
    drop(page, (own_network.name, own_network.read_bytes()))
    page.wait("playground.state().model === 'net.onnx'")
    page.wait_ready()
    drop(page, (names.name, names.read_bytes()))
    page.wait("playground.state().predictions?.some(({ label }) => label === 'owl')")
    page.draw((0.05, 0.05), (0.3, 0.5), (0.5, 0.95))
    page.move_layer(0)
    page.select("#method", "layercam")
    asked = page.state()
    assert asked["layer"] == "r1"
    photo = served.folder / "samples" / "cat-and-dog.jpg"
    options = options_of(served.folder, tmp_path, asked, str(own_network))
    answer = run_command(photo, *options, "--labels", str(names), "--json")
    assert_same_answer(asked, json.loads(answer))


def test_the_page_says_what_it_found_and_guessed(page, own_network):
    page.bring(own_network)
    assert facts(page)["Layers"] == "2 maps, from 6 of 16 × 16 to 8 of 8 × 8"
    assert facts(page)["Input"] == "x: 16 × 16 pixels in colour, NCHW, float32"
    assert page["#network-range"].input_value() == "imagenet"
    assert page["#network-mean input"].first.input_value() == "0.485"
    assert page["#network-size"].is_disabled()
    assert [text.split(" (")[0] for text in best(page)] == [
        f"{row['label']} {page_percent(page, i)}"
        for i, row in enumerate(page.state()["predictions"])
    ]
    assert page["#architecture button"].count() == 2
    assert page["#layer"].get_attribute("max") == "1"
    assert "16 × 16" in page["#input-text"].text_content()
    assert "never leaves" in page["#model-text"].text_content()


def page_percent(page, place):
    return page["#predictions .percent"].nth(place).text_content()


def test_pixels_are_prepared_as_chosen_with_live_guesses(
    page, own_network, served, tmp_path
):
    page.bring(own_network)
    before = best(page)
    page["#network-range"].select_option("0-1")
    page.wait("document.querySelector('#network-mean input').value === '0'")
    page.wait_ready()
    assert best(page) != before
    photo = served.folder / "samples" / "cat-and-dog.jpg"
    options = options_of(served.folder, tmp_path, page.state(), str(own_network))
    given = ("--preprocess", "0-1", "--json")
    assert_same_answer(page.state(), json.loads(run_command(photo, *options, *given)))

    page["#network-order"].select_option("bgr")
    page.wait_ready()
    answer = json.loads(run_command(photo, *options, "--bgr", *given))
    page.wait(
        "Math.abs(playground.state().predictions[0].probability - argument) < 1e-3",
        answer["predictions"][0]["probability"],
    )
    mean = page["#network-mean input"].nth(1)
    mean.fill("0.25")
    mean.press("Tab")
    page.wait("document.querySelector('#network-range').value === ''")
    page.wait_ready()
    framing = page.state()["framing"]
    page["#network-framing"].select_option("crop")
    page.wait("playground.state().framing === 'crop'")
    assert framing == "whole"
    assert page["#framing"].input_value() == "crop"


@pytest.mark.parametrize("width", [320, 390])
def test_the_panel_fits_a_phone(page, own_network, width):
    page.page.set_viewport_size({"width": width, "height": 844})
    page.bring(own_network)
    page.wait("document.documentElement.scrollWidth <= argument", width)
    assert small_targets(page) == []
    page.page.set_viewport_size(DESKTOP)


def test_a_wrong_number_is_told_and_the_field_goes_back(page, own_network):
    page.bring(own_network)
    field = page["#network-deviation input"].first
    field.fill("0")
    field.press("Tab")
    assert "greater than 0" in page.wait_problem()
    assert field.input_value() == "0.229"


def test_the_lesson_and_its_experiments_are_of_this_network(page, own_network):
    page.bring(own_network)
    page.go_to_lesson()
    page.wait("document.querySelector('#lesson-layer').options.length === 2")
    assert page["#lesson-layer option"].all_text_contents() == ["1", "top"]
    page["[data-experiment=check]"].click()
    page.wait("document.querySelector('[data-result=check] table')")
    errors = page["[data-result=check] td:last-child"].all_text_contents()
    assert errors


def test_the_sites_network_and_ones_own_to_and_fro(page, own_network):
    page.draw((0.1, 0.1), (0.5, 0.9))
    ours = page.state()
    page.bring(own_network)
    theirs = page.state()
    assert theirs["shapes"] == ours["shapes"]
    choose(page, "lite0")
    assert_equal_answer(page.state(), ours)
    assert page["#network"].is_hidden()
    choose(page, "own")
    assert page["#network"].is_visible()
    assert_equal_answer(page.state(), theirs)
    assert len(page.page.workers) >= 1


def test_link_and_files_say_that_the_network_stays_here(page, own_network):
    page.bring(own_network)
    page["#share"].click()
    page.wait("document.querySelector('#status').textContent.includes('own network')")
    with page.page.expect_download() as download:
        page["#save-json"].click()
    assert json.loads(download.value.path().read_text())["model"] == "net.onnx"


def broken(kind):
    made = tiny_networks.plain().SerializeToString()
    operators = {
        "no rule": node("Mystery", "y", "z"),
        "refused by the runtime": node("Reshape", "y w1", "z"),
    }
    if kind in operators:
        return tiny_networks.behind(operators[kind]).SerializeToString()
    return {"empty": b"", "cut": made[: len(made) // 2], "no ONNX": b"GIF89a" * 99}[
        kind
    ]


@pytest.mark.parametrize(
    "kind", ["empty", "cut", "no ONNX", "no rule", "refused by the runtime"]
)
def test_what_is_refused_leaves_the_page_as_it_was(page, kind):
    page.draw((0.1, 0.1), (0.5, 0.9))
    before = page.state()
    drop(page, ("broken.onnx", broken(kind)))
    text = told_at_rest(page)
    assert "Traceback" not in text
    assert "[object" not in text
    assert_equal_answer(page.state(), before)
    assert page.state()["shapes"] == before["shapes"]
    page["#dismiss"].click()
    page["#undo"].click()
    page.wait_ready()
    assert page.state()["shapes"] == []


def test_a_file_that_never_leaves(page, own_network):
    page.bring(own_network)
    assert page.foreign_requests() == []
    posts = [url for url in page.requests if url.startswith(f"{page.origin}/net")]
    assert [url for url in posts if not url.endswith(ARCHIVE)] == []


def damaged(data, rng, kind):
    return fields_moved(data, rng) if kind == 5 else mutated(data, rng, kind)


def test_damaged_files_are_refused_or_explained_and_the_page_lives_on(page):
    """What tests/test_networks_refused.py does natively, in the browser's runtime."""
    rng = np.random.default_rng(9)
    whole = [tiny_networks.plain(), tiny_networks.tokens()]
    files = [
        damaged(whole[number % 2].SerializeToString(), rng, number % 6)
        for number in range(DAMAGED)
    ]
    before = page.state()
    encoded = [base64.b64encode(data).decode() for data in files]
    told = page.document.evaluate(BRING_ALL, [encoded])
    assert len(told) == DAMAGED
    reasons = [text for text in told if text]
    assert 0 < len(reasons) < DAMAGED  # some are explained
    assert [text for text in reasons if UNEXPECTED.search(text)] == []
    page.wait_ready()
    page["#dismiss"].evaluate("button => button.click()")
    if page.state()["model"] != "lite0":
        choose(page, "lite0")
    assert_equal_answer(page.state(), before)


def large():
    """The plain network with a wide layer before its classes."""
    made = tiny_networks.plain()
    width = int(WEIGHTS * MEGABYTE / 4 / 515)
    wide = np.random.default_rng(3).normal(size=(512, width)).astype(np.float32) / 30
    last = np.random.default_rng(4).normal(size=(width, 4)).astype(np.float32) / 300
    del made.graph.node[4:]
    made.graph.node.extend(
        [
            node("Flatten", "r2", "flat"),
            node("MatMul", "flat wide", "w"),
            node("Relu", "w", "rw"),
            node("MatMul", "rw last", "y"),
        ]
    )
    made.graph.initializer.extend(
        [numpy_helper.from_array(wide, "wide"), numpy_helper.from_array(last, "last")]
    )
    return made


def test_pythons_memory_does_not_grow_with_the_weights(page, own_network, tmp_path):
    path = tmp_path / "large.onnx"
    onnx.save(large(), path)
    assert path.stat().st_size > WEIGHTS * MEGABYTE
    page.bring(own_network)  # what any network brings along
    before = page.document.evaluate(SIZE)
    page.bring(path)
    grown = page.document.evaluate(SIZE) - before
    assert grown <= HEAP * MEGABYTE
