"""The whole flow by keyboard alone: no test here ever touches a mouse."""

import pytest

from .hands import Keyboard


@pytest.fixture
def keyboard(playground):
    """Hands on the keys of the shared page."""
    return Keyboard(playground)


def test_whole_flow(playground, keyboard):
    keyboard.go_to("[data-sample=cat-and-dog]")
    keyboard.go_to("[data-sample=cat]")
    keyboard.press("Enter")
    playground.wait("playground.state().sample === 'cat'")
    keyboard.press("Shift+Tab")
    keyboard.press("Enter")
    playground.wait("playground.state().sample === 'cat-and-dog'")
    playground.wait_ready()

    keyboard.go_to("input[name=tool]")
    keyboard.go_to_corner()
    keyboard.press("Space")
    keyboard.press("Shift+ArrowRight", 5)
    keyboard.press("Shift+ArrowDown", 9)
    keyboard.press("ArrowDown", 3)
    keyboard.press("Space")
    (shape,) = playground.state()["shapes"]
    assert shape["tool"] == "rect"
    assert [shape[key] for key in "xywh"] == pytest.approx([0, 0, 0.5, 0.96], abs=0.01)
    assert playground.state()["predictions"][0]["label"] != "Egyptian cat"

    keyboard.go_to("#fill")
    keyboard.press("ArrowDown")
    assert playground.state()["fill"] == "black"

    keyboard.go_to("#method")
    keyboard.press("ArrowDown")
    assert playground.state()["method"] == "gradcam++"

    keyboard.go_to("#predictions input")
    keyboard.press("ArrowDown")
    state = playground.state()
    assert state["target"] == state["predictions"][1]["index"]

    keyboard.go_to("#class-search")
    keyboard.type("espresso")
    keyboard.press("Enter")
    assert playground.state()["target"] == 967

    keyboard.go_to("#versus")
    keyboard.type("Egyptian cat")
    keyboard.press("Enter")
    assert playground.state()["versus"] == 285

    keyboard.go_to("#layer")
    keyboard.press("ArrowLeft", 2)
    assert playground.state()["layer"] == "block6d_add"
    keyboard.press("Home")
    assert playground.state()["layer"] == "stem_activation"


@pytest.mark.parametrize(
    ("tool", "steps"), [("path", 1), ("brush", 2), ("erase", 3)], ids=lambda x: str(x)
)
def test_every_tool_draws(playground, keyboard, tool, steps):
    keyboard.go_to("input[name=tool]")
    keyboard.press("ArrowRight", steps)
    keyboard.go_to_corner()
    for key in ("Enter", "Shift+ArrowRight", "Shift+ArrowDown", "ArrowLeft", "Enter"):
        keyboard.press(key)
    (shape,) = playground.state()["shapes"]
    assert shape["tool"] == tool
    assert len(shape["points"]) == 4


def test_shapes_are_undone_redone_moved_and_deleted(playground, keyboard):
    keyboard.go_to_corner()
    for key in ("Space", "Shift+ArrowRight", "Shift+ArrowDown", "Space"):
        keyboard.press(key)
    (placed,) = playground.state()["shapes"]
    keyboard.press("Control+z")
    assert playground.state()["shapes"] == []
    keyboard.press("Control+Shift+z")
    assert playground.state()["shapes"] == [placed]

    keyboard.press("Shift+Tab")  # from the stage back to the buttons and the tools
    while not keyboard.has_focus("input[name=tool]"):
        keyboard.press("Shift+Tab")
    keyboard.press("ArrowRight", 4)
    keyboard.go_to("#stage")
    keyboard.press("ArrowLeft")
    keyboard.press("ArrowUp")
    keyboard.press("Space")
    keyboard.press("Shift+ArrowRight")
    (moved,) = playground.state()["shapes"]
    assert moved == pytest.approx({**placed, "x": placed["x"] + 0.1}, abs=1e-3)
    keyboard.press("Delete")
    assert playground.state()["shapes"] == []


def test_escape_gives_a_stroke_up(playground, keyboard):
    keyboard.go_to_corner()
    for key in ("Space", "Shift+ArrowRight", "Shift+ArrowDown"):
        keyboard.press(key)
    assert len(playground.state()["shapes"]) == 1
    keyboard.press("Escape")
    assert playground.state()["shapes"] == []


def test_message_is_closed(playground, keyboard):
    playground.upload("letter.txt", b"no picture")
    playground.wait_problem()
    keyboard.go_to("#dismiss")
    keyboard.press("Enter")
    assert playground["#problem"].is_hidden()


def test_work_is_kept(playground, keyboard):
    keyboard.go_to("#share")
    keyboard.press("Enter")
    playground.wait("location.hash.includes('sample')")
    for button in ("#save-png", "#save-json"):
        keyboard.go_to(button)
        with playground.page.expect_download() as started:
            keyboard.press("Enter")
        assert started.value.suggested_filename.endswith(button[-3:])


def test_skip_link_leads_past_the_controls_to_the_picture(playground, keyboard):
    keyboard.go_to(".skip")
    keyboard.press("Enter")
    playground.wait("document.activeElement.id === 'stage'")


def test_the_strip_of_layers_is_one_stop_with_arrow_keys(playground):
    strip = playground["#architecture button"]
    assert [b.get_attribute("tabindex") for b in strip.all()].count("0") == 1
    strip.last.focus()
    playground.page.keyboard.press("ArrowLeft")
    playground.wait_ready()
    assert playground.state()["layer"] == "block7a_project_bn"
    playground.page.keyboard.press("Home")
    playground.wait_ready()
    assert playground.state()["layer"] == "stem_activation"
    playground.page.keyboard.press("ArrowLeft")  # there is nothing further
    playground.wait_ready()
    assert playground.state()["layer"] == "stem_activation"
    playground.page.keyboard.press("End")
    playground.wait_ready()
    assert playground.state()["layer"] == "top_activation"
    assert playground.page.evaluate("document.activeElement.tabIndex") == 0
