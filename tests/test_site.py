"""The assembled page: complete, its own origin only, and rebuilt only where needed."""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
import zlib

import pytest

from convert.web.assemble import PACKAGE, build_site, package_archive
from tests.tiny_model import build_tiny_model


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "stale.js").write_text("of an older version")
    build_tiny_model(folder / "models" / "tiny")
    build_site(folder)
    return folder


def everything(site):
    return {
        path.relative_to(site).as_posix(): path
        for path in site.rglob("*")
        if path.is_file()
    }


def test_every_file_is_listed_with_its_size_and_hash(site):
    listed = json.loads((site / "site.json").read_text())["files"]
    files = everything(site)
    del files["site.json"]
    assert listed == {
        name: {
            "size": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for name, path in files.items()
    }


def test_what_is_wanted_first_is_there(site):
    listing = json.loads((site / "site.json").read_text())
    samples = "samples/"  # another step of the build makes them
    wanted = [path for path in listing["first"] if not path.startswith(samples)]
    assert "gradcam_py.zip" in wanted
    assert set(wanted) <= set(listing["files"])


def test_what_the_graphics_card_needs_is_nobody_elses_download(site):
    listing = json.loads((site / "site.json").read_text())
    wasm = "vendor/ort-webgpu/ort-wasm-simd-threaded.jsep.wasm"
    assert listing["optional"] == [wasm, "webgpu-worker.js"]
    firsts = [model["first"] for model in listing["models"]]
    for wanted in (listing["page"], listing["first"], *firsts):
        assert not set(wanted) & set(listing["optional"])


def test_a_second_build_writes_nothing(site):
    before = {name: path.stat().st_mtime_ns for name, path in everything(site).items()}
    build_site(site)
    after = {name: path.stat().st_mtime_ns for name, path in everything(site).items()}
    assert after == before


def test_stale_files_go_and_models_stay(site):
    assert not (site / "stale.js").exists()
    assert (site / "models" / "tiny" / "manifest.json").exists()


def test_every_library_is_where_the_page_looks_for_it(site):
    folder = site / "vendor" / "pyodide"
    places = json.loads((folder / "libraries.json").read_text())
    found = {}
    for path, wheel, start, size in places:
        data = (folder / wheel).read_bytes()[start : start + size]
        found[path] = zlib.decompress(data, wbits=-zlib.MAX_WBITS)
    wheels = [zipfile.ZipFile(wheel) for wheel in folder.glob("*.whl")]
    assert found == {
        name: wheel.read(name)
        for wheel in wheels
        for name in wheel.namelist()
        if name.endswith(".so")
    }
    assert list(found) == sorted(found)  # the order in which they are loaded


def test_the_page_loads_nothing_from_elsewhere_and_only_relative_paths(site):
    html = (site / "index.html").read_text()
    loaded = re.findall(r'<(?:script|link|img)[^>]*?(?:src|href)="([^"]+)"', html)
    assert loaded
    assert all(address.startswith("./") for address in loaded)
    assert all((site / address).exists() for address in loaded)


def test_the_package_archive_has_all_that_the_page_imports(tmp_path):
    """And nothing of what only developers and the command line need."""
    archive = tmp_path / "gradcam_py.zip"
    archive.write_bytes(package_archive(PACKAGE))
    code = (
        f"import sys; sys.path[:0] = [{str(archive)!r}]; import gradcam_py;"
        "from gradcam_py.browser import snapshot_imports; print(gradcam_py.__file__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(archive))
    with zipfile.ZipFile(archive) as package:
        folders = {name.split("/")[1] for name in package.namelist()}
    assert not folders & {"autodiff", "cli", "network", "notebook.py", "onnx_file"}


def test_the_package_archive_depends_on_nothing_but_its_sources():
    assert package_archive(PACKAGE) == package_archive(PACKAGE)


def test_python_can_import_the_archive(tmp_path, monkeypatch):
    archive = tmp_path / "copy.zip"
    with zipfile.ZipFile(io.BytesIO(package_archive(PACKAGE))) as package:
        names = package.namelist()
        with zipfile.ZipFile(archive, "w") as renamed:
            for name in names:
                renamed.writestr(
                    name.replace("gradcam_py/", "archived/"), package.read(name)
                )
    monkeypatch.setattr(sys, "path", [str(archive), *sys.path])
    from archived.cam.methods import METHODS

    assert "gradcam" in METHODS
    assert "gradcam_py/app/playground.py" in names
