"""Differentiates small graphs and evaluates them in float64, without onnxruntime.

onnx's reference evaluator is plain NumPy, in whatever precision the inputs have: an
independent implementation of every operator, forward and in the gradient graph.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import onnx_ir as ir
from onnx.reference import ReferenceEvaluator

from convert.export.canonical import infer_shapes
from convert.export.onnx_graph import add_gradients
from gradcam_py.autodiff import RULES

Build = Callable[[ir.tape.Tape, ir.Value], ir.Value]
STEP = 1e-6  # of the central differences, for inputs of order 1


@dataclass
class Differentiated:
    """y = f(x) and dx = vjp(x, seed), both in float64."""

    forward: ReferenceEvaluator
    backward: ReferenceEvaluator
    model: ir.Model

    def f(self, x: np.ndarray) -> np.ndarray:
        return self.forward.run(None, {"x": x})[0]

    def vjp(self, x: np.ndarray, seed: np.ndarray) -> np.ndarray:
        return self.backward.run(None, {"x": x, "seed": seed})[0]


def constant(tape: ir.tape.Tape, array, name: str) -> ir.Value:
    return tape.initializer(ir.tensor(np.asarray(array), name=name))


def differentiate(shape: Sequence[int], build: Build, rules=RULES) -> Differentiated:
    """The graph that ``build`` makes of x [``shape``], and its gradient."""
    forward = _model(shape, build)
    evaluator = ReferenceEvaluator(ir.to_proto(forward))
    backward = _model(shape, build)
    graph = backward.graph
    (x,), (y,) = graph.inputs, graph.outputs
    seed = ir.val("seed", ir.DataType.DOUBLE, ["K", *y.shape.dims[1:]])
    graph.inputs.append(seed)
    gradient = add_gradients(graph, y, seed, [x], rules)[x]
    graph.outputs[:] = [gradient]
    gradient.dtype = ir.DataType.DOUBLE
    return Differentiated(
        evaluator, ReferenceEvaluator(ir.to_proto(backward)), backward
    )


def _model(shape: Sequence[int], build: Build) -> ir.Model:
    x = ir.val("x", ir.DataType.DOUBLE, shape)
    graph = ir.Graph([x], [], nodes=[], opset_imports={"": 17}, name="test")
    y = build(ir.tape.Tape(graph), x)
    for number, node in enumerate(graph):
        node.name = f"{node.op_type} number {number}"
        for output in node.outputs:
            output.name = output.name or f"value_{number}"
    graph.outputs.append(y)
    model = ir.Model(graph, ir_version=8)
    infer_shapes(model)
    y.dtype = ir.DataType.DOUBLE
    return model


def finite_differences(f, x: np.ndarray, seed: np.ndarray) -> np.ndarray:
    """d(sum(seed * f(x))) / dx by central differences, one element at a time."""
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        shift = np.zeros_like(x)
        shift[index] = STEP
        difference = f(x + shift) - f(x - shift)
        gradient[index] = (seed * difference).sum() / (2 * STEP)
    return gradient
