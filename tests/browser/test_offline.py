"""The service worker: without network, and from one version to the next.

Versions differ in a page, a module and a data file, each with the version's name in it.
A visit in which not all three are of one version has mixed two.
"""

import json
import re
import shutil

import pytest

from convert.web.site_json import as_json, listing

from .hosted_page import HostedPage
from .lesson_page import Lesson
from .playground_page import DESKTOP
from .site_server import PlainServer

# What a visit shows of the version of each kind of file.
MARKS = """async () => ({
    page: document.querySelector("meta[name=mark]").content,
    module: (await import("./page.js")).mark,
    data: document.querySelector("#credits").textContent.match(/mark-(\\w+)/)[1],
    listing: (await (await fetch("./site.json")).json()).mark,
})"""
# The names of stored files whose bytes have another sha256, and how many are stored.
STORED = """async () => {
    const cache = await caches.open("playground-1");
    let [count, wrong] = [0, []];
    for (const request of await cache.keys()) {
        const name = request.url.split("/").pop();
        if (!/^[0-9a-f]{64}$/.test(name)) continue;
        const bytes = await (await cache.match(request)).arrayBuffer();
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        const digits = Array.from(digest, (b) => b.toString(16).padStart(2, "0"));
        count += 1;
        if (digits.join("") !== name) wrong.push(name);
    }
    return { count, wrong };
}"""
NO_STORE = "Cache.prototype.put = async () => { throw new Error('full'); };"
SMALL = 4_000_000  # bytes: enough for the page's code alone
DAMAGED = "gradcam_py.zip"  # fetched by the page's loader
DAMAGED_CODE = "page.js"  # loaded by the browser itself


def deploy(site, folder, mark):
    """Put a version of the site into `folder`, in place of what is there."""
    shutil.copytree(site, folder, dirs_exist_ok=True)
    page, module, data = (
        folder / n for n in ("index.html", DAMAGED_CODE, "credits.json")
    )
    head = f'<meta name="mark" content="{mark}" />'
    page.write_text(page.read_text().replace("<title>", f"{head}<title>"))
    module.write_text(f'{module.read_text()}\nexport const mark = "{mark}";\n')
    works = json.loads(data.read_text())
    works[0]["title"] += f" mark-{mark}"
    data.write_text(json.dumps(works))
    (folder / "site.json").unlink()
    listed = listing(folder) | {"mark": mark}
    (folder / "site.json").write_bytes(as_json(listed))


@pytest.fixture
def server(served, tmp_path):
    """A plain server with version one."""
    deploy(served.folder, tmp_path / "site", "one")
    server = PlainServer(tmp_path / "site")
    yield server
    server.stop()


@pytest.fixture
def context(chromium):
    """A browser profile with service workers, and nothing in it yet."""
    context = chromium.new_context(viewport=DESKTOP)
    yield context
    context.close()


class Visited:
    """A profile that has the whole site, of one version, and a tab that shows it.

    A test may bring it to another version, whole again: it leaves its new tab as `tab`.
    """

    def __init__(self, chromium, site, folder):
        """A first visit to a new server."""
        self.site, self.mark = site, "0"
        self._before = 0  # of what is asked for, what was before the version
        deploy(site, folder, self.mark)
        self.server = PlainServer(folder)
        self.context = chromium.new_context(viewport=DESKTOP)
        self.tab = visit(self.context, self.server)
        # What the first visit has asked for and stored, of which listing.
        self.first_asked = [*self.server.requests]
        self.first_stored = self.tab.page.evaluate(STORED)
        self.first_listing = json.loads((folder / "site.json").read_text())

    def open_again(self):
        """Open the page in a new tab."""
        return open_again(self.context, self.server)

    def deploy_next(self):
        """Put the next version on the server; its mark."""
        self.mark = str(int(self.mark) + 1)
        deploy(self.site, self.server.folder, self.mark)
        self._before = len(self.server.requests)
        return self.mark

    def requests(self):
        """What has been asked for since that version came."""
        return self.server.requests[self._before :]

    def prepare(self):
        """Leave one tab, as if just opened, whose version is kept whole."""
        for page in self.context.pages:
            if page is not self.tab.page:
                page.close()
        wait_kept(self.tab)
        self.tab.reset()
        assert marks(self.tab) == self.mark

    def close(self):
        """End it all."""
        self.context.close()
        self.server.stop()


