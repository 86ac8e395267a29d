"""Folds the preprocessing into the first convolution.

What Keras leaves between the picture and the first convolution is a few element-wise
operators on NHWC with a constant of three numbers each, the slowest way to broadcast.
Together they are a x + b for each channel, and a x + b = a (x - m) with m = -b / a: the
factor goes into the convolution's weights, and one subtraction remains. (The
subtraction cannot go into the bias: the convolution pads with zeros behind it.)
"""

from __future__ import annotations

import numpy as np
import onnx_ir as ir

from .values import constant_of, input_of

_ELEMENTWISE = {
    "Add": np.add,
    "Div": np.divide,
    "Mul": np.multiply,
    "Sub": np.subtract,
}


def fold_preprocessing(model: ir.Model) -> None:
    """Rewrite image -> a x + b -> Transpose -> Conv as Transpose -> Sub -> Conv.

    In place. A graph that begins otherwise is left as it is.
    """
    (image,) = model.graph.inputs
    chain, transpose = _elementwise_chain(image)
    convolution = _only_user(transpose.outputs[0]) if transpose else None
    if not chain or convolution is None or convolution.op_type != "Conv":
        return
    factor, offset = _affine(chain, image)
    graph = model.graph
    scaled = constant_of(input_of(convolution, 1)) * factor.reshape(1, -1, 1, 1)
    mean = (-offset / factor).reshape(1, -1, 1, 1)
    tape = ir.tape.Tape()
    constants = [
        tape.initializer(ir.tensor(array.astype(np.float32), name=name))
        for name, array in (("preprocessing/mean", mean), ("stem/weights", scaled))
    ]
    nchw = tape.op("Transpose", [image], {"perm": (0, 3, 1, 2)})
    centred = tape.op("Sub", [nchw, constants[0]])
    for constant in constants:
        graph.register_initializer(constant)
    graph.insert_before(convolution, tape.nodes)
    convolution.replace_input_with(0, centred)
    convolution.replace_input_with(1, constants[1])


def _elementwise_chain(image: ir.Value) -> tuple[list[ir.Node], ir.Node | None]:
    """The element-wise nodes with a constant behind the image; then its Transpose."""
    chain = []
    node = _only_user(image)
    while node is not None and node.op_type in _ELEMENTWISE:
        chain.append(node)
        node = _only_user(node.outputs[0])
    if node is not None and node.op_type == "Transpose":
        return chain, node
    return chain, None


def _only_user(value: ir.Value) -> ir.Node | None:
    users = value.consumers()
    return users[0] if len(users) == 1 and not value.is_graph_output() else None


def _affine(chain: list[ir.Node], image: ir.Value) -> tuple[np.ndarray, np.ndarray]:
    """(a, b) [3] in float64, read off the chain's values at 0 and at 1."""
    ends = np.stack([np.zeros(3), np.ones(3)])
    current = image
    for node in chain:
        operands = [
            ends if value is current else np.ravel(constant_of(value)).astype(float)
            for value in (input_of(node, 0), input_of(node, 1))
        ]
        ends = _ELEMENTWISE[node.op_type](*operands)
        current = node.outputs[0]
    at_zero, at_one = ends
    return at_one - at_zero, at_zero
