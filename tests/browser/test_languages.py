"""The page in another language: all of it, as it was, however it is asked for.

The languages are two that nobody speaks (convert/languages/pseudo.py), one of them from
right to left: what is longer than in English, or said without a catalogue, is seen.
"""

import json
import re
import shutil

import pytest

from convert.languages.packed import FOLDER
from convert.languages.pseudo import PSEUDO, PSEUDO_RTL, files
from convert.onefile.bundle import make_bundle
from convert.web.assemble import listing
from gradcam_py.cam.methods import METHODS

from .axe import AXE
from .conftest import visit
from .playground_page import DESKTOP, NARROW, PHONE, PlaygroundPage
from .site_server import SiteServer

ROOMS = ("explore", "test", "how", "missions")
PARTS = ("ten-steps", "formula", "is-it-right", "other-methods", "perturbation")
PARTS += ("limits", "words", "references")
SCREENS = {"small phone": NARROW, "phone": PHONE, "desktop": DESKTOP}
FIRST, LATER = f"/{FOLDER}/{PSEUDO}.json", f"/{FOLDER}/{PSEUDO}-later.json"
# What belongs to no language, or to another one.
FOREIGN = (
    *("[lang=en]", "[translate=no]", "script", "style", "math", "noscript", "svg"),
    *("#model", "#language", "#method", "#colormap", "#credits", "#lesson-layer"),
    *("code", "#architecture strong"),
)
# Texts that no catalogue has: what is left of them has no letter of English.
SAID = """foreign => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { parentElement, data } = walker.currentNode;
        if (!parentElement.closest(foreign)) found.push(data);
    }
    return found;
}"""
WIDER = """() => {
    const root = document.documentElement;
    return root.scrollWidth - root.clientWidth;
}"""
# What the page shows, without what it says: pixels, places and values.
SHOWN = """() => {
    const pixels = (id) => document.getElementById(id).toDataURL();
    const values = [...document.querySelectorAll("select, input")].map(
        ({ id, type, value, checked }) => [id, type, value, checked]);
    return [pixels("heatmap"), pixels("before"), pixels("heatmap-base"),
        values.filter(([id]) => !["language", "versus", "embed-line"].includes(id))];
}"""
STATE = """() => {
    const { timings, ...state } = playground.state();
    return state;
}"""


@pytest.fixture(scope="module")
def speaking(served, tmp_path_factory):
    """The site's server, with both languages besides those of the site."""
    folder = tmp_path_factory.mktemp("speaking") / "site"
    shutil.copytree(served.folder, folder)
    for path, data in files().items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(data)
    (folder / "site.json").write_text(json.dumps(listing(folder)))
    server = SiteServer(folder)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def spoken(speaking, chromium):
    """spoken(tag) -> a page opened in it once, with results in its rooms."""
    contexts = {}

    def spoken(tag):
        if tag not in contexts:
            context = chromium.new_context(
                viewport=DESKTOP, service_workers="block", bypass_csp=True
            )
            page = PlaygroundPage(context, speaking.origin)
            page.open(f"?model=lite0&lang={tag}")
            with_results(page)
            contexts[tag] = context, page
        page = contexts[tag][1]
        page.page.set_viewport_size(DESKTOP)
        page.enter("explore")
        return page

    yield spoken
    for context, page in contexts.values():
        page.check_log()
        context.close()


def with_results(page):
    """Something found in every room."""
    page.draw((0.1, 0.1), (0.4, 0.6))
    page.wait_all_layers()
    page.try_experiments()
    page.enter("test")
    page["#keep-tile"].click()
    page["#compared figure"].first.wait_for()
    page.enter("how")
    page.wait("document.getElementById('how').dataset.drawn")
    for name in ("check", "compare"):
        page[f"[data-experiment={name}]"].click()
        page[f"[data-result={name}] table"].wait_for()
    page["#formula-open"].click()
    page["#formula-run"].click()
    page["#formula-maps canvas"].first.wait_for()
    page.enter("explore")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("tag", [PSEUDO, PSEUDO_RTL])
