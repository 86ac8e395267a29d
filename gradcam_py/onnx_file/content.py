"""What is in an ONNX file: nodes, constants, inputs and outputs.

Source: https://onnx.ai/onnx/repo-docs/IR.html.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .protobuf import Message, Source, Span
from .protobuf import field as written
from .tensors import Tensor

ONNX_DOMAINS = ("", "ai.onnx")


@dataclass(frozen=True, eq=False)
class FileNode:
    """A node as the file has it: names of values, "" for one left out."""

    op_type: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: dict[str, Any]
    name: str
    domain: str
    rest: tuple[Span, ...] = field(repr=False)  # all fields but inputs and outputs
    has_graphs: bool = False

    def describe(self) -> str:
        """Operator type and name, for messages."""
        domain = "" if self.domain in ONNX_DOMAINS else f"{self.domain}."
        return f'{domain}{self.op_type} "{self.name or self.outputs[0]}"'

    def message(self, names: dict[str, str]) -> Message:
        """The same node with other names of values."""
        values = [written(1, names.get(name, "")) for name in self.inputs]
        values += [written(2, names.get(name, "")) for name in self.outputs]
        return Message.of([*values, *map(Message.copied, self.rest)])


@dataclass(frozen=True)
class InputInfo:
    """An input as the file declares it; None for a size that it leaves open."""

    name: str
    code: int
    shape: tuple[int | None, ...] | None


@dataclass(frozen=True, eq=False)
class OnnxFile:
    """The content of a file, its large numbers left where they are."""

    source: Source
    nodes: tuple[FileNode, ...]
    tensors: dict[str, Tensor]
    inputs: tuple[InputInfo, ...]
    outputs: tuple[str, ...]
    opset: int
    ir_version: int
    opsets: tuple[Span, ...]  # the declarations, to copy
    metadata: dict[str, str]
    producer: str


def constant_of(node: FileNode, source: Source) -> Tensor | np.ndarray | None:
    """What a Constant node holds, in whichever attribute."""
    value = node.attributes.get("value")
    if isinstance(value, Tensor):
        return value
    for name, dtype in (("value_int", "i8"), ("value_ints", "i8")):
        if name in node.attributes:
            return np.asarray(node.attributes[name], dtype)
    for name in ("value_float", "value_floats"):
        if name in node.attributes:
            return np.asarray(node.attributes[name], "f4")
    return None
