"""Test it: the experiments in the page, which let everything else go first."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import onnx
import pytest

from gradcam_py.evaluation.randomisation import plan_of, randomised
from gradcam_py.explaining.pipeline import Pipeline
from gradcam_py.explaining.settings import Settings
from gradcam_py.image.decode import load_image
from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.native_session import NativeSession
from tests import tiny_networks
from tests.asking import question_about
from tests.page_fakes import native_copy

from .memories import GROWTH, memory
from .playground_page import FIRST_SAMPLE

MANY = 20
FEW, COPIES = 6, 12
ALIKE = 0.01  # of Spearman and SSIM, between two runtimes


def start(page, name, **choices):
    page.enter("test")
    form = f"[data-trial={name}]"
    for choice, value in choices.items():
        page[f"{form} [data-choice={choice}]"].select_option(value)
    page[f"{form} [data-start]"].click()


def finish(page):
    page.wait("!document.getElementById('test').dataset.running")


def progress(page, name):
    return page[f"[data-progress={name}]"].text_content()


@pytest.fixture
def page(playground):
    playground.wait_all_layers()
    yield playground
    playground["[data-stop]"].evaluate_all(
        "buttons => buttons.forEach((button) => button.click())"
    )
    finish(playground)


def show_box(page, x, y, side, more=""):
    """Hide a square of the first picture; `more` of the link."""
    shapes = json.dumps([{"tool": "rect", "x": x, "y": y, "w": side, "h": side}])
    page.follow_link(f"#sample={FIRST_SAMPLE}{more}&shapes={shapes}")


def captions(page, step):
    """What stands under the pictures of a step of both curves."""
    page["#curve-step"].fill(str(step))
    first = "document.querySelector('#curve-tiles small').textContent"
    page.wait(f"{first}.startsWith(argument)", f"{round(100 * step / 49)} % hidden")
    return page["#curve-tiles small"].all_text_contents()


def percent_of(page, target):
    """The page's own probability of the explained class, as it prints it."""
    return page[f"#predictions [data-class-index='{target}'] .percent"].text_content()


def test_curves_end_at_the_whole_and_the_hidden_picture(page):
    page["#predictions label"].nth(1).click()  # stays explained whatever is hidden
    page.wait_ready()
    target = page.state()["target"]
    whole = percent_of(page, target)
    start(page, "curves")
    finish(page)
    assert progress(page, "curves") == "done: 482 forward passes"
    first, last = captions(page, 0), captions(page, 49)
    assert first[0] == f"0 % hidden: {whole}"
    assert last[1] == f"100 % shown: {whole}"
    show_box(page, 0, 0, 1, f"&target={target}")
    told = page["[role=radiogroup] label:has(:checked) .percent"].text_content()
    assert (last[0], first[1]) == (f"100 % hidden: {told}", f"0 % shown: {told}")
    areas = page["#areas td"].all_text_contents()
    assert len(areas) == 6
    assert "…" not in areas
    # measured for this picture and class: it hides what matters before the centre
    assert float(areas[0]) < float(areas[2])
    assert page["#deletion canvas"].count() == page["#insertion canvas"].count() == 1
    page.check_log()


def test_a_cell_costs_what_the_same_box_costs_that_is_drawn(page):
    start(page, "occlusion")
    finish(page)
    told = page["[data-outcome=occlusion] .texts p"].nth(1).text_content()
    row, column = (
        int(told.split(word)[1].split()[0].strip(",")) for word in ("row", "column")
    )
    change = told.rpartition(": ")[2].rstrip(".")
    show_box(page, (column - 1) / 7, (row - 1) / 7, 1 / 7)
    best = page["#predictions .guess"].first
    target = page.state()["target"]
    shown = page[f"#predictions [data-class-index='{target}'] .change"].text_content()
    assert best.count() == 1
    assert shown == change


def test_an_experiment_waits_for_a_stroke_and_goes_on(page):
    start(page, "curves")
    page.wait("document.querySelector('[data-progress=curves]').textContent")
    page.enter("explore")
    updates = page.updates()
    page.press((0.1, 0.2))
    page.drag([(0.3, 0.6), (0.4, 0.8)])
    page.wait("playground.state().updates > argument", updates)
    at_stroke = progress(page, "curves")
    page.page.wait_for_timeout(700)
    assert progress(page, "curves") == at_stroke  # it is still waiting
    page.release()
    page.wait_ready()
    page.wait(
        "document.querySelector('[data-progress=curves]').textContent !== argument",
        at_stroke,
    )
    page.enter("test")
    page["[data-trial=curves] [data-stop]"].click()
    finish(page)
    assert progress(page, "curves").startswith("stopped after ")


def test_all_of_it_works_by_keyboard(page):
    page.enter("test")
    page["[data-trial=occlusion] [data-choice=grid]"].focus()
    for _ in range(3):  # score, cover, the button
        page.page.keyboard.press("Tab")
    assert (
        page.document.evaluate("document.activeElement.textContent")
        == "Hide every cell"
    )
    page.page.keyboard.press("Enter")
    finish(page)
    assert progress(page, "occlusion") == "done: 50 forward passes"


