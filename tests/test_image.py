"""Any picture comes out upright RGB; what is no picture is refused in one line."""

import contextlib
import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gradcam_py.errors import ImageError, SettingError
from gradcam_py.image import jpeg
from gradcam_py.image.decode import FORMATS, MAX_PIXELS, load_image
from gradcam_py.image.framing import framed_box, to_input
from tests.pictures import encode, png_header

# 3 wide, 2 high, every pixel different.
PIXELS = np.array(
    [[[255, 0, 0], [0, 255, 0], [0, 0, 255]], [[9, 9, 9], [99, 99, 99], [200, 100, 0]]],
    np.uint8,
)
# How the EXIF standard says that each orientation stores the picture.
STORED = {
    1: PIXELS,
    2: PIXELS[:, ::-1],
    3: PIXELS[::-1, ::-1],
    4: PIXELS[::-1],
    5: PIXELS.transpose(1, 0, 2),
    6: PIXELS.transpose(1, 0, 2)[::-1],
    7: PIXELS[::-1, ::-1].transpose(1, 0, 2),
    8: PIXELS.transpose(1, 0, 2)[:, ::-1],
}


def decode(data):
    image = load_image(data)
    assert image.mode == "RGB"
    return np.asarray(image)


def jpeg_header(width, height):
    """A small JPEG whose header claims another size."""
    data = bytearray(encode(PIXELS, "JPEG"))
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(data)


@pytest.mark.parametrize("orientation", STORED)
def test_exif_orientation_is_undone(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encode(np.ascontiguousarray(STORED[orientation]), exif=exif)
    np.testing.assert_array_equal(decode(data), PIXELS)


def test_transparency_is_laid_over_white():
    alpha = np.array([[0, 255, 128], [0, 255, 128]], np.uint8)
    share = alpha[..., None] / 255
    expected = PIXELS * share + 255 * (1 - share)
    found = decode(encode(np.dstack([PIXELS, alpha])))
    assert np.abs(found - expected).max() <= 1


def test_grey_with_transparency_is_laid_over_white():
    grey = np.array([[[0, 255], [0, 0], [100, 255]]], np.uint8)
    image = Image.fromarray(grey, "LA")
    assert decode(encode(image))[0, :, 0].tolist() == [0, 255, 100]


def test_palette_becomes_its_colours():
    image = Image.fromarray(PIXELS).quantize(6)
    np.testing.assert_array_equal(decode(encode(image)), PIXELS)


def test_palettes_transparent_colour_becomes_white():
    image = Image.fromarray(PIXELS).quantize(6)
    index = image.getpixel((1, 0))
    found = decode(encode(image, transparency=index))
    assert found[0, 1].tolist() == [255, 255, 255]
    np.testing.assert_array_equal(found[1], PIXELS[1])


def test_cmyk_jpeg_becomes_rgb():
    # cyan ink alone absorbs red
    image = Image.new("CMYK", (16, 16), (255, 0, 0, 0))
    colour = decode(encode(image, "JPEG", quality=95))[8, 8].astype(int)
    assert np.abs(colour - (0, 255, 255)).max() <= 4


def test_16_bit_grey_is_scaled_by_its_full_range():
    values = np.array([[0, 257 * 7, 60_000, 65535]], np.uint16)
    assert decode(encode(values))[0, :, 0].tolist() == [0, 7, 233, 255]


def test_16_bit_colour_keeps_its_high_bytes():
    # Pillow cannot write one, so it is put together by hand: 2 pixels, RGB, 16 bits.
    data = png_header(2, 1).replace(b"\x08\x02\x00\x00\x00", b"\x10\x02\x00\x00\x00")
    header = data[12:29]
    data = data.replace(data[29:33], struct.pack(">I", zlib.crc32(header)), 1)
    row = b"\x00" + struct.pack(">6H", 0xFF00, 0x8001, 0x0010, 0, 0xFFFF, 0x1234)
    old = data[33 : data.index(b"IEND") - 4]
    body = b"IDAT" + zlib.compress(row)
    new = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    assert decode(data.replace(old, new)).tolist() == [[[255, 128, 0], [0, 255, 18]]]


def test_floating_point_grey_is_scaled_by_the_range_it_uses():
    values = np.array([[0.0, 5, 10]], np.float32)
    assert decode(encode(values, "TIFF"))[0, :, 0].tolist() == [0, 128, 255]


def test_bilevel_becomes_black_and_white():
    image = Image.fromarray(np.array([[True, False]]))
    assert decode(encode(image))[0, :, 0].tolist() == [255, 0]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_first_frame_of_an_animation_is_taken(kind):
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("white", "black")]
    data = encode(frames[0], kind, save_all=True, append_images=frames[1:])
    assert decode(data).min() >= 254


