"""Reads an ONNX file, message by message.

The numbers of fields are those of onnx.proto.
"""

from __future__ import annotations

from typing import Any

from ..errors import NetworkError
from ..words import networks
from .content import ONNX_DOMAINS, FileNode, InputInfo, OnnxFile
from .order import in_order
from .protobuf import Source, Span, signed
from .tensors import Tensor

GRAPH_ATTRIBUTES = (6, 11)  # `g` and `graphs`
MOST_NODES = 100_000


def read_onnx(source: Source, in_one_file: bool = True) -> OnnxFile:
    """Read and check a file. Raises `NetworkError`.

    in_one_file: refuse one whose weights are in another file.
    """
    reader = Reader(source)
    reader.model((0, source.size))
    return reader.finish(in_one_file)


class Reader:
    """Collects what the messages of a file say, one method for each kind."""

    def __init__(self, source: Source):
        self.source = source
        self.nodes: list[FileNode] = []
        self.tensors: dict[str, Tensor] = {}
        self.inputs: list[InputInfo] = []
        self.outputs: list[str] = []
        self.opset, self.ir_version, self.producer = 1, 0, ""
        self.opsets: list[Span] = []
        self.metadata: dict[str, str] = {}
        self.functions = self.sparse = 0

    def model(self, span: Span) -> None:
        for each in self.source.fields(span):
            if each.number == 1:
                self.ir_version = each.value
            elif each.number == 2:
                self.producer = self.source.text(each.span)
            elif each.number == 7:
                self.graph(each.span)
            elif each.number == 8:
                self.opset_import(each.span, each.whole)
            elif each.number == 14:
                key, value = self.entry(each.span)
                self.metadata[key] = value
            elif each.number == 25:
                self.functions += 1

    def opset_import(self, span: Span, whole: Span) -> None:
        domain, version = "", 0
        for each in self.source.fields(span):
            if each.number == 1:
                domain = self.source.text(each.span)
            elif each.number == 2:
                version = signed(each.value)
        self.opsets.append(whole)
        if domain in ONNX_DOMAINS:
            self.opset = version

    def entry(self, span: Span) -> tuple[str, str]:
        parts = {e.number: self.source.text(e.span) for e in self.source.fields(span)}
        return parts.get(1, ""), parts.get(2, "")

    def graph(self, span: Span) -> None:
        for each in self.source.fields(span):
            if each.number == 1:
                self.nodes.append(self.node(each.span))
            elif each.number == 5:
                tensor = Tensor.read(self.source, each.span)
                self.tensors[tensor.name] = tensor
            elif each.number == 11:
                self.inputs.append(self.value_info(each.span))
            elif each.number == 12:
                self.outputs.append(self.value_info(each.span).name)
            elif each.number == 15:
                self.sparse += 1
            if len(self.nodes) > MOST_NODES:
                raise NetworkError(networks.NOT_ONNX)

    def node(self, span: Span) -> FileNode:
        inputs, outputs = [], []
        words = {3: "", 4: "", 7: ""}
        attributes: dict[str, Any] = {}
        rest, has_graphs = [], False
        for each in self.source.fields(span):
            if each.number == 1:
                inputs.append(self.source.text(each.span))
            elif each.number == 2:
                outputs.append(self.source.text(each.span))
            else:
                rest.append(each.whole)
            if each.number in words:
                words[each.number] = self.source.text(each.span)
            elif each.number == 5:
                name, value, graphs = self.attribute(each.span)
                attributes[name] = value
                has_graphs = has_graphs or graphs
        name, op_type, domain = words.values()
        if not outputs:
            raise NetworkError(networks.NOT_ONNX)
        ends = tuple(inputs), tuple(outputs)
        return FileNode(
            op_type, *ends, attributes, name, domain, tuple(rest), has_graphs
        )

    def attribute(self, span: Span) -> tuple[str, Any, bool]:
        """Name, value and whether that holds graphs; None for other kinds of value."""
        name, graphs = "", False
        value: Any = None
        integers: list[int] = []
        floats: list[float] = []
        for each in self.source.fields(span):
            if each.number == 1:
                name = self.source.text(each.span)
            elif each.number == 2:
                value = [*self.source.floats(each), 0.0][0]
            elif each.number == 3:
                value = signed(each.value)
            elif each.number == 4:
                value = self.source.bytes(each.span).decode(errors="replace")
            elif each.number == 5:
                value = Tensor.read(self.source, each.span)
            elif each.number == 7:
                floats += self.source.floats(each)
            elif each.number == 8:
                integers += self.source.integers(each)
            graphs = graphs or each.number in GRAPH_ATTRIBUTES
        return name, integers or floats or value, graphs

    def value_info(self, span: Span) -> InputInfo:
        name, code = "", 0
        shape: tuple[int | None, ...] | None = None
        for each in self.source.fields(span):
            if each.number == 1:
                name = self.source.text(each.span)
            elif each.number == 2:
                code, shape = self.tensor_type(each.span)
        return InputInfo(name, code, shape)

    def tensor_type(self, span: Span) -> tuple[int, tuple[int | None, ...] | None]:
        code, shape = 0, None
        for kind in self.source.fields(span):
            if kind.number != 1:
                continue
            for each in self.source.fields(kind.span):
                if each.number == 1:
                    code = each.value
                elif each.number == 2:
                    shape = self.dimensions(each.span)
        return code, shape

    def dimensions(self, span: Span) -> tuple[int | None, ...]:
        sizes: list[int | None] = []
        for dimension in self.source.fields(span):
            size = None
            for each in self.source.fields(dimension.span):
                if each.number == 1 and signed(each.value) > 0:
                    size = signed(each.value)
            sizes.append(size)
        return tuple(sizes)

    def finish(self, in_one_file: bool) -> OnnxFile:
        """The file, checked as a whole. Raises `NetworkError`."""
        if not (self.nodes and self.outputs):
            raise NetworkError(networks.EMPTY)
        if self.functions:
            raise NetworkError(networks.functions(self.functions))
        outside = [name for name, tensor in self.tensors.items() if tensor.external]
        if outside and in_one_file:
            raise NetworkError(networks.external(outside))
        if self.sparse:
            raise NetworkError(networks.SPARSE)
        # Before IR version 4 constants were inputs as well.
        inputs = tuple(each for each in self.inputs if each.name not in self.tensors)
        known = {*self.tensors, *(each.name for each in inputs)}
        return OnnxFile(
            self.source,
            in_order(self.nodes, known),
            self.tensors,
            inputs,
            tuple(self.outputs),
            self.opset,
            self.ir_version,
            tuple(self.opsets),
            self.metadata,
            self.producer,
        )
