"""The composed sample pictures, from small made-up sources."""

import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from convert.content import samples
from convert.content.cat_and_dog import CAT_SHIFT, SCENE, cat_and_dog
from convert.content.samples import (
    MAX_SIDE,
    SAMPLES,
    bounded,
    read_picture,
    to_jpeg,
    write_samples,
)
from convert.thirdparty.fetch import AssetUnavailable

ROTATED_BY_90 = 6  # EXIF orientation: row 0 is the right side, column 0 the top


def noise(width: int, height: int, seed: int = 0) -> Image.Image:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    return Image.fromarray(pixels)


def test_cat_and_dog_keeps_the_cats_whole_head_as_its_photo_has_it():
    """From ear to ear and from the forehead to the chin, without any scaling."""
    cat, dog = noise(451, 300, seed=1), noise(400, 300, seed=2)
    result = np.asarray(cat_and_dog(cat, dog))
    assert result.shape == (480, 640, 3)
    top, bottom, left, right = 20, 180, 80, 330
    shown = result[top:bottom, left + CAT_SHIFT : right + CAT_SHIFT]
    assert np.array_equal(shown, np.asarray(cat)[top:bottom, left:right])


def test_cat_and_dog_shows_the_mirrored_dogs_whole_head():
    """The head at 0.48..0.655 of the photo's width, 0.475..0.75 of its height."""
    left, top, right, bottom = SCENE
    assert left < 1 - 0.655
    assert right > 1 - 0.48
    assert top < 0.475
    assert bottom > 0.75


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
