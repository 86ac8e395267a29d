"""A graph of ONNX operators in plain Python: what the engine reads.

It holds what differentiation asks for and no more. It knows no file format: the build
translates from ONNX in convert/export/onnx_graph.py. Shapes are those of ONNX: axis 0
is the batch, and a size may be a name that only a run makes a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import DTypeLike, NDArray

from .refusals import NoRule

Size = int | str | None
Attribute = int | float | str | Sequence[int] | Sequence[float]
DEFAULT_DOMAINS = ("", "ai.onnx")


@dataclass(frozen=True, eq=False)
class Value:
    """One array of a graph: an input, a constant, or what a node makes.

    Two values are the same only if they are one object, whatever their names.

    name: unique in its graph. shape: a size for each axis, None where the rank is not
    known. dtype: of the elements. is_constant: the same in every run. data: the numbers
    of a constant, None where nobody has read them (weights are many megabytes).

    >>> Value("features", ("N", 320, 7, 7), "float32")
    <features ['N', 320, 7, 7]>
    """

    name: str
    shape: tuple[Size, ...] | None = None
    dtype: DTypeLike | None = None
    is_constant: bool = False
    data: NDArray[Any] | None = None

    @staticmethod
    def constant(name: str, array: NDArray[Any]) -> Value:
        """A constant that holds ``array``, with its shape and element type.

        >>> import numpy as np
        >>> Value.constant("bias", np.zeros(1000, np.float32))
        <bias [1000]>
        """
        return Value(name, array.shape, array.dtype, is_constant=True, data=array)

    def __repr__(self) -> str:
        return f"<{self.name} {None if self.shape is None else list(self.shape)}>"


@dataclass(frozen=True, eq=False)
class Node:
    """``outputs = op_type(inputs)``, with attributes; None is an input left out.

    >>> x, y = Value("x"), Value("y")
    >>> print(Node("Clip", (x, None, Value("six")), (y,), name="relu6"))
    y = Clip(x, None, six)
    >>> print(Node("Conv", (x, Value("w")), (y,), {"strides": [2, 2]}))
    y = Conv(x, w; strides=[2, 2])
    """

    op_type: str
    inputs: tuple[Value | None, ...]
    outputs: tuple[Value, ...]
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    name: str = ""
    domain: str = ""

    @property
    def kind(self) -> str:
        """The operator type, with its domain where that is not ONNX's own.

        >>> Node("Gelu", (), (), domain="com.microsoft").kind
        'com.microsoft.Gelu'
        """
        known = self.domain in DEFAULT_DOMAINS
        return self.op_type if known else f"{self.domain}.{self.op_type}"

    def integer(self, name: str, default: int) -> int:
        """An attribute that is one integer. Raises `NoRule` where it is not.

        >>> Node("Conv", (), (), {"group": 8}).integer("group", 1)
        8
        """
        value = self.attributes.get(name, default)
        if not isinstance(value, int):
            raise NoRule(f"{name}={value!r} (expected an integer)")
        return value

    def integers(self, name: str, default: tuple[int, ...]) -> tuple[int, ...]:
        """An attribute that is a list of integers. Raises `NoRule` where it is not.

        >>> Node("Conv", (), ()).integers("strides", (1, 1))
        (1, 1)
        """
        value = self.attributes.get(name, default)
        numbers = value if isinstance(value, list | tuple) else ()
        integers = tuple(number for number in numbers if isinstance(number, int))
        if not integers or len(integers) != len(numbers):
            raise NoRule(f"{name}={value!r} (expected a list of integers)")
        return integers

    def number(self, name: str, default: float) -> float:
        """An attribute that is one number. Raises `NoRule` where it is not.

        >>> Node("Gemm", (), (), {"alpha": 0.5}).number("alpha", 1.0)
        0.5
        """
        value = self.attributes.get(name, default)
        if not isinstance(value, int | float):
            raise NoRule(f"{name}={value!r} (expected a number)")
        return value

    def text(self, name: str, default: str) -> str:
        """An attribute that is a word. Raises `NoRule` where it is not.

        >>> Node("Pad", (), (), {"mode": "reflect"}).text("mode", "constant")
        'reflect'
        """
        value = self.attributes.get(name, default)
        if not isinstance(value, str):
            raise NoRule(f"{name}={value!r} (expected a word)")
        return value

    def __str__(self) -> str:
        made = ", ".join(y.name for y in self.outputs)
        read = ", ".join("None" if x is None else x.name for x in self.inputs)
        more = ", ".join(f"{key}={value}" for key, value in self.attributes.items())
        return f"{made} = {self.op_type}({read}{'; ' if more else ''}{more})"


@dataclass(frozen=True)
class Graph:
    """Nodes in topological order: each reads inputs, constants and what is made before.

    outputs: the values that whoever runs the graph asks for. opset: ONNX's version.
    Raises ValueError for another order, so also for a cycle, and a value made twice.

    >>> x, y = Value("x"), Value("y")
    >>> Graph((Node("Sigmoid", (y,), (y,), name="loop"),))
    Traceback (most recent call last):
    ValueError: "loop" reads "y" before that is made: expected topological order
    """

    nodes: tuple[Node, ...]
    outputs: tuple[Value, ...] = ()
    opset: int = 17

    def __post_init__(self) -> None:
        waiting = [y for node in self.nodes for y in node.outputs]
        later = set(waiting)
        if len(later) != len(waiting):
            raise ValueError("a value is made twice: expected one node for each value")
        for node in self.nodes:
            for x in node.inputs:
                if x in later:
                    raise ValueError(
                        f'"{node.name}" reads "{x.name}" before that is made: '
                        "expected topological order"
                    )
            later.difference_update(node.outputs)


def static_shape(value: Value, start: int = 1) -> tuple[int, ...]:
    """The sizes of ``value`` from axis ``start`` on, which must all be known.

    Axis 0 of what flows through a network is the batch, which need not be. Raises
    `NoRule` naming the value otherwise: shapes must be inferred first.

    >>> static_shape(Value("features", ("N", 320, 7, 7)))
    (320, 7, 7)
    """
    sizes = [] if value.shape is None else value.shape[start:]
    known = tuple(size for size in sizes if isinstance(size, int))
    if value.shape is None or len(known) != len(sizes):
        raise NoRule(
            f'an unknown size: the shape of "{value.name}" must be known from axis '
            f"{start} on, it is {value.shape}: infer shapes before differentiating"
        )
    return known


def numbers(value: Value) -> NDArray[Any]:
    """What a parameter of an operator holds, such as the axes of a sum.

    Raises `NoRule` where only a run can tell: the gradient's graph depends on it.

    >>> import numpy as np
    >>> numbers(Value.constant("axes", np.array([2, 3]))).tolist()
    [2, 3]
    """
    if value.data is None:
        raise NoRule(f'"{value.name}", which is computed: expected a constant')
    return value.data
