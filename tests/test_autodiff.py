"""The gradient engine by itself: NumPy alone, what it refuses."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from gradcam_py.autodiff import (
    RULES,
    Graph,
    Node,
    UnsupportedOperators,
    Value,
    differentiate,
)


def value(name: str, *sizes: int | str, dtype: str | None = "float32") -> Value:
    return Value(name, ("N", *sizes), dtype)


def weight(name: str, *sizes: int) -> Value:
    return Value.constant(name, np.ones(sizes, np.float32))


ALONE = """
import sys
for name in ("onnx", "onnx_ir", "tensorflow", "onnxruntime", "PIL", "convert"):
    sys.modules[name] = None
before = set(sys.modules)
from gradcam_py.autodiff import Graph, Node, Value, differentiate
x, s, y = (Value(name, ("N", 3), "float32") for name in "xsy")
graph = Graph((Node("Sigmoid", (x,), (s,)), Node("Mul", (x, s), (y,))))
print(*differentiate(graph, y, Value("seed", ("K", 3)), [x]).nodes, sep="\\n")
loaded = {name.split(".")[0] for name in set(sys.modules) - before}
print(sorted(loaded - set(sys.stdlib_module_names)))
"""


def test_numpy_is_all_that_the_engine_needs():
    """As in Pyodide, which has neither onnx nor onnx_ir."""
    done = subprocess.run(
        [sys.executable, "-c", ALONE], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "grad/Sub_0 = Sub(grad/constant_0, s)",
        "grad/Mul_1 = Mul(y, grad/Sub_0)",
        "grad/Add_2 = Add(s, grad/Mul_1)",
        "grad/Mul_3 = Mul(seed, grad/Add_2)",
        "['gradcam_py', 'numpy']",
    ]


def test_refusals_of_every_kind_are_reported_together_in_the_graphs_order():
    image, seed = value("image", 3, 8, 8), value("seed", 5)
    made = value("made", 3, 8, 8), value("a", 3, 8, 8), value("b", 3, 8, 8)
    lost = value("lost", 3, "height", 8)
    pooled, flat, logits = value("pooled", 3, 1, 1), value("flat", 3), value("y", 5)
    odd = {"auto_pad": "LIKE_BEFORE"}
    nodes = (
        Node("Sinh", (image,), made[:1], name="first"),
        Node("Conv", (made[0], weight("w", 3, 3, 3, 3)), made[1:2], odd, "second"),
        Node("Gelu", made[1:2], made[2:], name="third", domain="com.microsoft"),
        Node("Clip", made[2:], (lost,), {"max": "six"}, "fourth"),
        Node("GlobalAveragePool", (lost,), (pooled,), name="fifth"),
        Node("Squeeze", (pooled, weight("axes", 2)), (flat,), name="sixth"),
        Node("Gemm", (flat, weight("m", 3, 5)), (logits,), {"transA": 1}, "last"),
    )
    with pytest.raises(UnsupportedOperators) as caught:
        differentiate(Graph(nodes), logits, seed, [image])
    first, second, third, fourth, fifth, last = caught.value.nodes
    assert first == 'Sinh "first" has no rule'
    assert second == "Conv \"second\" has no rule for auto_pad='LIKE_BEFORE'"
    assert third == 'com.microsoft.Gelu "third" has no rule'
    assert fourth == "Clip \"fourth\" has no rule for max='six' (expected a number)"
    assert '"fifth" has no rule for an unknown size: the shape of "lost"' in fifth
    assert last == 'Gemm "last" has no rule for transA=1'
    assert "6 node(s)" in str(caught.value)
    assert all(node in str(caught.value) for node in caught.value.nodes)


def test_an_operator_whose_second_output_is_used_is_on_the_way():
    x, parts, y = value("x", 4), (value("a", 2), value("b", 2)), value("y", 2)
    nodes = (
        Node("TopK", (x,), parts, name="halves"),
        Node("Sigmoid", parts[1:], (y,)),
    )
    with pytest.raises(UnsupportedOperators, match='TopK "halves" has no rule'):
        differentiate(Graph(nodes), y, value("seed", 2), [x])
    rules = RULES | {"TopK": RULES["Sigmoid"]}
    with pytest.raises(UnsupportedOperators, match=r'"halves" .* its second output'):
        differentiate(Graph(nodes), y, value("seed", 2), [x], rules)


@pytest.mark.parametrize(
    ("node", "inputs", "reason"),
    [
        ("Add", [value("x", 3, 2, 2), value("z", 2, 2)], "different rank"),
        ("Add", [value("x", 3), None], "input number 1 that is left out"),
        ("MatMul", [value("x", 7, 3), weight("w", 3)], "expected two axes"),
        ("Gemm", [value("x", 3), value("w", 3)], "expected constant weights"),
        ("Sigmoid", [value("x", 3)], "element type is not known"),
        ("Conv", [value("x", 3, 9), weight("w", 3, 3, 3)], "not two spatial axes"),
    ],
)
def test_a_variant_that_its_rule_does_not_cover_is_refused_with_the_reason(
    node, inputs, reason
):
    y = Value("y", inputs[0].shape)
    graph = Graph((Node(node, tuple(inputs), (y,), name="n"),))
    with pytest.raises(UnsupportedOperators, match=f'{node} "n" has no rule.*{reason}'):
        differentiate(graph, y, value("seed", 3), filter(None, inputs))


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"group": "two"}, "an integer"),
        ({"strides": 2}, "a list of integers"),
        ({"strides": [1.5, 2]}, "a list of integers"),
    ],
)
def test_an_attribute_of_the_wrong_kind_is_refused(attributes, expected):
    x, y = value("x", 3, 4, 4), value("y", 3, 4, 4)
    node = Node("Conv", (x, weight("w", 3, 3, 1, 1)), (y,), attributes, "c")
    with pytest.raises(UnsupportedOperators, match=f'Conv "c" .*expected {expected}'):
        differentiate(Graph((node,)), y, value("seed", 3, 4, 4), [x])


def test_weights_that_nobody_has_read_serve():
    """A page that brings 100 MB of weights need not decode them."""
    x, y = value("x", 3, 4, 4), value("y", 5, 4, 4)
    kernel = Value("w", (5, 3, 3, 3), "float32", is_constant=True)
    node = Node("Conv", (x, kernel), (y,), {"pads": [1, 1, 1, 1]})
    gradients = differentiate(Graph((node,)), y, value("seed", 5, 4, 4), [x])
    assert gradients.nodes[-1].op_type == "Conv"
    assert kernel not in gradients.constants


def test_a_cycle_is_refused_and_not_walked():
    x, y, z = value("x", 3), value("y", 3), value("z", 3)
    with pytest.raises(ValueError, match='"a" reads "z" before that is made'):
        Graph((Node("Add", (x, z), (y,), name="a"), Node("Sigmoid", (y,), (z,))))


def test_a_value_made_twice_is_refused():
    x, y = value("x", 3), value("y", 3)
    node = Node("Sigmoid", (x,), (y,))
    with pytest.raises(ValueError, match="made twice"):
        Graph((node, Node("Tanh", (x,), (y,))))


def test_names_of_the_graph_and_ours_cannot_collide():
    x, y = value("grad/Mul_0", 3), value("y", 3)
    graph, seed = Graph((Node("Mul", (x, x), (y,)),)), value("seed", 3)
    with pytest.raises(ValueError, match=r'value "grad/Mul_0".*choose another prefix'):
        differentiate(graph, y, seed, [x])
    gradients = differentiate(graph, y, seed, [x], prefix="ours")
    assert all(node.name.startswith("ours/") for node in gradients.nodes)


def test_the_same_graph_gives_the_same_names():
    def names():
        x, y = value("x", 3, 4, 4), value("y", 3, 1, 1)
        graph = Graph((Node("GlobalAveragePool", (x,), (y,)),))
        gradients = differentiate(graph, y, value("seed", 3, 1, 1), [x])
        return [str(node) for node in gradients.nodes]

    assert names() == names()


def test_the_logits_themselves_have_the_seed_as_gradient():
    x, y, seed = value("x", 3), value("y", 3), value("seed", 3)
    graph = Graph((Node("Sigmoid", (x,), (y,)),))
    assert differentiate(graph, y, seed, [y]).of[y] is seed
