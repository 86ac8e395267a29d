"""A served site and real browsers.

Everything lives as long as this package: Playwright keeps an event loop running in the
main thread, which other tests could not bear.
"""

import json
import shutil
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

from convert.onefile.bundle import make_bundle
from convert.web.assemble import listing
from tests.browsers import require

from .memories import WATCH_EXPORTS, WATCH_MEMORIES
from .playground_page import DESKTOP, PlaygroundPage
from .site_server import SiteServer

# As root there is no sandbox; the rest keeps Chromium from calling home.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # a webcam that asks nobody and shows a test picture
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
# A service worker would keep files behind the tests' backs. What it does is tested in
# test_offline.py and test_hosting.py.
OPTIONS = {"viewport": DESKTOP, "service_workers": "block"}


@contextmanager
def visit(browser, server, **options):
    """A page that has loaded, in a context of its own that ends with it."""
    context = browser.new_context(**{**OPTIONS, **options})
    try:
        playground = PlaygroundPage(context, server.origin)
        playground.open()
        yield playground
    finally:
        context.close()


@pytest.fixture(scope="package")
def served(site_folder, tmp_path_factory):
    """The site's server. It serves a copy, which a build meanwhile leaves alone."""
    folder = tmp_path_factory.mktemp("served") / "site"
    shutil.copytree(site_folder, folder)
    server = SiteServer(folder)
    yield server
    server.stop()


@pytest.fixture
def serve_copy(served, tmp_path):
    """serve_copy() -> a server of a copy of the site that may be damaged or stopped."""
    servers: list[SiteServer] = []

    def serve_copy():
        folder = tmp_path / f"site-{len(servers)}"
        shutil.copytree(served.folder, folder)
        servers.append(SiteServer(folder))
        return servers[-1]

    yield serve_copy
    for server in servers:
        server.stop()


@pytest.fixture(scope="package")
def one_file(served):
    """The one-file playground's content."""
    return make_bundle(served.folder, model="lite0")


@pytest.fixture(scope="package")
def one_file_address(one_file, tmp_path_factory):
    """Where that file is: in a folder of its own, with nothing beside it."""
    path = tmp_path_factory.mktemp("stick") / "gradcam-playground.html"
    path.write_bytes(one_file)
    return path.as_uri()


@pytest.fixture(scope="package")
def driver():
    """Playwright's way to start Chromium."""
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="package")
def launch(driver):
    """launch(*flags) -> a Chromium of its own, with these flags besides the usual."""
    program = require("chromium")
    browsers = []

    def launch(*flags):
        browser = driver.launch(executable_path=program, args=[*CHROMIUM_FLAGS, *flags])
        browsers.append(browser)
        return browser

    yield launch
    for browser in browsers:
        browser.close()


@pytest.fixture(scope="package")
def chromium(launch):
    """The Chromium that the tests share."""
    return launch()


@pytest.fixture(scope="package")
def opened(served, chromium):
    """A page that has loaded once, for all tests that leave nothing behind."""
    with visit(chromium, served) as playground:
        yield playground


@pytest.fixture
def playground(opened):
    """The shared page as if just opened: first sample, no shapes, usual settings."""
    opened.reset()
    yield opened
    opened.check_log()


@pytest.fixture
def new_playground(served, chromium):
    """new_playground(server=None, **context options) -> a page not opened yet.

    Each has a browser context of its own: no cache and no storage.
    """
    made = []

    def new_playground(server=None, **options):
        context = chromium.new_context(**{**OPTIONS, **options})
        made.append(context)
        return PlaygroundPage(context, (server or served).origin)

    yield new_playground
    for context in made:
        context.close()


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
