"""Makes nodes and small constants under deterministic names."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .graph import Attribute, Node, Value
from .refusals import NoRule


class GraphBuilder:
    """Collects nodes to append to a graph; values are named ``<prefix>/<op>_<n>``.

    Equal constants are made once. Names depend only on the order of the calls, so the
    same calls give the same bytes.

    nodes: what has been made, in topological order. constants: what they read besides.

    >>> b, x = GraphBuilder("twice"), Value("x", ("N", 3), "float32")
    >>> y = b.op("Mul", x, b.scalar(2, like=x))
    >>> print(*b.nodes, *b.constants)
    twice/Mul_0 = Mul(x, twice/constant_0) <twice/constant_0 []>
    """

    def __init__(self, prefix: str = "grad"):
        self.nodes: list[Node] = []
        self.constants: list[Value] = []
        self._prefix = prefix
        self._producers: dict[Value, Node] = {}
        self._known: dict[tuple[str, tuple[int, ...], bytes], Value] = {}

    def op(self, op_type: str, *inputs: Value, **attributes: Attribute) -> Value:
        """Append one single-output node of the default domain; return its output.

        >>> GraphBuilder().op("Softmax", Value("logits"), axis=1)
        <grad/Softmax_0 None>
        """
        name = f"{self._prefix}/{op_type}_{len(self.nodes)}"
        value = Value(name)
        node = Node(op_type, inputs, (value,), attributes, name)
        self.nodes.append(node)
        self._producers[value] = node
        return value

    def producer(self, value: Value) -> Node | None:
        """The node of this builder that makes ``value``.

        >>> b = GraphBuilder()
        >>> print(b.producer(b.op("Neg", Value("x"))))
        grad/Neg_0 = Neg(x)
        """
        return self._producers.get(value)

    def constant(self, array: ArrayLike) -> Value:
        """A constant that holds ``array``, of any shape; one per distinct content.

        >>> b = GraphBuilder()
        >>> b.constant([1.0, 2.0]) is b.constant([1.0, 2.0])
        True
        """
        numbers = np.asarray(array)
        key = (numbers.dtype.str, numbers.shape, numbers.tobytes())
        if key not in self._known:
            name = f"{self._prefix}/constant_{len(self.constants)}"
            self._known[key] = Value.constant(name, numbers)
            self.constants.append(self._known[key])
        return self._known[key]

    def ints(self, values: ArrayLike) -> Value:
        """An int64 constant, as shapes, axes and indices are.

        >>> GraphBuilder().ints([1, -1]).data.tolist()
        [1, -1]
        """
        return self.constant(np.asarray(values, dtype=np.int64))

    def scalar(self, number: float, like: Value) -> Value:
        """A rank-0 constant of the element type of ``like``.

        Raises `NoRule` where that is not known.

        >>> GraphBuilder().scalar(1, like=Value("x", dtype="float16")).data
        array(1., dtype=float16)
        """
        if like.dtype is None:
            raise NoRule(f'"{like.name}", whose element type is not known')
        return self.constant(np.asarray(number, dtype=like.dtype))
