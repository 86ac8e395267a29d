"""An import that goes up a floor fails `make lint`, with the line that does it."""

import ast
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINT = Path(sys.executable).with_name("lint-imports")
LONGEST = 200  # lines of a module that gives no reason
FULL = 12  # modules of a folder, its __init__ aside


@pytest.fixture
def copy(tmp_path):
    """A copy of what the contracts are about."""
    for name in ("gradcam_py", "convert"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder):
    command = [LINT, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_the_floors_are_kept(copy):
    done = lint(copy)
    assert done.returncode == 0, done.stdout
    assert "3 kept, 0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("gradcam_py/cam/methods.py", "import gradcam_py.view.captions"),
        ("gradcam_py/autodiff/reverse.py", "import gradcam_py.cam.methods"),
        ("gradcam_py/view/presenter.py", "import gradcam_py.app.drawing"),
        ("gradcam_py/cli/main.py", "import gradcam_py.app.drawing"),
        ("gradcam_py/model/manifest.py", "import convert.paths"),
        ("convert/thirdparty/fetch.py", "import convert.web.esbuild"),
    ],
)
def test_an_import_that_goes_up_is_told(copy, module, line):
    path = copy / module
    path.write_text(path.read_text() + f"\n{line}\n")
    done = lint(copy)
    assert done.returncode != 0
    importer = module.removesuffix(".py").replace("/", ".")
    assert f"{importer} -> {line.split()[1]}" in done.stdout


def test_a_folder_without_a_floor_is_told(copy):
    (copy / "gradcam_py" / "attic").mkdir()
    (copy / "gradcam_py" / "attic" / "__init__.py").write_text('"""New."""\n')
    done = lint(copy)
    assert done.returncode != 0
    assert "attic" in done.stdout


def product():
    """Every module of the product."""
    for folder in ("gradcam_py", "convert", "site"):
        for pattern in ("*.py", "*.mjs", "*.js"):
            yield from (ROOT / folder).rglob(pattern)


def test_a_long_module_says_why():
    for path in product():
        text = path.read_text(encoding="utf-8")
        head = re.split(r'"""\n|\n(?!//)', text, maxsplit=1)[0]
        if path.suffix == ".py":
            head = ast.get_docstring(ast.parse(text)) or ""
        if len(text.splitlines()) > LONGEST:
            assert "onger than" in head, path


def test_no_folder_is_crowded():
    crowds = Counter(path.parent for path in product() if path.stem != "__init__")
    assert {folder: n for folder, n in crowds.items() if n > FULL} == {}
