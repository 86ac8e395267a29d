"""The icons of the installed page."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from convert.web.icons import ICON, icons, maskable

APP = Path(__file__).parent.parent / "site" / "app.json"
# Of the width: what a system keeps of a maskable icon, whatever shape it cuts.
SAFE_RADIUS = 0.4


@pytest.fixture(scope="module")
def pictures():
    return {name: Image.open(io.BytesIO(data)) for name, data in icons().items()}


def test_manifest_names_icons_that_are_made_in_their_sizes(pictures):
    for icon in json.loads(APP.read_text())["icons"]:
        picture = pictures[icon["src"].removeprefix("./")]
        assert icon["sizes"] == f"{picture.width}x{picture.height}"


def test_maskable_icon_is_opaque_and_keeps_its_grid_in_the_safe_circle(pictures):
    pixels = np.asarray(pictures["icon-maskable.png"].convert("RGBA")).astype(int)
    assert (pixels[..., 3] == 255).all()
    size = len(pixels)
    rows, columns = np.nonzero(np.abs(pixels - pixels[0, 0]).sum(axis=-1))
    distances = np.hypot(rows + 0.5 - size / 2, columns + 0.5 - size / 2)
    assert distances.max() < SAFE_RADIUS * size


def test_plain_icons_have_transparent_corners(pictures):
    assert pictures["icon-192.png"].convert("RGBA").getpixel((0, 0))[3] == 0


def test_icons_are_the_same_every_time():
    assert icons() == icons()


def test_drawing_without_its_ground_is_refused():
    with pytest.raises(ValueError, match="ground"):
        maskable(ICON.read_text().replace('rx="14"', 'rx="15"'))
