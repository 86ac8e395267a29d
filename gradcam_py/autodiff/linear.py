"""Rules of the products with a constant matrix."""

from __future__ import annotations

from .builder import GraphBuilder
from .graph import Value, static_shape
from .refusals import NoRule
from .steps import Cotangents, Step


def matmul(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dA = g W^T of Y = A W, A [N,in], W [in,out] constant.

    Gemm transposes W as it reads it. Raises `NoRule` for another number of axes, and
    for weights that are computed.

    >>> from gradcam_py.autodiff import Node
    >>> a, y, g = Value("a", ("N", 5)), Value("y", ("N", 4)), Value("g", ("K", 4))
    >>> w = Value("w", (5, 4), is_constant=True)
    >>> b = GraphBuilder()
    >>> da, dw = matmul(b, Step.of(Node("MatMul", (a, w), (y,))), g)
    >>> print(b.producer(da))
    grad/Gemm_0 = Gemm(g, w; transB=1)
    """
    left, weight = step.operand(0), step.operand(1)
    _require_constant(weight)
    if len(static_shape(left)) != 1 or len(weight.shape or ()) != 2:
        raise NoRule(f"shapes {left.shape} and {weight.shape} (expected two axes)")
    return (b.op("Gemm", g, weight, transB=1), None)


def gemm(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dA = alpha g W'^T of Y = alpha A W' + beta C, with constant W and C.

    A: [N,in]; W' is W [in,out], or its transpose where transB is set. Raises `NoRule`
    for a transposed A, whose axis 0 is not the batch, and for computed weights.

    >>> from gradcam_py.autodiff import Node
    >>> a, y, g = Value("a", ("N", 5)), Value("y", ("N", 4)), Value("g", ("K", 4))
    >>> w = Value("w", (4, 5), is_constant=True)
    >>> b = GraphBuilder()
    >>> da, dw = gemm(b, Step.of(Node("Gemm", (a, w), (y,), {"transB": 1})), g)
    >>> print(b.producer(da))
    grad/Gemm_0 = Gemm(g, w; transB=0, alpha=1.0)
    """
    weight = step.operand(1)
    if step.node.integer("transA", 0):
        raise NoRule("transA=1")
    _require_constant(weight)
    flipped = 1 - step.node.integer("transB", 0)
    alpha = step.node.number("alpha", 1.0)
    return (
        b.op("Gemm", g, weight, transB=flipped, alpha=alpha),
        *[None] * (len(step.inputs) - 1),
    )


def _require_constant(weight: Value) -> None:
    if not weight.is_constant:
        raise NoRule(f'"{weight.name}", which is computed: expected constant weights')
