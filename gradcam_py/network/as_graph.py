"""A file's nodes as the gradient engine sees them: values with shapes and types.

Shapes are what a run has told (see `survey`), element types follow from the operators.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..autodiff import Graph, Node, Value
from ..autodiff.graph import Attribute
from ..onnx_file.content import ONNX_DOMAINS, FileNode, OnnxFile, constant_of
from ..onnx_file.tensors import ELEMENT_TYPES, Tensor

# What these make has its own element type, whatever they are given.
MAKE_INTEGERS = {"ArgMax", "ArgMin", "NonZero", "Shape", "Size"}
MAKE_TRUTH = {"And", "Equal", "Greater", "GreaterOrEqual", "IsInf", "IsNaN", "Less"}
MAKE_TRUTH |= {"LessOrEqual", "Not", "Or", "Xor"}
TYPED_BY = {"DequantizeLinear": 1, "QuantizeLinear": 2, "Where": 1}  # an input's number


@dataclass(frozen=True)
class Told:
    """What a run has told of values: the shapes, and the numbers of parameters."""

    shapes: Mapping[str, tuple[int, ...]]
    numbers: Mapping[str, NDArray]


NOTHING_TOLD = Told({}, {})


@dataclass(frozen=True)
class Translated:
    """The engine's graph, and its value for each name of the file."""

    graph: Graph
    values: Mapping[str, Value]


def as_graph(file: OnnxFile, nodes: Sequence[FileNode], told: Told) -> Translated:
    """The engine's graph of ``nodes``, which are in topological order.

    Constants are values, not nodes; only small ones have numbers.
    """
    translation = _Translation(file, told)
    made = tuple(
        translation.node(node)
        for node in nodes
        if not translation.is_constant(node) and node.outputs[0]
    )
    return Translated(Graph(made, (), file.opset), translation.values)


class _Translation:
    def __init__(self, file: OnnxFile, told: Told):
        self.file, self.told = file, told
        self.values: dict[str, Value] = {}
        for tensor in file.tensors.values():
            self.values[tensor.name] = self._constant(tensor.name, tensor)
        for each in file.inputs:
            dtype = ELEMENT_TYPES.get(each.code)
            shape = told.shapes.get(each.name)
            self.values[each.name] = Value(each.name, shape, dtype)

    def is_constant(self, node: FileNode) -> bool:
        """Take a Constant node in as a value."""
        if node.op_type != "Constant" or node.domain not in ONNX_DOMAINS:
            return False
        held = constant_of(node, self.file.source)
        if held is None:
            return False
        self.values[node.outputs[0]] = self._constant(node.outputs[0], held)
        return True

    def node(self, node: FileNode) -> Node:
        inputs = tuple(self.values[name] if name else None for name in node.inputs)
        dtype = self._dtype(node, inputs)
        outputs = tuple(self._made(name, dtype) for name in node.outputs)
        attributes: dict[str, Attribute] = {
            name: value
            for name, value in node.attributes.items()
            if isinstance(value, int | float | str | list)
        }
        return Node(node.op_type, inputs, outputs, attributes, node.name, node.domain)

    def _made(self, name: str, dtype: np.dtype | None) -> Value:
        value = Value(
            name,
            self.told.shapes.get(name),
            dtype,
            data=self.told.numbers.get(name),
        )
        if name:
            self.values[name] = value
        return value

    def _constant(self, name: str, held: Tensor | NDArray) -> Value:
        if isinstance(held, np.ndarray):
            return Value.constant(name, held)
        numbers = held.numbers(self.file.source)
        return Value(name, held.shape, held.dtype, is_constant=True, data=numbers)

    def _dtype(
        self, node: FileNode, inputs: tuple[Value | None, ...]
    ) -> np.dtype | None:
        if node.op_type == "Cast":
            return ELEMENT_TYPES.get(node.attributes.get("to") or 0)
        if node.op_type in MAKE_INTEGERS:
            return np.dtype(np.int64)
        if node.op_type in MAKE_TRUTH:
            return np.dtype(bool)
        if node.op_type == "ConstantOfShape":
            value = node.attributes.get("value")
            return value.dtype if isinstance(value, Tensor) else np.dtype(np.float32)
        if node.op_type in TYPED_BY:
            inputs = inputs[TYPED_BY[node.op_type] :]
        known = (x.dtype for x in inputs if x is not None and x.dtype is not None)
        dtype = next(known, None)
        return None if dtype is None else np.dtype(dtype)
