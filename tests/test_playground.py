"""The page's application, as the page runs it, on a tiny network and without a page."""

import asyncio
import io
import json

import numpy as np
import pytest
from PIL import Image

from gradcam_py.app import live_loop
from gradcam_py.app.drawing import DRAWING
from gradcam_py.app.playground import OTHERS
from gradcam_py.app.query import INQUIRY
from gradcam_py.errors import PlaygroundError
from gradcam_py.explaining.settings import Settings
from gradcam_py.image.decode import load_image
from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.native_session import NativeSession
from gradcam_py.model.recovery import TRIES
from gradcam_py.words.explanations import CLASSLESS
from tests.asking import explain
from tests.page_desk import FILES, LEFT, RIGHT, Page, living, png
from tests.tiny_model import NAMES

SAME = 1e-6  # the same arithmetic on the same machine, in another order


@pytest.fixture(autouse=True)
def _impatience(monkeypatch):
    """The page rests after a quarter of a second; tests need not wait so long."""
    monkeypatch.setattr(live_loop, "IDLE_SECONDS", 0.02)


@pytest.fixture
async def page(folder, model):
    async with living(folder, model) as made:
        yield made


async def fresh_answer(folder, model, settings, sample="a"):
    """What the command line would say."""
    session = NativeSession(folder, model.manifest)
    picture = load_image(FILES[f"samples/{sample}.png"])
    return await explain(session, picture, settings)


def assert_same_numbers(state, answer, labels):
    shown = np.array(state["heatmap"]["values"])
    np.testing.assert_allclose(shown, answer.cam.ravel(), rtol=SAME, atol=SAME)
    assert [vars(row) for row in answer.predictions(labels)] == [
        pytest.approx(row, abs=SAME) for row in state["predictions"]
    ]


async def test_the_first_sample_is_explained_at_the_start(page, folder, model):
    assert page.state["sample"] == "a"
    assert page.view.latest["status"]["state"] == "ready"
    answer = await fresh_answer(folder, model, Settings())
    assert_same_numbers(page.state, answer, model.labels)


async def test_an_error_that_nobody_expected_is_told(page, capsys):
    page.playground.desk.gallery._read = None  # a bug, as it were
    page.do("sample", name="b")
    await asyncio.sleep(0.01)
    await page.settled()
    assert page.problem.startswith("Unexpected error: TypeError")
    assert "Traceback" in capsys.readouterr().err
    assert page.state["sample"] == "a"


async def test_the_page_is_loading_until_it_is_opened(folder, model):
    page = Page(folder, model)
    await page.playground.start()
    assert page.view.count("heatmap") == 1
    assert page.view.count("status") == 0


@pytest.mark.parametrize("layer", ["stem", "top"])
@pytest.mark.parametrize("fill", ["gray", "blur"])
async def test_the_page_shows_what_a_fresh_run_gives(page, folder, model, layer, fill):
    page.do("place", shape=LEFT)
    page.do("choose", name="fill", value=fill)
    page.do("choose", name="layer", value=layer)
    page.do("choose", name="method", value="layercam")
    page.do("search", text="teapot")
    await page.settled()
    page.do("compare", text="pug")
    await page.settled()
    settings = Settings(
        (LEFT,), fill, target=8, versus=2, layer=layer, method="layercam"
    )
    answer = await fresh_answer(folder, model, settings)
    assert_same_numbers(page.state, answer, model.labels)


async def test_drawing_updates_before_the_pen_is_lifted(page):
    before = page.state["updates"]
    for width in np.linspace(0.1, 0.5, 20):
        page.do("sketch", shape={**LEFT, "w": width})
        await asyncio.sleep(0.01)
    assert page.state["updates"] >= before + 3


async def test_the_newest_state_wins_and_no_stale_one_is_computed(page):
    """Twenty changes while one answer is computed cost one more answer."""
    page.session.runs.clear()
    page.do("sketch", shape={**LEFT, "w": 0.1})
    while not page.session.runs:
        await asyncio.sleep(0)
    for width in np.linspace(0.11, 0.5, 20):
        page.do("sketch", shape={**LEFT, "w": width})
    await page.settled()
    assert page.session.runs.count("both") == 2
    assert page.state["shapes"] == [LEFT]


