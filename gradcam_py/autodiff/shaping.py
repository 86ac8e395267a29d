"""Rules of the operators that move numbers, or pool them over whole maps."""

from __future__ import annotations

from math import prod

from .builder import GraphBuilder
from .graph import Value, static_shape
from .steps import Cotangents, Step


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
    shape = b.ints([0, *static_shape(step.operand(0))])
    return (b.op("Reshape", g, shape), *[None] * (len(step.inputs) - 1))


def global_average_pool(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Give every position of x [N,C,h,w] its share g / (h w) of y = mean over h, w.

    >>> from gradcam_py.autodiff import Node
    >>> x, y, g = Value("x", ("N", 8, 7, 7), "float32"), Value("y"), Value("g")
    >>> b = GraphBuilder()
    >>> step = Step.of(Node("GlobalAveragePool", (x,), (y,)))
    >>> (dx,) = global_average_pool(b, step, g)
    >>> [node.op_type for node in b.nodes]
    ['Mul', 'Expand']
    """
    x = step.operand(0)
    _, *sizes = static_shape(x)
    share = b.op("Mul", g, b.scalar(1 / prod(sizes), like=x))
    return (b.op("Expand", share, b.ints([1, 1, *sizes])),)
