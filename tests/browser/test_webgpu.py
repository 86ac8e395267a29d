"""The graphics card: only on request, only if it is right, and given up at any fault.

One test computes on a graphics card that is emulated on the processor, slowly. In the
others the processor's own runtime stands in the card's place, with a fault of its own.
"""

import json
import shutil
from contextlib import ExitStack
from urllib.parse import urlencode

import pytest

from convert.web.site_json import listing

from .command_line import explain
from .comparison import assert_equal_answer, assert_same_answer
from .conftest import visit
from .site_server import SiteServer

EMULATED = (
    "--enable-unsafe-webgpu",
    "--use-webgpu-adapter=swiftshader",
    "--enable-features=Vulkan",
)
WORKER = "webgpu-worker.js"
WASM = "ort-wasm-simd-threaded.wasm"
CARD_WASM = "vendor/ort-webgpu/ort-wasm-simd-threaded.jsep.wasm"
RECT = {"tool": "rect", "x": 0.05, "y": 0.1, "w": 0.4, "h": 0.8}
STROKE = ((0.05, 0.05), (0.3, 0.5), (0.5, 0.95))

# Prepended to a worker. The site's spoil.js, read anew by each worker, has `spoil`: it
# is run before each answer to a run, and what returns true swallows it.
SPOIL = "spoil.js"
SPOILED = """
    importScripts(`%s?${Math.random()}`);
    const honest = self.postMessage.bind(self);
    self.postMessage = (message, ...rest) => {
        try {
            if (message.result?.outputs && spoil(message.result.outputs)) return;
        } catch (error) {
            return honest({ id: message.id, error: error.message });
        }
        return honest(message, ...rest);
    };
"""
WRONG = {
    "another class": "if (outputs.logits) outputs.logits.data[0] += 9;",
    "no number": "outputs.gradients?.data.fill(NaN);",
    "another sign": """
        const layer = Object.keys(outputs).find((name) => /.[/]gradients/.test(name));
        const found = outputs[layer]?.data;
        found?.forEach((value, index) => { found[index] = -value; });""",
    "twice as large": """
        const layer = Object.keys(outputs).find((name) => /activations/.test(name));
        const found = outputs[layer]?.data;
        found?.forEach((value, index) => { found[index] = 2 * value; });""",
}
# After the trial's two runs: the third is the first that somebody waits for.
LATER = "self.runs = (self.runs ?? 0) + 1; if (self.runs > 2) { %s }"
FAULTS = {
    "an error": LATER % "throw new Error('device lost');",
    "its end": LATER % "self.close(); return true;",
}


@pytest.fixture(scope="module")
def with_card(launch):
    """A Chromium that has a graphics card."""
    return launch(*EMULATED)


@pytest.fixture
def open_page(with_card):
    """open_page(server) -> a page that has loaded."""
    with ExitStack() as stack:
        yield lambda server: stack.enter_context(visit(with_card, server))


@pytest.fixture(scope="module")
def stand_in(served, tmp_path_factory):
    """The server of a site whose card is the processor, spoiled as spoil.js says."""
    site = tmp_path_factory.mktemp("stand-in") / "site"
    shutil.copytree(served.folder, site)
    server = SiteServer(site)
    code = SPOILED % f"{server.origin}/{SPOIL}" + (site / "worker.js").read_text()
    (site / WORKER).write_text(code)
    (site / CARD_WASM).write_bytes((site / "vendor" / "ort" / WASM).read_bytes())
    (site / "site.json").write_text(json.dumps(listing(site)))
    spoil(server, "")
    yield server
    server.stop()


def spoil(server, code):
    """What the worker of the next trial does to `outputs` before it hands them out."""
    (server.folder / SPOIL).write_text(f"const spoil = (outputs) => {{ {code} }};")


@pytest.fixture(scope="module")
def opened_with_card(with_card, stand_in):
    """A page that has loaded once, for all tests that leave its card switched off."""
    with visit(with_card, stand_in) as playground:
        yield playground


@pytest.fixture
def carded(opened_with_card, stand_in):
    """carded(spoil="") -> that page as if just opened, its card spoiled so."""
    if opened_with_card["#card"].is_checked():
        switch(opened_with_card)
    opened_with_card.wait("playground.state().backend === 'wasm'")
    opened_with_card.reset()
    opened_with_card.errors.clear()  # of a test that failed

    def carded(code=""):
        spoil(stand_in, code)
        return opened_with_card

    return carded


def switch(playground):
    """Ask for the card, or no longer, by the switch."""
    playground["#card"].click()


