"""Python that nobody uses fails `make lint`, and so does what only tests use."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PRODUCT = ("gradcam_py", "convert", "bench")
LINE = "\n\ndef leftover():\n    return 1\n"


@pytest.fixture
def copy(tmp_path):
    for name in (*PRODUCT, "tests"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def vulture(folder, *paths):
    command = (sys.executable, "-m", "vulture", *paths)
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def append(path, text):
    path.write_text(path.read_text() + text)


def test_nothing_is_left_over(copy):
    for paths in ((), (*PRODUCT, "tests")):
        done = vulture(copy, *paths)
        assert (done.stdout, done.returncode) == ("", 0)


def test_a_function_that_nobody_calls_is_told(copy):
    append(copy / "gradcam_py/cam/seeds.py", LINE)
    done = vulture(copy)
    assert done.returncode != 0
    assert "gradcam_py/cam/seeds.py" in done.stdout
    assert "unused function 'leftover'" in done.stdout


def test_a_function_that_only_a_test_calls_is_told(copy):
    append(copy / "convert/paths.py", LINE)
    append(copy / "tests/test_seeds.py", "\n\nleftover()\n")
    assert "unused function 'leftover'" in vulture(copy).stdout


def test_a_helper_that_no_test_calls_is_told(copy):
    append(copy / "tests/tiny_model.py", LINE)
    assert "tests/tiny_model.py" in vulture(copy, *PRODUCT, "tests").stdout


def test_make_lint_looks_for_both():
    makefile = (ROOT / "Makefile").read_text()
    assert "\t$(PY) -m vulture\n" in makefile
    assert "\t$(PY) -m vulture gradcam_py convert bench tests\n" in makefile