@pytest.mark.parametrize("kind", FORMATS)
def test_every_listed_format_is_read(kind):
    data = encode(Image.new("RGB", (20, 10), (200, 100, 50)), kind)
    found = decode(data)
    assert found.shape == (10, 20, 3)
    assert np.abs(found.mean(axis=(0, 1)) - (200, 100, 50)).max() < 5


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b"Dear reader,\nthis is no picture.\n", "not a picture in a known format"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "SVG pictures are not supported",
        ),
        (b"\n <?xml version='1.0'?><svg/>", "SVG pictures are not supported"),
        (b"%PDF-1.7\n", "PDF pictures are not supported"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC pictures are not supported"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript pictures are not supported"),
        (encode(PIXELS, "JPEG")[:-60], "damaged or cut short"),
        (encode(PIXELS, "PNG")[:50], "damaged or cut short"),
    ],
    ids=["empty", "text", "svg", "xml", "pdf", "heic", "eps", "jpeg", "png"],
)
def test_what_is_no_picture_is_refused_in_one_line(data, message):
    with pytest.raises(ImageError, match=message) as caught:
        load_image(data, "holiday.jpg")
    assert str(caught.value).startswith("holiday.jpg: ")
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    "data",
    [png_header(20_000, 20_000), png_header(10_000, 5_001), jpeg_header(10_000, 6_000)],
    ids=["400 megapixels", "just above", "60-megapixel JPEG"],
)
def test_size_is_refused_before_decoding(data, monkeypatch):
    def decoded(self):
        raise AssertionError("decoded a picture that is too large")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decoded)
    with pytest.raises(ImageError, match=rf"pixels, the limit is {MAX_PIXELS:,}"):
        load_image(data)


def test_nothing_but_the_listed_formats_is_opened():
    # Pillow knows PPM, but every decoder more is one more to trust.
    with pytest.raises(ImageError, match="not a picture in a known format"):
        load_image(encode(PIXELS, "PPM"))


SAMPLES = [
    encode(np.tile(PIXELS, (8, 8, 1)), kind, **options)
    for kind, options in [
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("PNG", {}),
        ("GIF", {}),
        ("WEBP", {}),
        ("BMP", {}),
        ("TIFF", {}),
    ]
]


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=300, deadline=None)
def test_a_damaged_file_is_read_or_refused_but_never_anything_else(sample, data):
    damaged = bytearray(sample[: data.draw(st.integers(1, len(sample)))])
    places = st.integers(0, len(damaged) - 1)
    for place in data.draw(st.lists(places, max_size=8)):
        damaged[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ImageError):
        decode(bytes(damaged))


@pytest.mark.parametrize("size", [(1, 1), (6000, 200), (200, 6000), (224, 224)])
@pytest.mark.parametrize("framing", ["whole", "crop"])
def test_input_has_the_networks_size_whatever_the_pictures(size, framing):
    image = Image.new("RGB", size, (10, 20, 30))
    found = to_input(image, framing)
    assert found.shape == (224, 224, 3)
    assert found.dtype == np.uint8
    assert (found == (10, 20, 30)).all()


def test_whole_framing_shows_the_edges_and_crop_only_the_centre_square():
    pixels = np.zeros((100, 300, 3), np.uint8)
    pixels[:, :100] = (255, 0, 0)
    pixels[:, 200:] = (0, 0, 255)
    pixels[:, 100:200] = (0, 255, 0)
    image = Image.fromarray(pixels)
    whole, crop = to_input(image, "whole"), to_input(image, "crop")
    assert whole[100, [0, 112, 223]].tolist() == [[255, 0, 0], [0, 255, 0], [0, 0, 255]]
    assert (crop[:, 4:-4] == (0, 255, 0)).all()


def test_picture_of_the_inputs_own_size_is_not_resampled():
    pixels = np.random.default_rng(0).integers(0, 256, (224, 224, 3), np.uint8)
    np.testing.assert_array_equal(to_input(Image.fromarray(pixels)), pixels)


def test_framed_box_is_the_whole_or_the_centre_square():
    assert framed_box((640, 480), "whole") == (0, 0, 640, 480)
    assert framed_box((640, 480), "crop") == (80, 0, 560, 480)
    assert framed_box((3, 10), "crop") == (0, 3.5, 3, 6.5)


def test_unknown_framing_is_refused():
    with pytest.raises(SettingError, match=r"'zoom': choose whole, crop"):
        framed_box((2, 2), "zoom")


def noise_picture():
    return np.random.default_rng(6).integers(0, 256, (24, 16, 3)).astype(np.uint8)