async def test_an_update_is_one_run_while_the_target_stays(page):
    page.do("explain", target=3)
    await page.settled()
    page.session.runs.clear()
    for width in (0.2, 0.3, 0.4):
        updates = page.state["updates"]
        page.do("sketch", shape={**LEFT, "w": width})
        while page.state["updates"] == updates:
            await asyncio.sleep(0)
    assert page.session.runs == ["both"] * 3


async def test_following_the_best_is_one_run_while_it_stays_the_best(page):
    best = page.state["target"]
    page.session.runs.clear()
    for width in (0.01, 0.02):
        updates = page.state["updates"]
        page.do("sketch", shape={**LEFT, "w": width})
        while page.state["updates"] == updates:
            await asyncio.sleep(0)
    assert page.state["target"] == best
    assert page.session.runs == ["both"] * 2


async def test_the_next_run_begins_before_the_answer_is_shown(page):
    show, seen = page.view.show, []

    def look(part, *values):
        if part == "heatmap":
            seen.append(page.session.under_way)
        show(part, *values)

    page.view.show = look
    page.do("sketch", shape={**LEFT, "w": 0.1})
    while not page.session.under_way:
        await asyncio.sleep(0)
    page.do("sketch", shape={**LEFT, "w": 0.2})
    await page.settled()
    assert seen == [1, 0]


async def test_busy_until_the_last_change_is_answered(page):
    page.do("place", shape=LEFT)
    assert page.view.latest["status"]["state"] == "busy"
    await page.settled()
    assert page.view.latest["status"]["state"] == "ready"
    assert page.state["shapes"] == [LEFT]


async def test_moving_between_layers_and_methods_runs_no_inference(page):
    page.do("place", shape=LEFT)
    await page.settled()
    page.session.runs.clear()
    updates = page.state["updates"]
    for name, value in (
        ("layer", "stem"),
        ("method", "eigencam"),
        ("method", "gradcam++"),
        ("layer", "top"),
    ):
        page.do("choose", name=name, value=value)
        await page.settled()
    assert page.session.runs == []
    assert page.state["updates"] == updates + 4


async def test_another_class_runs_the_head_but_not_the_network_again(page):
    page.session.runs.clear()
    page.do("explain", target=3)
    while page.state["target"] != 3:
        await asyncio.sleep(0.001)
    assert set(page.session.runs) <= {"head", "layers"}


async def test_erasing_everything_gives_the_untouched_numbers(page):
    untouched = page.state
    page.do("place", shape=LEFT)
    all_of_it = {"tool": "erase", "points": [[0.0, 0.5], [1.0, 0.5]], "radius": 2.0}
    page.do("place", shape=all_of_it)
    await page.settled()
    assert page.state["heatmap"] == untouched["heatmap"]
    assert page.state["predictions"] == untouched["predictions"]


async def test_undo_redo_and_clear_restore_the_drawing(page):
    for shape in (LEFT, RIGHT):
        page.do("place", shape=shape)
    states = []
    for action in ("undo", "undo", "undo", "redo", "redo", "clear", "undo"):
        page.do(action)
        states.append(len(page.view.latest["shapes"]["shapes"]))
    assert states == [1, 0, 0, 1, 2, 0, 2]


async def test_move_and_delete_change_one_shape(page):
    page.do("place", shape=LEFT)
    page.do("place", shape=RIGHT)
    page.do("move", index=0, dx=0.1, dy=-0.1, done=True)
    page.do("delete", index=1)
    (shape,) = page.view.latest["shapes"]["shapes"]
    assert shape == {**LEFT, "x": 0.1, "y": -0.1}


async def test_a_mere_click_hides_nothing(page):
    page.do("place", shape={**LEFT, "w": 0.0})
    page.do("place", shape={"tool": "path", "points": [[0.1, 0.1], [0.2, 0.2]]})
    assert page.view.latest["shapes"]["shapes"] == []
    assert not page.view.latest["shapes"]["can_undo"]


async def test_a_stroke_given_up_leaves_no_trace(page):
    untouched = page.state
    page.do("sketch", shape=LEFT)
    await page.settled()
    page.do("sketch", shape=None)
    await page.settled()
    assert page.state["heatmap"] == untouched["heatmap"]
    assert page.state["shapes"] == []


async def test_the_table_tells_who_entered_and_who_left(page):
    before = {row["index"] for row in page.view.latest["predictions"]["rows"]}
    page.do("place", shape=LEFT)
    await page.settled()
    table = page.view.latest["predictions"]
    now = {row["index"] for row in table["rows"]}
    entered = {row["index"] for row in table["rows"] if row["entered"]}
    assert entered == now - before
    assert {row["index"] for row in table["left"]} == before - now


