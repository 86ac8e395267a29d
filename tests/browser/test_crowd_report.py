"""The report on 200 pictures, from a file, in three browsers; axe-core looks at it."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from convert.thirdparty.npm import node
from tests.browsers import require
from tests.crowds import explain, rows

from .axe import AXE
from .playground_page import DESKTOP, PHONE
from .webkit_smoke import mini_browser

COUNT = 200
LARGEST = 10_000_000
PATIENCE_SECONDS = 120
HERE = Path(__file__).parent
VISIT = HERE / "report_visit.js"
FIREFOX = HERE / "firefox_report.mjs"


@pytest.fixture(scope="module")
def results(lite0_folder, samples_folder, tmp_path_factory):
    """What is found in parts of the samples by the real network, and one bad file."""
    folder = tmp_path_factory.mktemp("report")
    samples = [Image.open(path) for path in sorted(samples_folder.glob("*.jpg"))]
    rng, photos = np.random.default_rng(1), folder / "photos"
    photos.mkdir()
    for number in range(COUNT):
        sample = samples[number % len(samples)]
        width, height = (round(side * rng.uniform(0.5, 1)) for side in sample.size)
        left = int(rng.integers(sample.width - width + 1))
        top = int(rng.integers(sample.height - height + 1))
        part = sample.crop((left, top, left + width, top + height))
        part.save(photos / f"{number:03}.jpg")
    (photos / "<img src=x onerror=alert(1)>.jpg").write_bytes(b"bad")
    options = ["--models", lite0_folder.parent, "--model", "lite0", "--report"]
    explain(photos, "--out", folder / "out", *options)
    return folder / "out"


@pytest.fixture(scope="module")
def address(results):
    return (results / "report.html").as_uri()


@pytest.fixture
def page(chromium, address):
    """The report in Chromium; whatever it asks for from elsewhere is an error."""
    context = chromium.new_context(viewport=DESKTOP)
    page = context.new_page()
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert [url for url in asked if not url.startswith("data:")] == [address]
    assert errors == []


def check(found, results):
    """Compare what the visit found with the rows."""
    told = rows(results)
    good = [row for row in told if not row["error"]]
    assert len(good) == COUNT
    assert found["title"] == "What EfficientNet-Lite0 looks at in 201 pictures"
    assert found["tiles"] == COUNT
    assert found["images"] == found["all"] > 2 * COUNT
    assert found["rows"] == len(told)
    chances = [float(text.removesuffix(" %")) for text in found["descending"]]
    expected = sorted((100 * row["probability"] for row in good), reverse=True)
    assert chances == pytest.approx(expected, abs=0.0501)
    assert (found["sorted"], found["ascending"]) == (
        "descending",
        found["descending"][::-1],
    )
    assert found["names"] == sorted(row["picture"] for row in good)
    espressos = [r for r in good if r["label"] == "espresso" and "/0" in r["picture"]]
    assert found["filtered"] == ["espresso"] * len(espressos)
    assert found["matching"] == f"{len(espressos)} rows"
    bordering = [row for row in good if row["border"] >= 0.3]
    assert 0 < len(bordering) < COUNT
    assert found["border"] == f"{len(bordering)} rows"
    assert len(found["shares"]) == len(bordering)
    assert (found["faults"], found["again"]) == ("1 row", "201 rows")
    assert found["heat"] == ["visible", "hidden", "visible"]
    assert found["violations"] == []


def test_it_is_one_file_that_is_small_enough(results):
    assert (results / "report.html").stat().st_size < LARGEST
    assert "<img src=x" not in (results / "report.html").read_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_it_opens_in_chromium(page, results, size, theme):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme)
    page.evaluate(AXE.read_text())
    check(json.loads(page.evaluate(VISIT.read_text())), results)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_axe_finds_what_is_wrong(page):
    """The tester is tested."""
    page.evaluate(AXE.read_text())
    page.evaluate("document.querySelector('.mean').removeAttribute('alt')")
    found = json.loads(page.evaluate(VISIT.read_text()))
    assert [id for id, _ in found["violations"]] == ["image-alt"]


def test_it_is_in_dark_colours_where_the_system_is(page):
    page.emulate_media(color_scheme="light")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(colour) != light == "rgb(255, 255, 255)"


def test_it_stands_without_scripts(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("tbody tr").count() == COUNT + 1
    assert not page.locator("#controls").is_visible()
    assert page.locator("#sure figure").count() == 12
    context.close()


def test_fingers_have_room(page):
    page.set_viewport_size(PHONE)
    fields = "#controls input:not([type=checkbox])"
    places = page.locator(f"nav a, summary, th button, {fields}")
    heights = [place.bounding_box()["height"] for place in places.all()]
    assert min(heights) >= 44


def test_it_opens_in_firefox(address, results):
    given = [node(), FIREFOX, require("firefox"), address, AXE, VISIT]
    command = list(map(str, given))
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("errors") == []
    check(found, results)


def test_it_opens_in_webkit(address, results):
    with mini_browser() as driver:
        driver.set_script_timeout(PATIENCE_SECONDS)
        driver.get(address)
        driver.execute_script(AXE.read_text())
        promise = VISIT.read_text().partition("(async")
        script = f"const done = arguments[0]; (async{promise[2].rstrip().rstrip(';')}"
        asked = f"{script}.then(done, (error) => done(String(error)))"
        found = driver.execute_async_script(asked)
    check(json.loads(found), results)
