"""Rules of the products of matrices."""

from __future__ import annotations

from ..builder import GraphBuilder
from ..graph import Value
from ..refusals import NoRule
from ..steps import Cotangents, Step
from .broadcasting import unbroadcast


def matmul(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dA = g B^T and dB = A^T g of Y = A B, [...,n,m] times [...,m,p].

    Of a vector times a constant matrix, [N,in] times [in,out], Gemm transposes the
    matrix as it reads it. Raises `NoRule` for other numbers of axes.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("MatMul", (1, 5), Value("w", (5, 4), is_constant=True), output=(1, 4))
    ['Gemm']
    >>> emitted("MatMul", (1, 3, 7, 5), (1, 3, 5, 7), output=(1, 3, 7, 7))
    ['Transpose', 'MatMul', 'Transpose', 'MatMul']
    """
    left, right = step.operand(0), step.operand(1)
    ranks = [len(x.shape or ()) for x in (left, right)]
    if min(ranks) < 2:
        raise NoRule(f"shapes {left.shape} and {right.shape} (expected two axes)")
    if ranks == [2, 2] and not step.needs(right):
        return (_times_transposed(b, g, right), None)
    if b.batched and ranks[0] == 2:
        raise NoRule(f"shapes {left.shape} and {right.shape}, one of them the batch")
    d_left = d_right = None
    if step.needs(left):
        d_left = b.op("MatMul", g, _swapped(b, right))
        d_left = unbroadcast(b, d_left, _shaped(step.output, right, -2), left)
    if step.needs(right):
        d_right = b.op("MatMul", _swapped(b, left), g)
        d_right = unbroadcast(b, d_right, _shaped(step.output, left, -1), right)
    return d_left, d_right


def _times_transposed(b: GraphBuilder, g: Value, weight: Value) -> Value:
    return b.op("Gemm", g, weight, *_addend(b, weight), transB=1)


def _addend(b: GraphBuilder, like: Value) -> tuple[Value, ...]:
    """What Gemm adds, which could not be left out before opset 11."""
    return () if b.opset >= 11 else (b.scalar(0, like=like),)


def _swapped(b: GraphBuilder, x: Value) -> Value:
    *rest, rows, columns = range(len(x.shape or ()))
    return b.op("Transpose", x, perm=[*rest, columns, rows])


def _shaped(y: Value, other: Value, shared: int) -> Value:
    """The layout of a product before it is summed: y's, with the axis it lacked."""
    sizes, own = list(y.shape or ()), other.shape or ()
    axis = -1 if shared == -2 else -2
    sizes[axis] = own[shared]
    return Value("product", tuple(sizes), y.dtype)


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
    if step.needs(weight):
        raise NoRule(f'"{weight.name}", which is computed: expected constant weights')
    flipped = 1 - step.node.integer("transB", 0)
    alpha = step.node.number("alpha", 1.0)
    addend = _addend(b, weight)
    return step.only_first(
        b.op("Gemm", g, weight, *addend, transB=flipped, alpha=alpha)
    )
