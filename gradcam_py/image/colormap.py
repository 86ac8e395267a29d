"""Colour maps: values 0..1 -> RGB.

viridis and magma (S. van der Walt, N. Smith, E. Firing; CC0) are perceptually uniform:
equal steps of the value look equally large. They are kept as every fifth entry of the
published tables of 256; linear interpolation gives the others within 1 of 255. jet is
what the original app used: bright bands where the value has none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from ..errors import check_choice
from ..words import titles
from ..words.language import Text

_VIRIDIS = """
440154 46085c 471063 481769 481d6f 482475 472a7a 46307e 453781 433d84 414287 3f4889
3d4e8a 3a538b 38598c 355e8d 33638d 31688e 2e6d8e 2c718e 2a768e 297b8e 27808e 25848e
23898e 218e8d 20928c 1f978b 1e9c89 1fa188 21a585 24aa83 28ae80 2eb37c 35b779 3dbc74
46c06f 50c46a 5ac864 65cb5e 70cf57 7cd250 89d548 95d840 a2da37 b0dd2f bddf26 cae11f
d8e219 e5e419 f1e51d fde725
"""
_MAGMA = """
000004 02020b 050416 090720 0e0b2b 140e36 1a1042 21114e 29115a 311165 390f6e 420f75
4a1079 52137c 5a167e 621980 6a1c81 721f81 792282 812581 892881 912b81 992d80 a1307e
aa337d b2357b ba3878 c23b75 ca3e72 d2426f d9466b e04c67 e75263 ec5860 f1605d f4695c
f7725c f97b5d fb8560 fc8e64 fd9869 fea16e feaa74 feb47b febd82 fec68a fecf92 fed89a
fde2a3 fdebac fcf4b6 fcfdbf
"""


def _interpolate(hexadecimal: str, values: NDArray) -> NDArray:
    points = np.array([list(bytes.fromhex(word)) for word in hexadecimal.split()]) / 255
    places = np.linspace(0, 1, len(points))
    return np.stack([np.interp(values, places, column) for column in points.T], axis=1)


def _jet(values: NDArray) -> NDArray[np.float64]:
    """MATLAB's definition: three trapezoids, for red, green and blue."""
    return np.clip(1.5 - np.abs(4 * values[:, None] - (3, 2, 1)), 0, 1)


def _gray(values: NDArray) -> NDArray[np.float64]:
    return np.repeat(values[:, None], 3, axis=1)


@dataclass(frozen=True)
class Colormap:
    """One way to colour a map."""

    title: Text | str
    colours: Callable[[NDArray], NDArray]  # [n] of 0..1 -> [n,3] of 0..1


COLORMAPS: dict[str, Colormap] = {
    "viridis": Colormap("viridis", partial(_interpolate, _VIRIDIS)),
    "magma": Colormap("magma", partial(_interpolate, _MAGMA)),
    "jet": Colormap(titles.JET, _jet),
    "gray": Colormap(titles.GRAYS, _gray),
}


@cache
def lookup_table(name: str) -> NDArray[np.uint8]:
    """Give the map's 256 colours, uint8 RGB [256,3], read-only.

    `name` is one of `COLORMAPS`; raises `SettingError` for another.

    >>> lookup_table("gray")[[0, 255]].tolist()
    [[0, 0, 0], [255, 255, 255]]
    """
    check_choice("colormap", name, COLORMAPS)
    colours = COLORMAPS[name].colours(np.linspace(0, 1, 256))
    table = np.rint(colours * 255).astype(np.uint8)
    table.flags.writeable = False
    return table


def colourise(values: NDArray, name: str = "viridis") -> NDArray[np.uint8]:
    """Paint values 0..1, of any shape, as RGB: [h,w] -> uint8 [h,w,3].

    Values outside are clipped. Raises `SettingError` for an unknown map.

    >>> colourise(np.array([[0.0, 1.0]]), "gray").tolist()
    [[[0, 0, 0], [255, 255, 255]]]
    """
    return lookup_table(name)[_indices(values)]


def colourise_rgba(values: NDArray, name: str = "viridis") -> NDArray[np.uint8]:
    """Paint values as `colourise` does, as opaque RGBA [h,w,4]: what a canvas wants.

    >>> colourise_rgba(np.array([[1.0]]), "gray").tolist()
    [[[255, 255, 255, 255]]]
    """
    return _words(name)[_indices(values)].view(np.uint8).reshape(*values.shape, 4)


def _indices(values: NDArray) -> NDArray[np.uint8]:
    return np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)


@cache
def _words(name: str) -> NDArray[np.uint32]:
    opaque = np.full((256, 1), 255, np.uint8)
    return np.hstack([lookup_table(name), opaque]).view(np.uint32)[:, 0]
