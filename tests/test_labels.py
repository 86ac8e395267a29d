"""A class is found by what a person types, and near misses are named."""

import json

import pytest

from gradcam_py.errors import ModelFolderError, TargetError
from gradcam_py.model.labels import Label, Labels
from tests.tiny_model import NAMES


def entries(names):
    return [
        {"index": i, "name": name, "description": f"about {name}"}
        for i, name in enumerate(names)
    ]


@pytest.fixture
def labels():
    return Labels.load(json.dumps(entries(NAMES)))


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("0", 0),
        (" 9 ", 9),
        ("Egyptian cat", 0),
        ("egyptian  CAT", 0),
        ("egyptian-cat", 0),
        ("bull_mastiff", 3),
        ("pug", 2),
    ],
)
def test_class_is_found_by_index_or_name(labels, text, index):
    assert labels.find(text) == index


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("10", r"^class 10: expected 0\.\.9$"),
        ("egiptian cat", r"'egiptian cat': did you mean Egyptian cat \(0\)"),
        ("mastiff", r"'mastiff': did you mean bull mastiff \(3\)"),
        ("crane", r"^'crane' .* give the index of one, crane \(6\) or crane \(7\)$"),
        ("zzzzzz", r"'zzzzzz': give a name or an index, 0\.\.9$"),
        ("", "unknown class ''"),
        ("-1", r"unknown class '-1': expected 0\.\.9$"),
        ("²", "unknown class '²'"),
    ],
)
def test_unknown_or_ambiguous_class_is_refused_with_a_way_out(labels, text, message):
    with pytest.raises(TargetError, match=message):
        labels.find(text)


def test_every_class_with_a_name_of_its_own_finds_itself(labels):
    for index, name in enumerate(NAMES):
        if NAMES.count(name) == 1:
            assert labels.find(name) == index


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cat", [0, 1]),  # a later word begins with it
        ("p", [2]),  # the name begins with it; the p inside others ranks after
        ("t", [1, 8]),
        ("7", [7]),
        ("99", []),
        ("  ", []),
    ],
)
def test_search_ranks_beginnings_of_names_then_of_words(labels, text, found):
    assert labels.search(text)[: len(found)] == found
    if not found:
        assert labels.search(text) == []


def test_search_is_limited(labels):
    assert len(labels.search("a", limit=3)) == 3


@pytest.mark.parametrize(
    "data",
    [
        "no json",
        "null",
        "[1, 2]",
        '[{"index": 0, "name": "a"}]',
        json.dumps(entries(["a", "b"])[::-1]),
    ],
)
def test_malformed_labels_are_refused(data):
    with pytest.raises(ModelFolderError, match=r"^labels\.json.*make site"):
        Labels.load(data)


@pytest.fixture
def animals():
    named = {
        "goldfinch": "a small bird",
        "golden retriever": "a large dog",
        "dough": "flour and water",
        "timber wolf": "a wild canid",
        "wolf spider": "a spider that hunts like a wolf",
        "hotdog": "a sausage in a bun",
        "Irish wolfhound": "a very tall dog",
        "crane (bird)": "a tall wading bird",
        "crane (machine)": "lifts loads",
    }
    return Labels(
        tuple(
            Label(index, name, text) for index, (name, text) in enumerate(named.items())
        )
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("golden", [1]),
        ("dog", [1, 6]),  # in no name as a word, in two descriptions
        ("wolf", [3, 4]),  # what is a wolf before what is called after one
        ("wolfh", [6]),
        ("gold", [1, 0]),
        ("tall bird", [7]),
        ("goldfinsh", [0]),  # a slip
    ],
)
def test_whole_words_come_before_beginnings_and_these_before_slips(
    animals, text, found
):
    assert animals.search(text) == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("crane", r"index of one, crane \(bird\) \(7\) or crane \(machine\) \(8\)$"),
        ("wolf", r"mean timber wolf \(3\), wolf spider \(4\)\?$"),
        ("-1", r"expected 0\.\.8$"),
    ],
)
def test_a_word_of_several_names_lists_them_all_with_their_index(
    animals, text, message
):
    with pytest.raises(TargetError, match=message):
        animals.find(text)
