"""The heatmap lies on the picture where the network looked, at the picture's size."""

import numpy as np
import pytest
from PIL import Image

from gradcam_py.cli.contact_sheet import contact_sheet
from gradcam_py.image.colormap import lookup_table
from gradcam_py.image.overlay import hide, overlay, scale_map
from gradcam_py.model.manifest import Layer

WHITE = (255, 255, 255)


def hot_cell(row, column, size=7):
    raw = np.zeros((size, size), np.float32)
    raw[row, column] = 3.5
    return raw


@pytest.mark.parametrize("size", [(1, 1), (6000, 200), (7, 300), (451, 300)])
def test_overlay_has_the_pictures_size(size):
    picture = Image.new("RGB", size)
    assert overlay(picture, hot_cell(3, 3)).size == size


@pytest.mark.parametrize(("row", "column"), [(0, 0), (2, 5), (6, 3)])
def test_maximum_lies_on_its_cell(row, column):
    scaled = scale_map(hot_cell(row, column), (700, 350))
    y, x = np.unravel_index(scaled.argmax(), scaled.shape)
    assert y // 50 == row
    assert x // 100 == column


def test_scaled_map_is_normalised_once_and_stays_within_0_and_1():
    raw = np.random.default_rng(0).uniform(0, 9, (7, 7)).astype(np.float32)
    scaled = scale_map(raw, (7, 7))
    np.testing.assert_allclose(scaled, raw / raw.max(), rtol=1e-6)
    enlarged = scale_map(hot_cell(3, 3), (640, 480))
    assert enlarged.min() == 0
    assert enlarged.max() <= 1


def test_opacity_goes_from_the_picture_to_the_colours():
    picture = Image.new("RGB", (70, 70), WHITE)
    raw = np.full((7, 7), 2, np.float32)
    nothing = np.asarray(overlay(picture, raw, opacity=0))
    everything = np.asarray(overlay(picture, raw, opacity=1))
    assert (nothing == 255).all()
    assert (everything == lookup_table("viridis")[255]).all()


def test_map_without_a_positive_value_shows_the_lowest_colour():
    picture = Image.new("RGB", (14, 14), WHITE)
    found = np.asarray(overlay(picture, np.zeros((7, 7)), "magma", opacity=1))
    assert (found == lookup_table("magma")[0]).all()


def test_with_a_box_the_rest_of_the_picture_stays():
    picture = Image.new("RGB", (300, 100), WHITE)
    result = overlay(picture, hot_cell(0, 0), opacity=1, box=(100, 0, 200, 100))
    found = np.asarray(result)
    assert (found[:, :100] == 255).all()
    assert (found[:, 200:] == 255).all()
    assert (found[:, 100:200] != 255).any(axis=-1).all()
    hottest = lookup_table("viridis")[255].astype(int)
    assert np.abs(found[2, 102] - hottest).max() <= 2


def test_picture_is_not_changed():
    picture = Image.new("RGB", (10, 10), WHITE)
    overlay(picture, hot_cell(1, 1))
    hide(picture, np.ones((5, 5), np.float32), np.zeros((1, 1, 3), np.float32))
    assert picture.getextrema() == ((255, 255),) * 3


def test_hidden_part_shows_the_fill_and_the_rest_the_picture():
    picture = Image.new("RGB", (640, 480), WHITE)
    mask = np.zeros((224, 224), np.float32)
    mask[:, :112] = 1
    filling = np.full((1, 1, 3), 128, np.float32)
    found = np.asarray(hide(picture, mask, filling))
    assert (found[:, :316] == 128).all()
    assert (found[:, 324:] == 255).all()


def test_hidden_part_of_a_crop_lies_within_it():
    picture = Image.new("RGB", (300, 100), WHITE)
    mask = np.ones((224, 224), np.float32)
    filling = np.zeros((224, 224, 3), np.float32)
    found = np.asarray(hide(picture, mask, filling, (100, 0, 200, 100)))
    assert (found[:, 100:200] == 0).all()
    assert (found[:, :100] == 255).all()
    assert (found[:, 200:] == 255).all()


def layers(count):
    return [
        Layer(f"layer{i}", f"{i}a", "MBConv6 3x3", 3, 1, (8 * i + 8, 7, 7))
        for i in range(count)
    ]


@pytest.mark.parametrize("size", [(640, 480), (300, 900), (6000, 200), (1, 1)])
@pytest.mark.parametrize("count", [18, 2])
def test_sheet_shows_every_layer_in_order_with_a_caption(size, count):
    picture = Image.new("RGB", size, WHITE)
    maps = [(layer, np.full((7, 7), i + 1.0)) for i, layer in enumerate(layers(count))]
    sheet = contact_sheet(picture, maps, "Why?", "Grad-CAM", opacity=1)
    found = np.asarray(sheet).astype(int)
    hottest = lookup_table("viridis")[255]
    # The colour bar's last column has the tiles' colour, too: it lies above them.
    tiles = (np.abs(found - hottest).max(axis=-1) == 0)[90:]
    small = [max(round(side * 256 / max(size)), 1) for side in size]
    assert tiles.sum() == count * small[0] * small[1]
    # Below the last row of tiles there are captions, then the margin.
    last = 90 + np.nonzero(tiles.any(axis=1))[0].max()
    assert (found[last + 1 : last + 50] < 200).any()
    assert (found[-16:] == 255).all()


def test_captions_differ_where_layers_differ():
    picture = Image.new("RGB", (64, 64), WHITE)
    pair = [(layer, np.ones((7, 7))) for layer in layers(2)]
    one = np.asarray(contact_sheet(picture, pair, "Why?", "Grad-CAM"))
    maximum = [(pair[0][0], np.ones((7, 7)) * 2), pair[1]]
    other = np.asarray(contact_sheet(picture, maximum, "Why?", "Grad-CAM"))
    places = np.nonzero((one != other).any(axis=-1))
    # Only the first tile's caption tells the maximum.
    assert places[1].max() < 32 + 256
    assert places[0].min() > 90