def test_nothing_overflows_in_any_room(spoken, tag, screen):
    page = spoken(tag)
    page.page.set_viewport_size(SCREENS[screen])
    for room in ROOMS:
        page.enter(room)
        assert page.page.evaluate(WIDER) <= 0, room
    page.enter("how")
    for part in PARTS:
        page.read(part)
        assert page.page.evaluate(WIDER) <= 0, part


@pytest.mark.parametrize("tag", [PSEUDO, PSEUDO_RTL])
def test_axe_finds_nothing_in_any_room(spoken, tag):
    page = spoken(tag)
    page.page.evaluate(AXE.read_text(encoding="utf-8"))
    for room in ROOMS:
        page.enter(room)
        found = page.page.evaluate("axe.run()")["violations"]
        told = [
            (each["id"], [node["html"] for node in each["nodes"]]) for each in found
        ]
        assert told == [], room


def test_every_text_comes_from_a_catalogue(spoken):
    page = spoken(PSEUDO)
    texts = page.page.evaluate(SAID, ", ".join(FOREIGN))
    assert len(texts) > 400
    names = set(page["#explore .name"].all_text_contents())
    names |= {method.title for method in METHODS.values()} | {"stem", "top"}
    left = [text.strip(" “”\n") for text in texts if is_english(text)]
    assert [text for text in left if text not in names] == []


def is_english(text):
    """Whether there are words, and nothing of what the pseudo-language does to them."""
    return re.search(r"[A-Za-z]{2}", text) and not re.search(
        r"[^\W\d_a-zA-Z]|[\[\]]", text
    )


@pytest.mark.parametrize(("tag", "direction"), [(PSEUDO, "ltr"), (PSEUDO_RTL, "rtl")])
def test_every_part_knows_its_language_and_direction(spoken, tag, direction):
    page = spoken(tag)
    assert page["html"].get_attribute("lang") == tag
    assert page["html"].get_attribute("dir") == direction

    def direction_of(selector):
        return page[selector].first.evaluate("each => getComputedStyle(each).direction")

    assert direction_of("#rooms") == direction
    for selector in (
        "#how math",
        "#how pre",
        ".references",
        "#deletion",
        "#formula-weights",
    ):
        assert direction_of(selector) == "ltr", selector
    for selector in ("#predictions .name", "#lesson-scores th span", "#how pre"):
        assert page[selector].first.get_attribute("lang") == "en", selector
    assert page["#class-names"].text_content() != ""


def test_switching_keeps_everything_and_computes_nothing(spoken):
    page = spoken(PSEUDO)
    page.page.wait_for_timeout(300)
    shown, state, runs = (
        page.page.evaluate(SHOWN),
        page.page.evaluate(STATE),
        len(page.observed("runs")),
    )
    said = page["body"].inner_text()
    for tag in (PSEUDO_RTL, "en", PSEUDO):
        page["#language"].select_option(tag)
        page.wait("document.documentElement.lang === argument", tag)
        page.page.wait_for_timeout(500)
        assert page.page.evaluate(SHOWN) == shown, tag
        assert page.page.evaluate(STATE) == state, tag
    assert len(page.observed("runs")) == runs
    assert page["body"].inner_text() == said
    # the results of experiments as well
    assert page["[data-result=compare] td"].first.text_content()
    assert page["[data-outcome=occlusion] .texts p"].first.text_content()[0] == "["


def test_only_the_chosen_language_is_fetched(speaking, chromium):
    def fetched(query, **options):
        with visit(chromium, speaking, **options) as page:
            page.page.goto(f"{speaking.origin}/{query}")
            page.requests.clear()
            page.open(query)
            page.wait_all_layers()
            return {
                url.removeprefix(speaking.origin)
                for url in page.requests
                if f"/{FOLDER}/" in url
            }

    assert fetched("?model=lite0") == set()
    assert fetched(f"?model=lite0&lang={PSEUDO}") == {FIRST, LATER}