async def test_the_best_class_is_followed_until_one_is_chosen(page):
    best = page.state["target"]
    assert page.view.latest["predictions"]["following"]
    page.do("explain", target=best)
    page.do("place", shape=LEFT)
    await page.settled()
    assert page.state["target"] == best
    page.do("explain", target=3 if best != 3 else 4)
    page.do("follow")
    await page.settled()
    assert page.state["target"] == best


async def test_any_class_can_be_searched_even_where_two_share_a_name(page):
    page.do("search", text="ESPRESSO")
    await page.settled()
    assert page.state["target"] == NAMES.index("espresso")
    page.do("search", text="crane (7)")
    await page.settled()
    assert page.state["target"] == 7
    page.do("suggest", field="class-search", text="crane")
    offered = page.view.latest["suggestions"]["options"]
    assert [(one["label"], one["index"]) for one in offered] == [
        ("crane", 6),
        ("crane", 7),
    ]


@pytest.mark.parametrize(
    ("action", "values", "said"),
    [
        ("search", {"text": "unicorn"}, "unknown class"),
        ("explain", {"target": 10}, "expected 0..9"),
        ("choose", {"name": "fill", "value": "red"}, "unknown fill"),
        ("choose", {"name": "shapes", "value": "[]"}, "unknown setting"),
        ("delete", {"index": 0}, "does not exist"),
        ("restore", {"fragment": "#nonsense=1"}, "nonsense"),
        ("sample", {"name": "bad"}, "not a picture"),
    ],
)
async def test_a_mistake_is_told_and_changes_nothing(page, action, values, said):
    before = page.state
    page.do(action, **values)
    await asyncio.sleep(0.05)
    await page.settled()
    assert said in page.problem
    assert not page.view.latest["problem"]["retry"]
    assert page.state == {**before, "timings": page.state["timings"]}


async def test_a_class_cannot_be_compared_with_itself(page):
    page.do("search", text="pug")
    await page.settled()
    page.do("compare", text="pug")
    assert "itself" in page.problem
    assert page.view.latest["settings"]["versus"] == ""


async def test_a_bad_upload_leaves_picture_and_shapes_in_place(page):
    page.do("place", shape=LEFT)
    await page.settled()
    page.playground.upload(b"", "empty.jpg")
    assert page.problem == "empty.jpg: the file is empty"
    assert (page.state["sample"], page.state["shapes"]) == ("a", [LEFT])


async def test_a_new_picture_starts_without_shapes_and_follows_its_best(page):
    page.do("choose", name="layer", value="stem")
    page.do("explain", target=3)
    page.do("place", shape=LEFT)
    await page.settled()
    page.playground.upload(png(5), "mine.png")
    await page.settled()
    state = page.state
    assert (state["sample"], state["shapes"], state["pinned"]) == (None, [], False)
    assert state["layer"] == "stem_activation"


async def test_of_samples_chosen_in_a_row_the_last_one_appears(page):
    page.delays["samples/a.png"] = 0.05
    page.do("sample", name="a")
    page.do("sample", name="b")
    await asyncio.sleep(0.1)
    await page.settled()
    assert page.state["sample"] == "b"


async def test_a_runtime_that_dies_is_restarted_and_the_action_repeated(page):
    page.session.deaths = TRIES - 1
    page.do("place", shape=LEFT)
    await page.settled()
    assert page.session.restarts == TRIES - 1
    assert page.state["shapes"] == [LEFT]
    assert page.view.latest["status"]["state"] == "ready"


async def test_a_runtime_that_keeps_dying_is_told_and_can_be_tried_again(page):
    page.session.deaths = TRIES
    page.do("place", shape=LEFT)
    while page.view.latest["status"]["state"] == "busy":
        await asyncio.sleep(0.001)
    assert page.view.latest["status"]["state"] == "error"
    assert page.view.latest["problem"]["retry"]
    page.do("retry")
    await page.settled()
    assert page.state["shapes"] == [LEFT]
    assert page.problem == ""


async def test_a_missing_file_is_told_by_name_with_another_try(page):
    page.session.failure = PlaygroundError("models/tiny/layers.onnx: not found")
    page.do("place", shape=LEFT)
    while page.view.latest["status"]["state"] == "busy":
        await asyncio.sleep(0.001)
    assert "layers.onnx" in page.problem
    assert page.view.latest["problem"]["retry"]


