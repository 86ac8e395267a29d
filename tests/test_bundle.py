"""The one-file page, without a browser: its tags, its choices, what it refuses."""

import io
import json
from html.parser import HTMLParser

import pytest
from PIL import Image

from convert.onefile.bundle import BundleError, make_bundle
from convert.onefile.one_page import OnePage, nonce_of
from convert.onefile.prepared import (
    COURSE,
    PreparedError,
    model_of,
    picture_of,
    prepare,
    read_fragment,
)
from gradcam_py.app.permalink import from_fragment
from gradcam_py.app.saved import with_picture
from gradcam_py.course.course import Course, Page, Picture, Scene
from gradcam_py.course.file import write
from tests.courses import HOSTILE
from tests.saved_state import STATE

FILES = {
    "./style.css": b"p { color: red }",
    "./icon.svg": b"<svg/>",
}
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'self'" />
<link rel="icon" href="./icon.svg" />
<link rel="manifest" href="./app.json" />
<link rel="stylesheet" href="./style.css" />
<script defer src="./first.js"></script>
<script type="module" src="./second.js"></script>
</head>
<body class="a &amp; b"><!-- a remark --><p>1 &lt; 2 &#8230;</p>
<img src="./icon.svg" alt="" /><a href="./other.html">other</a>
<script type="py" src="./main.py" async></script></body>
</html>
"""
SAMPLES = {"cat-and-dog", "dog"}
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Tags(HTMLParser):
    """All tags of a page with their attributes."""

    def __init__(self, page):
        super().__init__()
        self.tags = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@pytest.fixture
def one_page():
    return OnePage(FILES.__getitem__, "<i>content</i>", "n0nce")


def test_one_page_asks_for_no_file(one_page):
    tags = Tags(one_page.convert(PAGE)).tags
    loaded = [
        values
        for tag, values in tags
        if tag in ("link", "script", "img") and values.get("type") != "py"
    ]
    addresses = [values.get("src") or values.get("href") for values in loaded]
    assert addresses
    assert all(address.startswith("data:image/svg+xml") for address in addresses)


def test_one_page_tells_the_scripts_in_their_order(one_page):
    one_page.convert(PAGE)
    assert one_page.scripts == ["./first.js", "./second.js"]


def test_one_page_keeps_everything_else(one_page):
    page = one_page.convert(PAGE)
    for kept in (
        '<body class="a &amp; b">',
        "<p>1 &lt; 2 &#8230;</p>",
        '<script type="py" src="./main.py" async></script><i>content</i></body>',
        '<a href="./other.html">other</a>',
        '<style nonce="n0nce">p { color: red }</style>',
    ):
        assert kept in page
    assert page.startswith("<!doctype html>")


def test_one_page_has_its_own_policy(one_page):
    metas = [
        values for tag, values in Tags(one_page.convert(PAGE)).tags if tag == "meta"
    ]
    (policy,) = (values["content"] for values in metas)
    assert "'self'" not in policy
    assert "connect-src" not in policy  # so that default-src holds: none
    assert policy.startswith("default-src 'none'; script-src 'nonce-n0nce'")


def test_font_of_a_style_sheet_is_inside_of_the_page():
    style = b'@font-face { src: url("./a.woff2") } p { background: url(data:x) }'
    files = FILES | {"./style.css": style, "./a.woff2": b"font"}
    page = OnePage(files.__getitem__, "", "n0nce").convert(PAGE)
    assert "src: url(data:font/woff2;base64,Zm9udA==)" in page
    assert "background: url(data:x)" in page
    assert "font-src data:;" in page


def test_tag_that_needs_a_file_elsewhere_is_refused(one_page):
    with pytest.raises(ValueError, match="video"):
        one_page.convert('<video src="./film.mp4"></video>')


def test_nonce_follows_the_contents():
    assert nonce_of(b"a", b"b") == nonce_of(b"a", b"b")
    assert len({nonce_of(b"a", b"b"), nonce_of(b"ab"), nonce_of(b"b", b"a")}) == 3


@pytest.fixture
def manifest(lite0_folder):
    return (lite0_folder / "manifest.json").read_bytes()


def png(size):
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()


def saved(tmp_path, **changes):
    path = tmp_path / "saved.json"
    path.write_text(json.dumps(STATE | changes))
    return path


def test_saved_state_becomes_its_link(tmp_path, manifest):
    path = saved(tmp_path)
    shared = from_fragment(read_fragment(path, manifest, SAMPLES))
    assert shared.sample == "dog"
    assert list(shared.settings.shapes) == STATE["shapes"]
    for name in ("fill", "framing", "target", "versus", "score", "layer", "method"):
        assert getattr(shared.settings, name) == STATE[name]
    assert vars(shared.looks) == {"colormap": "jet", "opacity": 0.5}
    assert model_of(path) == "lite0"


def test_class_that_was_only_the_best_is_not_pinned(tmp_path, manifest):
    path = saved(tmp_path, pinned=False, versus=None)
    shared = from_fragment(read_fragment(path, manifest, SAMPLES))
    assert shared.settings.target is None


def test_link_may_stand_in_the_file_as_well(tmp_path, manifest):
    path = tmp_path / "link.txt"
    path.write_text("https://example.org/repo/#sample=dog&method=layercam\n")
    fragment = read_fragment(path, manifest, SAMPLES)
    assert fragment == "sample=dog&method=layercam"
    assert model_of(path) is None


@pytest.mark.parametrize("layer", ["0", "17", "-1"])
def test_layer_of_a_lesson_may_be_an_index(tmp_path, manifest, layer):
    path = tmp_path / "link.txt"
    path.write_text(f"#sample=dog&layer={layer}")
    assert f"layer={layer}" in read_fragment(path, manifest, SAMPLES)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "JSONDecodeError"),
        ('{"model": "lite0"}', "KeyError"),
        ("sample=dog&colour=red", "colour"),
        ("sample=nobody", "one of the samples: cat-and-dog, dog"),
        ("layer=9z&sample=dog", "9z"),
        (json.dumps(STATE | {"sample": None}), "a visitor’s own"),
    ],
)
def test_file_that_describes_nothing_is_refused(tmp_path, manifest, content, reason):
    path = tmp_path / "lesson"
    path.write_text(content)
    with pytest.raises(PreparedError, match=reason):
        read_fragment(path, manifest, SAMPLES)


def lesson_with(tmp_path, data, title="My cat.PNG"):
    path = tmp_path / "lesson.json"
    path.write_text(json.dumps(with_picture(STATE | {"sample": None}, title, data)))
    return path


def test_own_picture_of_a_lesson_becomes_a_sample_of_its_own(tmp_path, manifest):
    data = png((40, 30))
    path = lesson_with(tmp_path, data)
    entry, picture = picture_of(path)
    assert picture == data
    assert entry == {
        **{"id": "lesson", "file": "lesson.png", "title": "My cat.PNG"},
        **{"width": 40, "height": 30, "credits": []},
    }
    shared = from_fragment(read_fragment(path, manifest, SAMPLES | {"lesson"}))
    assert shared.sample == "lesson"
    assert list(shared.settings.shapes) == STATE["shapes"]


def test_lesson_without_a_picture_brings_none(tmp_path):
    assert picture_of(saved(tmp_path)) is None


@pytest.mark.parametrize("data", [b"", b"no picture", PNG_SIGNATURE])
def test_broken_picture_of_a_lesson_is_refused_by_its_name(tmp_path, data):
    with pytest.raises(PreparedError, match="My cat"):
        picture_of(lesson_with(tmp_path, data))


def course_file(tmp_path, *scenes):
    pages = tuple(Page("text", scene) for scene in scenes)
    path = tmp_path / "course.json"
    pictures = (Picture("x.png", png((4, 3))),)
    path.write_bytes(write(Course("T", pages=pages, pictures=pictures)))
    return path


def test_lesson_with_pages_is_packed_as_it_is(tmp_path, manifest):
    path = course_file(tmp_path, None, Scene("sample=dog&layer=3b", "", "lite0", 0))
    samples, files = [{"id": "dog"}], {}
    assert prepare(path, manifest, samples, files) == {"lesson": COURSE}
    assert files == {COURSE: path.read_bytes()}
    assert samples == [{"id": "dog"}]
    assert model_of(path) == "lite0"
    assert model_of(course_file(tmp_path, None, Scene("sample=dog"))) is None


@pytest.mark.parametrize(
    ("scene", "reason"),
    [
        (Scene("sample=zebra"), "unknown sample 'zebra'"),
        (Scene("layer=9z"), "unknown layer '9z'"),
        (Scene("", "", "b7"), "unknown network 'b7': choose lite0"),
        (Scene("colour=red"), "'colour'"),
    ],
)
def test_lesson_whose_view_could_not_be_shown_is_refused(
    tmp_path, manifest, scene, reason
):
    path = course_file(tmp_path, scene)
    with pytest.raises(PreparedError, match=reason):
        prepare(path, manifest, [{"id": "dog"}], {})


@pytest.mark.parametrize("name", ["another format", "a title that is a list", "deep"])
def test_file_that_is_no_lesson_with_pages_is_refused(tmp_path, manifest, name):
    path = tmp_path / "hostile.json"
    data, reason = HOSTILE[name]
    path.write_bytes(data)
    with pytest.raises(PreparedError, match=reason.split(",")[0]):
        prepare(path, manifest, [], {})


@pytest.mark.parametrize("data", [b"{", b'{"a":' + b"[" * 100_000, b"\xff\xfe"])
def test_file_that_is_no_text_or_json_is_refused_before_its_model_is_asked(
    tmp_path, data
):
    path = tmp_path / "broken.json"
    path.write_bytes(data)
    with pytest.raises(PreparedError, match="expected a lesson"):
        model_of(path)


def test_model_or_sample_that_is_not_there_is_named(site_folder):
    with pytest.raises(BundleError, match=r"no model 'b7' .*lite0"):
        make_bundle(site_folder, model="b7")
    with pytest.raises(BundleError, match=r"no sample 'zebra' .*cat-and-dog"):
        make_bundle(site_folder, sample="zebra")
