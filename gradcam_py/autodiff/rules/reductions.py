"""Rules of the operators that leave one number of many: means, sums, maxima."""

from __future__ import annotations

from math import prod

from ..builder import GraphBuilder
from ..graph import Value, static_shape
from ..refusals import NoRule
from ..steps import Cotangents, Step
from .broadcasting import sizes


def global_average_pool(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Give every position of x [N,C,h,w] its share g / (h w) of y = mean over h, w.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("GlobalAveragePool", (1, 8, 7, 7), output=(1, 8, 1, 1))
    ['Mul', 'Expand']
    """
    x = step.operand(0)
    _, *spatial = static_shape(x)
    share = b.op("Mul", g, b.scalar(1 / prod(spatial), like=x))
    return (b.op("Expand", share, b.ints([1, 1, *spatial])),)


def global_max_pool(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Give g to the position of x [N,C,h,w] that was the maximum; ties share it.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("GlobalMaxPool", (1, 8, 7, 7), output=(1, 8, 1, 1))[-4:]
    ['GlobalAveragePool', 'Mul', 'Div', 'Mul']
    """
    x = step.operand(0)
    axes = list(range(2, len(x.shape or ())))
    return step.only_first(_to_maxima(b, x, step.output, axes, g))


def reduce_mean(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Give every number its share g / count of y = mean over some axes.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("ReduceMean", (1, 8, 7, 7), [2, 3], output=(1, 8, 1, 1))
    ['Mul', 'Expand']
    """
    x, axes = step.operand(0), reduced_axes(b, step)
    count = prod(static_shape(x, axis)[0] for axis in axes)
    share = b.op("Mul", _with_axes(b, step, g, axes), b.scalar(1 / count, like=x))
    return step.only_first(b.op("Expand", share, b.ints(sizes(b, x, batch=1))))


def reduce_sum(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Give every number g of y = sum over some axes.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("ReduceSum", (1, 8, 7), [2], output=(1, 8), keepdims=0)
    ['Reshape', 'Expand']
    """
    x = step.operand(0)
    kept = _with_axes(b, step, g, reduced_axes(b, step))
    return step.only_first(b.op("Expand", kept, b.ints(sizes(b, x, batch=1))))


def reduce_max(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Give g to the number that was the maximum over some axes; ties share it.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("ReduceMax", (1, 8), [1], output=(1, 1))[-3:]
    ['ReduceSum', 'Div', 'Mul']
    """
    x, axes = step.operand(0), reduced_axes(b, step)
    y = _with_axes(b, step, step.output, axes)
    return step.only_first(_to_maxima(b, x, y, axes, _with_axes(b, step, g, axes)))


def reduce_l2(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = g x / y of y = sqrt(sum x^2) over some axes.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("ReduceL2", (1, 8), [1], output=(1, 1))
    ['Div', 'Mul']
    """
    x, axes = step.operand(0), reduced_axes(b, step)
    g, y = (_with_axes(b, step, value, axes) for value in (g, step.output))
    return step.only_first(b.op("Mul", x, b.op("Div", g, y)))


def reduced_axes(b: GraphBuilder, step: Step) -> list[int]:
    """The axes, from 0, that a Reduce operator does away with.

    Raises `NoRule` where the batch is among them.

    >>> from gradcam_py.autodiff import Node
    >>> x, y = Value("x", (1, 8, 7, 7)), Value("y")
    >>> node = Node("ReduceMean", (x,), (y,), {"axes": [-2, -1]})
    >>> reduced_axes(GraphBuilder(), Step.of(node))
    [2, 3]
    """
    rank = len(step.operand(0).shape or ())
    given = step.integers(1, "axes")
    axes = sorted(axis % rank for axis in given) if given else list(range(rank))
    if b.batched and 0 in axes:
        raise NoRule("axis 0, which is the batch")
    return axes


def _with_axes(b: GraphBuilder, step: Step, y: Value, axes: list[int]) -> Value:
    """``y``, laid out like the output, with size 1 on the axes done away with."""
    if step.node.integer("keepdims", 1):
        return y
    shape = sizes(b, step.operand(0), batch=0)
    return b.reshape(y, [1 if axis in axes else n for axis, n in enumerate(shape)])


def _to_maxima(b: GraphBuilder, x: Value, y: Value, axes: list[int], g: Value) -> Value:
    mask = b.equal(x, y, like=x)
    if axes == [2, 3] and len(x.shape or ()) == 4:
        count = b.scalar(prod(static_shape(x, 2)), like=x)
        ties = b.op("Mul", b.op("GlobalAveragePool", mask), count)
    else:
        ties = b.reduce("ReduceSum", mask, axes)
    return b.op("Mul", b.op("Div", mask, ties), g)
