"""Writes graphs that are cut from a file, with nodes of our own before and behind.

All values of the file are renamed, so none can be mistaken for one of ours. Weights are
copied by range, or stay where they are: see `Tensor.message`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..autodiff import Node, Value
from ..autodiff.graph import Attribute
from ..onnx_file.content import ONNX_DOMAINS, FileNode, OnnxFile
from ..onnx_file.protobuf import Message
from ..onnx_file.protobuf import field as written
from ..onnx_file.tensors import tensor_message
from .as_graph import Told

FLOAT = 1  # float32's code
OLDEST_IR = 4  # since then constants need not be inputs
FLOAT_KIND, INT_KIND, TEXT_KIND, FLOATS_KIND, INTS_KIND = 1, 2, 3, 6, 7


@dataclass(frozen=True)
class Cut:
    """The nodes of a file that make some values of others, and constants in place.

    What a Shape node would tell is a constant, since sizes are fixed: so nothing behind
    a layer depends on the picture but through that layer.
    """

    nodes: tuple[FileNode, ...]
    constants: Mapping[str, NDArray]


def cut(
    nodes: Sequence[FileNode], given: Sequence[str], outputs: Sequence[str], told: Told
) -> Cut:
    """What makes ``outputs`` of ``given``: names of values of the file."""
    wanted = set(outputs)
    kept = []
    constants: dict[str, NDArray] = {}
    for node in reversed(nodes):
        if not wanted.intersection(node.outputs) or set(given) & set(node.outputs):
            continue
        shape = told.shapes.get(node.inputs[0]) if node.inputs else None
        if node.op_type == "Shape" and node.domain in ONNX_DOMAINS and shape:
            begin, end = node.attributes.get("start", 0), node.attributes.get("end")
            constants[node.outputs[0]] = np.array(shape[begin:end], np.int64)
            continue
        wanted.update(node.inputs)
        kept.append(node)
    return Cut(tuple(kept[::-1]), constants)


@dataclass
class GraphFile:
    """A graph to write.

    inputs: name -> shape, all float32. outputs: names. before, behind: our own nodes,
    with ``constants``; they may read and make values of the file, ``theirs``. renamed:
    values that are inputs or outputs under another name.
    """

    inputs: Mapping[str, Sequence[int]]
    outputs: Sequence[str]
    theirs: Collection[Value]
    before: Sequence[Node] = ()
    behind: Sequence[Node] = ()
    constants: Sequence[Value] = ()
    renamed: Mapping[Value, str] = field(default_factory=dict)

    def message(self, file: OnnxFile, cut: Cut, location: str | None) -> Message:
        """The whole model. ``location``: see `Tensor.message`."""
        names = _Names()
        names.update((x.name, y) for x, y in self.renamed.items() if x in self.theirs)
        nodes = [
            *(self._node(node, names) for node in self.before),
            *(node.message(names) for node in cut.nodes),
            *(self._node(node, names) for node in self.behind),
        ]
        read = {name for node in cut.nodes for name in node.inputs}
        ours = (*self.before, *self.behind)
        theirs = (x for node in ours for x in node.inputs if x in self.theirs)
        read |= {x.name for x in theirs if x is not None}
        constants = [
            *(
                tensor.message(names[name], location)
                for name, tensor in file.tensors.items()
                if name in read
            ),
            *(tensor_message(names[name], a) for name, a in cut.constants.items()),
            *(tensor_message(c.name, np.asarray(c.data)) for c in self.constants),
        ]
        graph = [written(1, node) for node in nodes]
        graph += [written(2, "gradcam"), *(written(5, each) for each in constants)]
        graph += [written(11, _input(*each)) for each in self.inputs.items()]
        graph += [written(12, written(1, name)) for name in self.outputs]
        return Message.of(
            [
                written(1, max(file.ir_version, OLDEST_IR)),
                written(2, "gradcam_py"),
                *(Message.copied(span) for span in file.opsets),
                written(7, Message.of(graph)),
            ]
        )

    def _node(self, node: Node, names: _Names) -> Message:
        def name(value: Value | None) -> str:
            if value is None:
                return ""
            own = self.renamed.get(value, value.name)
            return names[value.name] if value in self.theirs else own

        values = [written(1, name(x)) for x in node.inputs]
        values += [written(2, name(y)) for y in node.outputs]
        attributes = [written(5, _attribute(*each)) for each in node.attributes.items()]
        return Message.of(
            [*values, written(3, node.name), written(4, node.op_type), *attributes]
        )


class _Names(dict[str, str]):
    """The file's names -> those in what is written."""

    def __missing__(self, name: str) -> str:
        return f"net/{name}" if name else ""

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        return self[name]


def _input(name: str, shape: Sequence[int]) -> Message:
    sizes = Message.of([written(1, written(1, size)) for size in shape])
    tensor = Message.of([written(1, FLOAT), written(2, sizes)])
    return Message.of([written(1, name), written(2, written(1, tensor))])


def _attribute(name: str, value: Attribute) -> Message:
    head = written(1, name)
    if isinstance(value, float):
        return Message.of([head, written(2, value), written(20, FLOAT_KIND)])
    if isinstance(value, int):
        return Message.of([head, written(3, value), written(20, INT_KIND)])
    if isinstance(value, str):
        return Message.of([head, written(4, value), written(20, TEXT_KIND)])
    kind = INTS_KIND if all(isinstance(each, int) for each in value) else FLOATS_KIND
    number = 8 if kind == INTS_KIND else 7
    return Message.of(
        [head, *(written(number, each) for each in value), written(20, kind)]
    )
