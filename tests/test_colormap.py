"""Colour maps against published values and against what makes them good."""

import numpy as np
import pytest

from gradcam_py.errors import SettingError
from gradcam_py.image.colormap import COLORMAPS, colourise, colourise_rgba, lookup_table

# Entries of the published tables (matplotlib's _cm_listed.py, CC0) that lie between the
# entries the module keeps.
PUBLISHED = {
    "viridis": {
        7: (70, 11, 94),
        22: (72, 32, 113),
        53: (64, 70, 136),
        84: (49, 103, 142),
        111: (38, 129, 142),
        128: (33, 145, 140),
        142: (31, 158, 137),
        173: (58, 186, 118),
        204: (122, 209, 81),
        237: (208, 225, 28),
        252: (246, 230, 32),
    },
    "magma": {
        7: (3, 3, 15),
        22: (17, 12, 47),
        53: (63, 15, 114),
        84: (112, 31, 129),
        111: (155, 46, 127),
        128: (183, 55, 121),
        142: (205, 64, 113),
        173: (243, 101, 92),
        204: (254, 159, 109),
    },
}
# Of 255: linear interpolation between every fifth entry.
TOLERANCE = 1


def lightness(colours):
    """CIELAB L* (0..100) of sRGB colours 0..255."""
    rgb = colours / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    y = linear @ (0.2126, 0.7152, 0.0722)
    return np.where(y > 0.008856, 116 * np.cbrt(y) - 16, 903.3 * y)


@pytest.mark.parametrize("name", PUBLISHED)
def test_map_equals_the_published_one(name):
    table = lookup_table(name).astype(int)
    for index, colour in PUBLISHED[name].items():
        assert np.abs(table[index] - colour).max() <= TOLERANCE, index


@pytest.mark.parametrize("name", ["viridis", "magma", "gray"])
def test_lightness_rises_evenly_with_the_value(name):
    steps = np.diff(lightness(lookup_table(name)[::16]))
    assert (steps > 0).all()
    assert steps.max() < 2.5 * steps.min()


def test_jet_runs_from_dark_blue_over_green_to_dark_red():
    table = lookup_table("jet")
    assert table[0].tolist() == [0, 0, 128]
    assert table[-1].tolist() == [128, 0, 0]
    assert table[127, 1] == 255


@pytest.mark.parametrize("name", COLORMAPS)
def test_colourise_maps_ends_and_clips_beyond_them(name):
    table = lookup_table(name)
    colours = colourise(np.array([[-1.0, 0, 1, 2]]), name)
    assert colours.shape == (1, 4, 3)
    np.testing.assert_array_equal(colours[0], table[[0, 0, 255, 255]])


@pytest.mark.parametrize("name", COLORMAPS)
def test_rgba_is_the_same_and_opaque(name):
    values = np.linspace(-0.5, 1.5, 600).reshape(20, 30)
    pixels = colourise_rgba(values, name)
    np.testing.assert_array_equal(pixels[..., :3], colourise(values, name))
    assert (pixels[..., 3] == 255).all()


def test_table_cannot_be_changed_by_its_users():
    with pytest.raises(ValueError, match="read-only"):
        lookup_table("viridis")[0] = 0


def test_unknown_map_is_refused_with_the_choices():
    with pytest.raises(SettingError, match=r"'hot'.*viridis, magma, jet, gray"):
        lookup_table("hot")