@pytest.fixture(scope="module")
def profiles():
    """A list with the profile that tests hand on, unless one has failed."""
    handed_on: list[Visited] = []
    yield handed_on
    for profile in handed_on:
        profile.close()


@pytest.fixture
def visited(profiles, chromium, served, tmp_path_factory, request):
    """A profile that has been on the site, and may open it without network."""
    if not profiles:
        folder = tmp_path_factory.mktemp("visited") / "site"
        profiles.append(Visited(chromium, served.folder, folder))
    profile = profiles[0]
    profile.prepare()
    failed = request.session.testsfailed
    yield profile
    if request.session.testsfailed > failed:  # who knows what it has left
        profiles.remove(profile)
        profile.close()


def visit(context, server):
    """Open the page in a new tab, and wait until all of it is kept."""
    playground = open_again(context, server)
    wait_kept(playground)
    return playground


def wait_kept(playground):
    """Wait until all of the page is kept."""
    playground.wait("document.body.dataset.offline")
    text = playground["#offline"].text_content()
    assert playground["body"].get_attribute("data-offline") == "ready", text


def open_again(context, server):
    """Open the page in a new tab."""
    playground = HostedPage(context, server.origin)
    playground.open()
    return playground


def marks(playground):
    """The version that each kind of file on the page is of; the one there is."""
    playground.wait("document.querySelector('#credits').textContent.includes('mark-')")
    found = playground.page.evaluate(MARKS)
    assert len(set(found.values())) == 1, f"versions were mixed: {found}"
    return found["page"]


def test_first_visit_asks_once_for_what_the_page_fetches(visited):
    listed = visited.first_listing
    fetched = [*listed["first"], *listed["models"][0]["first"], "credits.json"]
    asked = {path: visited.first_asked.count(f"/{path}") for path in fetched}
    assert asked == dict.fromkeys(fetched, 1)
    wanted = set(listed["files"]) - set(listed["optional"])
    hashes = {listed["files"][path]["sha256"] for path in wanted}
    assert visited.first_stored == {"count": len(hashes), "wrong": []}


def test_page_that_cannot_store_leaves_it_to_the_worker(context, server):
    context.add_init_script(NO_STORE)
    playground = visit(context, server)
    assert playground.page.evaluate(STORED)["wrong"] == []
    server.stop()
    assert marks(open_again(context, server)) == "one"
    server.start()


def test_browser_without_room_says_that_nothing_is_stored(context, server):
    playground = HostedPage(context, server.origin)
    session = context.new_cdp_session(playground.page)
    quota = {"origin": server.origin, "quotaSize": SMALL}
    session.send("Storage.overrideQuotaForOrigin", quota)
    playground.open()
    playground.wait("document.body.dataset.offline")
    assert playground["body"].get_attribute("data-offline") == "failed"
    assert "could not be stored" in playground["#offline"].text_content()
    playground.draw((0.05, 0.05), (0.3, 0.5), (0.5, 0.95))
    playground.choose_sample("coffee")
    playground.check_log()


