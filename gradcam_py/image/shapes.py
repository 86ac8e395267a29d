"""Shapes that hide parts of the picture, and the mask that they make together.

A shape is plain JSON, its coordinates 0..1 of the picture's width and height:

    {"tool": "rect", "x": 0.1, "y": 0.2, "w": 0.3, "h": 0.4}
    {"tool": "path", "points": [[x, y], ...]}                   closed, non-zero rule
    {"tool": "brush", "points": [[x, y], ...], "radius": r}     r of the width
    {"tool": "erase", "points": [[x, y], ...], "radius": r}     removes what came before

They are painted in order on a canvas `OVERSAMPLING` times finer than the mask, whose
values are then the covered share of each pixel. Only the part that the shapes touch is
reduced: most are small, and a live page makes a mask for every move of the pointer.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..errors import ShapeError
from ..words import pictures
from .framing import Box
from .rasterize import Points, paint_path, paint_rect, paint_stroke

TOOLS = ("rect", "path", "brush", "erase")
OVERSAMPLING = 4
# Beyond this a coordinate is a mistake, not a shape that runs off the picture's edge.
FARTHEST = 16.0
NUMBERS = int | float  # made once: a stroke has hundreds, and comes at every frame

Shape = dict[str, Any]


@dataclass(frozen=True)
class _Placed:
    """A shape on the canvas."""

    tool: str
    points: Points  # [n,2], of a rect two corners
    radii: Points  # [2], of the brush across and down


def parse_shapes(shapes: Any) -> list[Shape]:
    """Check shapes from outside, as JSON has them: a list of plain shapes.

    Their coordinates are floats, equal for equal drawings. Raises `ShapeError`, which
    names the shape and what is wrong with it.

    >>> parse_shapes([{"tool": "rect", "x": 0, "y": 0, "w": 1, "h": 1}])
    [{'tool': 'rect', 'x': 0.0, 'y': 0.0, 'w': 1.0, 'h': 1.0}]
    """
    if not isinstance(shapes, list):
        raise ShapeError(pictures.no_shapes(type(shapes).__name__))
    return [_parse(shape, number) for number, shape in enumerate(shapes, 1)]


def make_mask(
    shapes: Iterable[Shape],
    picture_size: tuple[int, int],
    box: Box | None = None,
    size: int = 224,
) -> NDArray[np.float32]:
    """Make the mask of what the shapes hide of the network's input: 0..1.

    Float32 [size,size], the covered share of each pixel. `shapes` are as `parse_shapes`
    returns them. `picture_size` is the picture's (width, height); `box` the part of it
    that the network sees, in pixels (see `framing.framed_box`), by default all of it.

    >>> left_half = {"tool": "rect", "x": 0.0, "y": 0.0, "w": 0.5, "h": 1.0}
    >>> make_mask([left_half], (640, 480), size=4)[0].tolist()
    [1.0, 1.0, 0.0, 0.0]
    """
    box = box or (0, 0, *picture_size)
    side = size * OVERSAMPLING
    placed = [_place(shape, picture_size, box, side) for shape in shapes]
    mask = np.zeros((size, size), np.float32)
    left, top, right, bottom = _touched(placed, size)
    if left < right and top < bottom:
        canvas = Image.new("L", (side, side))
        for shape in placed:
            _paint(canvas, shape)
        x, y, end_x, end_y = (n * OVERSAMPLING for n in (left, top, right, bottom))
        shares = canvas.reduce(OVERSAMPLING, (x, y, end_x, end_y))
        mask[top:bottom, left:right] = np.asarray(shares, np.float32) / np.float32(255)
    return mask


def _place(shape: Shape, picture_size: tuple[int, int], box: Box, side: int) -> _Placed:
    left, top, right, bottom = box
    scale = np.array([side / (right - left), side / (bottom - top)])
    points = (_points(shape) * picture_size - (left, top)) * scale
    radii = shape.get("radius", 0) * picture_size[0] * scale
    return _Placed(shape["tool"], points, radii)


def _touched(placed: list[_Placed], size: int) -> tuple[int, int, int, int]:
    """The pixels of a mask that shapes may touch: left, top, right, bottom."""
    if not placed:
        return 0, 0, 0, 0
    lowest = np.min(
        [shape.points.min(axis=0) - shape.radii for shape in placed], axis=0
    )
    highest = np.max(
        [shape.points.max(axis=0) + shape.radii for shape in placed], axis=0
    )
    # Lines through the middle of a pixel may be rounded to the next one.
    first = np.floor(lowest / OVERSAMPLING).astype(int) - 1
    last = np.ceil(highest / OVERSAMPLING).astype(int) + 1
    (left, top), (right, bottom) = np.clip([first, last], 0, size).tolist()
    return left, top, right, bottom


def _paint(canvas: Image.Image, shape: _Placed) -> None:
    if shape.tool == "rect":
        paint_rect(canvas, shape.points)
    elif shape.tool == "path":
        paint_path(canvas, shape.points)
    else:
        colour = 255 if shape.tool == "brush" else 0
        paint_stroke(canvas, shape.points, shape.radii, colour)


def _points(shape: Shape) -> Points:
    """The shape's points [n,2] in picture coordinates; of a rect two corners."""
    if shape["tool"] == "rect":
        x, y, w, h = (shape[key] for key in "xywh")
        return np.array([[x, y], [x + w, y + h]])
    return np.array(shape["points"], np.float64)


def _parse(shape: Any, number: int) -> Shape:
    where = pictures.shape(number)
    if not isinstance(shape, dict):
        raise ShapeError(pictures.no_shape(where, shape))
    tool = shape.get("tool")
    if tool not in TOOLS:
        raise ShapeError(pictures.unknown_tool(where, tool, TOOLS))
    if tool == "rect":
        parsed = {
            key: _number(shape.get(key), pictures.shape_value(number, key))
            for key in "xywh"
        }
        if parsed["w"] <= 0 or parsed["h"] <= 0:
            raise ShapeError(pictures.no_area(where))
        return {"tool": tool, **parsed}
    points = _parse_points(
        shape.get("points"), where, at_least=3 if tool == "path" else 1
    )
    if tool == "path":
        return {"tool": tool, "points": points}
    radius = _number(shape.get("radius"), pictures.shape_value(number, "radius"))
    if radius <= 0:
        raise ShapeError(pictures.no_radius(where))
    return {"tool": tool, "points": points, "radius": radius}


def _parse_points(points: Any, where: str, at_least: int) -> list[list[float]]:
    if not isinstance(points, list) or len(points) < at_least:
        raise ShapeError(pictures.few_points(where, at_least))
    parsed = []
    for point in points:
        if not isinstance(point, Sequence) or len(point) != 2:
            raise ShapeError(pictures.no_point(where, point))
        parsed.append([_number(value, where) for value in point])
    return parsed


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, NUMBERS):
        raise ShapeError(pictures.no_number(where, value))
    if not math.isfinite(value) or abs(value) > FARTHEST:
        raise ShapeError(pictures.far_number(where, value))
    return float(value)
