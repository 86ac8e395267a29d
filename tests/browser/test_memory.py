"""Two hundred perturbations leave no more behind than ten."""

import json

import pytest

from convert.web.assemble import listing

from .memories import SIZE, WATCH_EXPORTS, WATCH_MEMORIES

# Of the value after ten perturbations.
GROWTH = 0.05
FEW, MANY = 10, 200


@pytest.fixture
def watched(new_playground, serve_copy):
    """The page, with all its WebAssembly memories in sight."""
    server = serve_copy()
    worker = server.folder / "worker.js"
    worker.write_text(WATCH_MEMORIES + worker.read_text())
    index = server.folder / "site.json"
    index.write_text(json.dumps(listing(server.folder)))
    playground = new_playground(server)
    playground.page.add_init_script(WATCH_EXPORTS)
    playground.open()
    return playground


def perturb(playground, numbers):
    """Hide different parts one after the other, never more than ten at once."""
    for number in numbers:
        x, y = 0.04 * (number % 20), 0.08 * (number // 20)
        playground.draw((x, y), (x + 0.1, y + 0.1))
        if number < FEW:
            # WebAssembly's memory never shrinks: what counts is how high it has risen.
            # The first ones therefore do all that a perturbation can cause.
            playground.wait_all_layers()
        if number % 10 == 9:
            playground["#clear"].click()
            playground.wait_ready()


def memory(playground):
    """Bytes after a garbage collection, when nothing is left to do."""
    playground.wait_all_layers()
    session = playground.context.new_cdp_session(playground.page)
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")
    session.detach()
    return {
        "JavaScript objects": heap["usedSize"],
        "JavaScript buffers": heap["backingStorageSize"],
        "WebAssembly of Python": playground.page.evaluate(SIZE),
        "WebAssembly of the runtime": playground.worker.evaluate(SIZE),
    }


def test_memory_does_not_grow(watched):
    perturb(watched, range(FEW))
    early = memory(watched)
    assert all(early.values())
    before = watched.updates()
    perturb(watched, range(FEW, MANY))
    assert watched.updates() - before >= MANY - FEW
    late = memory(watched)
    grown = {what: late[what] / early[what] - 1 for what in early}
    assert {what: share for what, share in grown.items() if share > GROWTH} == {}
