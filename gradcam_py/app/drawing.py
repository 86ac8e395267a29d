"""The shapes on the picture while they are being drawn, moved, undone and redone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..errors import ShapeError
from ..image.shapes import Shape, parse_shapes
from ..words import refusals

Shapes = tuple[Shape, ...]
LONGEST = 200  # steps that can be undone
# Of a coordinate: a hundredth of a pixel of the network's input, and short links.
DECIMALS = 4


@dataclass(frozen=True)
class History:
    """What is drawn now, what was before it and what was undone. Never changes."""

    present: Shapes = ()
    past: tuple[Shapes, ...] = ()
    future: tuple[Shapes, ...] = ()

    def push(self, shapes: Shapes) -> "History":
        """The history after a change; it can be undone, what was undone is gone."""
        if shapes == self.present:
            return self
        return History(shapes, (*self.past, self.present)[-LONGEST:])

    def undo(self) -> "History":
        """One step back, or the same where there is none."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.present, *self.future))

    def redo(self) -> "History":
        """One step forward again, or the same where there is none."""
        if not self.future:
            return self
        return History(self.future[0], (*self.past, self.present), self.future[1:])


@dataclass(frozen=True)
class Drawing:
    """The history, and on top of it the draft: the stroke the pen has not left yet.

    A value: every method gives the drawing that comes of it.
    """

    history: History = History()
    draft: tuple[int | None, Shape] | None = None

    @classmethod
    def of(cls, shapes: Shapes) -> "Drawing":
        """The drawing that begins with these shapes."""
        return cls(History(shapes))

    @cached_property
    def shapes(self) -> Shapes:
        """Everything that hides the picture at this moment, the draft included.

        A draft that is no shape yet, such as a path of two points, hides nothing.
        """
        placed = self.history.present
        if self.draft is None:
            return placed
        index, shape = self.draft
        try:
            return with_shape(placed, checked_shape(shape), index)
        except ShapeError:
            return placed

    def sketch(self, shape: Shape | None, index: int | None = None) -> "Drawing":
        """Set the draft, in place of the shape at `index` if one is being changed.

        None gives it up. It is checked when somebody asks for the shapes: a pen tells
        sixty a second, of which most are never asked for.
        """
        try:
            draft = (self._index(index), shape) if shape else None
        except ShapeError:
            draft = None
        return Drawing(self.history, draft)

    def place(self, shape: Shape, index: int | None = None) -> "Drawing":
        """Put the finished shape down, unless it is none, such as a mere click."""
        return self._push(self.sketch(shape, index).shapes)

    def move(self, index: int, dx: float, dy: float, done: bool) -> "Drawing":
        """Move a shape by a part of the picture's width and height."""
        self._index(index)
        shape = moved(self.history.present[index], dx, dy)
        return self.place(shape, index) if done else self.sketch(shape, index)

    def delete(self, index: int) -> "Drawing":
        """Remove one shape."""
        self._index(index)
        placed = self.history.present
        return self._push((*placed[:index], *placed[index + 1 :]))

    def clear(self) -> "Drawing":
        """Remove all shapes."""
        return self._push(())

    def undo(self) -> "Drawing":
        """Take the last change back."""
        return Drawing(self.history.undo())

    def redo(self) -> "Drawing":
        """Make the change again that was taken back last."""
        return Drawing(self.history.redo())

    def _push(self, shapes: Shapes) -> "Drawing":
        return Drawing(self.history.push(shapes))

    def _index(self, index: int | None) -> int | None:
        count = len(self.history.present)
        if index is not None and not 0 <= index < count:
            raise ShapeError(refusals.no_shape(index, count))
        return index


# What visitors can do to it, by the names of view/protocol/actions.py.
DRAWING: dict[str, Callable[..., Drawing]] = {
    "sketch": Drawing.sketch,
    "place": Drawing.place,
    "move": Drawing.move,
    "delete": Drawing.delete,
    "clear": Drawing.clear,
    "undo": Drawing.undo,
    "redo": Drawing.redo,
}


def with_shape(shapes: Shapes, shape: Shape, index: int | None = None) -> Shapes:
    """`shapes` with `shape` at the end, or in place of the one at `index`."""
    if index is None:
        return (*shapes, shape)
    return (*shapes[:index], shape, *shapes[index + 1 :])


def moved(shape: Shape, dx: float, dy: float) -> Shape:
    """`shape` moved by a part of the picture's width and height."""
    if shape["tool"] == "rect":
        return {**shape, "x": shape["x"] + dx, "y": shape["y"] + dy}
    return {**shape, "points": [[x + dx, y + dy] for x, y in shape["points"]]}


def checked_shape(shape: Shape) -> Shape:
    """`shape` from outside, checked and rounded. Raises `ShapeError`."""
    rounded = {key: _rounded(value) for key, value in parse_shapes([shape])[0].items()}
    return parse_shapes([rounded])[0]  # rounding may have left nothing of its width


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return round(value, DECIMALS) if isinstance(value, float) else value
