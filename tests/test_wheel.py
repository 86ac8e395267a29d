"""The wheel by itself: in an empty environment it explains somebody's network."""

from __future__ import annotations

import importlib.metadata
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import numpy as np
import onnx
import pytest
from packaging.requirements import Requirement
from PIL import Image

from gradcam_py.languages.catalogues import offered
from tests import tiny_networks

ROOT = Path(__file__).parent.parent
# Of what the wheel needs, the packages as they lie in an environment.
NEEDED = ("numpy", "numpy.libs", "PIL", "pillow.libs", "onnxruntime", "flatbuffers")
NEEDED += ("babel", "google", "packaging", "typing_extensions.py", "tqdm")
OF_THE_REPORT = ("jinja2", "markupsafe")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Built from a copy: building leaves files behind."""
    copy = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "gradcam_py", copy / "gradcam_py", ignore=ignored)
    build = ["wheel", "--no-index", "--no-deps", "--no-build-isolation", "--quiet"]
    command = [sys.executable, "-m", "pip", *build, "--wheel-dir", copy, copy]
    subprocess.run(command, check=True)
    (built,) = copy.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory) -> Path:
    """A new environment with the wheel and the packages that it needs, linked."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    (packages,) = folder.glob("lib/python*/site-packages")
    ours = Path(np.__file__).parent.parent
    for name in NEEDED:
        if (ours / name).exists():
            (packages / name).symlink_to(ours / name)
    install = ["install", "--no-index", "--no-deps", "--quiet", wheel]
    python = folder / "bin" / "python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, *install], check=True
    )
    return folder


@pytest.fixture
def files(tmp_path) -> Path:
    Image.new("RGB", (24, 18), "teal").save(tmp_path / "photo.png")
    onnx.save(tiny_networks.plain(), tmp_path / "net.onnx")
    return tmp_path


def run(environment: Path, folder: Path, *command: str) -> subprocess.CompletedProcess:
    program, *arguments = command
    return subprocess.run(
        [environment / "bin" / program, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
    )


def test_the_wheel_has_the_package_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    folders = {name.split("/")[0] for name in names}
    assert {name for name in folders if not name.endswith(".dist-info")} == {
        "gradcam_py"
    }
    assert "gradcam_py/network/bring.py" in names
    assert "gradcam_py/languages/de/python.po" in names


def test_it_needs_five_packages_in_ranges_that_hold_the_locked_ones():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = project["dependencies"] + project["optional-dependencies"]["native"]
    wanted = [Requirement(text) for text in needed]
    names = ["numpy", "pillow", "babel", "onnxruntime", "tqdm"]
    assert [each.name for each in wanted] == names
    for each in wanted:
        assert each.specifier.contains(importlib.metadata.version(each.name))


@pytest.mark.parametrize(
    ("extra", "package"),
    [
        ("charts", "matplotlib"),
        ("report", "jinja2"),
        ("parquet", "pyarrow"),
        ("cluster", "dask"),
    ],
)
def test_an_extra_needs_one_more_in_a_range_that_holds_the_locked_one(extra, package):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (wanted,) = map(Requirement, project["optional-dependencies"][extra])
    assert wanted.name == package
    assert wanted.specifier.contains(importlib.metadata.version(wanted.name))


def test_the_command_speaks_the_languages_of_its_catalogues(environment, files):
    wrong = run(environment, files, "gradcam", "photo.png", "--language", "tlh")
    known = f"choose {', '.join(offered())} (--help lists the options)"
    assert wrong.stderr == f"gradcam: unknown language 'tlh': {known}\n"


def test_the_command_explains_an_own_network(environment, files):
    options = ["photo.png", "--model", "net.onnx", "--out", "why.png"]
    done = run(environment, files, "gradcam", *options)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("net.onnx, photo.png")
    assert Image.open(files / "why.png").size == (24, 18)


def test_three_lines_of_python_do_as_well(environment, files):
    lines = (
        "import gradcam_py\n"
        "found = gradcam_py.explain('photo.png', model='net.onnx')\n"
        "print(len(found.predictions), found.map.shape, found.overlay.size)\n"
    )
    done = run(environment, files, "python", "-c", lines)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "4 (8, 8) (24, 18)\n"


def test_the_command_explains_a_folder(environment, files):
    options = ["--model", "net.onnx", "--out", "found", "--maps"]
    done = run(environment, files, "gradcam", ".", *options)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 picture explained, 0 could not be: ")
    assert len((files / "found/rows.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("option", "extra"),
    [
        (["--report"], "report"),
        (["--format", "parquet"], "parquet"),
        (["--scheduler", "tcp://127.0.0.1:9"], "cluster"),
    ],
)
def test_what_needs_more_packages_says_which(environment, files, option, extra):
    options = ["--model", "net.onnx", "--out", "found", *option]
    done = run(environment, files, "gradcam", ".", *options)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"gradcam-playground[{extra}]" in done.stderr


def test_the_report_finds_its_parts_in_the_wheel(environment, files):
    (packages,) = environment.glob("lib/python*/site-packages")
    ours = Path(np.__file__).parent.parent
    links = [packages / name for name in OF_THE_REPORT]
    for link in links:
        link.symlink_to(ours / link.name)
    try:
        options = ["--model", "net.onnx", "--out", "found", "--report"]
        done = run(environment, files, "gradcam", ".", *options)
    finally:
        for link in links:
            link.unlink()
    assert done.returncode == 0, done.stderr
    assert "<th scope=" in (files / "found/report.html").read_text()


@pytest.mark.parametrize("options", [[], ["--model", "lite0"]])
def test_without_any_network_one_line_says_how_to_get_one(environment, files, options):
    done = run(environment, files, "gradcam", "photo.png", *options)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("gradcam: no model")
    assert "--model net.onnx" in done.stderr


def test_help_names_the_command(environment, files):
    done = run(environment, files, "gradcam", "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("usage: gradcam ")
