"""A worker that dies is replaced; a file that is missing or wrong can be had again."""

import os
import shutil
import time

import pytest
from playwright.sync_api import Error

from .comparison import assert_equal_answer

MODEL = "models/lite0"
PATIENCE = 30  # seconds
# How a worker may come to its end, as code that runs inside of it.
DEATHS = {
    "ends by itself": "setTimeout(() => self.close())",
    "ends in the middle of a run": "self.postMessage = () => self.close()",
    "breaks": "setTimeout(() => { throw new Error('broken on purpose'); })",
}


def wait_until_gone(page, workers):
    """The threads of a worker end after it, and the browser tells so later still."""
    deadline = time.monotonic() + PATIENCE
    while not set(page.workers).isdisjoint(workers):
        assert time.monotonic() < deadline, f"a worker lives on: {workers}"
        page.wait_for_timeout(50)


def place_box(playground):
    playground.draw((0.05, 0.05), (0.3, 0.3), (0.45, 0.9))


@pytest.mark.parametrize("how", DEATHS)
def test_worker_that_dies_is_replaced_and_the_action_repeated(playground, how):
    place_box(playground)
    expected = playground.state()
    playground.reset()
    before = playground.page.workers
    playground.kill_worker(DEATHS[how])
    place_box(playground)
    found = playground.state()
    assert found["shapes"] == expected["shapes"]
    assert_equal_answer(found, expected)
    assert playground["#problem"].is_hidden()
    playground.move_layer(3)
    playground.wait_all_layers()
    wait_until_gone(playground.page, before)
    playground.errors.clear()  # the browser's own line about the worker's error


def test_worker_that_always_dies_is_told_and_can_be_tried_again(playground):
    """First it dies at every start, then it may live again."""
    place_box(playground)
    expected = playground.state()
    playground.reset()
    playground.page.evaluate(
        """() => {
            const { postMessage } = Worker.prototype;
            globalThis.mendWorkers = () => {
                Worker.prototype.postMessage = postMessage;
            };
            Worker.prototype.postMessage = function () {
                queueMicrotask(() => this.dispatchEvent(new ErrorEvent("error")));
            };
        }"""
    )
    playground.press((0.05, 0.05))
    playground.drag([(0.3, 0.3), (0.45, 0.9)])
    playground.page.mouse.up()
    assert "worker" in playground.wait_problem()
    playground.wait("document.body.dataset.state === 'error'")
    playground.page.evaluate("mendWorkers()")
    playground["#retry"].click()
    playground.wait("document.body.dataset.state !== 'error'")
    playground.wait_ready()
    assert playground["#problem"].is_hidden()
    assert_equal_answer(playground.state(), expected)


def remove(path):
    path.unlink()


def alter(path):
    """Change one byte, and nothing that a browser's cache would notice."""
    stat, data = path.stat(), bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def cut(path):
    path.write_bytes(path.read_bytes()[:1000])


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        (f"{MODEL}/weights.bin", alter),
        (f"{MODEL}/layers.onnx", cut),
        ("vendor/pyodide/pyodide.asm.wasm", remove),
        ("gradcam_py.zip", alter),
    ],
)
def test_damaged_file_is_named_and_can_be_had_again(
    new_playground, serve_copy, file, damage
):
    server = serve_copy()
    path = server.folder / file
    right = path.with_name(path.name + ".right")
    shutil.copy2(path, right)
    damage(path)
    playground = new_playground(server)
    playground.go()
    assert path.name in playground.wait_problem()
    assert playground["h1"].is_visible()
    assert playground["#retry"].is_visible()
    right.replace(path)
    playground["#retry"].click()
    playground.wait("document.body?.dataset.state === 'ready'")
    playground.wait_all_layers()
    assert playground["#problem"].is_hidden()
    assert playground.state()["predictions"][0]["label"] == "Egyptian cat"


def test_tab_that_crashed_in_a_test_is_opened_anew_for_the_next(new_playground):
    playground = new_playground()
    tab = playground.page
    with tab.expect_event("crash"), pytest.raises(Error, match="ERR_ABORTED"):
        tab.goto("chrome://crash")
    assert playground.has_crashed
    playground.reset()
    assert not playground.has_crashed
    assert playground.data_state() == "ready"
