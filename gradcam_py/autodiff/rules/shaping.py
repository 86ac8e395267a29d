"""Rules of the operators that move numbers and change none."""

from __future__ import annotations

import numpy as np

from ..builder import GraphBuilder
from ..graph import Size, Value, static_shape
from ..refusals import NoRule
from ..steps import Cotangents, Step
from .broadcasting import axis_of, checked_axis, sizes, unbroadcast

# https://onnx.ai/onnx/api/mapping.html
ELEMENT_TYPES = {"float32": 1, "float16": 10, "float64": 11}


def like_input(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Reshape g back to the input's shape: Reshape and Squeeze change no number.

    g: [K,...] like the output; the batch axis keeps its K (0 in ONNX's Reshape).

    >>> from gradcam_py.autodiff import Node
    >>> x, y, g = Value("x", ("N", 8, 1, 1)), Value("y", ("N", 8)), Value("g", ("K", 8))
    >>> b = GraphBuilder()
    >>> dx, axes = like_input(b, Step.of(Node("Squeeze", (x, Value("axes")), (y,))), g)
    >>> print(b.producer(dx), b.constants[0].data)
    grad/Reshape_0 = Reshape(g, grad/constant_0) [0 8 1 1]
    """
    return step.only_first(b.reshape(g, sizes(b, step.operand(0), batch=0)))


def unchanged(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Give g to the first input, of which the output is a copy.

    So do quantised networks, straight through the rounding: Bengio et al. 2013,
    arXiv:1308.3432, section 4.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Identity", (1, 3)), emitted("QuantizeLinear", (1, 3), None, None)
    ([], [])
    """
    return step.only_first(g)


def cast(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Turn g into the input's element type; whole numbers have no gradient.

    Raises `NoRule` where the element type is not known.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Cast", Value("x", (1, 3), "float16"), to=1)
    ['Cast']
    """
    x = step.operand(0)
    if x.dtype is None:
        raise NoRule(f'"{x.name}", whose element type is not known')
    code = ELEMENT_TYPES.get(np.dtype(x.dtype).name)
    return (None if code is None else b.op("Cast", g, to=code),)


def transpose(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Put g's axes back in the order of x's.

    Raises `NoRule` where the batch moves.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Transpose", (1, 8, 7, 7), perm=[0, 2, 3, 1])
    ['Transpose']
    """
    rank = len(static_shape(step.operand(0))) + 1
    order = step.node.integers("perm", tuple(range(rank))[::-1])
    if b.batched and order[0] != 0:
        raise NoRule(f"perm={list(order)}, which moves the batch")
    return (b.op("Transpose", g, perm=[int(axis) for axis in np.argsort(order)]),)


def expand(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Sum g over what Expand stretched.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Expand", (1, 8, 1, 1), [1, 8, 1, 7], output=(1, 8, 1, 7))
    ['ReduceSum']
    """
    return step.only_first(unbroadcast(b, g, step.output, step.operand(0)))


def concat(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Give each input its part of g.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Concat", (1, 8, 7, 7), (1, 4, 7, 7), output=(1, 12, 7, 7), axis=1)
    ['Slice', 'Slice']
    """
    inputs = [step.operand(index) for index in range(len(step.inputs))]
    axis = axis_of(b, step.node, inputs[0], default=1)
    parts: list[Value | None] = []
    begin = 0
    for x in inputs:
        end = begin + static_shape(x, axis)[0]
        wanted = step.needs(x)
        parts.append(b.slice(g, [begin], [end], [axis]) if wanted else None)
        begin = end
    return tuple(parts)


def split(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Put g, of one part of x, among zeros where the other parts were.

    ``step.saved`` has the parts before it.

    >>> from gradcam_py.autodiff.steps import forward_steps
    >>> from gradcam_py.autodiff import Graph, Node
    >>> x, *parts = Value("x", (1, 6)), Value("a", (1, 4)), Value("b", (1, 2))
    >>> graph = Graph((Node("Split", (x,), tuple(parts), {"axis": 1}),))
    >>> first, second = forward_steps(graph)
    >>> b = GraphBuilder()
    >>> dx = split(b, second, Value("g", ("K", 2)))
    >>> print(b.nodes[0].op_type, b.constants[0].data)
    Pad [0 4 0 0]
    """
    x = step.operand(0)
    axis = axis_of(b, step.node, x, default=0)
    begin = sum(static_shape(part, axis)[0] for part in step.saved.values())
    own, whole = static_shape(step.output, axis)[0], static_shape(x, axis)[0]
    return step.only_first(_among_zeros(b, g, x, {axis: (begin, whole - begin - own)}))


def slice_(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Put g among zeros where x was left out.

    Raises `NoRule` for steps backwards, and for bounds that are computed.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Slice", (1, 8), [1], [9], [1], output=(1, 7))
    ['Pad']
    >>> emitted("Slice", (1, 8), [0], [8], [1], [2], output=(1, 4))
    ['Reshape', 'Pad', 'Reshape', 'Slice', 'Pad']
    """
    x = step.operand(0)
    rank = len(x.shape or ())
    starts, ends = step.integers(1, "starts") or [], step.integers(2, "ends") or []
    axes = step.integers(3, "axes") or list(range(len(starts)))
    steps = step.integers(4, "steps") or [1] * len(starts)
    around = {}
    shape = list(step.output.shape or ())
    for start, end, axis, stride in zip(starts, ends, axes, steps, strict=True):
        axis = checked_axis(b, axis % rank)
        if stride < 1:
            raise NoRule(f"steps={steps} (expected steps forward)")
        size = static_shape(x, axis)[0]
        taken = range(*slice(start, end, stride).indices(size))
        reach = len(taken)
        if stride > 1:
            g = _spread(b, g, shape, axis, stride)
            shape[axis] = reach = (len(taken) - 1) * stride + 1
        around[axis] = (taken.start, size - taken.start - reach)
    return step.only_first(_among_zeros(b, g, x, around))


def depth_space(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Undo DepthToSpace by SpaceToDepth, and the other way round.

    Raises `NoRule` for mode CRD.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("DepthToSpace", (1, 8, 2, 2), blocksize=2, output=(1, 2, 4, 4))
    ['SpaceToDepth']
    """
    if step.node.text("mode", "DCR") != "DCR":
        raise NoRule("mode CRD")
    to_depth = step.node.op_type == "DepthToSpace"
    inverse = "SpaceToDepth" if to_depth else "DepthToSpace"
    return (b.op(inverse, g, blocksize=step.node.integer("blocksize", 1)),)


def _among_zeros(
    b: GraphBuilder, g: Value, x: Value, around: dict[int, tuple[int, int]]
) -> Value:
    """``g`` with zeros before and behind along some axes of ``x``."""
    rank = len(x.shape or ())
    pads = [0] * (2 * rank)
    for axis, (before, behind) in around.items():
        pads[axis], pads[rank + axis] = before, behind
    return b.pad(g, pads)


def _spread(
    b: GraphBuilder, g: Value, shape: list[Size], axis: int, stride: int
) -> Value:
    """stride - 1 zeros between neighbours along an axis of g, of that shape."""
    if b.batched:
        raise NoRule("a stride where there is a batch")
    own = list(static_shape(Value("g", tuple(shape)), start=0))
    rank, count = len(own) + 1, own[axis]
    pads = [0] * (2 * rank)
    pads[rank + axis + 1] = stride - 1
    g = b.pad(b.reshape(g, [*own[: axis + 1], 1, *own[axis + 1 :]]), pads)
    g = b.reshape(g, [*own[:axis], count * stride, *own[axis + 1 :]])
    return b.slice(g, [0], [(count - 1) * stride + 1], [axis])
