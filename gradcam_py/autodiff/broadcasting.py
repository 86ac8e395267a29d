"""Undoes broadcasting: the one place that knows how a cotangent shrinks again."""

from __future__ import annotations

from .builder import GraphBuilder
from .graph import Value, static_shape
from .refusals import NoRule


def unbroadcast(b: GraphBuilder, g: Value, output: Value, to: Value) -> Value:
    """Sum ``g``, laid out like ``output``, over the axes that ``to`` was stretched on.

    Axis 0, the batch, stays. Raises `NoRule` where ``to`` has another number of axes
    than ``output``: which of its axes were the batch is then not known.

    >>> b, g = GraphBuilder(), Value("g", ("K", 8, 7, 7))
    >>> total = unbroadcast(b, g, Value("y", (1, 8, 7, 7)), Value("x", (1, 1, 7, 7)))
    >>> print(*b.nodes, "axes", *(axes.data for axes in b.constants))
    grad/ReduceSum_0 = ReduceSum(g, grad/constant_0; keepdims=1) axes [1]
    """
    sizes, own = static_shape(output), static_shape(to)
    if len(own) != len(sizes):
        raise NoRule(
            f'operands of different rank ("{to.name}" is {to.shape}, '
            f'"{output.name}" {output.shape})'
        )
    stretched = [
        axis
        for axis, (small, large) in enumerate(zip(own, sizes, strict=True), start=1)
        if small == 1 and large != 1
    ]
    if not stretched:
        return g
    if stretched == [2, 3] and len(sizes) == 3:
        # A mean times its count: the runtime pools a third faster than it reduces.
        mean = b.op("GlobalAveragePool", g)
        return b.op("Mul", mean, b.scalar(sizes[1] * sizes[2], like=to))
    return b.op("ReduceSum", g, b.ints(stretched), keepdims=1)
