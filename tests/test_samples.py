"""The composed sample pictures, from small made-up sources."""

import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from convert.content import samples
from convert.content.samples import (
    CAT_AND_DOG_SIZE,
    MAX_SIDE,
    SAMPLES,
    bounded,
    cat_and_dog,
    cropped,
    read_picture,
    side_by_side,
    to_jpeg,
    write_samples,
)
from convert.thirdparty.fetch import AssetUnavailable

WIDTH, HEIGHT = CAT_AND_DOG_SIZE
ROTATED_BY_90 = 6  # EXIF orientation: row 0 is the right side, column 0 the top


def noise(width: int, height: int, seed: int = 0) -> Image.Image:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    return Image.fromarray(pixels)


def test_pictures_of_the_right_height_are_cut_to_their_middle():
    """Nothing is resized here, so plain slicing is the oracle."""
    left, right = noise(600, HEIGHT, seed=1), noise(400, HEIGHT, seed=2)
    result = np.asarray(side_by_side(left, right))
    assert result.shape == (HEIGHT, WIDTH, 3)
    assert np.array_equal(result[:, :320], np.asarray(left)[:, 140:460])
    assert np.array_equal(result[:, 320:], np.asarray(right)[:, 40:360])


def test_pictures_fill_their_half_without_a_border():
    red, blue = (200, 0, 0), (0, 0, 200)
    result = side_by_side(
        Image.new("RGB", (90, 10), red), Image.new("RGB", (10, 90), blue)
    )
    assert result.crop((0, 0, WIDTH // 2, HEIGHT)).getcolors() == [(153600, red)]
    assert result.crop((WIDTH // 2, 0, WIDTH, HEIGHT)).getcolors() == [(153600, blue)]


def test_the_dog_is_cut_out_before_it_is_fitted():
    """The cut is 320 x 480 and fits as it is: 0.1..0.7 and 0.3..1 of the picture."""
    dog = noise(533, 686)
    result = np.asarray(cat_and_dog(Image.new("RGB", (9, 9)), dog))
    assert np.array_equal(result[:, 320:], np.asarray(dog)[206:686, 53:373])


def test_cropped_takes_parts_of_width_and_height():
    picture = noise(100, 50)
    expected = np.asarray(picture)[10:40, 25:75]
    assert np.array_equal(cropped(picture, (0.25, 0.2, 0.75, 0.8)), expected)


@given(st.integers(1, 1500), st.integers(1, 1500))
def test_bounded_keeps_small_pictures_and_shrinks_large_ones(width, height):
    result = bounded(Image.new("L", (width, height)))
    if max(width, height) <= MAX_SIDE:
        assert result.size == (width, height)
    else:
        assert max(result.size) == MAX_SIDE
        scale = MAX_SIDE / max(width, height)
        assert abs(result.width - max(1, width * scale)) < 1
        assert abs(result.height - max(1, height * scale)) < 1


def test_bounded_leaves_its_input_alone():
    picture = noise(2 * MAX_SIDE, 10)
    bounded(picture)
    assert picture.size == (2 * MAX_SIDE, 10)


def test_a_picture_is_turned_upright_and_loses_its_metadata(tmp_path):
    picture = noise(30, 20)
    exif = Image.Exif()
    exif[0x0112] = ROTATED_BY_90
    path = tmp_path / "rotated.png"
    picture.save(path, exif=exif)
    result = read_picture(path)
    assert np.array_equal(result, np.rot90(np.asarray(picture), k=-1))
    assert not result.info
    written = Image.open(io.BytesIO(to_jpeg(result)))
    assert not written.getexif()
    assert "icc_profile" not in written.info


def test_srgb_pixels_keep_their_values(tmp_path):
    """Rounding inside the colour management may cost one level of 255."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = noise(30, 20)
    path = tmp_path / "srgb.png"
    picture.save(path, icc_profile=profile)
    difference = np.asarray(read_picture(path), int) - np.asarray(picture, int)
    assert np.abs(difference).max() <= 1


@pytest.fixture
def sources(tmp_path, monkeypatch) -> dict:
    """What `fetch` finds: a made-up picture for every asset, or an error."""
    found = {}
    for seed, name in enumerate(("cat", "dog", "coffee", "rocket", "china")):
        found[name] = tmp_path / f"{name}.png"
        noise(800, 600, seed).save(found[name])

    def fake_fetch(name):
        if name not in found:
            raise AssetUnavailable(name, ["no network"])
        return found[name]

    monkeypatch.setattr(samples, "fetch", fake_fetch)
    return found


def test_samples_json_describes_the_written_files(tmp_path, sources):
    assert write_samples(tmp_path / "out") == []
    entries = json.loads((tmp_path / "out" / "samples.json").read_text("utf-8"))
    assert [entry["id"] for entry in entries] == [sample.id for sample in SAMPLES]
    assert entries[0]["id"] == "cat-and-dog"
    for entry in entries:
        with Image.open(tmp_path / "out" / entry["file"]) as picture:
            assert picture.format == "JPEG"
            assert picture.size == (entry["width"], entry["height"])
        for credit in entry["credits"]:
            assert set(credit) == {"title", "author", "licence", "source"}
    assert len(entries[0]["credits"]) == 2


def test_two_builds_write_the_same_bytes(tmp_path, sources):
    for name in ("one", "two"):
        write_samples(tmp_path / name)
    for first in (tmp_path / "one").iterdir():
        assert first.read_bytes() == (tmp_path / "two" / first.name).read_bytes()


def test_a_sample_that_cannot_be_had_is_left_out_and_named(tmp_path, sources):
    del sources["rocket"]
    (left_out,) = write_samples(tmp_path / "out")
    assert str(left_out) == "asset 'rocket' could not be had: no network"
    entries = json.loads((tmp_path / "out" / "samples.json").read_text("utf-8"))
    assert "rocket" not in {entry["id"] for entry in entries}
    assert len(entries) == len(SAMPLES) - 1


def test_the_first_sample_is_indispensable(tmp_path, sources):
    del sources["dog"]
    with pytest.raises(AssetUnavailable, match="dog"):
        write_samples(tmp_path / "out")
