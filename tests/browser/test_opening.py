"""What is seen before anything can be computed: the answer that came with the page."""

import json
import re
from contextlib import contextmanager

import numpy as np
import pytest

from .axe import AXE
from .conftest import OPTIONS, visit
from .held_page import held_page
from .playground_page import PHONE, PlaygroundPage

RUNTIME = "**/python/start.zip"  # without it Python never starts
OPENING = "/openings/lite0.{}.json"
PIXELS = """id => {
    const { width, height } = document.getElementById(id);
    const context = document.getElementById(id).getContext("2d");
    return [...context.getImageData(0, 0, width, height).data];
}"""
TEXTS = (
    *("#heatmap-class", "#heatmap-text", "#before-class", "#before-text"),
    *("#choice-text", "#predictions"),
)
PROBABILITY = 5e-5  # of two runtimes with the same weights
LEVELS = 1  # of 255, where a map's value lies between two colours


@contextmanager
def held(browser, served, query="?model=lite0", fragment="", **options):
    """A page whose Python cannot start before it is let go."""
    options = {**OPTIONS, **options}
    with held_page(browser, served.origin, RUNTIME, **options) as page:
        page.go(query, fragment)
        yield page


@contextmanager
def opened(*asked, **options):
    """The same once its opening is shown."""
    with held(*asked, **options) as page:
        page["#opening"].wait_for()
        yield page


def texts(page):
    return {selector: page[selector].inner_text() for selector in TEXTS}


def bars(page):
    """The widths of the five bars, 0..1."""
    return page["#predictions .bar"].evaluate_all(
        "bars => bars.map(({ style }) => Number(style.getPropertyValue('--now')))"
    )


def test_it_is_what_the_page_then_computes(chromium, served):
    with opened(chromium, served) as page:
        assert page.data_state() == "loading"
        assert page.state() is None
        early, pixels = texts(page), page.page.evaluate(PIXELS, "heatmap")
        before, widths = page.page.evaluate(PIXELS, "before"), bars(page)
        assert len(widths) == 5
        assert re.search(r"\d\.\d %", early["#predictions"])
        page.let_go()
        state = page.state()
        computed = [guess["probability"] for guess in state["predictions"]]
        assert np.abs(np.subtract(widths, computed)).max() <= PROBABILITY
        assert texts(page) == early
        now = page.page.evaluate(PIXELS, "heatmap")
        assert len(now) == 224 * 224 * 4
        assert np.abs(np.subtract(now, pixels)).max() <= LEVELS
        assert np.abs(np.subtract(before, pixels)).max() == 0
        assert np.std(pixels) > 10  # there is something to see
        page.check_log()


def test_nothing_can_be_chosen_before_python_is_there(chromium, served):
    with opened(chromium, served) as page:
        radios = page["#predictions input"]
        assert radios.count() == 5
        assert all(radios.nth(place).is_disabled() for place in range(5))
        page["#predictions .guess"].nth(1).click(force=True)
        assert radios.nth(0).is_checked()
        assert page["#opening"].is_visible()
        page.let_go()
        assert not page["#opening"].is_visible()
        radios.nth(1).check(force=True)
        page.wait_ready()
        assert page.state()["target"] == page.state()["predictions"][1]["index"]


def test_strokes_of_the_impatient_are_answered_once_python_is_there(chromium, served):
    with opened(chromium, served) as page:
        page.press((0.1, 0.1))
        page.drag([(0.3, 0.4), (0.5, 0.6)])
        page.page.mouse.up()
        page.let_go()
        (shape,) = page.state()["shapes"]
        assert shape == pytest.approx(
            {"tool": "rect", "x": 0.1, "y": 0.1, "w": 0.4, "h": 0.5}, abs=0.01
        )
        first = page.state()["predictions"][0]
        assert abs(first["probability"] - first["baseline"]) > 0.01
        page["#undo"].click()
        page.wait_ready()
        assert page.state()["shapes"] == []
        page.check_log()


@pytest.mark.parametrize(
    ("query", "fragment"),
    [
        ("?model=lite0", "#sample=dog"),
        ("?model=lite0", "#sample=cat-and-dog&method=hirescam"),
        ("?model=lite0&lesson=./lessons/first.json", ""),
    ],
)
def test_whoever_asks_for_something_else_sees_no_foreign_answer(
    chromium, served, query, fragment
):
    with held(chromium, served, query, fragment) as page:
        page.wait("document.getElementById('progress').value > 0.5")
        assert not page["#opening"].is_visible()
        assert page["#predictions input"].count() == 0
        # nobody draws on what is not there to be seen
        page.press((0.1, 0.1))
        page.drag([(0.5, 0.6)])
        page.page.mouse.up()
        page.let_go()
        assert page.state()["shapes"] == []
        assert not [url for url in page.requests if "/openings/" in url]


def test_it_speaks_the_language_of_the_page_and_follows_it(chromium, served):
    with opened(chromium, served, "?model=lite0&lang=de") as page:
        german = texts(page)
        assert "nichts verdeckt" in german["#before-class"]
        assert re.search(r"\d,\d\s%", german["#predictions"])
        page["#language"].select_option("fr")
        page.wait(
            "document.getElementById('before-class').textContent.includes('masqué')"
        )
        french = texts(page)
        page.let_go()
        assert texts(page) == french
        asked = [url for url in page.requests if "/openings/" in url]
        assert [url.rpartition("/")[2] for url in asked] == [
            "lite0.de.json",
            "lite0.fr.json",
        ]
        page.check_log()


def test_it_stays_where_the_runtime_cannot_be_had(chromium, served):
    context = chromium.new_context(**OPTIONS)
    page = PlaygroundPage(context, served.origin)
    page.page.route(RUNTIME, lambda route: route.fulfill(status=404))
    page.go("?model=lite0")
    assert "start.zip" in page.wait_problem()
    assert page["#predictions input"].count() == 5
    assert page["#predictions input"].first.is_disabled()
    context.close()


def test_a_damaged_one_keeps_nobody_from_the_page(chromium, serve_copy):
    server = serve_copy()
    path = server.folder / OPENING.format("en").lstrip("/")
    path.write_bytes(path.read_bytes()[:-20] + b"x" * 20)
    with visit(chromium, server) as page:
        assert page.state()["predictions"][0]["label"] == "Egyptian cat"
        assert not page.problem()


def test_a_site_without_them_opens_as_well(chromium, serve_copy):
    server = serve_copy()
    listing = json.loads((server.folder / "site.json").read_text())
    listing["files"] = {
        path: entry
        for path, entry in listing["files"].items()
        if not path.startswith("openings/")
    }
    (server.folder / "site.json").write_text(json.dumps(listing))
    with visit(chromium, server) as page:
        assert page.state()["predictions"][0]["label"] == "Egyptian cat"
        page.check_log()


def test_a_phone_shows_it_without_sideways_scroll(chromium, served):
    with opened(chromium, served, viewport=PHONE) as page:
        assert page.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page["#heatmap"].is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_in_it(chromium, served, theme):
    options = {"color_scheme": theme, "bypass_csp": True}
    with opened(chromium, served, **options) as page:
        page.page.evaluate(AXE.read_text(encoding="utf-8"))
        violations = (
            "axe.run().then(({ violations }) => violations.map(({ id }) => id))"
        )
        assert page.page.evaluate(violations) == []
