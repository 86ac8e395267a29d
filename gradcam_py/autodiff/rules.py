"""Vector-Jacobian products: operator type -> rule.

A rule gets the builder, the step and ``g``, the cotangent of the step's output
(d(sum(seed * logits)) / d(output), laid out like the output), and returns one
cotangent for each input, ``None`` where the operator has no gradient for it.
Rules hold no traversal and never look beyond their own step.

Axis 0 is the batch and is never reduced: the forward pass may have run on one
picture (axis 0 of size 1) while the cotangents hold K seeds.
"""

from __future__ import annotations

from collections.abc import Callable

import onnx_ir as ir

from .builder import GraphBuilder
from .convolution import conv_vjp
from .steps import Step, static_shape

Cotangents = tuple[ir.Value | None, ...]
Rule = Callable[[GraphBuilder, Step, ir.Value], Cotangents]


def unbroadcast(b: GraphBuilder, g: ir.Value, output: ir.Value, to: ir.Value):
    """Sum ``g``, laid out like ``output``, over the axes that ``to`` was stretched on.

    ``to`` must have the rank of ``output``; axis 0, the batch, stays.
    """
    sizes = static_shape(output)
    stretched = [
        axis
        for axis, (small, large) in enumerate(
            zip(static_shape(to), sizes, strict=True), start=1
        )
        if small == 1 and large != 1
    ]
    if not stretched:
        return g
    if stretched == [2, 3] and len(sizes) == 3:
        # A mean times its count: the runtime pools a third faster than it reduces.
        mean = b.op("GlobalAveragePool", g)
        return b.op("Mul", mean, b.scalar(sizes[1] * sizes[2], like=to))
    return b.op("ReduceSum", g, b.ints(stretched), keepdims=1)


def like_input(b: GraphBuilder, step: Step, g: ir.Value) -> Cotangents:
    """Reshape and Squeeze move no number: back to the input's shape (0 = keep K)."""
    shape = b.ints([0, *static_shape(step.inputs[0])])
    return (b.op("Reshape", g, shape), *[None] * (len(step.inputs) - 1))


def add(b: GraphBuilder, step: Step, g: ir.Value) -> Cotangents:
    """y = a + b: both get g."""
    return tuple(
        None if x.is_initializer() else unbroadcast(b, g, step.output, x)
        for x in step.inputs
    )


def mul(b: GraphBuilder, step: Step, g: ir.Value) -> Cotangents:
    """y = a b: da = g b, db = g a, each summed over the axes it was stretched on."""
    left, right = step.inputs
    return tuple(
        None
        if x.is_initializer()
        else unbroadcast(b, b.op("Mul", g, other), step.output, x)
        for x, other in ((left, right), (right, left))
    )


def sigmoid(b: GraphBuilder, step: Step, g: ir.Value) -> Cotangents:
    """s = 1 / (1 + exp(-x)): s' = s (1 - s)."""
    s = step.output
    slope = b.op("Mul", s, b.op("Sub", b.scalar(1, like=s), s))
    return (b.op("Mul", g, slope),)


def swish(b: GraphBuilder, step: Step, g: ir.Value) -> Cotangents:
    """y = x s: y' = s + y (1 - s), four passes because y and s are at hand."""
    s, y = step.saved["sigmoid"], step.output
    complement = b.op("Sub", b.scalar(1, like=s), s)
    slope = b.op("Add", s, b.op("Mul", y, complement))
    return (b.op("Mul", g, slope),)


def clip(b: GraphBuilder, step: Step, g: ir.Value) -> Cotangents:
    """y = min(max(x, low), high): 1 strictly inside, 0 outside and at both kinks.

    Strictly inside is the same for y as for x, and y is at hand: there, and only
    there, (y - low) (high - y) is positive. Comparisons and Where cost twice as much.
    """
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


def _is_zero(value: ir.Value) -> bool:
    return value.is_initializer() and not value.const_value.numpy().any()


def global_average_pool(b: GraphBuilder, step: Step, g: ir.Value) -> Cotangents:
    """y = mean over h, w: every position gets g / (h w)."""
    (x,) = step.inputs
    _, height, width = static_shape(x)
    share = b.op("Mul", g, b.scalar(1 / (height * width), like=x))
    return (b.op("Expand", share, b.ints([1, 1, height, width])),)


def matmul(b: GraphBuilder, step: Step, g: ir.Value) -> Cotangents:
    """Y = A W with constant W [in, out]: dA = g W^T; Gemm transposes as it reads."""
    _, weight = step.inputs
    _require_constant(step, weight)
    return (b.op("Gemm", g, weight, transB=1), None)


def gemm(b: GraphBuilder, step: Step, g: ir.Value) -> Cotangents:
    """Y = alpha A W' + beta C with constant W, C and A untransposed: dA = alpha g W'^T.

    Raises ValueError for a transposed A, which no layer of ours has.
    """
    _, weight, *bias = step.inputs
    attributes = step.node.attributes
    if attributes.get_int("transA", 0):
        raise ValueError(f"{step.describe()}: transA=1 has no gradient rule")
    _require_constant(step, weight)
    flipped = 1 - attributes.get_int("transB", 0)
    alpha = attributes.get_float("alpha", 1.0)
    return (
        b.op("Gemm", g, weight, transB=flipped, alpha=alpha),
        None,
        *[None for _ in bias],
    )


def _require_constant(step: Step, weight: ir.Value) -> None:
    if not weight.is_initializer():
        raise ValueError(f"{step.describe()}: expected constant weights")


RULES: dict[str, Rule] = {
    "Add": add,
    "Clip": clip,
    "Conv": conv_vjp,
    "Gemm": gemm,
    "GlobalAveragePool": global_average_pool,
    "MatMul": matmul,
    "Mul": mul,
    "Reshape": like_input,
    "Sigmoid": sigmoid,
    "Squeeze": like_input,
    "Swish": swish,
}
