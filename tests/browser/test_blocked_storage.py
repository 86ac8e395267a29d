"""Where a browser refuses to store, as private modes and strict settings do.

Each of the doors that the page may go through is shut alone.
"""

import json

import pytest

from convert.paths import SOURCES
from convert.web.esbuild import bundle
from convert.web.site_json import listing

from .comparison import assert_equal_answer, assert_same_answer
from .other_browsers import firefox_states

REFUSED = "throw new DOMException('denied', 'SecurityError')"
DOORS = {
    "caches": f"Object.defineProperty(globalThis, 'caches', {{get() {{ {REFUSED} }}}})",
    "local storage": (
        f"Object.defineProperty(globalThis, 'localStorage', {{get() {{ {REFUSED} }}}})"
    ),
    "service workers": (
        "Object.defineProperty(Navigator.prototype, 'serviceWorker', "
        f"{{get() {{ {REFUSED} }}}})"
    ),
    "registration": (
        f"ServiceWorkerContainer.prototype.register = async () => {{ {REFUSED} }}"
    ),
    "locks": f"LockManager.prototype.request = async () => {{ {REFUSED} }}",
    "the sight of locks": (
        "Object.defineProperty(Navigator.prototype, 'locks', "
        f"{{get() {{ {REFUSED} }}}})"
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_the_page_gets_ready_with_one_door_shut(new_playground, playground, door):
    """With the service worker allowed, so that its part is met too."""
    other = new_playground(service_workers="allow")
    other.page.add_init_script(DOORS[door])
    other.open()
    assert other.data_state() == "ready"
    assert other.problem() == ""
    assert_equal_answer(other.state(), playground.state())


def test_a_worker_without_locks_computes_the_same(
    serve_copy, new_playground, playground
):
    server = serve_copy()
    worker = server.folder / "worker.js"
    worker.write_text(DOORS["locks"] + ";\n" + worker.read_text())
    (server.folder / "site.json").write_text(json.dumps(listing(server.folder)))
    other = new_playground(server)
    other.open()
    assert other.data_state() == "ready"
    assert_equal_answer(other.state(), playground.state())


def test_firefox_that_blocks_all_cookies_computes_the_same(
    served, playground, own_network
):
    """With the cookies it refuses storage of every kind, and logs that by itself."""
    own_line = "Error: Failed to register/update a ServiceWorker"
    address = f"{served.origin}/?model=lite0"
    states = firefox_states(address, own_network, "blocked", own_line=own_line)
    assert_same_answer(states["loaded"], playground.state())
    assert states["lesson"]["kept"].startswith("This browser keeps nothing")
    assert states["drawn"]["predictions"][0]["label"] != "Egyptian cat"


@pytest.mark.parametrize(
    "fault",
    ["new Event('error')", "new ErrorEvent('error')", "'[object Event]'", "null", "{}"],
)
def test_no_failure_is_told_as_an_object(playground, fault, tmp_path):
    script = tmp_path / "sentence.js"
    bundle(SOURCES / "dom/sentence.mjs", script, "--format=iife", "--global-name=all")
    text = playground.page.evaluate(
        f"() => {{ {script.read_text()} return all.sentenceOf({fault}); }}"
    )
    assert "[object" not in text
    assert len(text.split()) > 3
