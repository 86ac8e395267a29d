"""Folding the preprocessing changes nothing but the operators that compute it."""

from __future__ import annotations

import numpy as np
import onnx_ir as ir
import pytest
from onnx.reference import ReferenceEvaluator

from convert.export.preprocessing import fold_preprocessing

# float32 rounding of one convolution over 27 values up to 255
TOLERANCE = 1e-4
MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
RNG = np.random.default_rng(4)
KERNEL = RNG.normal(size=(4, 3, 3, 3)).astype(np.float32)

CHAINS = {
    "keras.applications' B0": [
        ("Mul", np.float32(1 / 255)),
        ("Sub", np.float32([[[MEAN]]])),
        ("Mul", np.float32([[[1 / np.array(STD)]]])[0]),
    ],
    "one factor and one offset for all channels": [
        ("Mul", np.float32(1 / 128)),
        ("Add", np.float32(-127 / 128)),
    ],
    "a division": [("Sub", np.float32([1, 2, 3])), ("Div", np.float32([4, 5, 6]))],
}


def graph(chain, last="Transpose") -> ir.Model:
    """image [N,6,6,3] -> chain -> NCHW -> Conv 3x3 with zero padding."""
    image = ir.val("image", ir.DataType.FLOAT, ["N", 6, 6, 3])
    model = ir.Model(
        ir.Graph([image], [], nodes=[], opset_imports={"": 17}, name="test"),
        ir_version=8,
    )
    tape = ir.tape.Tape(model.graph)
    x = image
    for number, (op_type, constant) in enumerate(chain):
        value = tape.initializer(ir.tensor(constant, name=f"c{number}"))
        x = tape.op(op_type, [x, value])
    if last == "Transpose":
        x = tape.op("Transpose", [x], {"perm": (0, 3, 1, 2)})
        kernel = tape.initializer(ir.tensor(KERNEL, name="kernel"))
        x = tape.op("Conv", [x, kernel], {"pads": (1, 1, 1, 1)})
    for number, node in enumerate(model.graph):
        node.outputs[0].name = node.outputs[0].name or f"v{number}"
    model.graph.outputs.append(x)
    x.dtype = ir.DataType.FLOAT
    return model


def evaluate(model: ir.Model, image: np.ndarray) -> np.ndarray:
    return ReferenceEvaluator(ir.to_proto(model)).run(None, {"image": image})[0]


@pytest.mark.parametrize("name", CHAINS)
def test_folding_keeps_the_result_borders_included(name):
    plain, folded = graph(CHAINS[name]), graph(CHAINS[name])
    fold_preprocessing(folded)
    image = RNG.uniform(0, 255, (2, 6, 6, 3)).astype(np.float32)
    expected = evaluate(plain, image)
    scale = np.abs(expected).max()
    np.testing.assert_allclose(
        evaluate(folded, image), expected, atol=TOLERANCE * scale
    )


@pytest.mark.parametrize("name", CHAINS)
def test_one_subtraction_in_nchw_is_left(name):
    model = graph(CHAINS[name])
    fold_preprocessing(model)
    (convolution,) = (node for node in model.graph if node.op_type == "Conv")
    subtraction = convolution.inputs[0].producer()
    transpose = subtraction.inputs[0].producer()
    assert (subtraction.op_type, transpose.op_type) == ("Sub", "Transpose")
    assert transpose.inputs[0] is model.graph.inputs[0]


@pytest.mark.parametrize("chain", [[], CHAINS["a division"]])
def test_a_graph_that_begins_otherwise_is_left_as_it_is(chain):
    """Nothing to fold, or no convolution to fold it into."""
    model = graph(chain, last="" if chain else "Transpose")
    before = [node.op_type for node in model.graph]
    fold_preprocessing(model)
    assert [node.op_type for node in model.graph] == before
