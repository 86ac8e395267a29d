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
from tests.reference_operators import replaced

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


def differentiate(
    shape: Sequence[int], build: Build, rules=RULES, opset: int = 17, seeds="K"
) -> Differentiated:
    """The graph that ``build`` makes of x [``shape``], and its gradient.

    ``seeds``: how many are given at once; 1 says that axis 0 is no batch.
    """
    forward = _model(shape, build, opset)
    evaluator = _evaluator(forward)
    backward = _model(shape, build, opset)
    graph = backward.graph
    (x,), (y,) = graph.inputs, graph.outputs
    seed = ir.val("seed", ir.DataType.DOUBLE, [seeds, *y.shape.dims[1:]])
    graph.inputs.append(seed)
    gradient = add_gradients(graph, y, seed, [x], rules)[x]
    graph.outputs[:] = [gradient]
    gradient.dtype = ir.DataType.DOUBLE
    return Differentiated(evaluator, _evaluator(backward), backward)


def _evaluator(model: ir.Model) -> ReferenceEvaluator:
    new_ops = replaced(model.graph.opset_imports[""])
    return ReferenceEvaluator(ir.to_proto(model), new_ops=new_ops)


def _model(shape: Sequence[int], build: Build, opset: int) -> ir.Model:
    x = ir.val("x", ir.DataType.DOUBLE, shape)
    graph = ir.Graph([x], [], nodes=[], opset_imports={"": opset}, name="test")
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
