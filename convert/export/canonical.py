"""Brings an exported graph into one canonical form: same network, same bytes.

tf2onnx and ONNX Runtime number what they create with counters of their process and
leave layout changes behind; here everything is renamed and ordered by a walk from the
outputs, which depends on nothing but the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import onnx_ir as ir
from onnx_ir.passes import common as passes

from .values import input_of, shape_of

_TO_NHWC = (0, 2, 3, 1)
_ONLY_RESHAPE = ("Reshape", "Squeeze", "Unsqueeze")
_REDUCE = ir.passes.Sequential(
    passes.RemoveUnusedNodesPass(),
    passes.RemoveUnusedOpsetsPass(),
    passes.ClearMetadataAndDocStringPass(),
)


def canonicalize(model: ir.Model, output_names: Sequence[str]) -> ir.Model:
    """Reduce ``model`` to its network, in canonical order and names; it is used up.

    The outputs, in their order, are renamed to ``output_names``; those that end in a
    transposition to NHWC are taken before it, in NCHW.
    """
    infer_shapes(model)
    graph = model.graph
    graph.outputs[:] = [_before_transpose(value) for value in graph.outputs]
    _skip_reshapes_that_change_nothing(graph)
    _REDUCE(model)
    graph.extend(_dataflow_order(graph.outputs))  # moves them, as they are its own
    for node in graph:
        _sort_attributes(node)
    _rename(graph, output_names)
    set_batch(graph, "N")
    graph.name = "forward"
    clean = ir.Model(graph, ir_version=8, producer_name="gradcam-playground")
    infer_shapes(clean)
    return clean


def infer_shapes(model: ir.Model) -> None:
    """Infer all shapes, strictly and in place; what was recorded before is dropped."""
    for node in model.graph:
        for output in node.outputs:
            if not output.is_graph_output():
                output.shape = None
    passes.ShapeInferencePass(strict_mode=True, data_prop=True)(model)


def set_batch(graph: ir.Graph, size: int | str) -> None:
    """Give the image's batch a size or a name; the outputs' is inferred anew."""
    (image,) = graph.inputs
    image.shape = ir.Shape([size, *shape_of(image).dims[1:]])
    for value in graph.outputs:
        value.shape = None


def _before_transpose(value: ir.Value) -> ir.Value:
    node = value.producer()
    if node is None or node.op_type != "Transpose":
        return value
    if node.attributes.get_ints("perm") == _TO_NHWC:
        return input_of(node, 0)
    return value


def _skip_reshapes_that_change_nothing(graph: ir.Graph) -> None:
    """Between NHWC layers tf2onnx squeezes 1x1 maps and reshapes them back."""
    for node in graph:
        if node.op_type not in _ONLY_RESHAPE:
            continue
        (output,) = node.outputs
        source = input_of(node, 0)
        while True:
            if _same_shape(source, output):
                output.replace_all_uses_with(source)
                break
            producer = source.producer()
            if producer is None or producer.op_type not in _ONLY_RESHAPE:
                break
            source = input_of(producer, 0)


def _same_shape(a: ir.Value, b: ir.Value) -> bool:
    """Same rank and, behind the batch axis, the same known sizes."""
    if a.shape is None or b.shape is None or len(a.shape) != len(b.shape):
        return False
    return len(a.shape) > 1 and all(
        isinstance(m, int) and m == n
        for m, n in zip(a.shape.dims[1:], b.shape.dims[1:], strict=True)
    )


def _dataflow_order(outputs: Sequence[ir.Value]) -> list[ir.Node]:
    """The nodes that the outputs need, producers first; depends on dataflow alone."""
    order: dict[ir.Node, None] = {}
    for output in outputs:
        stack = [(output.producer(), False)]
        while stack:
            node, inputs_done = stack.pop()
            if node is None or node in order:
                continue
            if inputs_done:
                order[node] = None
                continue
            stack.append((node, True))
            stack.extend(
                (value.producer(), False)
                for value in reversed(node.inputs)
                if value is not None
            )
    return list(order)


def _sort_attributes(node: ir.Node) -> None:
    """ONNX Runtime writes them in the order of its hash table."""
    attributes = sorted(node.attributes.items())
    node.attributes.clear()
    node.attributes.update(attributes)


def _rename(graph: ir.Graph, output_names: Sequence[str]) -> None:
    """Number nodes, values and constants in the order of their first use."""
    (image,) = graph.inputs
    names = {image: "image"}
    constants = count()
    for index, node in enumerate(graph):
        node.name = f"{node.op_type}_{index}"
        for value in node.inputs:
            if value is not None and value not in names:
                names[value] = f"{node.name}/{next(constants)}"
        names[node.outputs[0]] = node.name
    names |= zip(graph.outputs, output_names, strict=True)
    ir.convenience.rename_values([*names], [*names.values()])
