"""What rules say of axes, and how a cotangent shrinks where an array was stretched."""

from __future__ import annotations

from ..builder import GraphBuilder
from ..graph import Node, Value, static_shape
from ..refusals import NoRule


def sizes(b: GraphBuilder, x: Value, batch: int) -> list[int]:
    """The sizes of ``x`` for a node's parameter, ``batch`` standing for its axis 0.

    Without a batch that size is known, too. Raises `NoRule` for unknown sizes.

    >>> x = Value("x", (1, 8, 7, 7))
    >>> sizes(GraphBuilder(), x, batch=0), sizes(GraphBuilder(batched=False), x, 0)
    ([0, 8, 7, 7], [1, 8, 7, 7])
    """
    if b.batched:
        return [batch, *static_shape(x)]
    return list(static_shape(x, start=0))


def unbroadcast(b: GraphBuilder, g: Value, output: Value, to: Value) -> Value:
    """Sum ``g``, laid out like ``output``, over the axes that ``to`` was stretched on.

    Axis 0, the batch, stays. Raises `NoRule` where ``to`` has another number of axes
    than ``output``, and there is a batch: which of its axes that is is then not known.

    >>> b, g = GraphBuilder(), Value("g", ("K", 8, 7, 7))
    >>> total = unbroadcast(b, g, Value("y", (1, 8, 7, 7)), Value("x", (1, 1, 7, 7)))
    >>> print(*b.nodes, "axes", *(axes.data for axes in b.constants))
    grad/ReduceSum_0 = ReduceSum(g, grad/constant_0; keepdims=1) axes [1]
    """
    first = 1 if b.batched else 0
    large, own = static_shape(output, first), static_shape(to, first)
    if len(own) != len(large) and b.batched:
        raise NoRule(
            f'operands of different rank ("{to.name}" is {to.shape}, '
            f'"{output.name}" {output.shape})'
        )
    added = len(large) - len(own)
    padded = (1,) * added + own
    stretched = [
        axis
        for axis, (small, size) in enumerate(zip(padded, large, strict=True), first)
        if small == 1 and size != 1
    ]
    if stretched == [2, 3] and len(large) + first == 4:
        # A mean times its count: the runtime pools a third faster than it reduces.
        mean = b.op("GlobalAveragePool", g)
        g = b.op("Mul", mean, b.scalar(large[-2] * large[-1], like=to))
    elif stretched:
        g = b.reduce("ReduceSum", g, stretched)
    return b.reshape(g, own) if added else g


def axis_of(b: GraphBuilder, node: Node, x: Value, default: int) -> int:
    """The attribute ``axis``, from 0. Raises `NoRule` where that is the batch.

    >>> last = Node("Concat", (), (), {"axis": -1})
    >>> axis_of(GraphBuilder(), last, Value("x", (1, 8)), default=0)
    1
    """
    return checked_axis(b, node.integer("axis", default) % len(x.shape or (1,)))


def checked_axis(b: GraphBuilder, axis: int) -> int:
    """``axis``. Raises `NoRule` where that is the batch.

    >>> checked_axis(GraphBuilder(), 1)
    1
    """
    if b.batched and axis == 0:
        raise NoRule("axis 0, which is the batch")
    return axis
