"""The assembled page: complete, its own origin only, and rebuilt only where needed."""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile

import pytest

from convert.interpreter.archives import (
    COURSE_ARCHIVE,
    NETWORKS_ARCHIVE,
    PACKAGE_ARCHIVE,
    package_archives,
)
from convert.web.assemble import PACKAGE, build_site
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
    assert "python/start.zip" in wanted
    assert set(wanted) <= set(listing["files"])


def test_what_the_graphics_card_needs_is_nobody_elses_download(site):
    listing = json.loads((site / "site.json").read_text())
    wasm = "vendor/ort-webgpu/ort-wasm-simd-threaded.jsep.wasm"
    languages = {path for path in listing["files"] if path.startswith("languages/")}
    assert languages
    assert set(listing["optional"]) - languages == {wasm, "webgpu-worker.js"}
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


def test_the_page_loads_nothing_from_elsewhere_and_only_relative_paths(site):
    html = (site / "index.html").read_text()
    loaded = re.findall(r'<(?:script|link|img)[^>]*?(?:src|href)="([^"]+)"', html)
    assert loaded
    assert all(address.startswith("./") for address in loaded)
    assert all((site / address).exists() for address in loaded)


@pytest.fixture
def archives(tmp_path):
    """The package's two archives, as files by their names."""
    for name, content in package_archives(PACKAGE).items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def imported(folder, module, *archives):
    """What importing a module of the archives alone gives."""
    paths = [str(folder / name) for name in archives]
    code = (
        f"import sys; sys.path[:0] = {paths}; import {module} as m; print(m.__file__)"
    )
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder)


def test_the_package_archive_has_all_that_every_visit_imports(archives):
    """And nothing of what only developers, the command line and networks need."""
    done = imported(archives, "gradcam_py.app.playground", PACKAGE_ARCHIVE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(archives / PACKAGE_ARCHIVE))
    with zipfile.ZipFile(archives / PACKAGE_ARCHIVE) as package:
        folders = {name.split("/")[1] for name in package.namelist()}
    assert not folders & {"autodiff", "cli", "network", "notebook.py", "onnx_file"}


def test_the_other_archive_has_what_a_network_needs(archives):
    for name in (PACKAGE_ARCHIVE, NETWORKS_ARCHIVE):
        zipfile.ZipFile(archives / name).extractall(archives / "unpacked")
    done = imported(archives, "gradcam_py.app.networks.own", "unpacked")
    assert done.returncode == 0, done.stderr
    assert str(archives / "unpacked") in done.stdout


def test_lessons_bring_the_library_that_reads_their_text(archives):
    """Isolated from this environment, which has the library as well."""
    for name in (PACKAGE_ARCHIVE, COURSE_ARCHIVE):
        zipfile.ZipFile(archives / name).extractall(archives / "unpacked")
    code = (
        "import sys; sys.path.insert(0, 'unpacked'); "
        "import gradcam_py.course.markdown as m; print(m.nodes('*a*')); "
        "print(sys.modules['markdown_it'].__file__, sys.modules['mdurl'].__file__)"
    )
    command = [sys.executable, "-S", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, cwd=archives)
    assert done.returncode == 0, done.stderr
    made, places = done.stdout.splitlines()
    assert made == "[{'tag': 'p', 'children': [{'tag': 'em', 'children': ['a']}]}]"
    assert places.count("unpacked") == 2
    with zipfile.ZipFile(archives / PACKAGE_ARCHIVE) as package:
        names = package.namelist()
    assert not [n for n in names if n.startswith(("gradcam_py/course/", "markdown"))]


def test_no_module_is_in_both_archives(archives):
    first, second = (
        set(zipfile.ZipFile(archives / name).namelist())
        for name in (PACKAGE_ARCHIVE, NETWORKS_ARCHIVE)
    )
    assert first
    assert second
    assert not first & second


def test_the_package_archives_depend_on_nothing_but_their_sources():
    assert package_archives(PACKAGE) == package_archives(PACKAGE)


def test_python_can_import_the_archive(tmp_path, monkeypatch):
    archive = tmp_path / "copy.zip"
    with zipfile.ZipFile(
        io.BytesIO(package_archives(PACKAGE)[PACKAGE_ARCHIVE])
    ) as package:
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
