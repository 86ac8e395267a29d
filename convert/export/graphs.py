"""The three graphs of a model folder, cut from the forward pass.

See docs/architecture.md: ``features`` and ``head`` are the fast path of every stroke,
``layers`` gives all layers' activations and gradients at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import onnx_ir as ir
from onnx_ir.passes import common as passes

from .canonical import infer_shapes, set_batch
from .onnx_graph import add_gradients
from .values import name_of, shape_of

_ACTIVATIONS = "/activations"


def features_graph(forward: ir.Model) -> ir.Model:
    """``image`` [N,224,224,3] -> ``features`` [N,C,h,w], the last activation."""
    last = name_of(forward.graph.outputs[-1])
    model = _cut(forward, "features", ["image"], [last])
    model.graph.outputs[0].name = "features"
    return _finish(model)


def head_graph(forward: ir.Model) -> ir.Model:
    """``features`` [N,C,h,w], ``seed`` [N,classes] -> ``logits``, ``gradients``."""
    last = name_of(forward.graph.outputs[-1])
    model = _cut(forward, "head", [last], ["logits"])
    (features,) = model.graph.inputs
    (logits,) = model.graph.outputs
    features.name = "features"
    seed = _add_seed(model.graph, logits, batch="N")
    gradients = add_gradients(model.graph, logits, seed, [features])
    shape = ir.Shape(["N", *shape_of(features)[1:]])
    _add_output(model.graph, gradients[features], "gradients", shape)
    return _finish(model)


def layers_graph(forward: ir.Model) -> ir.Model:
    """``image`` [1,224,224,3], ``seed`` [K,classes] -> all layers at once.

    Outputs ``logits`` [1,classes] and, for every layer, ``<id>/activations``
    [1,C,h,w] and ``<id>/gradients`` [K,C,h,w].
    """
    outputs = [name_of(value) for value in forward.graph.outputs]
    model = _cut(forward, "layers", ["image"], outputs)
    set_batch(model.graph, 1)
    infer_shapes(model)
    logits, *activations = model.graph.outputs
    seed = _add_seed(model.graph, logits, batch="K")
    gradients = add_gradients(model.graph, logits, seed, activations)
    for value in activations:
        name = name_of(value).removesuffix(_ACTIVATIONS) + "/gradients"
        shape = ir.Shape(["K", *shape_of(value)[1:]])
        _add_output(model.graph, gradients[value], name, shape)
    return _finish(model)


def _cut(
    forward: ir.Model, name: str, inputs: Sequence[str], outputs: Sequence[str]
) -> ir.Model:
    graph = ir.convenience.extract(forward.graph, inputs, outputs)
    graph.name = name
    # extract() collects initializers in a set: back into the forward pass's order
    for initializer in forward.graph.initializers:
        if initializer in graph.initializers:
            graph.initializers[initializer] = graph.initializers.pop(initializer)
    return ir.Model(
        graph, ir_version=forward.ir_version, producer_name=forward.producer_name
    )


def _add_seed(graph: ir.Graph, logits: ir.Value, batch: str) -> ir.Value:
    shape = ir.Shape([batch, shape_of(logits)[1]])
    seed = ir.val("seed", ir.DataType.FLOAT, shape)
    graph.inputs.append(seed)
    return seed


def _add_output(graph: ir.Graph, value: ir.Value, name: str, shape: ir.Shape) -> None:
    if value.is_graph_output():  # two layers may share one gradient
        node = ir.node("Identity", [value], name=f"{name}/Identity")
        graph.append(node)
        value = node.outputs[0]
    value.name = name
    value.shape = shape
    value.dtype = ir.DataType.FLOAT
    graph.outputs.append(value)


def _finish(model: ir.Model) -> ir.Model:
    passes.RemoveUnusedNodesPass()(model)
    infer_shapes(model)
    return model