def trial(playground):
    """Ask for the card, and wait for what comes of it."""
    switch(playground)
    playground.wait("document.getElementById('card-choice').ariaBusy === 'true'")
    playground.wait("document.getElementById('card-choice').ariaBusy === 'false'")
    return playground["#card-text"].text_content()


def assert_processor_computes(playground):
    """And the page says so; whatever was asked is answered."""
    assert playground.state()["backend"] == "wasm"
    assert not playground["#card"].is_checked()
    assert playground["#card-text"].text_content() == "The processor computes."
    playground["#dismiss"].click()
    before = playground.updates()
    playground.draw(*STROKE)
    assert playground.updates() > before
    assert playground.state()["predictions"][0]["label"] != "Egyptian cat"
    assert playground.errors == []


def test_a_browser_without_a_card_is_offered_none(playground):
    playground.wait_all_layers()
    assert playground.page.evaluate("navigator.gpu?.requestAdapter() ?? null") is None
    assert playground["#card-choice"].is_hidden()
    assert playground.state()["backend"] == "wasm"


def test_the_card_answers_as_the_command_line(
    open_page, served, site_folder, samples_folder, tmp_path
):
    playground = open_page(served)
    playground.wait_all_layers()
    assert not [url for url in playground.requests if "webgpu" in url]
    text = trial(playground)
    assert "it agreed with the processor" in text, playground.problem()
    assert playground.state()["backend"] == "webgpu"
    assert [url for url in playground.requests if CARD_WASM in url]

    asked = {"sample": "cat-and-dog", "shapes": [RECT]}
    link = f"#{urlencode({**asked, 'shapes': json.dumps(asked['shapes'])})}"
    playground.follow_link(link)
    state = playground.state()
    assert state["shapes"] == [RECT]
    assert state["backend"] == "webgpu"
    photo = samples_folder / "cat-and-dog.jpg"
    assert_same_answer(state, explain(site_folder, tmp_path, photo, asked))
    playground.check_log()


def test_a_card_that_is_right_computes_until_it_is_switched_off(carded):
    playground = carded()
    processors, workers = playground.state(), len(playground.page.workers)
    assert "every probability within" in trial(playground)
    assert playground["#card"].is_checked()
    playground.draw(*STROKE)
    drawn = playground.state()
    assert drawn["backend"] == "webgpu"
    switch(playground)
    playground.wait("playground.state().backend === 'wasm'")
    playground["#clear"].click()
    playground.wait_ready()
    assert_equal_answer(playground.state(), processors)
    assert len(playground.page.workers) == workers
    playground.check_log()


@pytest.mark.parametrize("wrong", WRONG)
def test_a_card_that_is_wrong_is_not_used(carded, wrong):
    playground = carded(WRONG[wrong])
    trial(playground)
    problem = playground.wait_problem()
    assert problem.startswith("The graphics card is not used: ")
    assert "probability" in problem or "cosine" in problem or "large" in problem
    assert_processor_computes(playground)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_card_that_fails_later_is_given_up(carded, fault):
    playground = carded(FAULTS[fault])
    assert "it agreed with the processor" in trial(playground)
    playground.draw(*STROKE)
    assert playground.wait_problem().startswith("The graphics card is not used: ")
    assert playground.state()["predictions"][0]["label"] != "Egyptian cat"
    assert_processor_computes(playground)
    playground["#clear"].click()
    playground.wait_ready()
    assert playground.state()["backend"] == "wasm"


def test_a_damaged_file_of_the_card_is_told(open_page, serve_copy):
    server = serve_copy()
    playground = open_page(server)
    (server.folder / CARD_WASM).write_bytes(b"damaged")
    trial(playground)
    assert CARD_WASM in playground.wait_problem()
    assert_processor_computes(playground)


def test_impatient_clicks_leave_one_worker(carded):
    playground = carded()
    workers = len(playground.page.workers)
    for _ in range(5):  # on, off, on, off, on
        switch(playground)
    playground.wait("playground.state().backend === 'webgpu'")
    assert len(playground.page.workers) == workers + 1
    switch(playground)
    playground.wait("playground.state().backend === 'wasm'")
    assert len(playground.page.workers) == workers
    assert playground.problem() == ""
    playground.check_log()


def test_the_switch_works_by_keyboard(carded):
    playground = carded()
    playground["#card"].focus()
    playground.page.keyboard.press("Space")
    playground.wait("playground.state().backend === 'webgpu'")
    assert playground["#card"].is_checked()
