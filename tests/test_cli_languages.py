"""The command line in another language: one that nobody speaks, from a catalogue."""

import os
import re
import subprocess
import sys

import pytest
from babel.messages.catalog import Catalog

from convert.languages import catalogues, python
from gradcam_py import explain
from gradcam_py.crowd.command import main as main_of_many
from gradcam_py.errors import PlaygroundError
from gradcam_py.languages import catalogues as reader
from gradcam_py.languages import fonts
from gradcam_py.words import language
from tests.pseudo_language import LETTER, pseudo
from tests.tiny_model import NAMES

TAG = "de"  # whose place it takes
# Every answer that there is, besides pictures.
ANSWERS = ("--hide", "0,0,0.5,1", "--check", "--masks", "4")
EXPERIMENTS = ("--curves", "--occlusion", "--rise", "--all-layers", "--out")


def translated(letters):
    """A catalogue of everything, in which each letter becomes one of these."""
    catalog = Catalog(TAG, fuzzy=False)
    for message in python.template():
        ids = [message.id] if isinstance(message.id, str) else message.id
        said = [pseudo(each).replace(LETTER, letters) for each in ids]
        if message.id:
            forms = tuple(said) if len(said) > 1 else said[0]
            catalog.add(message.id, forms, context=message.context)
    return catalog


@pytest.fixture(autouse=True)
def catalogue(tmp_path, monkeypatch):
    """The catalogue, where the command line looks for them; then English again."""
    folder = tmp_path / "languages"
    catalogues.write(folder / TAG / reader.CATALOGUE, translated(LETTER))
    monkeypatch.setattr(reader, "FOLDER", folder)
    monkeypatch.setattr(sys, "argv", ["gradcam_py"])
    fonts.typeface.cache_clear()
    yield folder / TAG / reader.CATALOGUE
    language.choose(language.ENGLISH)
    fonts.typeface.cache_clear()


def environment(monkeypatch, **given):
    """Nothing but this says which language is wanted."""
    for name in (reader.LISTS, *reader.LOCALES):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)


def english_in(text, *known):
    """Words of letters in a text that are not known as names of something."""
    words = re.findall(r"(?<![\w.\-/])[A-Za-z]{2,}(?![\w/=])", text)
    return sorted(set(words) - set(known))


def experiments(folder):
    """Options for everything that is measured and drawn, with the files."""
    files = {option: folder / f"{option[2:]}.png" for option in EXPERIMENTS}
    return [part for option, file in files.items() for part in (option, file)], files


def test_json_is_the_same_in_every_language(run, tmp_path):
    options, _ = experiments(tmp_path)
    asked = ["--json", *ANSWERS, *options]
    status, printed, complained = run(*asked)
    assert (status, complained) == (0, "")
    assert run(*asked, "--language", TAG) == (status, printed, complained)
    assert language.chosen() == TAG


def test_an_answer_is_told_in_the_language(run, tmp_path):
    options, _ = experiments(tmp_path)
    status, printed, _ = run(*ANSWERS, *options, "--language", TAG)
    assert status == 0
    names = ("CAM", "RISE", "EfficientNet", "Lite0", "Grad", "photo", "top", "x")
    labels = ["Tiny", "network", *" ".join(NAMES).split()]
    assert english_in(printed, *names, *labels) == []
    english = run(*ANSWERS, *options, "--language", "en")[1]
    assert english_in(english, *names, *labels) != []
    assert len(printed.splitlines()) == len(english.splitlines())


def test_the_help_is_in_the_language(capsys):
    def told(*options):
        with pytest.raises(SystemExit) as left:
            main_of_many(["--help", *options])
        assert left.value.code == 0
        return capsys.readouterr().out

    english, printed = told(), told("--language", TAG)
    left = english_in(re.sub(r"\{[^}]*\}|\[[^]]*\]|--[\w-]+", "", printed))
    kept = {"gradcam", "imagenet", "jsonl", "top"}
    assert {each for each in left if not each.isupper()} <= kept
    assert {"usage", "options", "show", "photo"} <= set(english_in(english))


@pytest.mark.parametrize(
    "options",
    [
        ["--score", "x"],
        ["--size", "-3"],
        ["--opacity"],
        ["--strange"],
        ["--layer", "nowhere"],
        ["--target", "xyzzy"],
        ["--models", "nowhere"],
        ["--l", "x"],
    ],
)
def test_a_mistake_is_told_in_the_language(run, options):
    status, printed, complained = run(*options, "--language", TAG)
    assert (status, printed) == (2, "")
    assert LETTER in complained
    english = run(*options)[2]
    assert len(complained) == pytest.approx(len(english), abs=3)
    known = {*english_in(complained), "gradcam"}
    assert not known & {"expected", "unknown", "choose", "argument", "invalid", "the"}
    assert not known & {"lists", "options", "unrecognized", "arguments", "could"}


