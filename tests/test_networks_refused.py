"""What cannot be explained is refused in one sentence, whatever is in the file."""

from __future__ import annotations

import contextlib

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from gradcam_py.errors import NetworkError
from gradcam_py.model.native_session import NativeGraph
from tests import tiny_networks
from tests.bringing import bring
from tests.damaged_networks import fields_moved, mutated
from tests.tiny_networks import CLASSES, FLOAT, SIDE, node

MUTATIONS = 300


def cyclic() -> onnx.ModelProto:
    loop = [node("Add", "r1 b", "a"), node("Relu", "a", "b")]
    return tiny_networks.with_nodes(lambda own: [*own, *loop, node("Add", "y b", "z")])


def two_inputs() -> onnx.ModelProto:
    made = tiny_networks.plain()
    made.graph.input.append(helper.make_tensor_value_info("age", FLOAT, [1, 1]))
    return made


def external() -> onnx.ModelProto:
    made = tiny_networks.plain()
    weight = made.graph.initializer[0]
    weight.ClearField("raw_data")
    weight.data_location = TensorProto.EXTERNAL
    entry = weight.external_data.add()
    entry.key, entry.value = "location", "weights.bin"
    return made


def branching() -> onnx.ModelProto:
    made = tiny_networks.plain()
    branch = helper.make_graph(
        [helper.make_node("Identity", ["y"], ["inner"])],
        "branch",
        [],
        [helper.make_tensor_value_info("inner", FLOAT, None)],
    )
    made.graph.node.append(
        helper.make_node(
            "If", ["yes"], ["z"], "choice", then_branch=branch, else_branch=branch
        )
    )
    made.graph.initializer.append(tiny_networks.tensor("yes", np.array(True)))
    made.graph.output[0].name = "z"
    return made


def functions() -> onnx.ModelProto:
    made = tiny_networks.plain()
    opsets = [helper.make_opsetid("", 17)]
    body = [helper.make_node("Relu", ["a"], ["b"])]
    made.functions.append(
        helper.make_function("own", "Block", ["a"], ["b"], body, opsets)
    )
    return made


def custom() -> onnx.ModelProto:
    made = tiny_networks.behind(node("Gelu", "y", "z", "fast", domain="com.microsoft"))
    made.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    return made


def integers() -> onnx.ModelProto:
    more = {
        "s": np.float32(0.1),
        "zero": np.uint8(0),
        "w8": np.ones((8, 6, 3, 3), np.uint8),
    }
    nodes = [
        node("QuantizeLinear", "r1 s zero", "q"),
        node(
            "QLinearConv", "q s zero w8 s zero s zero", "qc", "whole", pads=[1, 1, 1, 1]
        ),
        node("DequantizeLinear", "qc s zero", "r2"),
    ]
    return tiny_networks.with_nodes(lambda own: [*own[:2], *nodes, *own[4:]], more)


def without_rules() -> onnx.ModelProto:
    return tiny_networks.behind(
        node("Sinh", "y", "s", "one"), node("Cosh", "s", "z", "two")
    )


def without_maps() -> onnx.ModelProto:
    flat = {"w": tiny_networks.weights(3 * SIDE * SIDE, CLASSES)}
    return tiny_networks.model(
        [node("Flatten", "x", "f"), node("MatMul", "f w", "y")], flat
    )


def answering(*shape: int) -> onnx.ModelProto:
    sizes = {"shape": np.array(shape)}
    return tiny_networks.behind(node("Reshape", "y shape", "z"), more=sizes)


def unmade() -> onnx.ModelProto:
    return tiny_networks.with_nodes(lambda own: own[1:])


def twice() -> onnx.ModelProto:
    return tiny_networks.with_nodes(lambda own: [*own, own[0]])


def impossible() -> onnx.ModelProto:
    """A convolution of other channels than there are: only the runtime sees it."""
    wide = tiny_networks.constants() | {"w2": tiny_networks.weights(8, 5, 3, 3)}
    return tiny_networks.model(tiny_networks.NODES, wide)


def shaped(*shape: int | str) -> onnx.ModelProto:
    return tiny_networks.plain(shape=shape)


