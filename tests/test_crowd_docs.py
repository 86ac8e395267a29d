"""What the README and docs/crowds.md tell to type works as it stands there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from gradcam_py.crowd.command import main
from gradcam_py.crowd.options import parse_options
from gradcam_py.rows.row import Row
from tests.crowds import make_crowd, rows

ROOT = Path(__file__).parent.parent
RECIPE = (ROOT / "docs/crowds.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
HEAD = "tcp://head:8786"
PATIENCE_SECONDS = 60


def commands(text: str, program: str) -> list[str]:
    """The lines of code for a shell that begin with a program, without it."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [
        line.removeprefix(program).strip() for line in lines if line.startswith(program)
    ]


OURS = commands(RECIPE, "gradcam ")
HERE = [line for line in OURS if HEAD not in line]
THERE = [line for line in OURS if HEAD in line]
OF_MANY = [
    line
    for line in commands(README, ".venv/bin/python -m gradcam_py ")
    if "--out found" in line
]


@pytest.fixture
def place(tmp_path, monkeypatch, site_folder):
    """A folder with the pictures that the recipe names, and the built models."""
    made = make_crowd(tmp_path / "photos", 6, bad_every=4)
    shutil.copy(made[0], tmp_path / "photos/a1.jpg")
    shutil.copy(made[0], tmp_path / "photo.jpg")
    (tmp_path / "some.txt").write_text("photos/a1.jpg\n")
    (tmp_path / "build").symlink_to(ROOT / "build")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_there_are_commands():
    """The tester is tested."""
    assert (len(HERE), len(THERE), len(OF_MANY)) == (7, 2, 2)


@pytest.mark.parametrize("line", HERE + OF_MANY)
def test_a_command_does_what_it_says(place, line):
    arguments = shlex.split(line)
    assert main(arguments) == 0
    out = place / arguments[arguments.index("--out") + 1]
    assert (out / "report.html").exists() == ("--report" in arguments)
    assert (out / "rows.parquet").exists() == ("parquet" in arguments)
    for option, folder in (("--overlays", "overlays"), ("--maps", "maps")):
        wanted = option in arguments or (folder == "maps" and "--report" in arguments)
        assert (out / folder).exists() == wanted
    if "--areas" in arguments:
        assert any(row["areas"] for row in rows(out))


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port: int = server.getsockname()[1]
        return port


def dask(line: str, **variables: str) -> subprocess.Popen:
    command = [Path(sys.executable).with_name("dask"), *shlex.split(line)]
    environment = os.environ | variables
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)


def wait_for_line(process, text):
    until = time.monotonic() + PATIENCE_SECONDS
    for line in process.stderr:
        if text in line:
            return
        assert time.monotonic() < until
    pytest.fail(f"{process.args} has ended")


def test_the_cluster_of_the_recipe(place, capsys):
    """The commands of dask as they stand there, but for the machine and its port."""
    port = free_port()
    head = f"tcp://127.0.0.1:{port}"
    (scheduler,), (worker,) = (
        [line for line in commands(RECIPE, "dask ") if line.startswith(kind)]
        for kind in ("scheduler", "worker")
    )
    assert HEAD in worker
    assert "8786" in scheduler
    local = " --host 127.0.0.1 --no-dashboard"
    lines = [scheduler.replace("8786", str(port)) + local]
    lines.append(worker.replace(HEAD, head) + " --no-dashboard")
    ready = ["Scheduler at", "Registered to"]
    begun: list[subprocess.Popen] = []
    installed = {"PYTHONPATH": str(ROOT)}

    def begin(variables):
        begun.append(dask(lines[len(begun)], **variables))
        wait_for_line(begun[-1], ready[len(begun) - 1])

    def refused():
        assert main(shlex.split(THERE[0].replace(HEAD, head))) == 2
        complained = capsys.readouterr().err
        assert "lacks this program" in complained
        assert "No module named 'gradcam_py'" in complained

    def end():
        process = begun.pop()
        process.terminate()
        process.communicate(timeout=PATIENCE_SECONDS)

    try:
        begin({})
        refused()
        end()
        begin(installed)
        begin({})
        refused()
        end()
        begin(installed)
        found = []
        for line in THERE:
            assert main(shlex.split(line.replace(HEAD, head))) == 0
            found.append((place / "found/rows.jsonl").read_bytes())
            shutil.rmtree(place / "found")
        assert main(shlex.split("photos --out found --report")) == 0
        assert {*found} == {(place / "found/rows.jsonl").read_bytes()}
    finally:
        while begun:
            end()


def test_the_rows_are_read_as_the_recipe_says(place):
    assert main(["photos", "--out", "found"]) == 0
    (code,) = re.findall(r"^```python\n(.*?)^```", RECIPE, re.MULTILINE | re.DOTALL)
    names: dict = {}
    exec(code, names)
    assert len(names["rows"]) == 7
    expected = [
        r["picture"] for r in rows(place / "found") if (r["border"] or 0) > 0.36
    ]
    assert names["suspects"] == expected


def test_every_key_of_a_row_has_its_line():
    table = RECIPE.partition("| key | what |")[2].partition("\n\n")[0]
    firsts = re.findall(r"^\| (.*?) \|", table, re.MULTILINE)
    named = [key for first in firsts for key in re.findall(r"`(\w+)`", first)]
    assert sorted(named) == sorted(Row.__annotations__)


def test_extras_that_are_named_are_there():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = re.findall(r"gradcam-playground\[([\w,]+)\]", RECIPE)
    extras = {extra for names in named for extra in names.split(",")}
    assert extras == {"native", "report", "parquet", "cluster"}
    assert extras <= set(project["optional-dependencies"])


def test_options_of_one_photo_that_are_named_are_understood():
    sentence = RECIPE.partition("All\noptions of one photo work: ")[2].partition(".")[0]
    named = re.findall(r"--[a-z]+", sentence)
    assert len(named) == 7
    known = vars(parse_options(["x"]))
    assert {name.removeprefix("--") for name in named} <= set(known)
