"""Rules of the operators that work on every number by itself.

Each gets the builder, the step and ``g`` [K,...], the cotangent of the step's output,
laid out like it; each returns one cotangent for every input, laid out like the input,
``None`` where there is no gradient. What the operators compute:
https://onnx.ai/onnx/operators/, of opset 13 and newer.
"""

from __future__ import annotations

from .broadcasting import unbroadcast
from .builder import GraphBuilder
from .graph import Value
from .refusals import NoRule
from .steps import Cotangents, Step


def add(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Give g to both terms of y = x + z, each summed over the axes it was stretched on.

    >>> from gradcam_py.autodiff import Node
    >>> x, z, y, g = (Value(name, (1, 3)) for name in "xzyg")
    >>> add(GraphBuilder(), Step.of(Node("Add", (x, z), (y,))), g)
    (<g [1, 3]>, <g [1, 3]>)
    """
    return tuple(
        None if x.is_constant else unbroadcast(b, g, step.output, x)
        for x in (step.operand(0), step.operand(1))
    )


def mul(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = g z and dz = g x of y = x z, each summed over the axes it was stretched on.

    >>> from gradcam_py.autodiff import Node
    >>> x, z, y, g = (Value(name, (1, 3)) for name in "xzyg")
    >>> b = GraphBuilder()
    >>> dx, dz = mul(b, Step.of(Node("Mul", (x, z), (y,))), g)
    >>> print(b.producer(dx), "and", b.producer(dz))
    grad/Mul_0 = Mul(g, z) and grad/Mul_1 = Mul(g, x)
    """
    left, right = step.operand(0), step.operand(1)
    return tuple(
        None if x.is_constant else unbroadcast(b, b.op("Mul", g, other), step.output, x)
        for x, other in ((left, right), (right, left))
    )


def sigmoid(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = g s (1 - s) of s = 1 / (1 + exp(-x)).

    >>> from gradcam_py.autodiff import Node
    >>> x, s, g = (Value(name, (1, 3), "float32") for name in "xsg")
    >>> b = GraphBuilder()
    >>> (dx,) = sigmoid(b, Step.of(Node("Sigmoid", (x,), (s,))), g)
    >>> [node.op_type for node in b.nodes]
    ['Sub', 'Mul', 'Mul']
    """
    s = step.output
    slope = b.op("Mul", s, b.op("Sub", b.scalar(1, like=s), s))
    return (b.op("Mul", g, slope),)


def swish(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = g (s + y (1 - s)) of y = x s, s = sigmoid(x): four passes, as y and s exist.

    Source: Ramachandran et al. 2017, arXiv:1710.05941, section 4 (beta = 1).

    >>> from gradcam_py.autodiff import Node
    >>> x, s, y, g = (Value(name, (1, 3), "float32") for name in "xsyg")
    >>> mul = Node("Mul", (x, s), (y,))
    >>> b = GraphBuilder()
    >>> (dx,) = swish(b, Step("Swish", (x,), y, mul, saved={"sigmoid": s}), g)
    >>> [node.op_type for node in b.nodes]
    ['Sub', 'Mul', 'Add', 'Mul']
    """
    s, y = step.saved["sigmoid"], step.output
    complement = b.op("Sub", b.scalar(1, like=s), s)
    slope = b.op("Add", s, b.op("Mul", y, complement))
    return (b.op("Mul", g, slope),)


def clip(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = g where low < x < high of y = min(max(x, low), high); 0 at both kinks.

    So the gradient is 1 strictly inside and 0 outside. Strictly inside is the same for
    y as for x, and y is at hand: there, and only there, (y - low) (high - y) is
    positive. Comparisons and Where cost twice as much.

    Raises `NoRule` for limits that are attributes, as they were before opset 11.

    >>> from gradcam_py.autodiff import Node
    >>> x, six, y, g = (Value(name, (1, 3), "float32") for name in ["x", "6", "y", "g"])
    >>> b = GraphBuilder()
    >>> dx, *_ = clip(b, Step.of(Node("Clip", (x, None, six), (y,))), g)
    >>> [node.op_type for node in b.nodes]  # g sign(6 - y)
    ['Sub', 'Sign', 'Mul']
    """
    if {"min", "max"} & set(step.node.attributes):
        raise NoRule("limits that are attributes (opset 6; expected 11 or newer)")
    _, *limits = step.inputs
    y = step.output
    low, high = (*limits, None, None)[:2]
    distances = []
    if low is not None:
        distances.append(y if _is_zero(low) else b.op("Sub", y, low))
    if high is not None:
        distances.append(b.op("Sub", high, y))
    if not distances:
        return (g, *[None] * len(limits))
    product = distances[0] if len(distances) == 1 else b.op("Mul", *distances)
    masked = b.op("Mul", g, b.op("Sign", product))
    return (masked, *[None] * len(limits))


def _is_zero(value: Value) -> bool:
    return value.data is not None and not value.data.any()
