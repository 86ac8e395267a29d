"""Differentiates a graph of onnx_ir: to the engine's own graph and back.

The engine (gradcam_py.autodiff) needs nothing but NumPy, so that the page can run it
too; this is all that the build adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import onnx_ir as ir

from gradcam_py.autodiff import (
    RULES,
    Gradients,
    Graph,
    Node,
    Rule,
    Value,
    differentiate,
)


def add_gradients(
    graph: ir.Graph,
    logits: ir.Value,
    seed: ir.Value,
    targets: Iterable[ir.Value],
    rules: Mapping[str, Rule] = RULES,
) -> dict[ir.Value, ir.Value]:
    """Append to ``graph`` the gradients of sum(seed * logits) and return them.

    As `differentiate`, which tells shapes and errors; ``graph`` is extended in place,
    and stays as it is where an error is raised. Returns target -> gradient [K, ...].
    """
    values = _Values()
    plain = values.graph(graph)
    wanted = {target: values.of(target) for target in targets}
    gradients = differentiate(
        plain, values.of(logits), values.of(seed), wanted.values(), rules
    )
    appended = _append(graph, gradients, values.originals())
    return {target: appended[gradients.of[wanted[target]]] for target in wanted}


class _Values:
    """The engine's value for each of onnx_ir's."""

    def __init__(self) -> None:
        self._plain: dict[ir.Value, Value] = {}

    def graph(self, graph: ir.Graph) -> Graph:
        outputs = tuple(self.of(value) for value in graph.outputs)
        nodes = tuple(self._node(node) for node in graph)
        return Graph(nodes, outputs, graph.opset_imports[""])

    def of(self, value: ir.Value) -> Value:
        if value not in self._plain:
            self._plain[value] = _plain(value)
        return self._plain[value]

    def originals(self) -> dict[Value, ir.Value]:
        return {plain: value for value, plain in self._plain.items()}

    def _node(self, node: ir.Node) -> Node:
        return Node(
            node.op_type,
            tuple(None if x is None else self.of(x) for x in node.inputs),
            tuple(self.of(y) for y in node.outputs),
            {name: attribute.value for name, attribute in node.attributes.items()},
            node.name or "",
            node.domain,
        )


def _plain(value: ir.Value) -> Value:
    shape = None
    if value.shape is not None:
        sizes = value.shape.dims
        shape = tuple(size if isinstance(size, int) else size.value for size in sizes)
    dtype = None if value.dtype is None else value.dtype.numpy()
    tensor = value.const_value if value.is_initializer() else None
    data = None if tensor is None else tensor.numpy()
    return Value(value.name or "", shape, dtype, value.is_initializer(), data)


def _append(
    graph: ir.Graph, gradients: Gradients, values: dict[Value, ir.Value]
) -> dict[Value, ir.Value]:
    """Append constants and nodes; ``values``, and now theirs, too."""
    tape = ir.tape.Tape(graph)
    known = dict(values)
    for constant in gradients.constants:
        tensor = ir.tensor(np.asarray(constant.data), name=constant.name)
        known[constant] = tape.initializer(tensor)
    for node in gradients.nodes:
        inputs = [None if x is None else known[x] for x in node.inputs]
        value = tape.op(node.op_type, inputs, node.attributes or None, name=node.name)
        value.name = node.outputs[0].name
        known[node.outputs[0]] = value
    return known
