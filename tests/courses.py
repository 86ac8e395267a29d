"""Lessons for tests: one of every kind of page and question, and hostile ones."""

import json

from gradcam_py.course.course import Course, Page, Picture, Question, Scene

LINK = 'sample=b&shapes=[{"tool":"rect","x":0.1,"y":0.2,"w":0.3,"h":0.4}]'
COURSE = Course(
    "Cats & “dogs”",
    "en-GB",
    (
        Page(
            "# Look\n\nIt is **bright**, *here*: `x`.\n\n- one\n- two",
            Scene(LINK, "explore"),
            (
                Question("text", "Why?"),
                Question("one", "Which?", ("the ears", "the wall")),
                Question("several", "Which ones?", ("a", "=b", "c")),
            ),
        ),
        Page("Äpfel\tund\r\nBirnen \U0001f408", None, ()),
        Page("", Scene("", "test", "", 0), (Question("text", "-1?"),)),
    ),
    (Picture("mine.png", b"\x89PNG\r\n\x1a\n\x00\xff"),),
)
DEEP = 100_000  # brackets within brackets


def as_json(**changes):
    """A small lesson's file with these changes."""
    small = {"format": "grad-cam-lesson", "version": 1, "title": "T", "pages": [{}]}
    return json.dumps(small | changes).encode()


def with_page(**page):
    """A small lesson's file with such a page."""
    return as_json(pages=[page])


def with_question(**question):
    """A small lesson's file with such a question."""
    return with_page(questions=[{"kind": "text", "prompt": "?", **question}])


# Files that look like a lesson and are none -> what the message must say.
HOSTILE = {
    "cut off": (b'{"pages": [', "expected a lesson in JSON"),
    "deep": (b'{"pages":' + b"[" * DEEP, "expected a lesson in JSON"),
    "not UTF-8": (b'{"pages": "\xff"}', "expected a lesson in JSON"),
    "a key twice": (b'{"title": "a", "title": "b", "pages": []}', "twice"),
    "a huge number": (
        b'{"pages": [], "version": ' + b"9" * 5000 + b"}",
        "expected a lesson in JSON",
    ),
    "another format": (as_json(format="moodle"), "format grad-cam-lesson, version 1"),
    "a later version": (as_json(version=2), "format grad-cam-lesson, version 1"),
    "true for 1": (as_json(version=True), "expected a whole number, found true or"),
    "no title": (as_json(title="  "), "title is empty"),
    "a title of a megabyte": (as_json(title="x" * 10**6), "1,000,000 characters"),
    "a title that is a list": (as_json(title=["T"]), "expected a text, found a list"),
    "no pages": (as_json(pages=[]), "pages: 0, 1 at least"),
    "pages that are an object": (as_json(pages={}), "expected a list"),
    "many pages": (as_json(pages=[{}] * 51), "pages: 51, 50 at most"),
    "a page that is a text": (as_json(pages=["x"]), "page 1: expected an object"),
    "a prototype": (as_json(__proto__={"a": 1}), "“__proto__” is nothing"),
    "a constructor": (with_page(constructor={}), "“constructor” is nothing"),
    "a long text": (with_page(text="x" * 20_001), "page 1, text: 20,001 characters"),
    "half a character": (with_page(text="\ud800"), "half a surrogate pair"),
    "a state of a text": (with_page(state="#sample=a"), "expected an object"),
    "another room": (with_page(state={"room": "cellar"}), "unknown room 'cellar'"),
    "another link": (with_page(state={"link": "a=b"}), "page 1, state: the link says"),
    "a wild shape": (
        with_page(state={"link": "shapes=[[["}),
        "page 1, state: the link",
    ),
    "no such picture": (with_page(state={"picture": 0}), "picture 0"),
    "a picture before all": (with_page(state={"picture": -1}), "picture -1"),
    "a picture's share": (with_page(state={"picture": 1.5}), "found a number"),
    "infinity": (with_page(state={"picture": float("inf")}), "found a number"),
    "another kind": (with_question(kind="essay"), "unknown kind 'essay'"),
    "nothing asked": (with_question(prompt=""), "question 1 is empty"),
    "one option": (with_question(kind="one", options=["a"]), "options: 1, 2 at least"),
    "an option of null": (
        with_question(kind="one", options=["a", None]),
        "option 2: expected a text, found null",
    ),
    "options for a text": (with_question(options=["a"]), "options: 1, 0 at most"),
    "many questions": (
        with_page(questions=[{"kind": "text", "prompt": "?"}] * 21),
        "questions: 21, 20 at most",
    ),
    "a language of HTML": (as_json(language='"><b>'), "expected a tag such as en"),
    "no base64": (
        as_json(pictures=[{"title": "x", "data": "?"}]),
        "picture 1, data: expected base64",
    ),
}
# What a browser would run if the page were careless: all of it is shown as text.
MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>"
JAVASCRIPT = (
    "[press](javascript:alert(3)) [data](data:text/html,x) [plain](http://x.org)"
)
