"""Small ONNX classifiers, as files that somebody might bring."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIDE, CLASSES = 16, 4
FLOAT = TensorProto.FLOAT


def weights(*shape: int, seed: int = 0) -> np.ndarray:
    values = np.random.default_rng(seed).normal(size=shape) / np.sqrt(shape[0])
    return values.astype(np.float32)


def tensor(name: str, array: np.ndarray) -> onnx.TensorProto:
    return numpy_helper.from_array(np.asarray(array), name)


def node(op: str, inputs: str, outputs: str, name: str = "", **attributes):
    """Names are separated by spaces; "-" is one left out."""
    given = ["" if x == "-" else x for x in inputs.split()]
    return helper.make_node(
        op, given, outputs.split(), name or f"{op} {outputs}", **attributes
    )


def model(
    nodes: Sequence[onnx.NodeProto],
    constants: dict[str, np.ndarray],
    *,
    shape: Sequence[int | str] = ("N", 3, SIDE, SIDE),
    code: int = FLOAT,
    opset: int = 17,
    ir_version: int = 8,
    outputs: Sequence[str] = ("y",),
) -> onnx.ModelProto:
    """A model with the input "x"."""
    graph = helper.make_graph(
        list(nodes),
        "tiny",
        [helper.make_tensor_value_info("x", code, shape)],
        [helper.make_tensor_value_info(name, code, None) for name in outputs],
        [tensor(name, array) for name, array in constants.items()],
    )
    opsets = [helper.make_opsetid("", opset)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=ir_version)


# conv 3x3 -> relu -> conv 3x3, stride 2 -> relu -> mean -> gemm
NODES = (
    node("Conv", "x w1 b1", "c1", pads=[1, 1, 1, 1]),
    node("Relu", "c1", "r1"),
    node("Conv", "r1 w2 b2", "c2", pads=[1, 1, 1, 1], strides=[2, 2]),
    node("Relu", "c2", "r2"),
    node("GlobalAveragePool", "r2", "p"),
    node("Flatten", "p", "f"),
    node("Gemm", "f w3 b3", "y"),
)


def constants(dtype: type = np.float32) -> dict[str, np.ndarray]:
    arrays = {
        "w1": weights(6, 3, 3, 3, seed=1),
        "b1": weights(6, seed=2),
        "w2": weights(8, 6, 3, 3, seed=3),
        "b2": weights(8, seed=4),
        "w3": weights(8, CLASSES, seed=5),
        "b3": weights(CLASSES, seed=6),
    }
    return {name: array.astype(dtype) for name, array in arrays.items()}


def plain(**options) -> onnx.ModelProto:
    return model(NODES, constants(), **options)


def wide() -> onnx.ModelProto:
    """The plain network with so many channels that most weights are large."""
    arrays = {
        "w1": weights(32, 3, 3, 3, seed=1),
        "b1": weights(32, seed=2),
        "w2": weights(320, 32, 3, 3, seed=3),
        "b2": weights(320, seed=4),
        "w3": weights(320, CLASSES, seed=5),
        "b3": weights(CLASSES, seed=6),
    }
    return model(NODES, arrays)


def with_nodes(
    change: Callable[[list[onnx.NodeProto]], list[onnx.NodeProto]],
    more: dict[str, np.ndarray] | None = None,
    **options,
) -> onnx.ModelProto:
    """The plain network with other nodes."""
    return model(change(list(NODES)), constants() | (more or {}), **options)


def behind(*nodes: onnx.NodeProto, **options) -> onnx.ModelProto:
    """The plain network, its answer "z" made of "y" by more nodes."""
    options = {"outputs": ("z",)} | options
    return with_nodes(lambda own: [*own, *nodes], **options)


def channels_last() -> onnx.ModelProto:
    """Pictures as TensorFlow has them."""
    turned = node("Transpose", "x", "t", perm=[0, 3, 1, 2])
    first = node("Conv", "t w1 b1", "c1", pads=[1, 1, 1, 1])
    return with_nodes(lambda own: [turned, first, *own[1:]], shape=("N", SIDE, SIDE, 3))


def half_precision() -> onnx.ModelProto:
    return model(NODES, constants(np.float16), code=TensorProto.FLOAT16)


def constant_nodes() -> onnx.ModelProto:
    """Weights in Constant nodes, as some exporters have them, and out of order."""
    made = [
        helper.make_node("Constant", [], [name], value=tensor("", array))
        for name, array in constants().items()
    ]
    return model([*reversed(NODES), *made], {})


def weights_as_inputs() -> onnx.ModelProto:
    """As before IR version 4."""
    made = plain(opset=9, ir_version=3)
    made.graph.input.extend(
        helper.make_tensor_value_info(name, FLOAT, array.shape)
        for name, array in constants().items()
    )
    return made


def typed_weights() -> onnx.ModelProto:
    """Weights in float_data instead of raw_data."""
    made = plain()
    for index, initializer in enumerate(list(made.graph.initializer)):
        array = numpy_helper.to_array(initializer)
        made.graph.initializer[index].CopyFrom(
            helper.make_tensor(initializer.name, FLOAT, array.shape, array.ravel())
        )
    return made


def quantized_straight_through() -> onnx.ModelProto:
    """With QuantizeLinear and DequantizeLinear around an activation."""
    more: dict[str, np.ndarray] = {
        "scale": np.array(0.02, np.float32),
        "zero": np.array(0, np.uint8),
    }
    nodes = [
        node("QuantizeLinear", "r1 scale zero", "q"),
        node("DequantizeLinear", "q scale zero", "d"),
        node("Conv", "d w2 b2", "c2", pads=[1, 1, 1, 1], strides=[2, 2]),
    ]
    return with_nodes(lambda own: [*own[:2], *nodes, *own[3:]], more)


def tokens(blocks: int = 2, class_token: bool = True) -> onnx.ModelProto:
    """A small vision transformer: patches of 4 x 4, attention, the class token."""
    width, count = 8, (SIDE // 4) ** 2
    arrays = {
        "wp": weights(width, 3, 4, 4, seed=11),
        "flat": np.array([1, width, count], np.int64),
        "cls": weights(1, 1, width, seed=12),
        "zero": np.array(0, np.int64),
        "head": weights(width, CLASSES, seed=13),
        "scale": np.array(width**-0.5, np.float32),
        "one": np.ones(width, np.float32),
        "none": np.zeros(width, np.float32),
    }
    nodes = [
        node("Conv", "x wp", "patches", strides=[4, 4]),
        node("Reshape", "patches flat", "columns"),
        node("Transpose", "columns", "rows", perm=[0, 2, 1]),
    ]
    value = "rows"
    if class_token:
        nodes.append(node("Concat", "cls rows", "t0", axis=1))
        value = "t0"
    for i in range(blocks):
        arrays[f"wv{i}"] = weights(width, width, seed=20 + i)
        nodes += [
            node("LayerNormalization", f"{value} one none", f"n{i}", axis=-1),
            node("Transpose", f"n{i}", f"k{i}", perm=[0, 2, 1]),
            node("MatMul", f"n{i} k{i}", f"s{i}"),
            node("Mul", f"s{i} scale", f"m{i}"),
            node("Softmax", f"m{i}", f"a{i}", axis=-1),
            node("MatMul", f"n{i} wv{i}", f"v{i}"),
            node("MatMul", f"a{i} v{i}", f"o{i}"),
            node("Add", f"{value} o{i}", f"t{i + 1}"),
        ]
        value = f"t{i + 1}"
    if class_token:
        nodes.append(node("Gather", f"{value} zero", "c", axis=1))
    else:
        nodes.append(node("ReduceMean", value, "c", axes=[1], keepdims=0))
    nodes.append(node("MatMul", "c head", "y"))
    return model(nodes, arrays, shape=(1, 3, SIDE, SIDE))
