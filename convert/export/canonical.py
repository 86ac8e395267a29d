"""Brings an exported graph into one canonical form: same network, same bytes.

tf2onnx and ONNX Runtime number what they create with counters of their process and
leave layout changes behind; here everything is renamed and ordered by a walk from the
outputs, which depends on nothing but the network.
"""

from __future__ import annotations

from collections.abc import Sequence

import onnx_ir as ir
from onnx_ir.passes import common as passes

from .values import constant_of, dtype_of, input_of, shape_of

_TO_NHWC = (0, 2, 3, 1)
_ONLY_RESHAPE = ("Reshape", "Squeeze", "Unsqueeze")


def canonicalize(model: ir.Model, output_names: Sequence[str]) -> ir.Model:
    """Return ``model`` reduced to its network, in canonical order and names.

    The outputs, in their order, are renamed to ``output_names``; those that end in a
    transposition to NHWC are taken before it, in NCHW.
    """
    infer_shapes(model)
    graph = model.graph
    graph.outputs[:] = [_before_transpose(value) for value in graph.outputs]
    _skip_reshapes_that_change_nothing(graph)
    nodes = _dataflow_order(graph.outputs)
    return _rebuild(graph, nodes, output_names)


def infer_shapes(model: ir.Model) -> None:
    """Infer all shapes, strictly and in place; what was recorded before is dropped."""
    for node in model.graph:
        for output in node.outputs:
            if not output.is_graph_output():
                output.shape = None
    passes.ShapeInferencePass(strict_mode=True, data_prop=True)(model)


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


def _rebuild(
    graph: ir.Graph, nodes: list[ir.Node], output_names: Sequence[str]
) -> ir.Model:
    """A new model of ``nodes`` with canonical names and no inherited metadata."""
    (old_image,) = graph.inputs
    shape = ir.Shape(["N", *shape_of(old_image).dims[1:]])
    image = ir.val("image", ir.DataType.FLOAT, shape)
    values = {old_image: image}
    new = ir.Graph([image], [], nodes=[], opset_imports={"": graph.opset_imports[""]})
    new.name = "forward"
    for index, node in enumerate(nodes):
        for value in node.inputs:
            if value is not None and value not in values:
                values[value] = _initializer(new, value, f"{node.op_type}_{index}")
        copy = ir.node(
            node.op_type,
            [None if value is None else values[value] for value in node.inputs],
            {k: attribute.value for k, attribute in sorted(node.attributes.items())},
            name=f"{node.op_type}_{index}",
        )
        copy.outputs[0].name = f"{node.op_type}_{index}"
        copy.outputs[0].dtype = dtype_of(node.outputs[0])
        values[node.outputs[0]] = copy.outputs[0]
        new.append(copy)
    for old, name in zip(graph.outputs, output_names, strict=True):
        values[old].name = name
        new.outputs.append(values[old])
    model = ir.Model(new, ir_version=8, producer_name="gradcam-playground")
    infer_shapes(model)
    return model


def _initializer(graph: ir.Graph, old: ir.Value, owner: str) -> ir.Value:
    name = f"{owner}/{len(graph.initializers)}"
    array = constant_of(old)
    tensor = ir.tensor(array, name=name)
    value = ir.Value(
        name=name,
        shape=ir.Shape(array.shape),
        type=ir.TensorType(tensor.dtype),
        const_value=tensor,
    )
    graph.register_initializer(value)
    return value