def test_twenty_experiments_leave_memory_as_it_was(watched):
    """The first two have loaded and made whatever an experiment needs."""
    for number in range(MANY + 2):
        name = ("occlusion", "curves")[number % 2]
        start(watched, name)
        watched.wait(
            "document.querySelector(argument).textContent.match(/^[2-9][0-9] of/)",
            f"[data-progress={name}]",
        )
        watched["[data-stop]:not([hidden])"].click()
        finish(watched)
        if number == 1:
            early = memory(watched)
    late = memory(watched)
    grown = {what: late[what] / early[what] - 1 for what in early}
    assert {what: share for what, share in grown.items() if share > GROWTH} == {}


def table(page):
    """The numbers of each stage of forgetting, as the page prints them."""
    rows = page["#stages tr"]
    return [
        rows.nth(number).locator("th, td").all_text_contents()
        for number in range(rows.count())
    ]


def natively(folder, picture):
    """The same numbers by CPython and onnxruntime."""
    manifest = load_model_folder(read_from(folder)).manifest
    question = question_about(picture, Settings(), manifest.input_size)

    async def rows():
        trained = await Pipeline(NativeSession(folder, manifest)).explain(question)
        copy = native_copy(folder, manifest)
        plan = await plan_of(copy)
        states = randomised(copy, plan, question, trained)
        return [
            (state.likeness.spearman, state.likeness.ssim) async for state in states
        ]

    with ThreadPoolExecutor(1) as thread:  # Playwright's event loop runs in this one
        return thread.submit(lambda: asyncio.run(rows())).result()


def assert_only(page, workers):
    """So many workers are left. Chromium ends busy threads by and by."""
    for _ in range(100):
        page.page.wait_for_timeout(200)
        if len(page.page.workers) <= workers:
            break
    assert len(page.page.workers) == workers


def answer(page):
    """The predictions, computed anew."""
    page.draw((0.1, 0.1), (0.3, 0.3))
    page["#clear"].click()
    page.wait_ready()
    return page.state()["predictions"]


def test_a_network_forgets_as_it_does_natively_and_the_pages_stays(
    page, lite0_folder, samples_folder
):
    before, workers = answer(page), len(page.page.workers)
    start(page, "randomisation")
    finish(page)
    assert progress(page, "randomisation") == "done: 19 stages"
    page["[data-outcome=randomisation] summary"].click()
    told = table(page)
    picture = load_image((samples_folder / f"{FIRST_SAMPLE}.jpg").read_bytes())
    for row, expected in zip(told, natively(lite0_folder, picture), strict=True):
        found = [float(text.replace("\u2212", "-")) for text in row[1:3]]
        assert found == pytest.approx(expected, abs=ALIKE)
        assert row[3] == "1.00"  # the edge detector
    assert [told[0][0], told[-1][0]] == ["head", "stem"]
    assert page["#stage-maps .tile"].count() == 2 + len(told)
    assert page["#likeness canvas"].count() == 1
    assert page["#sanity"].text_content()
    assert_only(page, workers)  # the copy's has ended
    page.enter("explore")
    assert answer(page) == before  # bit for bit
    page.check_log()


def test_forgetting_goes_on_beside_a_stroke_and_leaves_nothing_when_stopped(page):
    workers = len(page.page.workers)
    start(page, "randomisation")
    page.wait(
        "document.querySelector('[data-progress=randomisation]')"
        ".textContent.startsWith('1 of 19')"
    )
    assert len(page.page.workers) > workers
    page.enter("explore")
    updates = page.updates()
    page.press((0.1, 0.2))
    page.drag([(0.3, 0.6), (0.4, 0.8)])
    page.wait("playground.state().updates > argument", updates)
    page.page.wait_for_timeout(2500)  # the stage under way comes to its end
    at_stroke = progress(page, "randomisation")
    page.page.wait_for_timeout(2500)
    assert progress(page, "randomisation") == at_stroke
    page.release()
    page.wait_ready()
    page.wait(
        "document.querySelector('[data-progress=randomisation]')"
        ".textContent !== argument",
        at_stroke,
    )
    page.enter("test")
    page["[data-trial=randomisation] [data-stop]"].click()
    finish(page)
    assert progress(page, "randomisation").startswith("stopped after ")
    assert_only(page, workers)


def test_a_network_of_ones_own_forgets(page, tmp_path):
    path = tmp_path / "wide.onnx"
    onnx.save(tiny_networks.wide(), path)
    page.bring(path)
    start(page, "randomisation")
    finish(page)
    assert progress(page, "randomisation") == "done: 2 stages"
    assert [row[0] for row in table(page)] == ["head", "top"]
    page.enter("explore")
    page.leave_own_network()


def test_copies_leave_memory_as_it_was(watched):
    """What is left of the first few lies where that of the next ones will."""
    for number in range(1, FEW + COPIES + 1):
        start(watched, "randomisation")
        watched.wait(
            "document.querySelector(argument).textContent.startsWith('1 of')",
            "[data-progress=randomisation]",
        )
        watched["[data-stop]:not([hidden])"].click()
        finish(watched)
        if number == FEW:
            early = memory(watched)
    late = memory(watched)
    grown = {what: late[what] / early[what] - 1 for what in early}
    assert {what: share for what, share in grown.items() if share > GROWTH} == {}
