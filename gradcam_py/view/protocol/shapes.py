"""Shapes, which go both ways. `image.shapes` says what they mean, and checks them."""

from typing import Literal, TypedDict

Point = tuple[float, float]  # 0..1 of the picture's width and height


class Rect(TypedDict):
    """A rectangle, by its upper left corner."""

    tool: Literal["rect"]
    x: float
    y: float
    w: float
    h: float


class Path(TypedDict):
    """A closed outline."""

    tool: Literal["path"]
    points: list[Point]


class Stroke(TypedDict):
    """What a brush or an eraser of a `radius`, in widths of the picture, has drawn."""

    tool: Literal["brush", "erase"]
    points: list[Point]
    radius: float


Shape = Rect | Path | Stroke
