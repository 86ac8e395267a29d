"""The reverse-mode driver: what it walks, sums and refuses."""

from __future__ import annotations

import numpy as np
import onnx_ir as ir
import pytest

from convert.export.onnx_graph import add_gradients
from gradcam_py.autodiff import UnsupportedOperators
from tests.one_operator import constant, differentiate, finite_differences


def test_all_unsupported_operators_are_reported_together_with_their_nodes():
    def build(tape, x):
        return tape.op("Sinh", [tape.op("Add", [tape.op("Cosh", [x]), x])])

    with pytest.raises(UnsupportedOperators) as caught:
        differentiate((1, 3), build)
    message = str(caught.value)
    assert "2 node(s)" in message
    assert 'Cosh "Cosh number 0"' in message
    assert 'Sinh "Sinh number 2"' in message
    assert "autodiff/rules" in message


def test_a_graph_that_is_refused_stays_as_it_is():
    """Although the last node has a rule, whose nodes come first."""
    x = ir.val("x", ir.DataType.DOUBLE, [1, 1])
    graph = ir.Graph([x], [], nodes=[], opset_imports={"": 17}, name="test")
    tape = ir.tape.Tape(graph)
    product = tape.op("Gemm", [x, tape.op("Sigmoid", [x])])
    logits = tape.op("Sigmoid", [product])
    for value in (product, logits):
        value.shape, value.dtype = x.shape, x.dtype
    before = list(graph)
    seed = ir.val("seed", ir.DataType.DOUBLE, [1, 1])
    with pytest.raises(ValueError, match="expected constant weights"):
        add_gradients(graph, logits, seed, [x])
    assert list(graph) == before
    assert not graph.initializers


def test_operators_off_the_path_need_no_rule():
    """Only what lies between the targets and the logits is differentiated."""

    def build(tape, x):
        tape.op("Tanh", [x])
        return tape.op("Sigmoid", [x])

    case = differentiate((1, 3), build)
    assert "Tanh" in [node.op_type for node in case.model.graph]


def test_a_value_used_three_times_gets_the_sum_of_three_gradients():
    def build(tape, x):
        square = tape.op("Mul", [x, x])
        return tape.op("Add", [tape.op("Mul", [square, x]), tape.op("Sigmoid", [x])])

    case = differentiate((1, 2, 2, 2), build)
    x = np.random.default_rng(1).normal(size=(1, 2, 2, 2))
    seed = np.ones_like(x)
    numeric = finite_differences(case.f, x, seed)
    np.testing.assert_allclose(case.vjp(x, seed), numeric, rtol=1e-7)


def test_a_sigmoid_with_another_use_is_not_fused_into_swish():
    def build(tape, x):
        s = tape.op("Sigmoid", [x])
        return tape.op("Add", [tape.op("Mul", [x, s]), s])

    case = differentiate((1, 2, 2, 2), build)
    x = np.random.default_rng(2).normal(size=(1, 2, 2, 2))
    seed = np.random.default_rng(3).normal(size=x.shape)
    numeric = finite_differences(case.f, x, seed)
    np.testing.assert_allclose(case.vjp(x, seed), numeric, rtol=1e-6, atol=1e-9)


def test_a_target_that_the_logits_do_not_depend_on_is_named():
    x = ir.val("x", ir.DataType.DOUBLE, [1, 3])
    graph = ir.Graph([x], [], nodes=[], opset_imports={"": 17}, name="test")
    tape = ir.tape.Tape(graph)
    logits, lost = tape.op("Sigmoid", [x]), tape.op("Sigmoid", [x])
    logits.name, lost.name = "logits", "lost"
    seed = ir.val("seed", ir.DataType.DOUBLE, [1, 3])
    with pytest.raises(ValueError, match='"logits" does not depend on lost'):
        add_gradients(graph, logits, seed, [lost])


def test_unknown_shapes_are_refused_by_name():
    x = ir.val("x", ir.DataType.DOUBLE, ["N", 3, "H", 5])
    graph = ir.Graph([x], [], nodes=[], opset_imports={"": 17}, name="test")
    y = ir.tape.Tape(graph).op("GlobalAveragePool", [x])
    y.shape, y.dtype = ir.Shape(["N", 3, 1, 1]), ir.DataType.DOUBLE
    seed = ir.val("seed", ir.DataType.DOUBLE, ["N", 3, 1, 1])
    with pytest.raises(ValueError, match=r'shape of "x" must be known'):
        add_gradients(graph, y, seed, [x])


def test_the_same_constant_is_stored_once():
    def build(tape, x):
        w = constant(tape, np.ones((2, 2, 3, 3)), "w")
        attributes = {"pads": [1, 1, 1, 1]}
        return tape.op("Conv", [tape.op("Conv", [x, w], attributes), w], attributes)

    graph = differentiate((1, 2, 4, 4), build).model.graph
    contents = [
        (value.const_value.numpy().tobytes(), value.const_value.shape)
        for value in graph.initializers.values()
    ]
    assert len(contents) == len({str(content) for content in contents})
