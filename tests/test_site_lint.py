"""What `make lint` finds in the page's modules: floors, types, unused code."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from convert.thirdparty.npm import environment
from convert.web.typescript import write_types

ROOT = Path(__file__).parent.parent
COPIED = ("package.json", "tsconfig.json", "tsconfig.workers.json", "knip.jsonc")


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """What is linted, and what it is linted with; not to be changed."""
    folder = tmp_path_factory.mktemp("original")
    for name in ("site", "types", "convert/onefile"):
        shutil.copytree(ROOT / name, folder / name)
    for name in COPIED:
        shutil.copy(ROOT / name, folder / name)
    write_types(folder / "build" / "types")
    return folder


@pytest.fixture
def copy(original, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(original, folder)
    os.symlink(ROOT / "node_modules", folder / "node_modules")
    return folder


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def run(folder, *command):
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True
    )


def floors(folder):
    command = (sys.executable, "-m", "convert.web.floors", folder / "site")
    return run(ROOT, *command)


def tool(folder, name, *arguments):
    return run(folder, f"node_modules/.bin/{name}", *arguments)


def test_make_lint_asks_all_of_them():
    makefile = (ROOT / "Makefile").read_text()
    recipe = re.search(r"^lint:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)[1]
    for command in ("web.floors", "web.typescript", "npm run --silent lint"):
        assert f" -m convert.{command}" in recipe.replace("thirdparty.", "")
    scripts = (ROOT / "package.json").read_text()
    assert '"lint": "tsc && tsc -p tsconfig.workers.json && knip"' in scripts


def test_nothing_is_found(copy):
    assert floors(copy).stdout == "site's floors are kept\n"
    assert tool(copy, "tsc").stdout == ""
    assert tool(copy, "tsc", "-p", "tsconfig.workers.json").stdout == ""
    found = tool(copy, "knip")
    assert (found.stdout, found.returncode) == ("", 0)


def test_no_file_is_left_out_of_the_types(original):
    for path in (original / "site").rglob("*.*js"):
        assert "@ts-nocheck" not in path.read_text()
        assert "@ts-ignore" not in path.read_text()


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("draw/pen.mjs", "../panels/card.mjs"),
        ("panels/card.mjs", "../python/view.mjs"),
        ("dom/dom.mjs", "../files/sha256.mjs"),
        ("files/store.mjs", "../inference/runtime.mjs"),
        ("workers/serve.mjs", "../python/view.mjs"),
        ("python/interpreter.mjs", "../boot.mjs"),
    ],
)
def test_an_import_that_goes_up_is_told_with_its_line(copy, module, imported):
    path = copy / "site" / module
    lines = path.read_text().count("\n")
    with path.open("a") as file:
        file.write(f'import "{imported}";\n')
    done = floors(copy)
    assert done.returncode == 1
    assert done.stdout.startswith(f"site/{module}:{lines + 1}: imports ")


def test_a_folder_without_a_floor_is_told(copy):
    (copy / "site" / "attic").mkdir()
    (copy / "site" / "attic" / "old.mjs").write_text("export {};\n")
    done = floors(copy)
    assert done.returncode == 1
    assert done.stdout.startswith("site/attic/: ")


@pytest.mark.parametrize(
    ("module", "old", "new", "code"),
    [
        # a part that is none, and one that nobody shows
        ("python/view.mjs", "  looks: showLooks", "  look: showLooks", "TS2"),
        ("python/view.mjs", "  looks: showLooks,\n", "", "TS2741"),
        # a field of a message
        ("panels/card.mjs", "is_busy })", "is_idle })", "TS2339"),
        ("panels/predictions.mjs", "data.percent", "data.share", "TS2339"),
        ("lesson/lesson.mjs", "logit, length,", "logits, length,", "TS2339"),
        # an action, its values, one of a choice
        ("panels/keep.mjs", 'send("share")', 'send("shares")', "TS2345"),
        ("panels/card.mjs", "{ on_card:", "{ onCard:", "TS2561"),
        ("panels/keep.mjs", '{ kind: "png" }', '{ kind: "gif" }', "TS2322"),
        ("draw/stage.mjs", 'send("delete", { index })', 'send("delete")', "TS2554"),
        # an id of the page, and what only another element has
        ("panels/card.mjs", '"card-text"', '"card-texts"', "TS2345"),
        (
            "panels/card.mjs",
            'byId("card").checked =',
            'byId("drop").checked =',
            "TS2339",
        ),
        # what may be null
        ("draw/input.mjs", "index === null || pen.isDown", "pen.isDown", "TS2322"),
    ],
)
def test_a_wrong_word_to_python_or_the_page_is_told(copy, module, old, new, code):
    change(copy / "site" / module, old, new)
    done = tool(copy, "tsc")
    assert done.returncode != 0
    assert re.search(rf"^site/{module}\(\d+,\d+\): error {code}", done.stdout, re.M)


def test_what_python_declares_otherwise_is_told(copy):
    types = copy / "build" / "types" / "protocol.d.ts"
    change(types, "is_busy: boolean", "busy: boolean")
    done = tool(copy, "tsc")
    assert "site/panels/card.mjs" in done.stdout


def test_a_workers_mistake_is_told(copy):
    change(copy / "site/workers/sw.mjs", "entry.sha256))) await", "entry.sha))) await")
    done = tool(copy, "tsc", "-p", "tsconfig.workers.json")
    assert "site/workers/sw.mjs" in done.stdout


@pytest.mark.parametrize(
    ("module", "line", "told"),
    [
        ("files/assets.mjs", "export const unused = 1;", "unused"),
        ("dom/attic.mjs", "export const old = 1;", "site/dom/attic.mjs"),
    ],
)
def test_code_that_nobody_uses_is_told(copy, module, line, told):
    with (copy / "site" / module).open("a") as file:
        file.write(f"{line}\n")
    done = tool(copy, "knip")
    assert done.returncode != 0
    assert told in done.stdout


def test_a_local_name_that_nobody_uses_is_told(copy):
    with (copy / "site/dom/dom.mjs").open("a") as file:
        file.write("const unused = 1;\n")
    assert "error TS6133" in tool(copy, "tsc").stdout
