"""The lesson's small pictures: true colours, and numbers that can be read."""

import numpy as np
import pytest

from gradcam_py.image.colormap import COLORMAPS
from gradcam_py.lesson.tiles import (
    from_zero,
    legend,
    number_grid,
    own_range,
    signed,
    tiles,
)
from gradcam_py.words.numbers import typeset, with_sign

# WCAG 2, level AA, for text of normal size.
CONTRAST = 4.5


def contrast(first, second):
    """WCAG 2's contrast ratio of two colours such as #ffffff, in plain Python."""

    def luminance(colour):
        total = 0.0
        for start, factor in ((1, 0.2126), (3, 0.7152), (5, 0.0722)):
            share = int(colour[start : start + 2], 16) / 255
            linear = share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055)
            total += factor * (linear if share <= 0.04045 else linear**2.4)
        return total

    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_signed_is_red_above_zero_and_blue_below():
    negative, zero, positive = signed(np.array([-2.0, 0, 2]), 2).astype(int)
    assert positive[0] > positive[2]
    assert negative[2] > negative[0]
    assert np.ptp(zero) == 0
    assert zero[0] > max(positive[1], negative[1])


def test_signed_is_monotonic_on_both_sides_of_zero():
    greens = signed(np.linspace(-1, 1, 101), 1)[:, 1].astype(int)
    assert (np.diff(greens[:51]) >= 0).all()
    assert (np.diff(greens[50:]) <= 0).all()


def test_signed_of_nothing_is_the_colour_of_zero():
    nothing = signed(np.zeros((2, 2)), 0)
    np.testing.assert_array_equal(nothing, signed(np.zeros((2, 2)), 1))


def test_own_range_reaches_from_black_to_white():
    gray = own_range(np.array([[-5.0, 0], [5, 1]]))
    assert gray[0, 0].tolist() == [0, 0, 0]
    assert gray[1, 0].tolist() == [255, 255, 255]


def test_own_range_of_a_flat_map_is_gray():
    assert np.unique(own_range(np.full((2, 2), 7.0))).tolist() == [128]


def test_from_zero_shares_one_scale():
    half, whole = from_zero(np.array([1.0, 2]), 2, "gray")
    assert half.tolist() == [128] * 3
    assert whole.tolist() == [255] * 3


def test_tiles_are_below_each_other_in_order():
    images = [np.full((2, 3, 3), value) for value in (0, 100, 200)]
    data, pixels = tiles("sum", images, ["a", "b", "c"], "three")
    assert pixels.shape == (6, 3, 4)
    assert pixels[::2, 0, 0].tolist() == [0, 100, 200]
    assert (pixels[..., 3] == 255).all()
    assert (data["figure"], data["alt"]) == ("sum", "three")
    assert data["captions"] == ["a", "b", "c"]


def test_legend_shows_the_scale_of_signed_values():
    _, pixels = legend()
    expected = signed(np.linspace(-1, 1, pixels.shape[1]), 1)
    np.testing.assert_array_equal(pixels[0, :, :3], expected)


@pytest.mark.parametrize("colormap", COLORMAPS)
def test_every_printed_number_can_be_read(colormap):
    cells = number_grid(np.linspace(0, 1, 256).reshape(16, 16), colormap)
    for cell in (cell for row in cells for cell in row):
        ink = cell["ink"][0] + "".join(2 * digit for digit in cell["ink"][1:])
        assert contrast(cell["back"], ink) >= CONTRAST


def test_printed_numbers_are_the_values():
    assert [cell["text"] for cell in number_grid(np.array([[0, 0.5]]), "gray")[0]] == [
        "0.00",
        "0.50",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (7.5, "+7.50"),
        (-0.00412, "−0.00412"),
        (7.53e-5, "+7.53 × 10⁻⁵"),
        (123.4, "+123"),
    ],
)
def test_numbers_have_their_sign_and_three_digits(value, text):
    assert with_sign(value) == text


def test_powers_of_ten_are_typeset():
    assert typeset("1.2e-07") == "1.2 × 10⁻⁷"
