"""Shows what a rule makes of an operator: for its documentation and its tests."""

from __future__ import annotations

import numpy as np

from .builder import GraphBuilder
from .graph import Attribute, Node, Value
from .rules import RULES
from .steps import Step

Operand = Value | tuple[int, ...] | list[int] | float | None


def emitted(
    op_type: str, *operands: Operand, output: Operand = None, **attributes: Attribute
) -> list[str]:
    """The types of the nodes that compute the cotangents of one node's inputs.

    operands: the shape of an array that flows, a list of integers or a number for a
    constant parameter, None for a constant of which nothing is known, or any value.
    output: the result's shape, by default that of the first operand.

    >>> emitted("Transpose", (1, 8, 7, 7), perm=[0, 2, 3, 1])
    ['Transpose']
    """
    inputs = tuple(_value(f"x{index}", each) for index, each in enumerate(operands))
    y = _value("y", output if output is not None else operands[0])
    node = Node(op_type, inputs, (y,), attributes)
    b = GraphBuilder(batched=False)
    RULES[op_type](b, Step.of(node), Value("g", y.shape, "float32"))
    return [node.op_type for node in b.nodes]


def _value(name: str, operand: Operand) -> Value:
    if isinstance(operand, Value):
        return operand
    if operand is None:
        return Value(name, is_constant=True)
    if isinstance(operand, tuple):
        return Value(name, operand, "float32")
    return Value.constant(name, np.asarray(operand))