def test_second_visit_needs_no_server(visited, own_network):
    first, server = visited.tab.state(), visited.server
    assert not [path for path in server.requests if "webgpu" in path]  # optional
    server.stop()
    playground = visited.open_again()
    assert playground.state()["predictions"] == first["predictions"]
    assert playground.state()["threads"] > 1
    playground.draw((0.05, 0.05), (0.3, 0.5), (0.5, 0.95))
    playground.choose_class(playground.state()["predictions"][2]["index"])
    playground.move_layer(3)
    playground.choose_sample("coffee")
    assert playground.state()["predictions"][0]["label"] == "espresso"
    assert marks(playground) == visited.mark
    Lesson(playground).open_first()
    assert playground["#course-place"].text_content() == "Page 1 of 7"
    playground.bring(own_network)
    playground.check_log()
    playground.page.goto(f"{server.origin}/licenses.html")
    assert playground.page.get_by_text("numpy and its libraries").is_visible()
    server.start()


def test_the_language_chosen_is_there_without_a_server(context, server):
    playground = visit(context, server)
    playground["#language"].select_option("de")
    playground.wait("document.documentElement.lang === 'de'")
    playground.enter("test")  # what other rooms say comes later
    title = "Prüfen: Stimmt die Heatmap?"
    playground["#test-title"].get_by_text(title).wait_for()
    server.stop()
    again = open_again(context, server)
    assert again.page.locator("html").get_attribute("lang") == "de"
    assert "Beste Vorhersagen" in again["#predictions-title"].text_content()
    again.enter("test")
    again["#test-title"].get_by_text(title).wait_for()
    again.check_log()
    server.start()


def test_new_version_runs_wholly_from_the_next_load_on(visited):
    old, server = visited.mark, visited.server
    new = visited.deploy_next()
    newer = visit(visited.context, server)
    assert marks(newer) == new
    # What is the same in both versions was not loaded again.
    assert not [path for path in visited.requests() if path.endswith((".wasm", ".bin"))]
    # A page that is still open stays with the version it began with.
    assert marks(visited.tab) == old
    server.stop()
    visited.tab = visited.open_again()
    assert marks(visited.tab) == new
    server.start()


def test_half_deployed_code_leaves_the_old_version_whole(visited):
    old, server = visited.mark, visited.server
    new = visited.deploy_next()
    path = server.folder / DAMAGED_CODE
    right = path.read_bytes()
    path.write_bytes(right[:100])
    playground = visited.open_again()
    assert marks(playground) == old
    assert visited.requests().count(f"/{DAMAGED_CODE}") == 3  # tries
    path.write_bytes(right)
    visited.tab = visited.open_again()
    assert marks(visited.tab) == new


def test_half_failed_download_is_told_and_never_used(visited):
    old, server = visited.mark, visited.server
    new = visited.deploy_next()
    path = server.folder / DAMAGED
    path.write_bytes(path.read_bytes() + b"more")  # so that it is another than before
    (server.folder / "site.json").write_bytes(
        as_json(listing(server.folder) | {"mark": new})
    )
    right = path.read_bytes()
    path.write_bytes(right[: len(right) // 2])
    playground = HostedPage(visited.context, server.origin)
    playground.go()
    text = playground.wait_problem()
    assert re.search(rf"{DAMAGED}: .*tried 3 times", text)
    assert visited.requests().count(f"/{DAMAGED}") == 3
    assert playground.page.evaluate(STORED)["wrong"] == []
    server.stop()  # what was loaded of the new version is of no use without the rest
    assert marks(visited.open_again()) == old
    server.start()
    path.write_bytes(right)
    playground["#retry"].click()
    playground.wait("document.body?.dataset.state === 'ready'")
    assert marks(playground) == new
    visited.tab = playground


def test_first_visit_that_was_cut_off_says_that_nothing_is_stored(context, server):
    playground = HostedPage(context, server.origin)
    playground.go()
    playground.wait("navigator.serviceWorker.controller")
    server.stop()
    playground.go()
    assert playground["h1"].text_content() == "The page cannot be loaded now"
    assert "cannot be reached" in playground["p"].first.text_content()
    server.start()
    playground["a"].click()
    playground.wait("document.body?.dataset.state === 'ready'")
