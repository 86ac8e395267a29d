"""The asset table and the fetcher, without a network.

Packages are small archives made here, found by pip through PIP_FIND_LINKS; URLs are
served by a local server.
"""

import hashlib
import io
import json
import re
import tarfile
import threading
import zipfile
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from convert.paths import ROOT
from convert.thirdparty import fetch as assets_module
from convert.thirdparty import origins
from convert.thirdparty.credits import credits
from convert.thirdparty.fetch import (
    Asset,
    AssetHashError,
    AssetUnavailable,
    cache_folder,
    fetch,
    main,
)
from convert.thirdparty.table import (
    AssetError,
    Member,
    Package,
    Table,
    Url,
    Work,
    table,
)

CAT = b"the bytes of a cat"
DOG = b"the bytes of a dog"
WORK = Work("pets", "picture", "Pets", "A. Author", "CC0-1.0", "https://example.org/")
CLOSED_PORT_URL = "http://127.0.0.1:1/cat.png"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def table_of(*assets: Asset) -> Table:
    return Table({}, {WORK.id: WORK}, {asset.name: asset for asset in assets})


def asset_of(name: str, data: bytes, *origins: Member | Url) -> Asset:
    return Asset(name, f"{name}.png", sha256(data), WORK, origins)


@pytest.fixture
def index(tmp_path, monkeypatch) -> Path:
    """A folder that is pip's only source of packages."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    return folder


@pytest.fixture
def wheel(index) -> Package:
    """A wheel that holds cat.png and dog.png in its folder `pets`."""
    path = index / "pets-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("pets/cat.png", CAT)
        archive.writestr("pets/dog.png", DOG)
        info = "pets-1.0.dist-info"
        metadata = "Metadata-Version: 2.1\nName: pets\nVersion: 1.0\n"
        archive.writestr(f"{info}/METADATA", metadata)
        tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr(f"{info}/WHEEL", tags)
        archive.writestr(f"{info}/RECORD", "")
    return Package("pets", "pypi", "1.0", "wheel", sha256(path.read_bytes()))


@pytest.fixture
def sdist(index) -> Package:
    """A source archive with an extension module that no compiler could build."""
    members = {
        "pets-1.0/PKG-INFO": b"Metadata-Version: 2.1\nName: pets\nVersion: 1.0\n",
        "pets-1.0/setup.py": b"from setuptools import Extension, setup\n"
        b"setup(name='pets', version='1.0', ext_modules=[Extension('x', ['no.c'])])\n",
        "pets-1.0/tests/cat.png": CAT,
    }
    path = index / "pets-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return Package("pets", "pypi", "1.0", "sdist", sha256(path.read_bytes()))


@pytest.fixture
def server(tmp_path):
    """The address of a local server that has cat.png."""
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "cat.png").write_bytes(CAT)
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()


@pytest.fixture
def no_downloads(monkeypatch):
    """Makes any download a failure of the test."""

    def refuse(*_):
        raise AssertionError("a download was attempted")

    monkeypatch.setattr(assets_module, "pip_download", refuse)
    monkeypatch.setattr(assets_module, "http_download", refuse)


@pytest.fixture
def cache(tmp_path) -> Path:
    return tmp_path / "cache"


# --- fetching ---------------------------------------------------------------------


def test_a_member_of_a_wheel_is_fetched(wheel, cache):
    assets = table_of(asset_of("cat", CAT, Member(wheel, "pets/cat.png")))
    path = fetch("cat", assets, cache)
    assert path.read_bytes() == CAT
    assert path.name == "cat.png"


def test_a_member_of_a_source_archive_is_fetched_without_compiling(sdist, cache):
    assets = table_of(asset_of("cat", CAT, Member(sdist, "tests/cat.png")))
    assert fetch("cat", assets, cache).read_bytes() == CAT


def test_a_url_is_fetched(server, cache):
    assets = table_of(asset_of("cat", CAT, Url(f"{server}/cat.png")))
    assert fetch("cat", assets, cache).read_bytes() == CAT


def test_a_cached_file_is_not_downloaded_again(cache, no_downloads):
    assets = table_of(asset_of("cat", CAT, Url(CLOSED_PORT_URL)))
    kept = cache / "cat" / "cat.png"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(CAT)
    assert fetch("cat", assets, cache) == kept


def test_a_damaged_cached_file_is_fetched_again(server, cache, capsys):
    assets = table_of(asset_of("cat", CAT, Url(f"{server}/cat.png")))
    fetch("cat", assets, cache).write_bytes(CAT[:-1])
    assert fetch("cat", assets, cache).read_bytes() == CAT
    assert "damaged" in capsys.readouterr().err


def test_one_download_serves_every_member_of_a_package(wheel, cache, monkeypatch):
    downloaded = []

    def counted(package, folder):
        downloaded.append(package)
        return origins.pip_download(package, folder)

    monkeypatch.setattr(assets_module, "pip_download", counted)
    assets = table_of(
        asset_of("cat", CAT, Member(wheel, "pets/cat.png")),
        asset_of("dog", DOG, Url(CLOSED_PORT_URL), Member(wheel, "pets/dog.png")),
    )
    assert fetch("cat", assets, cache).read_bytes() == CAT
    assert fetch("dog", assets, cache).read_bytes() == DOG
    assert downloaded == [wheel]
    kept = {path.name for path in cache.rglob("*") if path.is_file()}
    assert kept == {"cat.png", "dog.png"}, "the archive itself is not kept"


def test_the_next_origin_is_tried_where_one_fails(server, wheel, cache):
    origins = (
        Url(CLOSED_PORT_URL),
        Url(f"{server}/absent.png"),
        Member(wheel, "pets/cat.png"),
    )
    assets = table_of(asset_of("cat", CAT, *origins))
    assert fetch("cat", assets, cache).read_bytes() == CAT


def test_an_unavailable_asset_gives_one_line_with_every_reason(server, wheel, cache):
    absent = replace(wheel, version="2.0")
    origins = (
        Url(CLOSED_PORT_URL),
        Url(f"{server}/absent.png"),
        Member(absent, "pets/cat.png"),
        Member(wheel, "pets/absent.png"),
    )
    with pytest.raises(AssetUnavailable) as caught:
        fetch("cat", table_of(asset_of("cat", CAT, *origins)), cache)
    line = str(caught.value)
    assert "\n" not in line
    assert "'cat' could not be had" in line
    assert f"{CLOSED_PORT_URL}: cannot be reached" in line
    assert f"{server}/absent.png: HTTP 404" in line
    assert "PyPI pets==2.0: No matching distribution found" in line
    assert "has no member pets/absent.png" in line


def test_an_unknown_name_is_answered_with_the_known_ones(cache):
    with pytest.raises(AssetError, match=r"no asset 'car'.* cat"):
        fetch("car", table_of(asset_of("cat", CAT)), cache)


# --- hashes -----------------------------------------------------------------------


def test_other_bytes_stop_the_build_with_both_hashes(server, wheel, cache):
    """The second origin has the right file, and still must not be asked."""
    origins = (Url(f"{server}/cat.png"), Member(wheel, "pets/dog.png"))
    assets = table_of(asset_of("dog", DOG, *origins))
    with pytest.raises(AssetHashError) as caught:
        fetch("dog", assets, cache)
    assert sha256(DOG) in str(caught.value)
    assert sha256(CAT) in str(caught.value)
    assert not [path for path in cache.rglob("*") if path.is_file()]


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_another_archive_stops_the_build_with_both_hashes(kind, request, cache):
    package = request.getfixturevalue(kind)
    expected = sha256(b"another archive")
    altered = replace(package, sha256=expected)
    assets = table_of(asset_of("cat", CAT, Member(altered, "pets/cat.png")))
    with pytest.raises(AssetHashError) as caught:
        fetch("cat", assets, cache)
    assert (caught.value.expected, caught.value.got) == (expected, package.sha256)


# --- node_modules -----------------------------------------------------------------


@pytest.fixture
def npm_pets(tmp_path) -> Path:
    folder = tmp_path / "node_modules" / "pets"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"version": "1.0.0"}')
    (folder / "cat.png").write_bytes(CAT)
    return folder


def fetch_from_npm(folder: Path, cache: Path, version: str = "1.0.0") -> Path:
    origin = Member(Package("pets", "npm", version), "cat.png")
    return fetch("cat", table_of(asset_of("cat", CAT, origin)), cache, folder.parent)


def test_a_file_of_node_modules_is_used_where_it_is(npm_pets, cache, no_downloads):
    assert fetch_from_npm(npm_pets, cache) == npm_pets / "cat.png"
    assert not cache.exists()


def test_another_version_in_node_modules_is_unavailable(npm_pets, cache):
    with pytest.raises(AssetUnavailable, match=r"version 1\.0\.0 .* run `npm ci`"):
        fetch_from_npm(npm_pets, cache, version="2.0.0")


def test_a_package_missing_from_node_modules_is_unavailable(tmp_path, cache):
    with pytest.raises(AssetUnavailable, match="not installed; run `npm ci`"):
        fetch_from_npm(tmp_path / "node_modules" / "pets", cache)


def test_an_altered_file_in_node_modules_stops_the_build(npm_pets, cache):
    (npm_pets / "cat.png").write_bytes(DOG)
    with pytest.raises(AssetHashError, match=sha256(DOG)):
        fetch_from_npm(npm_pets, cache)


# --- command line and cache folder ------------------------------------------------


def test_the_cache_folder_can_be_chosen(tmp_path, monkeypatch):
    monkeypatch.delenv("GRADCAM_CACHE", raising=False)
    assert cache_folder() == ROOT / "build" / "cache"
    monkeypatch.setenv("GRADCAM_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path


def test_the_command_gives_one_line_for_each_asset(capsys, monkeypatch):
    def fake_fetch(name):
        if name == "cat":
            raise AssetUnavailable(name, ["a reason"])
        return Path("somewhere") / name

    monkeypatch.setattr(assets_module, "fetch", fake_fetch)
    assert main(["dog"]) == 0
    assert main(["cat", "dog"]) == 1
    lines = capsys.readouterr().out.splitlines()[1:]
    assert lines[0] == "asset 'cat' could not be had: a reason"
    assert lines[1].startswith("dog: ")


# --- the project's own table ------------------------------------------------------

NODE_MODULES = ROOT / "node_modules"


def test_every_hash_of_the_table_is_a_sha256():
    for owner in (*table().assets.values(), *table().packages.values()):
        if getattr(owner, "registry", "pypi") == "pypi":
            assert re.fullmatch("[0-9a-f]{64}", owner.sha256), owner


def test_every_asset_has_an_origin_and_every_url_is_https():
    for asset in table().assets.values():
        assert asset.origins, asset.name
        for origin in asset.origins:
            assert isinstance(origin, Member) or origin.url.startswith("https://")


def test_the_wheels_are_those_of_pyodides_lock_file():
    lock = json.loads((NODE_MODULES / "pyodide" / "pyodide-lock.json").read_bytes())
    for package, name in (("numpy", "numpy-wasm"), ("pillow", "pillow-wasm")):
        expected = lock["packages"][package]
        asset = table()[name]
        assert (asset.file, asset.sha256) == (
            expected["file_name"],
            expected["sha256"],
        )
        for origin in asset.origins:
            assert str(getattr(origin, "url", "")).endswith(asset.file) or (
                origin.path.endswith(asset.file)
            )


def test_python_packages_have_the_versions_that_run_in_the_browser():
    """Page and command line agree only if they compute with the same releases."""
    lock = json.loads((NODE_MODULES / "pyodide" / "pyodide-lock.json").read_bytes())
    locked = (ROOT / "requirements" / "test.txt").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)", locked, re.MULTILINE))
    for package in ("numpy", "pillow"):
        assert pinned[package] == lock["packages"][package]["version"]


def test_npm_versions_are_those_of_package_json():
    pinned = json.loads((ROOT / "package.json").read_bytes())["dependencies"]
    ours = {
        package.name: package.version
        for package in table().packages.values()
        if package.registry == "npm"
    }
    assert ours == pinned


def test_every_work_is_credited_once():
    listed = credits()
    assert sorted(entry["id"] for entry in listed) == sorted(table().works)
    for entry in listed:
        assert entry["title"]
        assert entry["author"]
        assert entry["licence"]
        assert entry["source"].startswith("https://")


def test_versions_of_credited_libraries_come_from_the_packages():
    versions = {entry["id"]: entry["version"] for entry in credits()}
    assert versions["pyodide"] == table().packages["pyodide"].version
    assert versions["chelsea"] == ""
