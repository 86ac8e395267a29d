"""Catalogues, what is wrong with them, and that nothing is said without them."""

import re
import subprocess
import sys
from decimal import Decimal

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.numbers import format_decimal, format_percent

from convert.languages import catalogues, python
from convert.languages.__main__ import main
from convert.languages.catalogues import DOMAINS
from convert.languages.check import faults, is_begun
from convert.thirdparty.npm import node
from gradcam_py.languages import catalogues as reader
from gradcam_py.languages.catalogues import LanguageError, offered, speak
from gradcam_py.words import grammar, language, numbers
from gradcam_py.words.command_line import argument_parser
from gradcam_py.words.formula import starters
from tests import words_samples
from tests.pseudo_language import KEPT, LETTER, Pseudo

CATALOGUES = [(domain, tag) for domain in DOMAINS for tag in domain.tags()]
BEGUN = [
    tag for tag in DOMAINS[0].tags() if is_begun(catalogues.read(DOMAINS[0].path(tag)))
]
SAID = {
    module.__name__.split("words.")[1]: module for module in words_samples.modules()
}
# What is the same in every language: values, names, exponents, keys.
SAME = re.compile(
    r"<\w+>?|--shapes|\b(?:None|RISE|JSON|tuple|class -?\d+)\b|\de[+-]\d+| x (?=\d)"
)


@pytest.fixture(autouse=True)
def english_again():
    """Whatever a test speaks, the next one hears English."""
    yield
    language.choose(language.ENGLISH)


# --- the catalogues that there are


@pytest.mark.parametrize(("domain", "tag"), CATALOGUES)
def test_nothing_is_to_be_done_in_a_catalogue(domain, tag):
    catalog = catalogues.read(domain.path(tag))
    assert list(faults(catalog, domain.template(), tag)) == []


@pytest.mark.parametrize(("domain", "tag"), CATALOGUES)
def test_make_languages_has_written_a_catalogue(domain, tag):
    path = domain.path(tag)
    catalog = catalogues.read(path)
    catalog.update(domain.template())
    assert catalogues.written(catalog) == path.read_bytes()


def test_the_languages_that_are_begun_are_offered():
    assert offered() == sorted(["en", *BEGUN])


# --- what is wrong with a catalogue


def german(*messages):
    """A catalogue with (id, translation, further arguments of Babel's)."""
    catalog = Catalog("de", fuzzy=False)
    for message, said, *more in messages:
        catalog.add(message, said, **(more[0] if more else {}))
    return catalog


TEMPLATE = german(
    ("{count} maps", ""),
    ("gray", "", {"context": "fill"}),
    (("one of {all}", "{count} of {all}"), ("", "")),
)
WHOLE = {
    "{count} maps": ("{count} maps", "{count} Karten"),
    "gray": ("gray", "grau", {"context": "fill"}),
    "one of {all}": (
        ("one of {all}", "{count} of {all}"),
        ("eine von {all}", "{count} von {all}"),
    ),
}


@pytest.mark.parametrize(
    ("message", "instead", "expected"),
    [
        ("gray", None, "missing: gray (fill)"),
        ("gray", ("gray", "grau"), "not used: gray"),
        ("gray", ("gray", "", {"context": "fill"}), "not translated: gray"),
        (
            "gray",
            ("gray", "grau", {"context": "fill", "flags": ["fuzzy"]}),
            "to be looked at again, as the English has changed: gray",
        ),
        (
            "gray",
            ("gray", "grau {x}", {"context": "fill"}),
            "{x} is in the translation alone: gray",
        ),
        (
            "{count} maps",
            ("{count} maps", "Karten"),
            "{count} is missing in the translation: {count} maps",
        ),
        (
            "{count} maps",
            ("{count} maps", "{count!r} Karten"),
            "{count!r} is in the translation alone: {count} maps",
        ),
        (
            "{count} maps",
            ("{count} maps", "{count Karten"),
            "expected '}' before end of string in {count Karten: {count} maps",
        ),
        (
            "{count} maps",
            ("{count} maps", "{count} Karten "),
            "begins or ends with a space, the translation or the English: {count} maps",
        ),
        (
            "one of {all}",
            (("one of {all}", "{count} of {all}"), ("eine", "{count} von {all}")),
            "{all} is missing in the translation: one of {all}",
        ),
        (
            "one of {all}",
            (("one of {all}", "{count} of {all}"), ("eine von {all}", "")),
            "not translated: one of {all}",
        ),
    ],
)
def test_a_fault_is_told(message, instead, expected):
    assert list(faults(german(*WHOLE.values()), TEMPLATE, "de")) == []
    content = {**WHOLE, message: instead}
    found = list(faults(german(*filter(None, content.values())), TEMPLATE, "de"))
    assert expected in found