def test_jpeg_colours_are_libjpegs_to_rounding():
    """Two right conversions from YCbCr to RGB differ by one level at most."""
    data = encode(noise_picture(), "JPEG", quality=95, subsampling="4:4:4")
    expected = np.asarray(Image.open(io.BytesIO(data)), int)
    assert np.abs(decode(data) - expected).max() <= 1


@pytest.mark.parametrize("subsampling", ["4:2:0", "4:2:2"])
def test_subsampled_jpeg_colours_are_libjpegs(subsampling):
    data = encode(noise_picture(), "JPEG", quality=95, subsampling=subsampling)
    expected = np.asarray(Image.open(io.BytesIO(data)))
    np.testing.assert_array_equal(decode(data), expected)


@pytest.fixture
def brought(monkeypatch):
    """What a decoder that somebody brought is given; it finds orange everywhere."""
    files = []

    def orange(data):
        files.append(data)
        return bytes([255, 128, 0, 77]) * (24 * 16)

    monkeypatch.setattr(jpeg, "_brought", [])
    jpeg.bring(orange)
    return files


def test_a_decoder_that_was_brought_gives_the_pixels_of_a_subsampled_jpeg(brought):
    data = encode(noise_picture(), "JPEG", subsampling="4:2:0")
    assert (decode(data) == [255, 128, 0]).all()
    assert brought == [data]
    assert jpeg.is_brought()


@pytest.mark.parametrize(
    ("kind", "picture", "options"),
    [
        ("JPEG", noise_picture(), {"subsampling": "4:4:4"}),
        ("JPEG", noise_picture()[..., 0], {}),
        ("JPEG", noise_picture(), {"keep_rgb": True}),
        ("PNG", noise_picture(), {}),
    ],
)
def test_it_is_not_asked_for_another_file(brought, kind, picture, options):
    decode(encode(picture, kind, **options))
    assert brought == []


def test_a_decoder_that_reads_another_size_is_told(brought):
    data = encode(noise_picture()[:8], "JPEG", subsampling="4:2:0")
    with pytest.raises(ImageError, match=r"damaged or cut short \(1536\)"):
        load_image(data)


def test_a_cut_jpeg_is_refused_before_it_is_asked(brought):
    data = encode(noise_picture(), "JPEG", subsampling="4:2:0")
    with pytest.raises(ImageError, match="cut"):
        load_image(data[:-200])
    assert brought == []


def test_jpeg_stored_as_rgb_is_not_taken_for_ycbcr():
    data = encode(noise_picture(), "JPEG", quality=100, keep_rgb=True)
    expected = np.asarray(Image.open(io.BytesIO(data)))
    np.testing.assert_array_equal(decode(data), expected)


def tiff(values, **options):
    return encode(Image.fromarray(values), "TIFF", **options)


@pytest.mark.parametrize("odd", [np.inf, -np.inf, np.nan])
def test_a_number_that_is_none_takes_no_light_from_the_others(odd):
    values = np.linspace(0, 1, 12, dtype=np.float32).reshape(3, 4)
    expected = decode(tiff(values))
    values[1, 1] = odd
    found = decode(tiff(values))
    elsewhere = np.arange(12).reshape(3, 4) != 5
    np.testing.assert_array_equal(found[elsewhere], expected[elsewhere])
    assert found[1, 1].tolist() == [255 if odd == np.inf else 0] * 3


def test_damaged_fax_pages_are_refused_and_nothing_is_shown(capfd):
    noise = np.random.default_rng(0).random((200, 300)) > 0.5
    data = bytearray(encode(Image.fromarray(noise), "TIFF", compression="group4"))
    assert load_image(bytes(data)).size == (300, 200)
    data[400:3000:50] = bytes(byte ^ 0xFF for byte in data[400:3000:50])
    with pytest.raises(ImageError, match=r"damaged or cut short \(Fax4Decode"):
        load_image(bytes(data))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.9])
def test_a_cut_picture_is_said_to_be_cut(kind, share):
    noise = np.random.default_rng(1).integers(0, 256, (60, 50, 3), np.uint8)
    options = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    data = encode(noise, kind, **options)
    with pytest.raises(ImageError, match="damaged or cut short"):
        load_image(data[: max(int(len(data) * share), 16)])


def test_a_bare_signature_is_said_to_be_cut():
    with pytest.raises(ImageError, match="PNG file is damaged or cut short"):
        load_image(b"\x89PNG\r\n\x1a\n")


def test_bands_of_a_picture_join_without_a_seam(monkeypatch):
    pixels = np.random.default_rng(2).integers(0, 256, (50, 7, 4), np.uint8)
    data = encode(pixels)
    whole = decode(data)
    monkeypatch.setattr("gradcam_py.image.flatten.BAND_PIXELS", 21)
    np.testing.assert_array_equal(decode(data), whole)
