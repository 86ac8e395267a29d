"""Rules of the operators that bring numbers to a common scale."""

from __future__ import annotations

from math import prod

from ..builder import GraphBuilder
from ..graph import Value, static_shape
from ..refusals import NoRule
from ..steps import Cotangents, Step
from .broadcasting import axis_of, sizes


def batch_normalization(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = g scale / sqrt(variance + epsilon), of statistics that training has left.

    Source: Ioffe and Szegedy 2015, arXiv:1502.03167, algorithm 2. Raises `NoRule` for
    training itself.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("BatchNormalization", (1, 8, 7, 7), *[None] * 4)
    ['Add', 'Sqrt', 'Div', 'Reshape', 'Mul']
    """
    if step.node.integer("training_mode", 0):
        raise NoRule("training_mode=1")
    x, scale, variance = step.operand(0), step.operand(1), step.operand(4)
    epsilon = b.scalar(step.node.number("epsilon", 1e-5), like=x)
    deviation = b.op("Sqrt", b.op("Add", variance, epsilon))
    factor = b.op("Div", scale, deviation)
    rank = len(x.shape or ())
    return step.only_first(b.op("Mul", g, _over_channels(b, factor, rank)))


def instance_normalization(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Each channel of each picture by its own mean and variance, then scaled.

    Source: Ulyanov et al. 2016, arXiv:1607.08022.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("InstanceNormalization", (1, 8, 7, 7), None, None)[:3]
    ['Reshape', 'Mul', 'ReduceMean']
    """
    x, scale = step.operand(0), step.operand(1)
    rank = len(x.shape or ())
    g = b.op("Mul", g, _over_channels(b, scale, rank))
    epsilon = step.node.number("epsilon", 1e-5)
    return step.only_first(_normalized(b, x, g, list(range(2, rank)), epsilon))


def layer_normalization(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Each picture's, or token's, numbers by their own mean and variance, then scaled.

    Source: Ba et al. 2016, arXiv:1607.06450. Raises `NoRule` over the batch.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("LayerNormalization", (1, 197, 8), None, None)[:2]
    ['Mul', 'ReduceMean']
    """
    x, scale = step.operand(0), step.operand(1)
    axis = axis_of(b, step.node, x, default=-1)
    axes = list(range(axis, len(x.shape or ())))
    g = b.op("Mul", g, scale)
    epsilon = step.node.number("epsilon", 1e-5)
    return step.only_first(_normalized(b, x, g, axes, epsilon))


def _over_channels(b: GraphBuilder, factor: Value, rank: int) -> Value:
    """[C] -> [1,C,1,1], to multiply [N,C,h,w]."""
    return b.reshape(factor, [1, -1, *[1] * (rank - 2)])


def _normalized(
    b: GraphBuilder, x: Value, g: Value, axes: list[int], epsilon: float
) -> Value:
    """dx = (g - mean(g) - h mean(g h)) / s of h = (x - mean(x)) / s over ``axes``.

    s = sqrt(variance + epsilon).
    """
    centred = b.op("Sub", x, b.reduce("ReduceMean", x, axes))
    variance = b.reduce("ReduceMean", b.op("Mul", centred, centred), axes)
    s = b.op("Sqrt", b.op("Add", variance, b.scalar(epsilon, like=x)))
    h = b.op("Div", centred, s)
    along = b.op("Mul", h, b.reduce("ReduceMean", b.op("Mul", g, h), axes))
    across = b.op("Sub", g, b.reduce("ReduceMean", g, axes))
    return b.op("Div", b.op("Sub", across, along), s)


def softmax(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = y (g - sum(g y)) of y = softmax(x).

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Softmax", (1, 3, 7, 7))
    ['Mul', 'ReduceSum', 'Sub', 'Mul']
    """
    y = step.output
    total = b.reduce("ReduceSum", b.op("Mul", g, y), _softmax_axes(b, step))
    return (b.op("Mul", y, b.op("Sub", g, total)),)


def log_softmax(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = g - exp(y) sum(g) of y = log(softmax(x)).

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("LogSoftmax", (1, 3))
    ['ReduceSum', 'Exp', 'Mul', 'Sub']
    """
    total = b.reduce("ReduceSum", g, _softmax_axes(b, step))
    return (b.op("Sub", g, b.op("Mul", b.op("Exp", step.output), total)),)


def _softmax_axes(b: GraphBuilder, step: Step) -> list[int]:
    """One axis; before opset 13 that and all behind it."""
    x = step.operand(0)
    if b.opset >= 13:
        return [axis_of(b, step.node, x, default=-1)]
    return list(range(axis_of(b, step.node, x, default=1), len(x.shape or ())))


def local_response_normalization(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Of y = x / S^beta, S = bias + alpha / size sum x^2 over neighbouring channels.

    dx = g / S^beta - 2 alpha beta / size x sum(g y / S).
    Source: Krizhevsky et al. 2012, ImageNet Classification with Deep Convolutional
    Neural Networks, section 3.3.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("LRN", (1, 8, 7, 7), size=5)[:4]
    ['Mul', 'Reshape', 'Pad', 'AveragePool']
    """
    x, y, node = step.operand(0), step.output, step.node
    size = node.integer("size", 1)
    alpha, beta = node.number("alpha", 1e-4), node.number("beta", 0.75)
    before, behind = (size - 1) // 2, size // 2
    squares = _mean_of_neighbours(b, x, b.op("Mul", x, x), before, behind)
    scaled = b.op("Mul", squares, b.scalar(alpha, like=x))
    s = b.op("Add", scaled, b.scalar(node.number("bias", 1.0), like=x))
    shares = b.op("Div", b.op("Mul", g, y), s)
    back = b.op("Mul", x, _mean_of_neighbours(b, x, shares, behind, before))
    indirect = b.op("Mul", back, b.scalar(2 * alpha * beta, like=x))
    direct = b.op("Mul", g, b.op("Pow", s, b.scalar(-beta, like=x)))
    return (b.op("Sub", direct, indirect),)


def _mean_of_neighbours(
    b: GraphBuilder, x: Value, numbers: Value, before: int, behind: int
) -> Value:
    """The mean over ``before + 1 + behind`` channels of what is laid out like x."""
    channels, *spatial = static_shape(x)
    flat = b.reshape(numbers, [-1, 1, channels, prod(spatial)])
    flat = b.pad(flat, [0, 0, before, 0, 0, 0, behind, 0])
    mean = b.op("AveragePool", flat, kernel_shape=[before + 1 + behind, 1])
    shape = sizes(b, x, batch=-1)
    return b.reshape(mean, shape)
