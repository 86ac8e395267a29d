"""Hidden pixels become the fill, the others stay, and edges are in between."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gradcam_py.errors import SettingError
from gradcam_py.image.fills import FILLS, blend, make_fill

SHAPE = (12, 16, 3)
images = hnp.arrays(np.uint8, SHAPE)
masks = hnp.arrays(np.float32, SHAPE[:2], elements=st.floats(0, 1, width=32))


def picture(seed=0, shape=(64, 64, 3)):
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


def perturb(image, mask, fill):
    return blend(image, mask, make_fill(image, fill))


@given(images, masks, st.sampled_from(sorted(FILLS)))
def test_result_lies_between_the_picture_and_the_fill(image, mask, fill):
    filling = np.broadcast_to(make_fill(image, fill), SHAPE)
    result = perturb(image, mask, fill)
    assert result.dtype == np.float32
    assert result.shape == SHAPE
    slack = 1e-3
    assert (result >= np.minimum(image, filling) - slack).all()
    assert (result <= np.maximum(image, filling) + slack).all()


@given(images, masks)
def test_blend_is_the_weighted_mean(image, mask):
    filling = make_fill(image, "noise")
    share = mask[..., None].astype(np.float64)
    expected = image * (1 - share) + filling * share
    np.testing.assert_allclose(blend(image, mask, filling), expected, atol=1e-3)


@pytest.mark.parametrize("fill", FILLS)
def test_empty_mask_changes_nothing_and_full_mask_leaves_nothing(fill):
    image = picture()
    empty = np.zeros(image.shape[:2], np.float32)
    np.testing.assert_array_equal(perturb(image, empty, fill), image)
    filling = np.broadcast_to(make_fill(image, fill), image.shape)
    np.testing.assert_allclose(perturb(image, empty + 1, fill), filling, atol=1e-4)


@pytest.mark.parametrize("fill", FILLS)
def test_picture_and_mask_are_not_changed(fill):
    image, mask = picture(), np.full((64, 64), 0.5, np.float32)
    before = image.copy(), mask.copy()
    perturb(image, mask, fill)
    np.testing.assert_array_equal(image, before[0])
    np.testing.assert_array_equal(mask, before[1])


def test_single_colours_are_what_their_names_say():
    image = picture()
    assert make_fill(image, "gray").ravel().tolist() == [128, 128, 128]
    assert make_fill(image, "black").ravel().tolist() == [0, 0, 0]
    expected = [image[..., channel].mean() for channel in range(3)]
    np.testing.assert_allclose(make_fill(image, "mean").ravel(), expected, rtol=1e-6)


def test_blur_keeps_the_mean_colour_and_removes_detail():
    image = picture()
    blurred = make_fill(image, "blur")
    assert np.abs(blurred.mean(axis=(0, 1)) - image.mean(axis=(0, 1))).max() < 4
    assert blurred.std() < 0.2 * image.std()


def test_noise_is_the_same_every_time_and_uniform():
    noise = make_fill(picture(1), "noise")
    np.testing.assert_array_equal(noise, make_fill(picture(2), "noise"))
    assert noise.mean() == pytest.approx(127.5, abs=3)
    assert noise.std() == pytest.approx(255 / 12**0.5, abs=3)


def test_unknown_fill_is_refused_with_the_choices():
    with pytest.raises(SettingError, match=r"'pink': choose gray, black, mean, blur"):
        make_fill(picture(), "pink")
