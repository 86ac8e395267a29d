"""The second visit: it restores the memory of a Python that had imported everything."""

import json
from contextlib import contextmanager

import pytest

from .hosted_page import HostedPage
from .playground_page import DESKTOP

CACHE = "playground-snapshot-1"
ROOM = 20_000_000  # bytes: less than a snapshot has
# What is kept: the address, after the folder's, of every entry and its size.
KEPT = """async (name) => {
    const cache = await caches.open(name);
    const entries = (await cache.keys()).map(async (request) => {
        const body = await (await cache.match(request)).arrayBuffer();
        return [new URL(request.url).pathname.split("/").pop(), body.byteLength];
    });
    return Object.fromEntries(await Promise.all(entries));
}"""
# Change something of the one entry: its bytes, or its address.
DAMAGES = {
    "damaged": """async (name) => {
        const cache = await caches.open(name);
        const [key] = await cache.keys();
        const { headers, bytes } = await read(await cache.match(key));
        bytes[bytes.length >> 1] ^= 1;
        await cache.put(key, new Response(bytes, { headers }));
    }""",
    "no snapshot, if hashed right": """async (name) => {
        const cache = await caches.open(name);
        const [key] = await cache.keys();
        const bytes = new TextEncoder().encode("no snapshot");
        const sha256 = async (bytes) => {
            const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
            const digits = Array.from(digest, (b) => b.toString(16).padStart(2, "0"));
            return digits.join("");
        };
        const hash = await sha256(new TextEncoder().encode(await sha256(bytes)));
        const contents = JSON.stringify([["memory", bytes.length, hash]]);
        const headers = { "X-Contents": contents };
        await cache.put(key, new Response(bytes, { headers }));
    }""",
    "of another version": """async (name) => {
        const cache = await caches.open(name);
        const [key] = await cache.keys();
        await cache.put(key.url.replace(/[0-9a-f]{16}/, "0".repeat(16)),
            await cache.match(key));
        await cache.delete(key);
    }""",
    "of a visit that never came to its end": """async (name) => {
        const cache = await caches.open(name);
        const [key] = await cache.keys();
        await cache.put(`${key.url}&tried`, new Response());
    }""",
}
READ = """
    globalThis.read = async (response) => ({
        headers: new Headers(response.headers),
        bytes: new Uint8Array(await response.arrayBuffer()),
    });
"""
# Everything that Python has computed: the numbers, and the heatmap as it is painted.
RESULT = """() => {
    const { predictions, updates, ...state } = playground.state();
    const canvas = document.getElementById("heatmap");
    const { width, height } = canvas;
    const pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
    return { predictions, width, height, pixels: Array.from(pixels).join() };
}"""


@contextmanager
def new_profile(chromium):
    """A browser profile with service workers, and nothing in it yet."""
    context = chromium.new_context(viewport=DESKTOP)
    context.add_init_script(READ)
    yield context
    context.close()


@pytest.fixture(scope="module")
def profile(chromium):
    """A profile for all tests: each leaves one good snapshot behind, and says so."""
    with new_profile(chromium) as context:
        yield context


@pytest.fixture(scope="module")
def first_tab(profile, served):
    """The tab of the profile's first visit, which has kept a snapshot."""
    return visit(profile, served, "made")


@pytest.fixture
def first(profile, first_tab):
    """That tab as if just opened; the tabs that a test opens are closed after it."""
    first_tab.reset()
    assert list(kept(first_tab)) == [version(first_tab)]
    yield first_tab
    for page in profile.pages:
        if page is not first_tab.page:
            page.close()


def visit(context, server, how):
    """Open the page in a new tab; wait until it has restored or made a snapshot."""
    playground = HostedPage(context, server.origin)
    playground.open("?model=lite0")
    playground.wait("document.body.dataset.snapshot")
    assert playground["body"].get_attribute("data-snapshot") == how
    playground.check_log()
    return playground


def kept(playground):
    return playground.page.evaluate(KEPT, CACHE)


def version(playground):
    listing = "async () => (await (await fetch('./site.json')).json()).version"
    return playground.page.evaluate(listing)


def test_second_visit_restores_and_gives_identical_numbers(profile, served, first):
    second = visit(profile, served, "restored")
    assert list(kept(second)) == [version(second)]
    assert second.page.evaluate(RESULT) == first.page.evaluate(RESULT)
    for playground in (first, second):
        playground.select("#fill", "noise")  # by a module that is imported late
        playground.draw((0.05, 0.05), (0.3, 0.5), (0.5, 0.95))
        playground.wait_all_layers()
    assert second.page.evaluate(RESULT) == first.page.evaluate(RESULT)
    second.check_log()


def test_restored_page_reads_files_and_saves(profile, served, first):
    second = visit(profile, served, "restored")
    data = (served.folder / "samples" / "coffee.jpg").read_bytes()
    second.upload("coffee.jpg", data)
    second.wait("playground.state().predictions[0].label === 'espresso'")
    with second.page.expect_download() as download:
        second["#save-png"].click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    second.check_log()


@pytest.mark.parametrize("how", DAMAGES)
def test_snapshot_that_is_bad_is_replaced(profile, served, first, how):
    right = kept(first)
    first.page.evaluate(DAMAGES[how], CACHE)
    assert kept(first) != right or how == "damaged"
    second = visit(profile, served, "made")
    assert second.page.evaluate(RESULT) == first.page.evaluate(RESULT)
    assert list(kept(second)) == [version(second)]


def test_storage_that_is_full_costs_nothing_but_the_snapshot(chromium, served):
    with new_profile(chromium) as context:
        check_full_storage(context, served)


def check_full_storage(context, served):
    listed = json.loads((served.folder / "site.json").read_text())["files"]
    size = sum(entry["size"] for entry in listed.values())
    playground = HostedPage(context, served.origin)
    session = context.new_cdp_session(playground.page)
    quota = {"origin": served.origin, "quotaSize": size + ROOM}
    session.send("Storage.overrideQuotaForOrigin", quota)
    told = []
    playground.page.on("console", lambda message: told.append(message.text))
    playground.open("?model=lite0")
    playground.wait("document.body.dataset.offline")
    while not any("not stored: " in text for text in told):
        playground.page.wait_for_timeout(100)
    assert kept(playground) == {}
    playground.choose_sample("coffee")
    playground.check_log()
