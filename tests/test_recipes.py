"""The recipes of CONTRIBUTING.md, tried word for word in a copy of the repository."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COPIED = ("gradcam_py", "tests", "site", "convert", "pyproject.toml")
# What is only read.
READ = ("LICENSE", "package-lock.json", "requirements", "node_modules")
BLOCK = re.compile(r"^   ```(?:python|js|html)\n(.*?)^   ```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^   \.venv/bin/python -m (.*)$", re.MULTILINE)

AFTER_METHODS = """\
        </div>
        </div>

        <div class="part">
        <h3 id="perturbation">"""
# A recipe's edits, in the order of its blocks: the file, and what the block goes before
# (None: it goes to the end of the file, which may be new).
EDITS = {
    "a CAM method": [
        ("gradcam_py/cam/methods.py", "METHODS: dict[str, Method] = {"),
        ("gradcam_py/cam/methods.py", '    "eigencam": Method('),
        ("tests/test_cam.py", "    return lambda i, j: max(g[i][j], 0.0)"),
        ("site/index.html", AFTER_METHODS),
    ],
    "a model": [
        ("convert/models/toy.py", None),
    ],
    "an operator's gradient": [
        ("gradcam_py/autodiff/rules/elementwise.py", None),
        ("gradcam_py/autodiff/rules/__init__.py", "from .linear import"),
        ("gradcam_py/autodiff/rules/__init__.py", '    "Squeeze": like_input,'),
        ("tests/test_gradient_rules.py", '    "sigmoid": ('),
    ],
    "a panel": [
        ("gradcam_py/view/protocol/parts.py", "class Strip(TypedDict):"),
        ("gradcam_py/view/protocol/parts.py", '    "status": Part(Status),'),
        ("gradcam_py/words/explanations.py", None),
        ("gradcam_py/view/presenter.py", "\n    def show_before("),
        ("site/panels/spread.mjs", None),
        ("site/python/view.mjs", "import { showThumbnails }"),
        ("site/python/view.mjs", "  status: showStatus,"),
        ("site/index.html", '      </div>\n      <p id="card-choice"'),
        ("site/index.html", '    <div id="help-layers"'),
        ("tests/test_playground.py", None),
    ],
}


def recipe_of(name):
    """The text of a recipe, up to the next."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return text.split(f"## Recipe: {name}\n")[1].split("\n## ")[0]


@pytest.fixture
def copy(tmp_path):
    """A copy of what recipes change and build, beside what is only read."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, tmp_path)
    for name in ("build/site", "build/cache"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in READ:
        (tmp_path / name).symlink_to(ROOT / name)
    yield tmp_path
    shutil.rmtree(tmp_path / "build")  # 100 MB


def edit(path, place, block):
    """Put a block into a file; a line that begins like it gives way to it."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if place is None:
        text = f"{text}\n\n{block}" if text else block
    elif block.startswith(place):
        text, count = re.subn(rf"^{re.escape(place)}.*\n", block, text, flags=re.M)
        assert count == 1, place
    else:
        assert text.count(place) == 1, place
        text = text.replace(place, block + place)
    path.write_text(text, encoding="utf-8")


def follow(copy, name):
    """Do what a recipe says; what each module that it runs has printed."""
    recipe, said = recipe_of(name), {}
    blocks = [re.sub("^   ", "", block, flags=re.M) for block in BLOCK.findall(recipe)]
    for (file, place), block in zip(EDITS[name], blocks, strict=True):
        assert Path(file).name in recipe
        edit(copy / file, place, block)
    commands = [c for c in COMMAND.findall(recipe) if "tests/browser" not in c]
    assert commands
    for arguments in commands:
        command = [sys.executable, "-m", *arguments.split()]
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        said[command[2]] = done.stdout
    return said


@pytest.mark.parametrize("name", [name for name in EDITS if name != "a model"])
def test_a_recipe_works_word_for_word(copy, name):
    follow(copy, name)


def test_a_model_is_one_module(copy):
    assert [file for file, _ in EDITS["a model"]] == ["convert/models/toy.py"]
    before = json.loads((copy / "build/site/site.json").read_bytes())["models"]
    said = follow(copy, "a model")
    assert said["gradcam_py"].startswith("Toy, cat-and-dog.jpg\n")
    difference = re.search(r"largest difference: (\S+) of", said["gradcam_py"])
    assert float(difference[1]) < 1e-4
    listed = json.loads((copy / "build/site/site.json").read_bytes())["models"]
    assert [model["name"] for model in listed[:-1]] == [m["name"] for m in before]
    assert listed[-1]["title"] == "Toy"