def test_a_missing_photo_is_told_in_the_language(capsys, monkeypatch):
    environment(monkeypatch, LANG="de_DE.UTF-8")
    with pytest.raises(SystemExit):
        main_of_many([])
    assert LETTER in capsys.readouterr().err
    environment(monkeypatch, LANG="en_US.UTF-8")
    with pytest.raises(SystemExit):
        main_of_many([])
    assert "required: PHOTO" in capsys.readouterr().err


def test_the_catalogue_that_is_there_is_read_in_a_process_of_its_own():
    """German's, which says its own word for usage as soon as it is translated."""
    catalog = catalogues.read(catalogues.DOMAINS[0].path("de"))
    wanted = catalog.get("usage: ").string or "usage: "
    told = subprocess.run(
        [sys.executable, "-m", "gradcam_py", "--help"],
        env={"PATH": os.environ["PATH"], "LANG": "de_DE.UTF-8", "COLUMNS": "80"},
        cwd=catalogues.ROOT,
        capture_output=True,
        check=True,
    )
    assert told.stdout.decode("utf-8").startswith(f"{wanted}gradcam_py [-h]")


@pytest.mark.parametrize(
    "options",
    [["--language", "tlh"], ["--language=tlh"], ["--lang", "tlh"], ["--language="]],
)
def test_a_language_that_is_not_spoken_is_refused(run, options):
    status, _, complained = run(*options)
    if options[-1].endswith("="):
        assert status == 0  # as the environment has it
        return
    assert status == 2
    assert "unknown language 'tlh': choose de, en (--help" in complained
    assert complained.count("\n") == 1


def test_option_of_no_language_is_refused(run):
    status, _, complained = run("--language")
    assert status == 2
    assert "argument --language: expected one argument" in complained


# --- pictures


def test_pictures_are_english_where_no_font_has_the_letters(run, tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "FILES", ("no-such-font.ttf",))
    pictures = []
    for tag in ("en", TAG):
        (tmp_path / tag).mkdir()
        options, files = experiments(tmp_path / tag)
        assert run(*options, *ANSWERS, "--language", tag)[0] == 0
        pictures.append([path.read_bytes() for path in files.values()])
    assert pictures[0] == pictures[1]


def test_pictures_are_in_the_language_where_a_font_has_the_letters(
    run, tmp_path, catalogue
):
    catalogues.write(catalogue, translated("z"))  # of ASCII: Pillow's own has it
    found = {}
    for tag in ("en", TAG):
        (tmp_path / tag).mkdir()
        options, files = experiments(tmp_path / tag)
        assert run(*options, *ANSWERS, "--language", tag)[0] == 0
        found[tag] = {name: path.read_bytes() for name, path in files.items()}
    same = {name for name in found["en"] if found["en"][name] == found[TAG][name]}
    assert same == {"--out"}  # which has no words


def test_a_font_with_the_letters_is_looked_for(catalogue, monkeypatch):
    fonts.ImageFont.truetype("DejaVuSans.ttf", 20)  # where the tests run
    catalogues.write(catalogue, translated("ü"))
    reader.speak(TAG)
    assert fonts.typeface(TAG) == "DejaVuSans.ttf"
    fonts.typeface.cache_clear()
    monkeypatch.setattr(fonts, "FILES", ("no-such-font.ttf",))
    assert fonts.typeface(TAG) is None
    with fonts.drawable():
        assert language.chosen() == "en"
    assert language.chosen() == TAG


# --- many pictures, and notebooks


def test_rows_are_the_same_and_the_report_is_in_the_language(
    models, photo, tmp_path, capsys
):
    (photo.parent / "bad.jpg").write_bytes(b"")
    written = {}
    for tag in ("en", TAG):
        out = tmp_path / "out" / tag
        given = [str(photo), str(photo.parent / "bad.jpg"), "--models", str(models)]
        options = ["--out", str(out), "--report", "--jobs", "1", "--language", tag]
        assert main_of_many([*given, *options]) == 0
        written[tag] = (out / "rows.jsonl").read_bytes()
        report = (out / "report.html").read_text(encoding="utf-8")
        told = capsys.readouterr().out
    assert written["en"] == written[TAG]
    assert b"the file is empty" in written["en"]
    assert LETTER in told
    assert f'<html lang="{TAG}">' in report
    body = re.sub(r"<(style|script)>.*?</\1>|<[^>]*>", " ", report, flags=re.DOTALL)
    english = english_in(body)
    assert "Find" not in english
    assert "pictures" not in english
    assert f'<td colspan="6" lang="en">{photo.parent}/bad.jpg: the file is' in report


def test_an_error_in_a_notebook_is_in_the_language(models, photo, monkeypatch):
    def said(**options):
        with pytest.raises(PlaygroundError) as raised:
            explain(photo, model="lite0", models=models, layer="nowhere", **options)
        return str(raised.value)

    assert "unknown layer 'nowhere'" in said()
    assert LETTER in said(language=TAG)
    environment(monkeypatch, LANG="de_DE.UTF-8")
    assert LETTER in said()
    assert "unknown layer 'nowhere'" in said(language="en")