async def test_a_link_restores_everything_but_the_looks_of_time(page, folder, model):
    page.do("sample", name="b")
    await asyncio.sleep(0.02)
    page.do("place", shape=LEFT)
    page.do("choose", name="fill", value="noise")
    page.do("choose", name="framing", value="crop")
    page.do("choose", name="layer", value="stem")
    page.do("choose", name="method", value="hirescam")
    page.do("compare", text="espresso")
    page.do("look", colormap="magma", opacity=0.3)
    await page.settled()
    page.do("share")
    other = Page(folder, model)
    await other.playground.start("#" + page.view.latest["link"]["fragment"])
    volatile = ("updates", "timings", "strip")
    assert {k: v for k, v in other.state.items() if k not in volatile} == {
        k: v for k, v in page.state.items() if k not in volatile
    }


@pytest.mark.parametrize("layer", ["0", "1", "-1", "-2"])
async def test_a_layer_of_a_link_may_be_an_index_and_the_page_gets_its_place(
    page, folder, layer
):
    layers = load_model_folder(read_from(folder)).manifest.layers
    page.do("restore", fragment=f"#layer={layer}")
    await asyncio.sleep(0.02)
    await page.settled()
    place = range(len(layers))[int(layer)]
    assert page.view.latest["settings"]["layer"] == place
    assert page.state["layer"] == layers[place].id
    assert page.playground.desk.page.settings.layer == layers[place].label


async def test_a_link_of_an_own_picture_says_that_it_lacks_it(page):
    page.playground.upload(png(5), "mine.png")
    page.do("share")
    assert page.view.latest["link"]["own_picture"]


async def test_a_broken_link_is_told_and_the_first_sample_opens(folder, model):
    page = Page(folder, model)
    await page.playground.start("#sample=unicorn")
    assert "unicorn" in page.problem
    assert page.state["sample"] == "a"


async def test_colours_change_pixels_and_no_number(page):
    before, pixels = page.state, page.view.pixels["heatmap"]
    page.do("look", colormap="jet")
    assert not np.array_equal(page.view.pixels["heatmap"], pixels)
    assert page.state["heatmap"] == before["heatmap"]
    assert page.state["updates"] == before["updates"]


async def test_the_strip_takes_other_colours_too(page):
    pixels = page.view.pixels["strip"]
    page.do("look", colormap="jet")
    assert not page.playground.desk.presenter.strip_is_current()
    await page.settled()
    assert not np.array_equal(page.view.pixels["strip"], pixels)


async def test_colours_chosen_while_the_strip_is_drawn_are_drawn_after_it(page):
    page.do("look", colormap="jet")
    page.view.shown.clear()
    async with asyncio.timeout(10):
        while not page.view.count("strip"):
            await asyncio.sleep(0)
    page.do("look", colormap="gray")
    await page.settled()
    red, green, *_ = np.moveaxis(page.view.pixels["strip"], -1, 0)
    np.testing.assert_array_equal(red, green)


async def test_the_strip_shows_every_layer(page):
    count = len(page.session.manifest.layers)
    height, width, _ = page.view.pixels["strip"].shape
    assert height == count * width
    assert len(page.view.latest["strip"]["maxima"]) == count


async def test_before_is_the_map_of_the_untouched_picture(page):
    untouched = page.view.pixels["heatmap"]
    page.do("explain", target=page.state["target"])
    page.do("place", shape=LEFT)
    await page.settled()
    np.testing.assert_array_equal(page.view.pixels["before"], untouched)


async def test_the_pointer_reads_the_value_of_the_cell_under_it(page):
    values = np.array(page.state["heatmap"]["values"]).reshape(4, 4)
    page.do("point", which="heatmap", x=0.30, y=0.80)
    text = page.view.latest["place"]["text"]
    assert text.startswith("Row 4, column 2 of 4 × 4")
    assert f"{values[3, 1]:.3g}" in text


async def test_the_saved_overlay_is_a_picture_and_the_json_is_the_state(page):
    page.do("place", shape=LEFT)
    await page.settled()
    page.do("save", kind="png")
    saved = Image.open(io.BytesIO(page.view.pixels["file"].tobytes()))
    assert saved.size == (40, 30)
    page.do("save", kind="json")
    assert json.loads(page.view.pixels["file"].tobytes()) == page.state


