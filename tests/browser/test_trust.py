"""What the page may do (nothing elsewhere, no code from strings)."""

import re

import pytest

from .conftest import visit

# Each resolves to the directive that forbids it, or to "allowed".
FORBIDDEN = {
    "fetch": "fetch('https://elsewhere.invalid/')",
    "image": "Object.assign(new Image(), { src: 'https://elsewhere.invalid/a.png' })",
    "beacon": "navigator.sendBeacon('https://elsewhere.invalid/')",
    "socket": "new WebSocket('wss://elsewhere.invalid/')",
    "script": (
        "document.head.append(Object.assign(document.createElement('script'), "
        "{ src: 'https://elsewhere.invalid/a.js' }))"
    ),
    "handler": "document.body.insertAdjacentHTML('beforeend', '<p onclick=\"1\">')",
    "form": (
        "document.body.appendChild(Object.assign(document.createElement('form'), "
        "{ action: 'https://elsewhere.invalid/' })).submit()"
    ),
    "code from a string": "setTimeout('1')",
}
VIOLATION = """action => new Promise((resolve) => {
    addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
        resolve(effectiveDirective);
    }, { once: true });
    try { Promise.resolve(%s).catch(() => null); } catch {}
    setTimeout(resolve, 2000, "allowed");
})"""


@pytest.fixture(scope="module")
def misused(chromium, served):
    """A page of its own: a navigation that was forbidden may stay pending for ever."""
    with visit(chromium, served) as playground:
        yield playground


@pytest.mark.parametrize("what", FORBIDDEN)
def test_policy_forbids(misused, what):
    assert misused.page.evaluate(VIOLATION % FORBIDDEN[what]) != "allowed"


def test_policy_names_no_origin(served):
    page = (served.folder / "index.html").read_text()
    (policy,) = re.findall(r'Content-Security-Policy"\s+content="([^"]+)"', page)
    sources = set(policy.replace(";", " ").split())
    assert not [source for source in sources if "//" in source or "*" in source]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "https:", "http:"} & sources


def test_page_says_that_pictures_stay_and_links_the_licences(opened, served):
    assert "never leave your device" in opened["#about"].text_content()
    assert opened["#about a[href='./licenses.html']"].is_visible()
    assert (served.folder / "licenses.html").exists()
