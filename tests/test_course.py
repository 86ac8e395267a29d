"""Lessons: a file read and written exactly, text without markup, answers as a table."""

import csv
import io
import json
import time
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gradcam_py.course import limits
from gradcam_py.course.answers import Answers
from gradcam_py.course.course import Course, Page, Picture, Question, Scene
from gradcam_py.course.file import read, write
from gradcam_py.course.markdown import DEEPEST, RULES, nodes
from gradcam_py.csv_table import harmless
from gradcam_py.errors import CourseError
from gradcam_py.view.protocol.course import CourseElement, Tag
from tests.courses import COURSE, HOSTILE, JAVASCRIPT, MARKUP, as_json

# Of the longest text, however it is nested: looking back would take minutes.
MOST_SECONDS = 5
LATER = (
    "another link",
    "a wild shape",
)  # the page's to tell: they need the links' code

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
said = texts.filter(str.strip)
questions = st.one_of(
    st.builds(Question, st.just("text"), said),
    st.builds(
        Question,
        st.sampled_from(["one", "several"]),
        said,
        st.lists(said, min_size=2, max_size=4).map(tuple),
    ),
)
scenes = st.builds(
    Scene,
    texts,
    st.sampled_from(["", "explore", "test", "how", "missions"]),
    texts,
    st.none() | st.integers(0, 1),
)
courses = st.builds(
    Course,
    said,
    st.sampled_from(["", "en", "pt-BR"]),
    st.lists(
        st.builds(
            Page, texts, st.none() | scenes, st.lists(questions, max_size=3).map(tuple)
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    st.tuples(*[st.builds(Picture, texts, st.binary(max_size=20))] * 2),
)


# The file


@given(courses)
def test_what_is_written_is_read_again(course):
    assert read(write(course)) == course


@given(courses)
def test_what_was_written_is_written_again_byte_for_byte(course):
    data = write(course)
    assert write(read(data)) == data


def test_the_file_is_readable_json():
    data = json.loads(write(COURSE))
    assert list(data) == ["format", "version", "title", "language", "pages", "pictures"]
    first, second, third = data["pages"]
    assert first["state"] == {"link": COURSE.pages[0].scene.link, "room": "explore"}
    assert first["questions"][0] == {"kind": "text", "prompt": "Why?"}
    assert second == {"text": COURSE.pages[1].text}
    assert third["state"] == {"room": "test", "picture": 0}


def test_a_file_by_hand_may_leave_out_what_is_empty_and_begin_with_a_mark():
    assert read(b"\xef\xbb\xbf" + as_json()) == Course("T")


@pytest.mark.parametrize("name", sorted(set(HOSTILE) - set(LATER)))
def test_what_is_no_lesson_is_refused_in_one_line(name):
    data, reason = HOSTILE[name]
    with pytest.raises(CourseError) as refused:
        read(data)
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200


def test_a_file_of_fifty_megabytes_is_refused_unread():
    with pytest.raises(CourseError, match="50,000,000"):
        read(b'{"pages":' + b" " * 49_999_991)


def test_nothing_is_written_that_could_not_be_read():
    with pytest.raises(CourseError, match="title is empty"):
        write(replace(COURSE, title=""))
    large = Picture("x", bytes(limits.LARGEST_PICTURE + 1))
    with pytest.raises(CourseError, match="picture 1: 12,000,001 bytes"):
        write(replace(COURSE, pictures=(large,)))
    two = tuple(Picture(name, bytes(limits.LARGEST_PICTURE)) for name in "ab")
    with pytest.raises(CourseError, match="a lesson has 20,000,000 bytes at most"):
        write(replace(COURSE, pictures=two))


def test_a_picture_that_no_page_shows_is_dropped_and_the_others_keep_their_pages():
    one, two = (Picture(name, name.encode()) for name in ("one", "two"))
    pages = (Page("a", Scene(picture=0)), Page("b", Scene(picture=1)))
    course = Course("T", pages=pages, pictures=(one, two))
    left = course.with_page(0, Page("a"))
    assert left.pictures == (two,)
    assert left.pages[1].scene == Scene(picture=0)
    same, index = left.with_picture(two)
    assert (same, index) == (left, 0)


# The text


def flat(made):
    """Every element of some nodes, and every text."""
    for node in made:
        yield node
        if not isinstance(node, str):
            yield from flat(node["children"])


def text_of(made):
    return "".join(node for node in flat(made) if isinstance(node, str))


class Elements(HTMLParser):
    """What a page of HTML has, as nodes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self._open = [self.found]
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "children": []}
        if tag == "a":
            element["href"] = dict(attrs)["href"]
        self._open[-1].append(element)
        if tag != "br":
            self._open.append(element["children"])

    def handle_endtag(self, tag):
        if tag != "br":
            self._open.pop()

    def handle_data(self, data):
        text = data.strip("\n")
        if text:
            self._open[-1].append(text)


SAMPLES = [
    "one\n\ntwo",
    "*a* **b** `c` ***d***",
    "- a\n- b\n\n1. c\n2. d",
    "- a\n  - b\n- c",
    "[a *b*](https://b.org/?x=1&y=2)",
    "a\\\nb",
    "&lt;b&gt; \\*no\\*",
    "```\n<b>\n```",
]


@pytest.mark.parametrize("text", SAMPLES)
def test_nodes_are_those_of_the_librarys_own_html(text):
    """The library renders HTML by itself, which a browser's parser reads."""
    html = MarkdownIt("zero").enable(RULES).render(text).replace(">\n<", "><")
    expected = Elements(html).found
    made = json.loads(json.dumps(nodes(text)).replace('\\n"', '"'))
    assert made == expected


@pytest.mark.parametrize("text", [MARKUP, JAVASCRIPT, "<div>\n\n" + MARKUP])
def test_markup_is_text_and_no_link_runs_anything(text):
    made = nodes(text)
    assert {node["tag"] for node in flat(made) if not isinstance(node, str)} == {"p"}
    for part in ("<img src=x", "<script>", "onerror"):
        assert (part in text) == (part in text_of(made))


@given(st.text("*_`[]()<>#-1. \n\\&ab!:/h", max_size=80))
def test_a_text_of_marks_becomes_elements_that_the_page_knows(text):
    for node in flat(nodes(text)):
        if not isinstance(node, str):
            assert node["tag"] in Tag.__args__
            assert set(node) <= set(CourseElement.__annotations__)
            assert node.get("href", "https://").startswith("https://")


def levels(text):
    tags = [node["tag"] for node in nodes(text)]
    return [int(tag[1:]) for tag in tags if tag[0] == "h"]


def test_headings_stand_below_the_pages_own_and_leave_out_no_level():
    assert levels("# a\n\n## b\n\n#### c\n\n# d") == [3, 4, 5, 3]
    assert levels("### a\n\n# b\n\n###### c") == [3, 3, 4]


def depth(made):
    inner = (depth(each["children"]) for each in made if not isinstance(each, str))
    return 1 + max(inner, default=0)


@pytest.mark.parametrize(
    "pattern",
    [
        *("*a ", "**a ", "_a ", "[", "[a](", "`", "> ", "* ", "- ", "&", "#", "<a "),
        *("![", "```\n", "a\n", "\\", "1. ", "*", "]("),
    ],
)
@pytest.mark.parametrize("closed", [False, True])
def test_the_longest_text_is_read_in_time_and_not_deeper_than_a_page_needs(
    pattern, closed
):
    half = pattern * (limits.LONGEST_TEXT // len(pattern) // 2)
    text = half + (half[::-1] if closed else half)
    started = time.perf_counter()
    assert depth(nodes(text)) <= DEEPEST + 4
    assert time.perf_counter() - started < MOST_SECONDS


# Answers

SAID = '\'=HYPERLINK("x")\n"quoted", ünd'
GIVEN = (
    Answers("Ada, =1+1")
    .with_answer(COURSE, 0, 0, SAID[1:])
    .with_answer(COURSE, 0, 1, (1,))
    .with_answer(COURSE, 0, 2, (2, 1))
)


def table(answers):
    text = answers.to_csv(COURSE).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_table_has_a_row_for_every_question():
    head, *rows = table(GIVEN)
    assert head == ["name", "lesson", "page", "question", "prompt", "answer"]
    assert rows == [
        [*("Ada, =1+1", "Cats & “dogs”", "1", "1", "Why?"), SAID],
        ["Ada, =1+1", "Cats & “dogs”", "1", "2", "Which?", "the wall"],
        ["Ada, =1+1", "Cats & “dogs”", "1", "3", "Which ones?", "'=b; c"],
        ["Ada, =1+1", "Cats & “dogs”", "3", "1", "'-1?", ""],
    ]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", " =1", "\t1", "\r1", "\n=1"])
def test_no_cell_is_a_formula(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "1-1", "me@b.org", "ä"])
def test_other_cells_are_what_was_written(text):
    assert harmless(text) == text


def test_kept_answers_come_back():
    assert Answers.from_json(GIVEN.to_json(), COURSE) == GIVEN
    assert Answers.from_json(GIVEN.at(1).to_json(), COURSE) == GIVEN.at(1)
    older = json.loads(GIVEN.to_json())
    del older["page"]
    assert Answers.from_json(json.dumps(older), COURSE) == GIVEN
    assert Answers().to_json() == ""  # nothing to keep


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "[]",
        "{}",
        '{"name": 1, "answers": []}',
        '{"name": "", "answers": [[0, 0]]}',
        '{"name": "", "answers": [[0, 0, 1]]}',
        '{"name": "", "answers": [[9, 0, "x"]]}',
        '{"name": "", "answers": [[0, true, "x"]]}',
        '{"name": "", "answers": [[0, 1, [0, 1]]]}',
        '{"name": "", "answers": [[0, 2, [-1]]]}',
        '{"name": "", "answers": [[0, 2, [1, 1]]]}',
        '{"name": "", "answers": [[0, 2, {"__proto__": 1}]]}',
        '{"name": "", "answers": [], "page": 9}',
        '{"name": "", "answers": [], "page": -1}',
        '{"name": "", "answers": [], "page": true}',
        '{"name": "", "answers": [], "page": "1"}',
        "[" * 100_000,
    ],
)
def test_kept_answers_that_somebody_changed_are_refused(kept):
    with pytest.raises(CourseError, match="kept for the lesson cannot be read"):
        Answers.from_json(kept, COURSE)


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        ((0, 0), (0,), "answered with a text"),
        ((0, 1), "the ears", "by choosing options"),
        ((0, 1), (0, 1), "choose one option"),
        ((0, 2), (3,), "expected some of 0 to 2"),
        ((0, 2), (True,), "by choosing options"),
        ((0, 3), "x", "there is no question 4"),
        ((3, 0), "x", "there is no page 4"),
        ((-1, 0), "x", "there is no page 0"),
        ((0, 0), "x" * 20_001, "the answer: 20,001 characters"),
    ],
)
def test_what_is_no_answer_is_refused(place, value, reason):
    with pytest.raises(CourseError, match=reason):
        Answers().with_answer(COURSE, *place, value)