@pytest.mark.parametrize(("one", "count"), [("une carte", 1), ("{count} carte", 0)])
def test_a_form_of_several_numbers_says_which(one, count):
    """French says nought and one alike: a word for one would be wrong."""
    template, catalog = Catalog(fuzzy=False), catalogues.begin(DOMAINS[0], "fr")
    template.add(("one map", "{count} maps"))
    catalog.add(("one map", "{count} maps"), (one, "{count} cartes"))
    fault = "{count} is missing in the translation: one map"
    assert list(faults(catalog, template, "fr")) == [fault] * count


def test_a_catalogue_of_another_language_is_told():
    (fault,) = faults(german(*WHOLE.values()), TEMPLATE, "fr")
    assert fault == "its Language is de, expected fr"


def test_nothing_is_missing_where_nothing_is_begun():
    catalog = german(*((message, "", *more) for message, _, *more in WHOLE.values()))
    assert list(faults(catalog, TEMPLATE, "de")) == []


# --- make languages


@pytest.fixture
def domain(tmp_path, monkeypatch):
    """A domain of two messages, in a folder of its own."""
    package = tmp_path / "gradcam_py"
    (package / "words").mkdir(parents=True)
    module = package / "words" / "a.py"
    module.write_text('A = gettext_lazy("gray")  # a colour\nB = _("a {b}", b=1)\n')
    made = catalogues.Domain(
        "What it says",
        lambda: python.template(package),
        "languages/{tag}/python.po",
    )
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr("convert.languages.__main__.DOMAINS", [made])
    monkeypatch.setattr(
        catalogues.Domain, "path", lambda self, tag: tmp_path / f"{tag}.po"
    )
    monkeypatch.setattr(
        catalogues.Domain, "tags", lambda self: [p.stem for p in tmp_path.glob("*.po")]
    )
    return module, tmp_path / "it.po"


def test_a_language_is_begun_and_brought_up_to_date(domain, capsys):
    module, path = domain
    assert main(["--add", "it"]) == 0
    assert "nothing is translated" in capsys.readouterr().out
    text = path.read_text()
    assert '#. a colour\n#: gradcam_py/words/a.py\nmsgid "gray"\nmsgstr ""' in text
    assert "What it says, in Italian" in text
    path.write_text(
        text.replace('"gray"\nmsgstr ""', '"gray"\nmsgstr "grigio"').replace(
            '"a {b}"\nmsgstr ""', '"a {b}"\nmsgstr "un {b}"'
        )
    )
    assert main(["--check"]) == 0
    module.write_text('A = gettext_lazy("gray")  # a colour\nB = _("a {c}", c=1)\n')
    assert main(["--check"]) == 1
    told = capsys.readouterr().out
    assert "missing: a {c}" in told
    assert "not used: a {b}" in told
    assert main([]) == 0
    assert main(["--check"]) == 1
    assert "to be looked at again" in capsys.readouterr().out
    assert 'msgstr "un {b}"' in path.read_text()


# --- nothing is said without a catalogue


@pytest.fixture(scope="module")
def heard():
    """All that the words say in a language of its own, and what they have looked up."""
    said = {}
    with Pseudo() as spoken:
        for name, module in SAID.items():
            said[name] = {
                (label, str(getattr(value, "comment", value)))
                for label, value in words_samples.constants(module)
                if isinstance(value, language.Text | starters.Commented)
            }
            for function, value in words_samples.functions(module):
                calls = words_samples.calls(module, value)
                said[name] |= {(function, text) for _, text in calls}
        for message in argument_parser.MESSAGES:
            argument_parser.said(message)
        argument_parser.counted(argument_parser.EXPECTED, "", 2)
        numbers.count(1000)
        numbers.plain_percent_sign()
        numbers.interval(0, 1)
        numbers.signed_points(0.5)
        grammar.either(["a", "b"])
    return said, spoken.looked_up


def says_english(text):
    """Whether there are letters that no catalogue has changed."""
    return bool(re.search("[A-Za-z]", SAME.sub("", KEPT.sub("", text))))


@pytest.mark.parametrize("name", sorted(SAID))
def test_a_module_says_nothing_in_english(heard, name):
    texts = [each for each in heard[0][name] if isinstance(each[1], str)]
    assert texts
    assert [each for each in texts if says_english(each[1])] == []


def test_what_is_looked_up_is_what_the_catalogues_have(heard):
    known = {
        (
            message.context,
            message.id if isinstance(message.id, str) else tuple(message.id),
        )
        for message in python.template()
        if message.id
    }
    assert (heard[1] - known, known - heard[1]) == (set(), set())


def test_the_tester_hears_english():
    assert says_english("<name>: 3 maps")
    assert not says_english(f"<name>: {LETTER} {{given!r}} 1.2e-05, RISE")


# --- numbers, as Unicode's data of languages (CLDR) have them


def grouped(tag, numbers):
    """Whole numbers as ICU writes them: Babel does not know that Spanish has 1234."""
    script = f"for (const n of {numbers}) console.log(n.toLocaleString('{tag}'))"
    done = subprocess.run([node(), "-e", script], capture_output=True, check=True)
    return done.stdout.decode().splitlines()


