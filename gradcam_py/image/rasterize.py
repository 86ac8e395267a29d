"""Paints geometry on a canvas: an image of one channel, 0 or 255 in every pixel.

Points are [n,2], x and y in pixels of the canvas, whose first pixel lies from 0 to 1.
They may lie far outside it.
"""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

# Of each round end of a stroke: within 0.7 % of a circle.
CORNERS = 15
_HALF_CIRCLE = np.linspace(-math.pi / 2, math.pi / 2, CORNERS)

Points = NDArray[np.float64]


def paint_rect(canvas: Image.Image, corners: Points) -> None:
    """Fill the rectangle between two opposite corners [2,2], lower ones first."""
    (left, top), (right, bottom) = np.rint(corners).astype(int).tolist()
    if right > left and bottom > top:
        # Pillow's rectangle contains its last row and column.
        ImageDraw.Draw(canvas).rectangle((left, top, right - 1, bottom - 1), fill=255)


def paint_path(canvas: Image.Image, points: Points) -> None:
    """Fill a closed path by the non-zero rule, as browsers do.

    Under Pillow's even-odd rule a path that overlaps itself would leave holes. Going
    along a row, each edge that is crossed adds 1 to the winding number, or takes 1 away
    where it leads upwards.
    """
    side = canvas.width
    rows = np.arange(side) + 0.5
    x, y = points.T
    next_x, next_y = np.roll(points, -1, axis=0).T
    above, below = np.minimum(y, next_y), np.maximum(y, next_y)
    edge, row = np.nonzero((above[:, None] <= rows) & (rows < below[:, None]))
    slopes = (next_x - x)[edge] / (next_y - y)[edge]
    crossings = x[edge] + slopes * (rows[row] - y[edge])
    columns = np.rint(crossings).clip(0, side).astype(int)
    turns = np.zeros((side, side + 1), np.int16)
    np.add.at(turns, (row, columns), np.where(next_y > y, 1, -1)[edge])
    inside = np.cumsum(turns[:, :-1], axis=1, dtype=np.int16) != 0
    canvas.paste(255, mask=Image.fromarray(inside))


def paint_stroke(
    canvas: Image.Image, points: Points, radii: Points, colour: int
) -> None:
    """A round brush drawn along the points: one polygon with round ends for each step.

    Measured in radii the brush is a unit circle, even where picture and input differ
    in aspect. (Pillow's own ellipses go wrong at some ten thousand pixels.)
    """
    centres = points / radii
    start, end = (centres[:-1], centres[1:]) if len(points) > 1 else (centres, centres)
    directions = np.arctan2(*(end - start).T[::-1])  # of no step at all: 0
    angles = directions[:, None] + _HALF_CIRCLE
    cap = np.stack([np.cos(angles), np.sin(angles)], axis=-1)  # [n,CORNERS,2]
    outlines = np.concatenate([end[:, None] + cap, start[:, None] - cap], axis=1)
    draw = ImageDraw.Draw(canvas)
    for outline in (outlines * radii).reshape(len(outlines), -1).tolist():
        draw.polygon(outline, fill=colour)
