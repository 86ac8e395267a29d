"""The page on hosts that know nothing of it: sub-paths, plain servers, no workers.

None of them sends the headers that isolate a page: its own service worker does.
"""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from urllib.request import urlopen

import pytest
from selenium.webdriver.support.wait import WebDriverWait

from tests.browsers import require

from .hosted_page import HostedPage
from .other_browsers import firefox_states
from .playground_page import DESKTOP

PATIENCE_SECONDS = 20
# Only what the page needs; the table of types is Debian's own.
NGINX = """
daemon off;
user {user} {group};
pid {work}/pid;
error_log stderr;
events {{}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {work}/body;
    proxy_temp_path {work}/proxy;
    fastcgi_temp_path {work}/fastcgi;
    uwsgi_temp_path {work}/uwsgi;
    scgi_temp_path {work}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {root};
    }}
}}
"""


def free_port():
    """A port that nothing listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextmanager
def running(command, port, path):
    """The address that `command` serves, as long as it runs."""
    address = f"http://127.0.0.1:{port}{path}"
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait = WebDriverWait(process, PATIENCE_SECONDS, ignored_exceptions=[OSError])
        wait.until(lambda _: urlopen(f"{address}/site.json").status == 200)
        yield address
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def root(served, tmp_path_factory):
    """A web root with the site in a folder of it, as GitHub Pages has projects."""
    root = tmp_path_factory.mktemp("root")
    shutil.copytree(served.folder, root / "repo")
    return root


@pytest.fixture(scope="module")
def python_server(root):
    """`python -m http.server`; where the page is."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--directory", str(root)]
    with running([*command, "--bind", "127.0.0.1"], port, "/repo") as address:
        yield address


@pytest.fixture(scope="module")
def nginx(root, tmp_path_factory):
    """nginx with Debian's settings; where the page is."""
    work, port = tmp_path_factory.mktemp("nginx"), free_port()
    settings = work / "nginx.conf"
    # Nobody else may read pytest's folders.
    mine = {"user": pwd.getpwuid(os.getuid()).pw_name}
    mine["group"] = grp.getgrgid(os.getgid()).gr_name
    settings.write_text(NGINX.format(work=work, root=root, port=port, **mine))
    command = [require("nginx"), "-p", str(work), "-c", str(settings)]
    with running(command, port, "/repo") as address:
        yield address


@pytest.fixture
def new_tab(chromium):
    """new_tab(address, **context options) -> a page not opened yet, nothing cached."""
    contexts = []

    def new_tab(address, **options):
        contexts.append(chromium.new_context(viewport=DESKTOP, **options))
        return HostedPage(contexts[-1], address)

    yield new_tab
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def opened(chromium, python_server):
    """The page of Python's server, opened once."""
    context = chromium.new_context(viewport=DESKTOP)
    playground = HostedPage(context, python_server)
    playground.open()
    yield playground
    context.close()


def handle(playground):
    """What every visitor does; the page has to follow."""
    assert playground.state()["predictions"][0]["label"] == "Egyptian cat"
    playground.draw((0.05, 0.05), (0.3, 0.5), (0.5, 0.95))
    drawn = playground.state()
    assert drawn["predictions"][0]["label"] != "Egyptian cat"
    third = drawn["predictions"][2]["index"]
    playground.choose_class(third)
    playground.move_layer(9)
    assert playground.state()["target"] == third
    assert playground.state()["heatmap"]["width"] == 14


def test_page_of_pythons_server_has_threads(opened):
    assert_threads(opened)


def test_page_behind_nginx_has_threads(new_tab, nginx):
    playground = new_tab(nginx)
    playground.open()
    assert_threads(playground)


def assert_threads(playground):
    assert playground.state()["threads"] > 1
    handle(playground)
    playground.check_log()


def test_page_of_pythons_server_has_threads_in_firefox(python_server, own_network):
    # The service worker loads the page anew, which breaks off imports under way.
    broken_off = "Error: TypeError: error loading dynamically imported module"
    states = firefox_states(f"{python_server}/", own_network, own_line=broken_off)
    assert states["loaded"]["threads"] > 1
    assert states["drawn"]["predictions"][0]["label"] != "Egyptian cat"
    assert states["moved"]["layer"] == "block7a_project_bn"
    own = (f"{python_server}/", "blob:", "data:")
    assert [url for url in states["requests"] if not url.startswith(own)] == []


def test_page_without_service_worker_runs_with_one_thread(new_tab, python_server):
    playground = new_tab(python_server, service_workers="block")
    playground.open()
    assert playground.state()["threads"] == 1
    handle(playground)
    playground.check_log()


def test_page_can_be_installed(opened, python_server):
    session = opened.context.new_cdp_session(opened.page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"] == f"{python_server}/app.json"
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Playwright's profiles are all private ones, where nothing can be installed.
    reasons = {error["errorId"] for error in found} - {"in-incognito"}
    assert reasons == set()