@pytest.mark.parametrize("tag", ["en", *BEGUN])
def test_numbers_are_written_as_in_their_language(tag):
    speak(tag)
    whole = [0, 12, 999, 1000, 1234, 9999, 10000, 12345, 123456, 1234567]
    assert list(map(numbers.count, whole)) == grouped(tag, whole)
    for value in ("0.25", "12.5", "0.001"):
        wanted = format_decimal(Decimal(value), locale=Locale.parse(tag, sep="-"))
        assert numbers.rough(float(value)) == wanted


def test_the_tester_of_whole_numbers_knows_their_languages():
    assert grouped("es", [1234, 12345]) == ["1234", "12.345"]
    assert grouped("fr", [1234]) == ["1\N{NARROW NO-BREAK SPACE}234"]


@pytest.mark.parametrize("tag", ["en", *BEGUN])
def test_percentages_are_written_as_in_their_language(tag):
    speak(tag)
    wanted = format_percent(0.432, format=None, locale=tag.replace("-", "_"))
    pattern = re.sub(r"\d+", "{}", wanted)
    if tag == "en":  # a space as in the SI, which the page has had from the first
        assert (pattern, numbers.whole_percent(0.43)) == ("{}%", "43 %")
        assert numbers.plain_percent(0.432) == "43.2%"
        return
    sign = format_decimal(Decimal("0.5"), locale=tag.replace("-", "_"))[1]
    assert numbers.whole_percent(0.43) == pattern.format(43)
    assert numbers.percent(0.432) == pattern.format(f"43{sign}2")
    assert numbers.percent(0.00001) == f"< {pattern.format(f'0{sign}1')}"
    plain = pattern.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert numbers.plain_percent(0.432).replace("\N{NO-BREAK SPACE}", " ") in (
        pattern.format(f"43{sign}2").replace("\N{NO-BREAK SPACE}", " "),
        plain.format(f"43{sign}2"),
    )


@pytest.mark.parametrize("tag", ["en", *BEGUN])
def test_a_choice_is_written_as_in_its_language(tag):
    speak(tag)
    patterns = Locale.parse(tag, sep="-").list_patterns["or"]
    first, last = patterns["middle"].format("A", "B"), "C"
    wanted = patterns["end"].format(first, last)
    if tag == "en":  # without the comma before it
        wanted = wanted.replace(", or", " or")
    assert grammar.either(["A", "B", "C"]) == wanted


# --- which language is spoken


@pytest.fixture
def catalogue_folder(tmp_path, monkeypatch):
    """Catalogues of their own: of German and Chinese, and one that is only begun."""
    monkeypatch.setattr(reader, "FOLDER", tmp_path)
    for tag, said in (("de", "grau"), ("zh", "灰"), ("fr", "")):
        catalog = Catalog(tag, fuzzy=False)
        catalog.add("gray", said)
        catalogues.write(tmp_path / tag / "python.po", catalog)
    return tmp_path


@pytest.mark.usefixtures("catalogue_folder")
@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "de_AT@euro"}, "de"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "it_IT.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),  # nothing is translated
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LC_MESSAGES": "en_GB.UTF-8", "LC_ALL": "de_DE.UTF-8"}, "de"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "it:de:zh"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "en:de"}, "en"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "de"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": ""}, "de"),
    ],
)
def test_the_environment_is_asked_as_gettext_asks_it(
    monkeypatch, environment, expected
):
    for name in (reader.LISTS, *reader.LOCALES):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    speak()
    said = {"en": "gray", "de": "grau", "zh": "灰"}[expected]
    assert (language.chosen(), language._("gray")) == (expected, said)


@pytest.mark.usefixtures("catalogue_folder")
def test_a_wish_comes_before_the_environment(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh")
    speak("de-CH")
    assert (language.chosen(), language._("gray")) == ("de", "grau")
    speak("en-GB")
    assert (language.chosen(), language._("gray")) == ("en", "gray")


@pytest.mark.usefixtures("catalogue_folder")
@pytest.mark.parametrize("tag", ["tlh", "fr", "..", "de/../de", " "])
def test_a_language_that_is_not_spoken_is_refused(tag):
    expected = re.escape(f"unknown language {tag!r}: choose de, en, zh")
    with pytest.raises(LanguageError, match=expected):
        speak(tag)
    assert language.chosen() == "en"


@pytest.mark.usefixtures("catalogue_folder")
def test_a_constant_is_said_in_the_language_of_the_moment():
    constant = language.gettext_lazy("gray")
    assert str(constant) == "gray"
    speak("de")
    assert f"{constant}" == "grau"
    with language.english():
        assert str(constant) == "gray"
    assert str(constant) == "grau"


@pytest.mark.usefixtures("catalogue_folder")
def test_without_babel_it_is_english_or_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "babel.messages.pofile", None)
    monkeypatch.setenv("LANGUAGE", "de")
    speak()
    assert language.chosen() == "en"
    with pytest.raises(LanguageError, match="babel is not installed"):
        speak("de")
