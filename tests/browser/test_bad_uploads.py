"""A file that is no usable picture gives a message and changes nothing else."""

import io

import pillow_heif
import pytest
from PIL import Image

from tests.pictures import encode, png_header


def plain(size, kind):
    """A plain picture of that size and format."""
    return encode(Image.new("L", size, 99), kind)


def heic():
    """A picture as phones of one make take it."""
    buffer = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 64), "teal")).save(buffer)
    return buffer.getvalue()


def truncated_jpeg():
    whole = encode(Image.effect_noise((200, 200), 80), "JPEG")
    return whole[: len(whole) // 2]


# What it is called -> how it is made, and what the message must say besides its name.
FILES = {
    "empty.jpg": (lambda: b"", "empty"),
    "letter.txt": (lambda: b"Dear network,\nplease find enclosed a cat.\n", "picture"),
    "half.jpg": (truncated_jpeg, "damaged"),
    "huge.png": (lambda: png_header(20_000, 20_000), "50,000,000"),
    "sixty-megapixels.jpg": (lambda: plain((10_000, 6_000), "JPEG"), "50,000,000"),
    "icon.ico": (lambda: plain((16, 16), "ICO"), "format"),
    "drawing.svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
    "phone.heic": (heic, "HEIC"),
    "deep.json": (lambda: b'{"a":' + b"[" * 100_000, "50 deep at most"),
}
# Where a name is shown it is text, whatever it looks like.
MARKUP = "<img src=x onerror=alert(1)>.jpg"


@pytest.fixture
def drawn_on(playground):
    """The page in the middle of some work."""
    playground.choose_sample("cat")
    playground.draw((0.2, 0.2), (0.5, 0.6))
    playground.move_layer(12)
    playground.wait_all_layers()
    return playground


@pytest.mark.parametrize("name", FILES)
def test_message_says_why_and_everything_stays(drawn_on, name):
    make, reason = FILES[name]
    before = drawn_on.state()
    drawn_on.upload(name, make())
    text = drawn_on.wait_problem()
    assert name in text
    assert reason in text
    assert "Traceback" not in text
    drawn_on.wait_ready()
    assert drawn_on.state() == before
    assert drawn_on["#retry"].is_hidden()
    drawn_on["#dismiss"].click()
    assert drawn_on["#problem"].is_hidden()


def test_work_goes_on_after_a_bad_file(drawn_on):
    drawn_on.upload("letter.txt", b"no picture")
    drawn_on.wait_problem()
    before = drawn_on.state()
    drawn_on.draw((0.6, 0.6), (0.8, 0.8))
    after = drawn_on.state()
    assert len(after["shapes"]) == len(before["shapes"]) + 1
    assert after["predictions"] != before["predictions"]


def test_good_picture_closes_the_message(drawn_on):
    drawn_on.upload("letter.txt", b"no picture")
    drawn_on.wait_problem()
    drawn_on.upload("good.png", plain((30, 20), "PNG"))
    drawn_on.wait("playground.state().sample === null")
    drawn_on.wait_ready()
    assert drawn_on["#problem"].is_hidden()


def test_file_name_is_shown_as_text(drawn_on):
    drawn_on.upload(MARKUP, b"no picture")
    assert MARKUP in drawn_on.wait_problem()
    assert drawn_on["#problem img"].count() == 0
