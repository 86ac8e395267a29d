"""Every sentence and every format of a number stands in the folders of the words."""

import pytest

from convert.languages.javascript import strings
from convert.web.words import misplaced, python_strings


def test_the_words_are_in_their_folders():
    assert misplaced() == []


@pytest.fixture
def folders(tmp_path):
    """An empty package and an empty page."""
    for name in ("gradcam_py/view", "gradcam_py/words", "gradcam_py/autodiff"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("site/panels", "site/words"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


def told(folders, file, text):
    (folders / file).write_text(text, encoding="utf-8")
    return misplaced(folders / "gradcam_py", folders / "site")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ('say("It is here")', "It is here"),
        ('say(f"{count} maps")', "{} maps"),
        ('say(f"{share:.1%}")', "{:.1%}"),
        ('say(", ".join(names))', ", "),
        ('raise ValueError("no map")', "no map"),
    ],
)
def test_a_sentence_or_a_format_in_another_module_is_told(folders, line, text):
    found = told(folders, "gradcam_py/view/a.py", f"import x\n{line}\n")
    assert found == [f"gradcam_py/view/a.py:2: {text!r} belongs to the words"]
    assert told(folders, "gradcam_py/view/a.py", "") == []
    assert told(folders, "gradcam_py/autodiff/a.py", line) == []


@pytest.mark.parametrize(
    "line",
    [
        'say("key")',
        'say(f"{folder}/{name}.json")',
        'assert x, "it is there"',
        '"""Say it."""',
        '" ".join(names)',
    ],
)
def test_what_says_nothing_to_visitors_may_stand_anywhere(folders, line):
    assert told(folders, "gradcam_py/view/a.py", line) == []


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ('say("It is here");', "It is here"),
        ("say('It is here');", "It is here"),
        ("say(`${count} maps`);", "{} maps"),
        ("say(`${`${a} of`}`);", "{} of"),
    ],
)
def test_a_sentence_in_another_script_is_told(folders, line, text):
    found = told(folders, "site/panels/a.mjs", f"// a\n{line}\n")
    assert found == [f"site/panels/a.mjs:2: {text!r} belongs to the words"]
    assert told(folders, "site/panels/a.mjs", "") == []
    (folders / "site/panels/a.mjs").unlink()
    found = told(folders, "site/words/a.mjs", line)
    assert found == [f"site/words/a.mjs:1: {text!r} is not looked up in a catalogue"]


@pytest.mark.parametrize(
    "line",
    [
        'say(gettext("It is here"));',
        'say(gettext("It is " + "here"));',
        'say(ngettext("It is here", "They are here", n));',
        'say(pgettext("a place", "It is here"));',
        "say(`${name} (${index})`);",
    ],
)
def test_what_is_looked_up_may_stand_in_the_pages_words(folders, line):
    assert told(folders, "site/words/a.mjs", line) == []


def test_a_word_by_itself_is_told_in_a_script(folders):
    assert told(folders, "site/panels/a.mjs", 'say("Dark"); hear("Enter");') == [
        "site/panels/a.mjs:1: 'Dark' belongs to the words"
    ]


def test_strings_of_javascript_are_found_among_everything_else():
    text = r"""
import { a } from "./a b.mjs"; // "in a comment"
/** "in another" */
const one = "a \" b";
const two = text.replace(/["'`]/g, (c) => `&#${c.at(0)};`);
console.info(`for ${name("developers")}`, "and others");
const three = `x${[1, { y: "in z" }]}y`;
"""
    found = [content for _, content in strings(text)]
    assert sorted(found) == sorted([r"a \" b", "&#{};", "in z", "x{}y"])


def test_a_formatted_string_is_one_with_its_formats():
    text = 'f"{a:.{digits}g} of {b!r}"'
    (found,) = python_strings(f"x = {text}")
    assert found == (1, "{:.{}g} of {}")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('A = "It is here"', "'It is here' is given to no gettext"),
        ('A = {"key": "here"}', "'here' is given to no gettext"),
        ('x = f"{count} maps"', "' maps' is given to no gettext"),
        ('x = ", ".join(names)', "', ' is given to no gettext"),
        ("x = _(message)", "_ without its message as it is"),
        ('x = _(f"{count} maps")', "_ without its message as it is"),
        ('x = ngettext("one map", other, n)', "ngettext without its message as it is"),
        ('x = _("{count} maps")', "{count} has no value"),
        ('x = _("{a!r} maps", b=1, a=2)', "b has no placeholder"),
        ('x = pgettext("{a}", "{b}", a=1, b=1)', "a has no placeholder"),
        ('x = ngettext("a map", "{n} maps", 3)', "{n} has no value"),
        ('x = _("{count} maps", **values)', "** has no placeholder"),
    ],
)
def test_a_text_outside_of_the_catalogue_is_told(folders, line, fault):
    found = told(folders, "gradcam_py/words/a.py", f"import x\n{line}\n")
    assert f"gradcam_py/words/a.py:2: {fault}" in found
    assert told(folders, "gradcam_py/words/a.py", "") == []


@pytest.mark.parametrize(
    "line",
    [
        '"""Say it."""',
        'x = _("{count} maps of {size}", count=1, size=2)',
        'x = ngettext("a map", "{n} maps", n, n=3)',
        'A = gettext_lazy("unknown {given!r}")',
        'A = {"key": pgettext_lazy("a fill", "gray")}',
        'x = f"{value:+.3f} × {other}"',
        'x = "def weights(activations, gradients):"',
    ],
)
def test_what_the_catalogue_has_is_not_told(folders, line):
    assert told(folders, "gradcam_py/words/a.py", line) == []
