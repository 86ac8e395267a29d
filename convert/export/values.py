"""What onnx_ir may leave open of a value, and an exported graph has to say.

Names, shapes and constants are optional to onnx_ir, so every look at one may
give None. The export reads them through these functions: one place that tells what is
missing.
"""

from __future__ import annotations

from typing import Any

import onnx_ir as ir
from numpy.typing import NDArray


def name_of(value: ir.Value) -> str:
    """The name. Raises ValueError where there is none."""
    if value.name is None:
        raise ValueError(f"expected a named value: {value}; name it first")
    return value.name


def shape_of(value: ir.Value) -> ir.Shape:
    """The shape, its sizes known or symbolic. Raises ValueError where there is none."""
    if value.shape is None:
        raise ValueError(f"expected the shape of {value}: infer the shapes first")
    return value.shape


def tensor_of(value: ir.Value) -> ir.TensorProtocol:
    """The constant as onnx_ir has it. Raises ValueError for what is computed."""
    if value.const_value is None:
        raise ValueError(f"expected a constant, not {value}: lift the constants first")
    return value.const_value


def constant_of(value: ir.Value) -> NDArray[Any]:
    """The constant's elements. Raises ValueError for what is computed."""
    return tensor_of(value).numpy()


def input_of(node: ir.Node, index: int) -> ir.Value:
    """An input that the operator needs. Raises ValueError where it was left out."""
    value = node.inputs[index]
    if value is None:
        raise ValueError(f"expected input {index} of {node}, which was left out")
    return value