def of_type(code: int) -> onnx.ModelProto:
    return tiny_networks.plain(code=code)


def one_number() -> onnx.ModelProto:
    return tiny_networks.behind(node("ReduceSum", "y", "z"))


def one_share() -> onnx.ModelProto:
    """A Softmax of a single number has nothing to share."""
    more = node("ReduceSum", "y", "s"), node("Softmax", "s", "z")
    return tiny_networks.behind(*more)


def constant_answer() -> onnx.ModelProto:
    return tiny_networks.behind(node("Identity", "b3", "z"))


REFUSALS = {
    "nothing": (lambda: b"", "without a network"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not an ONNX file"),
    "a page": (lambda: b"<!doctype html><title>404</title>", "not .*ONNX file"),
    "cut": (lambda: tiny_networks.plain().SerializeToString()[:-300], "ends too early"),
    "a cycle": (cyclic, "form a cycle"),
    "two inputs": (two_inputs, "expected one input, a picture; found 2: x, age"),
    "weights elsewhere": (external, r"in another file \(w1\)"),
    "branches": (branching, r'branches or loops \(If "choice"\)'),
    "functions": (functions, "defines an operator of its own"),
    "custom operators": (custom, r'com.microsoft.Gelu "fast"'),
    "whole numbers": (integers, r'whole numbers \(QLinearConv "whole"\)'),
    "operators without a rule": (
        without_rules,
        'Sinh "one" has no rule; Cosh "two" has no rule',
    ),
    "no maps": (without_maps, "no layer is a map"),
    "a value that nothing makes": (unmade, 'reads "c1", which nothing makes'),
    "a value made twice": (twice, 'two nodes .* make "c1"'),
    "not a picture": (lambda: shaped("N", 3, SIDE), r'"x" is \[\?, 3, 16\]'),
    "five channels": (lambda: shaped("N", 5, SIDE, SIDE), r"\[\?, 5, 16, 16\]"),
    "a batch": (lambda: shaped(8, 3, SIDE, SIDE), "8 pictures at once"),
    "no square": (lambda: shaped("N", 3, 16, 24), "16 x 24"),
    "a version to come": (lambda: tiny_networks.plain(opset=99), "version 99 of ONNX"),
    "a version long gone": (lambda: tiny_networks.plain(opset=6), "one of 9 to 23"),
    "an operator that there is not": (
        lambda: tiny_networks.behind(node("Nonsense", "y", "z")),
        "cannot run the network: No Op registered for Nonsense",
    ),
    "text": (lambda: of_type(TensorProto.STRING), "element type 8"),
    "a map of classes": (lambda: answering(2, 2), r"\[2, 2\]: expected one number"),
    "one number": (one_number, "one number: expected two .*, or a Sigmoid behind it"),
    "one number that is always 1": (one_share, "one number: expected two classes"),
    "an answer without the picture": (constant_answer, "depends on its input"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_file_that_cannot_be_explained_is_refused_with_the_reason(name):
    make, reason = REFUSALS[name]
    with pytest.raises(NetworkError, match=reason) as caught:
        bring(make())
    assert "\n" not in str(caught.value)


def test_what_only_the_runtime_sees_is_refused_when_it_is_run():
    found = bring(impossible())
    model = found.network.graphs["features.onnx"].joined(found.read)
    with pytest.raises(NetworkError, match="the runtime cannot run the network: "):
        NativeGraph(model).run(["features"], {"image": found.image()})


@pytest.mark.parametrize("kind", range(6))
def test_damaged_files_are_refused_or_explained_but_never_crash(kind):
    """Bytes flipped, cut, doubled, dropped; nodes doubled, dropped, in a circle."""
    rng = np.random.default_rng(kind)
    files = [
        tiny_networks.plain(),
        tiny_networks.constant_nodes(),
        tiny_networks.tokens(),
        tiny_networks.channels_last(),
    ]
    reasons = []
    for number in range(MUTATIONS // 6):
        data = files[number % len(files)].SerializeToString()
        damaged = fields_moved(data, rng) if kind == 5 else mutated(data, rng, kind)
        with contextlib.suppress(NetworkError):  # any other error fails the test
            bring(damaged)
            continue
        reasons.append(number)
    assert reasons
