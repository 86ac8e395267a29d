"""Makes nodes and small constants under deterministic names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from .graph import Attribute, Node, Value
from .refusals import NoRule


class GraphBuilder:
    """Collects nodes to append to a graph; values are named ``<prefix>/<op>_<n>``.

    Equal constants are made once. Names depend only on the order of the calls, so the
    same calls give the same bytes.

    nodes: what has been made, in topological order. constants: what they read besides.
    opset: the version of ONNX's operators in which the nodes are written. batched:
    whether axis 0 of every value is a batch, of any size, of which nothing is known;
    otherwise it is an axis like the others.

    >>> b, x = GraphBuilder("twice"), Value("x", ("N", 3), "float32")
    >>> y = b.op("Mul", x, b.scalar(2, like=x))
    >>> print(*b.nodes, *b.constants)
    twice/Mul_0 = Mul(x, twice/constant_0) <twice/constant_0 []>
    """

    def __init__(self, prefix: str = "grad", opset: int = 17, batched: bool = True):
        self.opset, self.batched = opset, batched
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

    def reshape(self, x: Value, sizes: Sequence[int]) -> Value:
        """``x`` with other sizes; 0 keeps a size, -1 is what is left.

        >>> b = GraphBuilder()
        >>> print(b.producer(b.reshape(Value("x"), [0, -1])), *b.constants)
        grad/Reshape_0 = Reshape(x, grad/constant_0) <grad/constant_0 [2]>
        """
        return self.op("Reshape", x, self.ints(sizes))

    def reduce(self, op_type: str, x: Value, axes: Sequence[int]) -> Value:
        """ReduceSum or ReduceMean over ``axes``, which stay, with size 1.

        >>> b = GraphBuilder(opset=9)
        >>> print(b.producer(b.reduce("ReduceSum", Value("x"), [2, 3])))
        grad/ReduceSum_0 = ReduceSum(x; axes=[2, 3], keepdims=1)
        """
        if self.opset >= {"ReduceSum": 13, "ReduceMean": 18}[op_type]:
            return self.op(op_type, x, self.ints(axes), keepdims=1)
        return self.op(op_type, x, axes=list(axes), keepdims=1)

    def slice(
        self, x: Value, starts: Sequence[int], ends: Sequence[int], axes: Sequence[int]
    ) -> Value:
        """``x`` from ``starts`` to ``ends`` along ``axes``.

        >>> b = GraphBuilder(opset=9)
        >>> print(b.producer(b.slice(Value("x"), [0], [3], [1])))
        grad/Slice_0 = Slice(x; starts=[0], ends=[3], axes=[1])
        """
        if self.opset >= 10:
            bounds = (self.ints(starts), self.ints(ends), self.ints(axes))
            return self.op("Slice", x, *bounds)
        bound = {"starts": list(starts), "ends": list(ends), "axes": list(axes)}
        return self.op("Slice", x, **bound)

    def pad(self, x: Value, pads: Sequence[int], lowest: Value | None = None) -> Value:
        """``x`` with ``pads`` more numbers: all axes' begins, then all ends.

        They are 0, or the lowest number of the element type of ``lowest``.

        >>> b = GraphBuilder()
        >>> print(b.producer(b.pad(Value("x"), [0, 0, 0, 1])), *b.constants)
        grad/Pad_0 = Pad(x, grad/constant_0) <grad/constant_0 [4]>
        """
        if not any(pads):
            return x
        fill = None if lowest is None else self.lowest(like=lowest)
        if self.opset >= 11:
            extra = () if fill is None else (fill,)
            return self.op("Pad", x, self.ints(pads), *extra)
        number = 0.0 if fill is None or fill.data is None else float(fill.data)
        return self.op("Pad", x, pads=list(pads), value=number)

    def lowest(self, like: Value) -> Value:
        """A scalar below what a network computes, of the element type of ``like``.

        Infinity would make a product with 0 undefined.

        >>> GraphBuilder().lowest(like=Value("x", dtype="float16")).data
        array(-6.55e+04, dtype=float16)
        """
        half = like.dtype is not None and np.dtype(like.dtype).itemsize == 2
        return self.scalar(-65504 if half else -1e30, like)

    def positive(self, x: Value) -> Value:
        """1 where ``x`` > 0, else 0, in its element type.

        >>> b = GraphBuilder()
        >>> print(b.producer(b.positive(Value("x"))))
        grad/Sign_1 = Sign(grad/Relu_0)
        """
        return self.op("Sign", self.op("Relu", x))

    def equal(self, x: Value, y: Value, like: Value) -> Value:
        """1 where ``x`` and ``y`` are equal, else 0, in the element type of ``like``.

        ONNX's own Equal takes no floats before opset 11.

        >>> b, x, y = GraphBuilder(), Value("x", dtype="float32"), Value("y")
        >>> _ = b.equal(x, y, like=x)
        >>> [node.op_type for node in b.nodes]
        ['Sub', 'Abs', 'Sign', 'Sub']
        """
        apart = self.op("Sign", self.op("Abs", self.op("Sub", x, y)))
        return self.op("Sub", self.scalar(1, like=like), apart)