def test_the_address_goes_before_the_choice_and_that_before_the_browser(
    speaking, new_playground
):
    page = new_playground(speaking, locale=PSEUDO_RTL)
    page.open("?model=lite0")
    assert page["html"].get_attribute("lang") == PSEUDO_RTL
    page["#language"].select_option(PSEUDO)
    page.wait("document.documentElement.lang === argument", PSEUDO)
    assert f"lang={PSEUDO}" in page.page.url
    page.open("?model=lite0")  # the choice was kept
    assert page["html"].get_attribute("lang") == PSEUDO
    page.open("?model=lite0&lang=en")
    assert page["html"].get_attribute("lang") == "en"
    page.open("?model=lite0&lang=tlh")  # which the page does not speak
    assert page["html"].get_attribute("lang") == PSEUDO


def test_a_link_and_a_saved_page_keep_the_language(speaking, new_playground):
    page = new_playground(speaking, locale=PSEUDO)
    page.open("?model=lite0")
    page["#share"].click()
    page.wait("location.hash.includes('=')")
    assert f"lang={PSEUDO}" in page.page.url
    page["#embed-line"].focus()
    assert f"lang={PSEUDO}" in page["#embed-line"].input_value()
    with page.page.expect_download() as saving:
        page["#save-lesson"].click()
    saved = saving.value.path().read_bytes()
    assert json.loads(saved)["language"] == PSEUDO

    other = new_playground(speaking, locale="en-US")
    other.open("?model=lite0")
    other.upload("lesson.json", saved)
    other.wait("document.documentElement.lang === argument", PSEUDO)
    other.wait_ready()


@pytest.fixture
def damaged(speaking, tmp_path):
    """The site's server, which has other bytes in the place of a catalogue."""
    folder = tmp_path / "damaged"
    shutil.copytree(speaking.folder, folder)
    (folder / FIRST[1:]).write_text("{}")
    server = SiteServer(folder)
    yield server
    server.stop()


def test_a_catalogue_that_cannot_be_had_is_told_and_the_language_stays(
    damaged, new_playground
):
    page = new_playground(damaged)
    page.open(f"?model=lite0&lang={PSEUDO}")
    assert "Pseudo could not be loaded" in page.wait_problem()
    assert page["html"].get_attribute("lang") == "en"
    page["#dismiss"].click()
    page["#language"].select_option(PSEUDO_RTL)
    page.wait("document.documentElement.lang === argument", PSEUDO_RTL)
    page["#language"].select_option(PSEUDO)
    page["#problem"].wait_for(state="visible")
    assert page["html"].get_attribute("lang") == PSEUDO_RTL
    assert page["#language"].input_value() == PSEUDO_RTL
    assert f"lang={PSEUDO_RTL}" in page.page.url


def test_a_language_can_be_chosen_while_the_page_is_loading(speaking, new_playground):
    page = new_playground(speaking)
    page.go("?model=lite0")
    page["#language"].wait_for(state="visible")
    page["#language"].select_option(PSEUDO)
    page.wait_ready()
    page.wait("document.documentElement.lang === argument", PSEUDO)
    page.wait("document.getElementById('heatmap-text').textContent.startsWith('[')")
    assert page["#status"].text_content().startswith("[")


def test_the_one_file_page_speaks_what_was_packed(speaking, new_playground, tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(
        make_bundle(speaking.folder, model="lite0", languages=[PSEUDO, "en"])
    )
    page = new_playground()
    page.page.goto(f"{path.as_uri()}?lang={PSEUDO}")
    page.wait_ready()
    assert page["html"].get_attribute("lang") == PSEUDO
    options = page["#language option"].evaluate_all("all => all.map((o) => o.value)")
    assert options == ["en", PSEUDO]
    page["#language"].select_option("en")
    page.wait("document.documentElement.lang === 'en'")
    assert page["#rooms a"].first.text_content() == "Explore"
