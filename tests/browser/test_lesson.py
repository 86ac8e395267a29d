"""How does it work?: the ten steps on the page, drawn from its own numbers."""

import inspect

import numpy as np
import pytest

from gradcam_py.lesson.sources import SOURCES

from .axe import AXE
from .playground_page import DESKTOP, PHONE

STEPS = 10
# Figures, in the order of the steps; every one holds at least one canvas.
FIGURES = (
    *("picture", "features", "gradients", "weighted", "sum", "relu"),
    *("scaled", "overlay", "fills"),
)
PARTS = (
    *("ten-steps", "is-it-right", "other-methods", "perturbation"),
    *("limits", "words", "references"),
)
METHODS = ("gradcam", "gradcam++", "xgradcam", "hirescam", "layercam", "eigencam")
# The head is linear in the features; what is left is float32 at a step of 1: the
# largest that was seen is 3e-6.
FINITE_DIFFERENCE = 1e-4
# Of a fading picture: float32 logits, and the kinks of ReLU6 within the smallest step.
FORETOLD_PERCENT = 8
# A printed number has two decimals.
PRINTED = 0.005001
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")


def number(text):
    """A typeset number, such as 2.5 × 10⁻⁷, read back."""
    return float(text.translate(SUPERSCRIPTS).replace(" × 10", "e"))


def drawn(page):
    """How often the lesson has been drawn."""
    return int(page["#how"].get_attribute("data-drawn") or 0)


def visit(page):
    """Go to the lesson and wait until it is drawn."""
    page.enter("how")
    page["#how[data-drawn]"].wait_for()


def wait_redrawn(page, before):
    page.wait("Number(document.getElementById('how').dataset.drawn) > argument", before)


def pixels(page, figure):
    """The figure's canvases, each as RGBA [h,w,4]."""
    canvases = page[f'[data-figure="{figure}"] canvas'].evaluate_all(
        """canvases => canvases.map((canvas) => {
            const { width, height } = canvas;
            const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
            return [width, height, [...data]];
        })"""
    )
    return [
        np.array(data).reshape(height, width, 4) for width, height, data in canvases
    ]


def channel_ranges(page, figure):
    """Of each canvas of the figure: the lowest and highest red, green, blue, alpha."""
    return page[f'[data-figure="{figure}"] canvas'].evaluate_all(
        """canvases => canvases.map((canvas) => {
            const { width, height } = canvas;
            const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
            const lows = [255, 255, 255, 255];
            const highs = [0, 0, 0, 0];
            data.forEach((value, i) => {
                lows[i % 4] = Math.min(lows[i % 4], value);
                highs[i % 4] = Math.max(highs[i % 4], value);
            });
            return [lows, highs];
        })"""
    )


def result(page, experiment):
    """Press the button; the cells of the table that comes."""
    page[f'[data-experiment="{experiment}"]'].click()
    table = page[f'[data-result="{experiment}"] table']
    table.wait_for()
    rows = table.locator("tbody tr")
    return rows.evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )


@pytest.fixture
def lesson(playground):
    visit(playground)
    playground.wait_all_layers()  # what the test before has left is drawn by then
    return playground


def test_there_are_ten_steps_in_order(lesson):
    numbers = lesson["#how .steps > li h4 span"].all_text_contents()
    assert numbers == [str(step + 1) for step in range(STEPS)]


def test_figures_are_drawn_and_described(lesson):
    for figure in (*FIGURES, *(f"method-{name}" for name in METHODS)):
        ranges = channel_ranges(lesson, figure)
        assert ranges, figure
        for lows, highs in ranges:
            assert lows[3] == highs[3] == 255, figure
        # Of the gradients every map has one colour here, but they differ.
        lows, highs = np.min(ranges, axis=(0, 1)), np.max(ranges, axis=(0, 1))
        assert (highs - lows)[:3].max() > 50, figure
        for place in lesson[f'[data-figure="{figure}"]'].all():
            assert place.get_attribute("role") == "img"
            assert len(place.get_attribute("aria-label")) > 10


def test_sources_are_those_of_the_package(lesson):
    for part, functions in SOURCES.items():
        shown = lesson[f'[data-source="{part}"] pre'].all_text_contents()
        assert shown == [inspect.getsource(function) for function in functions]


def test_printed_numbers_are_the_heatmap_of_the_page(lesson):
    heatmap = lesson.state()["heatmap"]
    values = np.array(heatmap["values"]).reshape(heatmap["height"], heatmap["width"])
    rows = lesson["#lesson-numbers tr"].evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => +cell.textContent))"
    )
    np.testing.assert_allclose(rows, values / values.max(), atol=PRINTED)


