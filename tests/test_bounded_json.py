"""JSON from anyone: what Python's own reader reads, unless it is nested too deep."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcam_py.bounded_json import DEEPEST, loads

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text('[]{}"\\a', max_size=9),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text('[{"\\', max_size=3), inner)
    ),
)


@given(values)
def test_it_reads_what_pythons_reader_reads(value):
    for text in (json.dumps(value), json.dumps(value).encode("utf-16")):
        assert loads(text) == value


def test_brackets_in_strings_count_for_nothing():
    text = "[" * 1000 + '\\"' + "{" * 1000
    assert loads(json.dumps([text])) == [text]


@pytest.mark.parametrize("brackets", ["[", '{"a":', '["]",', '{"\\"}":'])
def test_what_is_nested_too_deep_is_refused(brackets):
    with pytest.raises(ValueError, match=f"{DEEPEST} deep at most"):
        loads(brackets * (DEEPEST + 1))
    with pytest.raises(json.JSONDecodeError):  # deep enough, and cut off
        loads(brackets * DEEPEST)


def test_as_deep_as_allowed_is_read():
    value = loads("[" * DEEPEST + "]" * DEEPEST)
    assert json.dumps(value).count("[") == DEEPEST


@pytest.mark.parametrize("text", ['"' + '\\"' * 5_000_000, '"' * 10_000_000, "\\" * 99])
def test_strings_without_an_end_take_no_time(text):
    with pytest.raises(json.JSONDecodeError):
        loads(text)
