"""What a first visit downloads: counted as gzip, and limited."""

import gzip
import json
import os

import pytest

from convert.web import budget
from convert.web.site_json import as_json, listing
from tests.tiny_model import build_tiny_model


@pytest.fixture
def site(tmp_path):
    """A site of four files, one of which nobody needs at first."""
    tiny = build_tiny_model(tmp_path / "tiny")
    manifest = json.loads((tiny / "manifest.json").read_bytes())
    files = {
        "index.html": b"<p>" * 1000,
        "vendor/ort/runtime.wasm": os.urandom(5000),
        "models/lite0/manifest.json": as_json(manifest | {"title": "Small one"}),
        "models/lite0/weights.bin": os.urandom(3000),
        "models/lite0/layers.onnx": os.urandom(9000),
    }
    folder = tmp_path / "site"
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


@pytest.fixture
def known(tmp_path):
    return tmp_path / "cache" / "known.json"


def test_report_counts_what_comes_first_as_gzip(site, known, capsys):
    budget.report(site, listing(site), known)
    first = ("index.html", "vendor/ort/runtime.wasm")
    first += ("models/lite0/manifest.json", "models/lite0/weights.bin")
    total = sum(len(gzip.compress((site / name).read_bytes(), 9)) for name in first)
    said = capsys.readouterr().err
    assert f"with Small one: {budget._mb(total)}" in said
    assert "layers.onnx" not in said


def test_budget_that_is_broken_fails_and_names_the_largest(site, known, monkeypatch):
    monkeypatch.setattr(budget, "BUDGET", 8000)
    with pytest.raises(budget.TooLargeError, match=r"runtime\.wasm.*weights\.bin"):
        budget.report(site, listing(site), known)
    monkeypatch.setattr(budget, "BUDGET", 9000)
    budget.report(site, listing(site), known)


def test_a_language_that_is_too_large_fails(site, known):
    told = {"known": {"tag": "de", "name": "Deutsch", "reviewed": True}}
    files = {"de.json": as_json(told), "de-later.json": os.urandom(20_000)}
    for name, data in files.items():
        path = site / "languages" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    budget.report(site, listing(site), known)
    large = told | {
        "messages": {os.urandom(8000).hex(): "", os.urandom(8000).hex(): ""}
    }
    (site / "languages/de.json").write_bytes(as_json(large))
    with pytest.raises(budget.TooLargeError, match="Deutsch"):
        budget.report(site, listing(site), known)


def test_sizes_are_known_by_content_not_by_name(site, known):
    first = budget.gzip_sizes(site, listing(site), known)
    (site / "models/lite0/weights.bin").write_bytes(b"0" * 3000)
    second = budget.gzip_sizes(site, listing(site), known)
    changed = {name for name in first if first[name] != second[name]}
    assert changed == {"models/lite0/weights.bin"}


def test_listing_is_the_same_for_the_same_site_and_another_for_another(site):
    first = listing(site)
    (site / "site.json").write_bytes(as_json(first))
    assert listing(site) == first  # it does not list itself
    (site / "index.html").write_bytes(b"<p>")
    assert listing(site)["version"] != first["version"]


def test_listing_tells_code_from_data(site_folder):
    listed = listing(site_folder)
    code = {"index.html", "page.js", "page.css", "vendor/konva.min.js", "guard.js"}
    assert code <= set(listed["page"])
    assert not {"licenses.html", "main.py"} & set(listed["page"])
    # Of ten steps, the formula, lessons, many pictures: no first visit waits for it.
    later = {"fonts/math.woff2", "formula.css", "formula.zip", "formula-worker.js"}
    later |= {"formula/editor.js", "python/later.zip", "gradcam_py.zip"}
    later |= {"course.css", "course.zip", "lessons/first.json"}
    later |= {"crowd.css", "crowd.zip", "crowd/room.js"}
    assert later <= set(listed["files"])
    assert not later & {*listed["page"], *listed["first"], *listed["optional"]}
    assert set(listed["page"]) | set(listed["first"]) <= set(listed["files"])
    assert not set(listed["page"]) & set(listed["first"])
