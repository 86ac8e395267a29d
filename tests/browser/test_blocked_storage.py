"""Where a browser refuses to store: in other sites' frames, or one door at a time.

Moodle, Notion and other pages show this one in a frame. Browsers that block third
parties' storage refuse caches, local storage, service workers and locks there.
"""

import json
import shutil

import pytest
from playwright.sync_api import Error

from convert.listing import listing
from tests.browsers import require

from .comparison import assert_equal_answer
from .conftest import CHROMIUM_FLAGS
from .playground_page import PATIENCE_MS
from .site_server import PlainServer

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
PREFERENCES = {
    "profile": {"cookie_controls_mode": 1, "block_third_party_cookies": True}
}
STATE = "playground.state()"
READY = "document.body?.dataset.state === 'ready'"


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


@pytest.fixture
def plain(served, tmp_path):
    """A static host without the headers that keep other sites' frames away."""
    folder = tmp_path / "plain"
    shutil.copytree(served.folder, folder)
    server = PlainServer(folder)
    yield server
    server.stop()


def test_the_page_works_in_the_frame_of_another_site(
    launch, plain, tmp_path, playground
):
    """A page of 127.0.0.1 in one of localhost is cross-site, and both are secure."""
    frame_tag = f'<iframe src="{plain.origin}/index.html" width="900" height="900">'
    (plain.folder / "outer.html").write_text(frame_tag)
    profile = tmp_path / "profile"
    (profile / "Default").mkdir(parents=True)
    (profile / "Default" / "Preferences").write_text(json.dumps(PREFERENCES))
    context = launch.playwright.chromium.launch_persistent_context(
        profile,
        executable_path=require("chromium"),
        args=CHROMIUM_FLAGS,
        bypass_csp=True,
    )
    try:
        page = context.new_page()
        page.goto(plain.origin.replace("127.0.0.1", "localhost") + "/outer.html")
        frame = page.frames[1]
        frame.wait_for_function(READY, timeout=PATIENCE_MS)
        # else this browser blocks nothing, and the test shows nothing
        with pytest.raises(Error, match="Access is denied"):
            frame.evaluate("localStorage.length")
        assert frame.locator("#problem").is_hidden()
        assert_equal_answer(frame.evaluate(STATE), playground.state())
    finally:
        context.close()


@pytest.mark.parametrize(
    "fault",
    ["new Event('error')", "new ErrorEvent('error')", "'[object Event]'", "null", "{}"],
)
def test_no_failure_is_told_as_an_object(playground, fault):
    text = playground.page.evaluate(
        f"import('./sentence.js').then(({{ sentenceOf }}) => sentenceOf({fault}))"
    )
    assert "[object" not in text
    assert len(text.split()) > 3