async def test_the_arrays_of_the_heatmap_on_the_page_are_kept(page):
    page.do("place", shape=LEFT)
    await page.settled()
    shown = page.playground.desk.presenter.shown
    assert shown.activations.shape == shown.gradients.shape == (6, 4, 4)
    assert shown.question.settings.shapes == (LEFT,)


async def flipped(page):
    """Hide a half so that another class is best; the class that was best before."""
    page.do("sample", name="b")
    await asyncio.sleep(0.02)
    await page.settled()
    before = page.state["predictions"][0]["index"]
    page.do("place", shape=LEFT)
    await page.settled()
    assert page.state["predictions"][0]["index"] != before
    return before


async def test_hiding_never_changes_the_class_explained(page, folder, model):
    first = await flipped(page)
    assert (page.state["target"], page.state["pinned"]) == (first, False)
    settings = Settings(tuple(page.state["shapes"]))
    answer = await fresh_answer(folder, model, settings, "b")
    assert answer.target == first
    assert_same_numbers(page.state, answer, model.labels)
    name = NAMES[first]
    assert page.view.latest["heatmap"]["title"] == name
    assert page.view.latest["before"]["title"] == f"{name}, nothing hidden"


async def test_the_new_best_is_offered_until_it_is_explained(page):
    assert page.view.latest["predictions"]["offer"] is None
    await flipped(page)
    best = page.state["predictions"][0]
    offer = page.view.latest["predictions"]["offer"]
    assert offer["index"] == best["index"]
    assert best["label"] in offer["text"]
    page.do("explain", target=offer["index"])
    await page.settled()
    assert page.view.latest["predictions"]["offer"] is None
    assert page.view.latest["predictions"]["choice"] == f"Pinned: {best['label']}"


async def test_a_message_goes_when_something_succeeds(page):
    page.do("search", text="unicorn")
    page.do("point", which="heatmap", x=0.5, y=0.5)
    assert page.problem
    page.do("search", text="pug")
    assert page.problem == ""


async def test_a_method_without_classes_says_so(page):
    page.do("choose", name="method", value="eigencam")
    await page.settled()
    assert page.view.latest["heatmap"]["title"] == str(CLASSLESS)
    assert page.view.latest["before"]["title"].startswith(str(CLASSLESS))
    assert not page.view.latest["settings"]["score_matters"]
    page.do("choose", name="method", value="layercam")
    await page.settled()
    assert page.view.latest["settings"]["score_matters"]


def test_only_what_visitors_do_can_be_performed(folder, model):
    playground = Page(folder, model).playground
    with pytest.raises(ValueError, match="unknown action"):
        playground.perform("_open_picture", {})
    for actions in (DRAWING, INQUIRY, OTHERS):
        assert all(callable(does) for does in actions.values())


def interrupt(page, graph):
    """Begin a stroke during the next run of a graph; the runs that came after it."""
    after = []
    began = []
    run = page.session._run

    async def running(name, *arrays):
        if began:
            after.append((name, arrays[0]))
        answer = await run(name, *arrays)
        if name == graph and not began:
            began.append(name)
            page.do("sketch", shape=LEFT)
        return answer

    page.session._run = running
    return after


def lesson_kinds(page):
    return [data["kind"] for part, data in page.view.shown if part == "lesson"]


@pytest.mark.parametrize("idle", ["experiment", "all layers"])
async def test_a_stroke_during_idle_work_waits_for_the_run_under_way_only(page, idle):
    page.do("place", shape=RIGHT)
    await page.settled()
    if idle == "experiment":
        after = interrupt(page, "both")
        page.do("experiment", name="compare")
    else:
        after = interrupt(page, "layers")
        page.do("explain", target=5)  # before and now want all layers
    async with asyncio.timeout(10):
        while not after:
            await asyncio.sleep(0.001)
    name, image = after[0]
    assert name == "both"  # the fast path
    assert (image == 128).all()  # of the stroke: everything is hidden by now
    page.do("sketch", shape=None)
    await page.settled()
    async with asyncio.timeout(10):  # what stepped aside is not forgotten
        while idle == "experiment" and "compared" not in lesson_kinds(page):
            await asyncio.sleep(0.01)


async def test_a_message_that_comes_during_a_stroke_outlasts_it(page):
    page.do("sketch", shape=LEFT)
    page.playground.desk.tell(PlaygroundError("the card is gone"))
    page.do("sketch", shape=RIGHT)
    page.do("place", shape=RIGHT)
    await page.settled()
    assert page.problem == "the card is gone"
    page.do("clear")
    assert page.problem == ""
