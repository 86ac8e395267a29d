"""Names and descriptions of the classes."""

import json

import pytest

from convert.labels import (
    CLASSES,
    DISTINCT_NAMES,
    first_sentence,
    labels_json,
    load_labels,
    make_labels,
)


@pytest.fixture
def synonyms() -> dict[str, str]:
    return {str(index): f"name {index}, other {index}" for index in range(CLASSES)}


@pytest.fixture(scope="module")
def labels() -> list[dict]:
    return load_labels()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A small dog. It barks.", "A small dog."),
        ("A dog of St. Bernard in the Alps. It helps.", "A dog of St. Bernard in "
         "the Alps."),
        ("It is 3.5 m long. Huge.", "It is 3.5 m long."),
        ("A large bag (a sack). It holds things.", "A large bag (a sack)."),
        ("An adult male duck", "An adult male duck."),
        (" Only one. ", "Only one."),
        ("", ""),
    ],
)  # fmt: skip
def test_first_sentence_ends_at_a_full_stop_that_ends_a_sentence(text, expected):
    assert first_sentence(text) == expected


def test_a_class_is_called_by_its_first_name(synonyms):
    labels = make_labels(synonyms, {"7": {"description": "A seven. And more."}})
    assert labels[7] == {"index": 7, "name": "name 7", "description": "A seven."}


def test_other_names_describe_a_class_without_description(synonyms):
    synonyms["8"] = "only name"
    labels = make_labels(synonyms, {"7": {"description": ""}})
    assert labels[7]["description"] == "Also: other 7."
    assert labels[8]["description"] == ""


def test_a_name_of_two_classes_is_refused(synonyms):
    synonyms["8"] = "NAME 7"
    with pytest.raises(ValueError, match=r"'name 7': \[7, 8\]"):
        make_labels(synonyms, {})


def test_a_missing_class_is_refused(synonyms):
    del synonyms["999"]
    with pytest.raises(ValueError, match=r"1000 classes; none for \[999\]"):
        make_labels(synonyms, {})


def test_every_class_has_its_own_name(labels):
    assert [label["index"] for label in labels] == list(range(CLASSES))
    assert len({label["name"].casefold() for label in labels}) == CLASSES
    assert all(label["name"] == label["name"].strip() != "" for label in labels)


@pytest.mark.parametrize(
    ("index", "name"),
    [(0, "tench"), (254, "pug"), (285, "Egyptian cat"), (967, "espresso")],
)
def test_classes_have_the_names_of_the_literature(labels, index, name):
    assert labels[index]["name"] == name


def test_only_classes_with_a_shared_name_are_renamed(labels):
    for index in DISTINCT_NAMES:
        assert labels[index]["name"] == DISTINCT_NAMES[index]
    assert labels[474]["name"] == "cardigan"


def test_descriptions_are_short_sentences(labels):
    """A tooltip's worth; the longest of the data has 333 characters."""
    described = [label["description"] for label in labels if label["description"]]
    assert len(described) > 990
    assert all(text.endswith(".") and len(text) < 400 for text in described)


def test_labels_json_is_deterministic_utf8(labels):
    assert labels_json() == labels_json()
    assert json.loads(labels_json().decode()) == labels
