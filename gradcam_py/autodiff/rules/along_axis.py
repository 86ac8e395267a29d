"""Rules of the operators that are a matrix along each axis: y = M x.

Their adjoint is the transposed matrix. It is written out where it is small: choosing
some positions, repeating those at the edge, or mixing neighbours.
"""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from ..builder import GraphBuilder
from ..graph import Node, Value, numbers, static_shape
from ..refusals import NoRule
from ..steps import Cotangents, Step
from .broadcasting import axis_of, sizes

LARGEST = 1_000_000  # numbers of a matrix: 4 MB


def gather(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Add g up where x was taken from, by constant indices along one axis.

    Raises `NoRule` for indices that are computed, and for very many.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Gather", (1, 197, 8), [0], axis=1, output=(1, 1, 8))
    ['Reshape', 'MatMul', 'Reshape']
    """
    x, indices = step.operand(0), numbers(step.operand(1))
    axis = axis_of(b, step.node, x, default=0)
    size = static_shape(x, axis)[0]
    if np.array_equal(indices.ravel(), np.arange(size)):  # all, as they are
        return step.only_first(b.reshape(g, sizes(b, x, batch=0)))
    matrix = _choice(indices.ravel() % size, size)
    taken = [*_sizes(x, 0)[:axis], len(matrix), *_sizes(x, axis + 1)]
    return step.only_first(_transposed(b, g, taken, axis, matrix, like=x))


def pad(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Cut the padding off, or add it up where it was copied from.

    Raises `NoRule` for padding of less than nothing, or of chosen axes (opset 18).

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Pad", (1, 8), [0, 1, 0, 2], output=(1, 11))
    ['Slice']
    """
    x = step.operand(0)
    rank = len(x.shape or ())
    pads = step.integers(1, "pads") or [0] * (2 * rank)
    if step.given(3) is not None or len(pads) != 2 * rank:
        raise NoRule("padding of chosen axes")
    if min(pads) < 0:
        raise NoRule(f"pads={pads} (expected none below 0)")
    axes = [axis for axis in range(rank) if pads[axis] or pads[rank + axis]]
    mode = step.node.text("mode", "constant")
    if mode == "constant":
        starts = [pads[axis] for axis in axes]
        ends = [pads[axis] + static_shape(x, axis)[0] for axis in axes]
        return step.only_first(b.slice(g, starts, ends, axes) if axes else g)
    shape = _sizes(step.output, 0)
    for axis in axes:
        size = static_shape(x, axis)[0]
        width = (pads[axis], pads[rank + axis])
        matrix = _choice(_copied(size, width, mode), size)
        g = _transposed(b, g, shape, axis, matrix, like=x)
        shape[axis] = size
    return step.only_first(g)


def _copied(size: int, width: tuple[int, int], mode: str) -> NDArray[np.int64]:
    """The positions that padding copies, of 0..size-1 and those beyond both ends."""
    position = np.arange(size)
    if mode == "reflect":
        return np.pad(position, width, mode="reflect")
    if mode == "edge":
        return np.pad(position, width, mode="edge")
    if mode == "wrap":
        return np.pad(position, width, mode="wrap")
    raise NoRule(f"mode={mode!r}")


def resize(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Undo an enlargement or reduction by the nearest number or linearly.

    Source of the positions: https://onnx.ai/onnx/operators/onnx__Resize.html.
    Raises `NoRule` for other modes, and where regions are cut out.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Resize", (1, 8, 2, 2), output=(1, 8, 4, 4), mode="nearest")
    ['Reshape', 'MatMul', 'Reshape', 'Reshape', 'MatMul', 'Reshape']
    """
    x = step.operand(0)
    before, after = _sizes(x, 0), _sizes(step.output, 0)
    for axis in reversed(range(len(before))):
        if before[axis] != after[axis]:
            matrix = _interpolation(step.node, before[axis], after[axis])
            g = _transposed(b, g, after, axis, matrix, like=x)
            after[axis] = before[axis]
    return step.only_first(g)


def _interpolation(node: Node, size: int, target: int) -> NDArray[np.float32]:
    """Row i holds what the output's position i takes of the input's, [target, size]."""
    at = _positions(node, size, target)
    mode = node.text("mode", "nearest")
    if mode == "nearest":
        return _choice(_nearest(node, at).clip(0, size - 1), size)
    if mode != "linear":
        raise NoRule(f"mode={mode!r} (expected nearest or linear)")
    at = at.clip(0, size - 1)
    low = np.floor(at).astype(np.int64)
    share = (at - low)[:, None]
    high = np.minimum(low + 1, size - 1)
    mixed = (1 - share) * _choice(low, size) + share * _choice(high, size)
    return mixed.astype(np.float32)


def _positions(node: Node, size: int, target: int) -> NDArray[np.float64]:
    """Where in the input each position of the output lies."""
    i = np.arange(target, dtype=np.float64)
    scale = target / size
    # Before opset 11 there was no choice.
    default = "asymmetric" if node.op_type == "Upsample" else "half_pixel"
    way = node.text("coordinate_transformation_mode", default)
    if way == "asymmetric":
        return i / scale
    if way == "align_corners":
        return i * (size - 1) / max(target - 1, 1)
    if way == "half_pixel" or (way == "pytorch_half_pixel" and target > 1):
        return (i + 0.5) / scale - 0.5
    if way == "pytorch_half_pixel":
        return np.zeros(target)
    raise NoRule(f"coordinate_transformation_mode={way!r}")


def _nearest(node: Node, at: NDArray[np.float64]) -> NDArray[np.int64]:
    default = "floor" if node.op_type == "Upsample" else "round_prefer_floor"
    way = node.text("nearest_mode", default)
    rounded = {
        "floor": np.floor(at),
        "ceil": np.ceil(at),
        "round_prefer_floor": np.ceil(at - 0.5),
        "round_prefer_ceil": np.floor(at + 0.5),
    }
    if way not in rounded:
        raise NoRule(f"nearest_mode={way!r}")
    return rounded[way].astype(np.int64)


def _choice(positions: NDArray[np.integer], size: int) -> NDArray[np.float32]:
    """The matrix that picks ``positions`` of 0..size-1, [positions, size]."""
    if len(positions) * size > LARGEST:
        raise NoRule(f"{len(positions)} positions of {size}: too many")
    matrix = np.zeros((len(positions), size), np.float32)
    matrix[np.arange(len(positions)), positions] = 1
    return matrix


def _sizes(x: Value, start: int) -> list[int]:
    return list(static_shape(x, start))


def _transposed(
    b: GraphBuilder,
    g: Value,
    shape: list[int],
    axis: int,
    matrix: NDArray[np.float32],
    like: Value,
) -> Value:
    """matrix^T along one axis of g, of that shape."""
    if b.batched:
        raise NoRule("one axis where there is a batch")
    behind = prod(shape[axis + 1 :])
    weights = b.constant(np.ascontiguousarray(matrix.T, like.dtype))
    g = b.reshape(g, [prod(shape[:axis]), len(matrix), behind])
    g = b.op("MatMul", weights, g)
    return b.reshape(g, [*shape[:axis], matrix.shape[1], *shape[axis + 1 :]])