def test_scores_are_the_best_guesses_of_the_page(lesson):
    names = lesson["#lesson-scores th"].all_text_contents()
    assert names == [row["label"] for row in lesson.state()["predictions"]]


def test_gradients_and_differences_agree(lesson):
    rows = result(lesson, "check")
    assert len(rows) == 6
    for _, analytic, numeric, error in rows:
        assert number(error) <= FINITE_DIFFERENCE
        assert number(numeric) == pytest.approx(number(analytic), rel=FINITE_DIFFERENCE)


def test_fading_is_foretold_by_the_gradients(lesson):
    rows = result(lesson, "fade")
    assert [row[0] for row in rows] == ["10 %", "2 %", "0.5 %", "0.1 %"]
    assert float(rows[-1][3].split()[0]) <= FORETOLD_PERCENT


def test_fills_are_compared_with_the_untouched_picture(lesson):
    rows = result(lesson, "compare")
    fills = lesson["#fill option"].all_text_contents()
    assert [row[0] for row in rows] == ["nothing hidden", *fills]
    best = lesson.state()["predictions"][0]
    assert rows[0][2] == best["label"]


def test_choosing_a_class_in_the_lesson_redraws_what_depends_on_it(lesson):
    features, weighted = pixels(lesson, "features"), pixels(lesson, "sum")
    result(lesson, "check")
    before = drawn(lesson)
    second = lesson.state()["predictions"][1]
    lesson["#lesson-targets button"].nth(1).click()
    wait_redrawn(lesson, before)
    assert lesson.state()["target"] == second["index"]
    assert second["label"] in lesson['[data-live="target"]'].text_content()
    np.testing.assert_array_equal(pixels(lesson, "features"), features)
    assert np.abs(np.subtract(pixels(lesson, "sum"), weighted)).max() > 10
    # It was about the class before.
    assert lesson['[data-result="check"]'].text_content() == ""


def test_choosing_a_layer_in_the_lesson_redraws_it(lesson):
    before = drawn(lesson)
    lesson["#lesson-layer"].select_option("5b")
    lesson.wait("playground.state().layer === argument", "block5b_add")
    wait_redrawn(lesson, before)
    assert "14 × 14" in lesson['[data-live="features"]'].text_content()
    assert pixels(lesson, "sum")[-1].shape == (14, 14, 4)


def test_lesson_follows_the_picture_once_somebody_sees_it_again(lesson):
    before, target = drawn(lesson), lesson["#lesson-scores th"].first.text_content()
    lesson.enter("explore")
    lesson.draw((0.1, 0.1), (0.45, 0.95))
    lesson.wait_all_layers()
    assert drawn(lesson) == before
    lesson.enter("how")
    wait_redrawn(lesson, before)
    assert lesson["#lesson-scores th"].first.text_content() != target


def test_links_within_the_lesson_leave_the_page_as_it_is(lesson):
    lesson["#lesson-targets button"].nth(1).click()
    lesson.wait_ready()
    target = lesson.state()["target"]
    lesson['#how nav a[href="#references"]'].click()
    lesson.wait("location.hash === '#references'")
    lesson.wait_ready()
    assert lesson.state()["target"] == target


@pytest.fixture
def still(playground):
    """The page without motion, on any screen and in any theme."""
    # Colours that are still changing have too little contrast for a moment.
    playground.page.emulate_media(reduced_motion="reduce")
    yield playground
    playground.page.emulate_media(reduced_motion="null", color_scheme="null")
    playground.page.set_viewport_size(DESKTOP)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_either_theme(still, size):
    page = still
    page.page.set_viewport_size(size)
    visit(page)
    page.read("is-it-right")
    result(page, "check")
    page.read("perturbation")
    result(page, "compare")
    page.page.evaluate(AXE.read_text())
    for theme in ("light", "dark"):
        page.page.emulate_media(color_scheme=theme)
        page[f"[data-theme={theme}]"].wait_for()
        for part in PARTS:
            page.read(part)
            found = page.page.evaluate("axe.run('#how')")
            broken = [
                (theme, part, each["id"], node["html"], node["failureSummary"])
                for each in found["violations"]
                for node in each["nodes"]
            ]
            assert broken == []
            wide = "document.documentElement.scrollWidth <= innerWidth"
            assert page.page.evaluate(wide), part
