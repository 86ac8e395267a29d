"""Rules of the operators of several arrays that work on every number by itself.

Each gets the builder, the step and ``g`` [K,...], the cotangent of the step's output,
laid out like it; each returns one cotangent for every input, laid out like the input,
``None`` where there is no gradient. What the operators compute:
https://onnx.ai/onnx/operators/.
"""

from __future__ import annotations

import numpy as np

from ..builder import GraphBuilder
from ..graph import Value, numbers
from ..refusals import NoRule
from ..steps import Cotangents, Step
from .broadcasting import unbroadcast

LARGE = 1e30  # what exporters write for "no limit" is larger


def add(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Give g to all terms of y = x + z + ..., summed over what each was stretched on.

    >>> from gradcam_py.autodiff import Node
    >>> x, z, y, g = (Value(name, (1, 3)) for name in "xzyg")
    >>> add(GraphBuilder(), Step.of(Node("Add", (x, z), (y,))), g)
    (<g [1, 3]>, <g [1, 3]>)
    """
    terms = [step.operand(index) for index in range(len(step.inputs))]
    return tuple(
        unbroadcast(b, g, step.output, x) if step.needs(x) else None for x in terms
    )


def sub(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = g and dz = -g of y = x - z, each summed over what it was stretched on.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Sub", (1, 3), (1, 3))
    ['Neg']
    """
    x, z = step.operand(0), step.operand(1)
    dx = unbroadcast(b, g, step.output, x) if step.needs(x) else None
    if not step.needs(z):
        return dx, None
    return dx, unbroadcast(b, b.op("Neg", g), step.output, z)


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
        unbroadcast(b, b.op("Mul", g, other), step.output, x) if step.needs(x) else None
        for x, other in ((left, right), (right, left))
    )


def div(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = g / z and dz = -g y / z of y = x / z.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Div", (1, 3), (1, 3))
    ['Div', 'Mul', 'Neg']
    """
    x, z = step.operand(0), step.operand(1)
    share = b.op("Div", g, z)
    dx = unbroadcast(b, share, step.output, x) if step.needs(x) else None
    if not step.needs(z):
        return dx, None
    dz = b.op("Neg", b.op("Mul", share, step.output))
    return dx, unbroadcast(b, dz, step.output, z)


def extreme(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Give g to each input of y = max(x, z, ...), or min, where it is the extreme.

    Where inputs tie, each gets all of g.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Max", (1, 3), None)
    ['Sub', 'Abs', 'Sign', 'Sub', 'Mul']
    """
    y = step.output
    dxs: list[Value | None] = []
    for index in range(len(step.inputs)):
        x = step.operand(index)
        if step.needs(x):
            mine = b.op("Mul", g, b.equal(x, y, like=x))
            dxs.append(unbroadcast(b, mine, y, x))
        else:
            dxs.append(None)
    return tuple(dxs)


def where(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Give g to x where the condition holds and to z elsewhere, of y = c ? x : z.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Where", None, (1, 3), (1, 3), output=(1, 3))
    ['Where', 'Where']
    """
    condition, x, z = (step.operand(index) for index in range(3))
    dx = dz = None
    if step.needs(x):
        mine = b.op("Where", condition, g, b.scalar(0, like=x))
        dx = unbroadcast(b, mine, step.output, x)
    if step.needs(z):
        mine = b.op("Where", condition, b.scalar(0, like=z), g)
        dz = unbroadcast(b, mine, step.output, z)
    return None, dx, dz


def power(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = g p x^(p - 1) of y = x^p, p one constant number; no p gives no gradient.

    Raises `NoRule` for powers that differ from number to number.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Pow", (1, 3), 3.0)
    ['Pow', 'Mul', 'Mul']
    """
    x, exponent = step.operand(0), numbers(step.operand(1))
    if exponent.size != 1:
        raise NoRule(f"{exponent.size} powers (expected one)")
    p = float(exponent.ravel()[0])
    root = x if p == 2 else b.op("Pow", x, b.scalar(p - 1, like=x))
    return b.op("Mul", g, b.op("Mul", root, b.scalar(p, like=x))), None


def nothing(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Give no gradient: what such operators tell moves in jumps, or not at all.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Greater", (1, 3), (1, 3))
    []
    """
    return (None,) * len(step.inputs)


def clip(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = g where low < x < high of y = min(max(x, low), high); 0 at both kinks.

    So the gradient is 1 strictly inside and 0 outside. Strictly inside is the same for
    y as for x, and y is at hand: there, and only there, (y - low) (high - y) is
    positive. Comparisons and Where cost twice as much.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Clip", (1, 3), None, 6.0)  # g sign((y - low) (6 - y))
    ['Sub', 'Sub', 'Mul', 'Sign', 'Mul']
    """
    y = step.output
    low, high = (_limit(b, step, i, name) for i, name in ((1, "min"), (2, "max")))
    distances = []
    if low is not None:
        distances.append(y if _is_zero(low) else b.op("Sub", y, low))
    if high is not None:
        distances.append(b.op("Sub", high, y))
    if not distances:
        return step.only_first(g)
    product = distances[0] if len(distances) == 1 else b.op("Mul", *distances)
    return step.only_first(b.op("Mul", g, b.op("Sign", product)))


def _limit(b: GraphBuilder, step: Step, index: int, name: str) -> Value | None:
    """A limit, which was an attribute before opset 11; None if it limits nothing."""
    limit = step.given(index)
    if name in step.node.attributes:
        limit = b.scalar(step.node.number(name, 0), like=step.operand(0))
    known = None if limit is None else limit.data
    if known is not None and known.size and np.abs(known).min() > LARGE:
        return None
    return limit


def _is_zero(value: Value) -> bool:
    return value.data is not None and not value.data.any()
