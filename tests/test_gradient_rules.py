"""Every gradient rule against finite differences and as an adjoint, in float64."""

from __future__ import annotations

import numpy as np
import onnx_ir as ir
import pytest

from gradcam_py.autodiff import RULES
from tests import network_operators
from tests.one_operator import Build, constant, differentiate, finite_differences

# Central differences with a step of 1e-6 on values of order 1: truncation 1e-12,
# cancellation 1e-10, summed over some hundred elements.
FINITE_DIFFERENCE = 1e-7
ADJOINT = 1e-12  # float64 rounding of two inner products
ONE_IN_A_THOUSAND = 1.001


def rng() -> np.random.Generator:
    return np.random.default_rng(20)


def numbers(*shape: int) -> np.ndarray:
    """Of order 1, and away from the kinks 0 and 1 of the clip used here."""
    values = rng().uniform(-2, 2, shape)
    for kink in (0.0, 1.0):
        near = np.abs(values - kink) < 0.01
        values = np.where(near, values + 0.05, values)
    return values


def unary(op: str, **attributes) -> Build:
    return lambda tape, x: tape.op(op, [x], attributes)


def swish(tape, x):
    return tape.op("Mul", [x, tape.op("Sigmoid", [x])])


def swish_written_the_other_way_round(tape, x):
    return tape.op("Mul", [tape.op("Sigmoid", [x]), x])


def squeeze_and_excite(tape, x):
    """Both factors depend on x, and one is stretched over the map."""
    gate = tape.op("Sigmoid", [tape.op("GlobalAveragePool", [x])])
    return tape.op("Mul", [x, gate])


def outer_product(tape, x):
    column = tape.op("Reshape", [x, constant(tape, np.int64([0, 0, -1, 1]), "shape")])
    return tape.op("Mul", [x, column])


def gate_first(tape, x):
    gate = tape.op("Sigmoid", [tape.op("GlobalAveragePool", [x])])
    return tape.op("Mul", [gate, x])


def residual(tape, x):
    return tape.op("Add", [tape.op("Sigmoid", [x]), x])


def add_stretched(tape, x):
    return tape.op("Add", [x, tape.op("GlobalAveragePool", [x])])


def binary_constant(op: str, *shape: int) -> Build:
    return lambda tape, x: tape.op(op, [x, constant(tape, numbers(*shape), "c")])


def clip(tape, x):
    return tape.op("Clip", [x, constant(tape, 0.0, "low"), constant(tape, 1.0, "high")])


def clip_elsewhere(tape, x):
    limits = constant(tape, -0.7, "low"), constant(tape, 0.9, "high")
    return tape.op("Clip", [x, *limits])


def clip_below(tape, x):
    return tape.op("Clip", [x, constant(tape, 0.0, "low")])


def clip_above(tape, x):
    return tape.op("Clip", [x, None, constant(tape, 1.0, "high")])


def clip_nothing(tape, x):
    return tape.op("Clip", [x])


def reshape(tape, x):
    return tape.op("Reshape", [x, constant(tape, np.int64([0, -1]), "shape")])


def squeeze(tape, x):
    return tape.op("Squeeze", [x, constant(tape, np.int64([2, 3]), "axes")])


def matmul(tape, x):
    return tape.op("MatMul", [x, constant(tape, numbers(5, 4), "w")])


def gemm(**attributes) -> Build:
    shape = (4, 5) if attributes.get("transB") else (5, 4)

    def build(tape, x):
        w, bias = constant(tape, numbers(*shape), "w"), constant(tape, numbers(4), "b")
        return tape.op("Gemm", [x, w, bias], attributes)

    return build


def conv(channels, out, kernel, stride, pads, group=1) -> Build:
    def build(tape, x):
        shape = (out, channels // group, *kernel)
        w, bias = (
            constant(tape, numbers(*shape), "w"),
            constant(tape, numbers(out), "b"),
        )
        attributes = {"strides": [stride] * 2, "pads": pads, "group": group}
        return tape.op("Conv", [x, w, bias], attributes)

    return build


# name -> (shape of x, graph, rule that is under test)
CASES = {
    "sigmoid": ((1, 2, 3, 4), unary("Sigmoid"), "Sigmoid"),
    "swish": ((1, 2, 3, 4), swish, "Swish"),
    "swish, sigmoid first": (
        (1, 2, 3, 4),
        swish_written_the_other_way_round,
        "Swish",
    ),
    "clip": ((1, 2, 3, 4), clip, "Clip"),
    "clip, neither limit 0": ((1, 2, 3, 4), clip_elsewhere, "Clip"),
    "clip from below": ((1, 2, 3, 4), clip_below, "Clip"),
    "clip from above": ((1, 2, 3, 4), clip_above, "Clip"),
    "clip without limits": ((1, 2, 3, 4), clip_nothing, "Clip"),
    "global average pool": ((1, 3, 3, 5), unary("GlobalAveragePool"), None),
    "squeeze and excite": ((1, 3, 3, 4), squeeze_and_excite, "Mul"),
    "gate as the first factor": ((1, 3, 3, 4), gate_first, "Mul"),
    "outer product": ((1, 2, 1, 3), outer_product, "Mul"),
    "times a constant": ((1, 3, 2, 2), binary_constant("Mul", 1, 3, 1, 1), "Mul"),
    "plus a constant": ((1, 3, 2, 2), binary_constant("Add", 1, 3, 1, 1), "Add"),
    "residual": ((1, 2, 3, 3), residual, "Add"),
    "sum of a map and its mean": ((1, 2, 3, 3), add_stretched, "Add"),
    "reshape": ((1, 2, 3, 2), reshape, "Reshape"),
    "squeeze": ((1, 4, 1, 1), squeeze, "Squeeze"),
    "matmul": ((1, 5), matmul, "MatMul"),
    "gemm": ((1, 5), gemm(), "Gemm"),
    "gemm, transposed weight": ((1, 5), gemm(transB=1, alpha=0.5), "Gemm"),
}
SAME_EVEN = [0, 0, 1, 1]  # TensorFlow's "same" of stride 2 on even sizes, kernel 3
SAME_5 = [1, 1, 2, 2]  # kernel 5
CENTRED = [1, 1, 1, 1]  # on odd sizes, and PyTorch's
CONVOLUTIONS = {
    "1x1": ((3, 4), conv(3, 2, (1, 1), 1, [0] * 4)),
    "3x3": ((4, 5), conv(2, 3, (3, 3), 1, CENTRED)),
    "3x3 valid": ((5, 4), conv(2, 3, (3, 3), 1, [0] * 4)),
    "1x3, lopsided pads": ((4, 4), conv(2, 3, (1, 3), 1, [0, 2, 0, 0])),
    "depthwise 3x3": ((4, 5), conv(3, 3, (3, 3), 1, CENTRED, 3)),
    "depthwise 5x5": ((5, 6), conv(2, 2, (5, 5), 1, [2] * 4, 2)),
    "grouped 3x3": ((4, 4), conv(4, 6, (3, 3), 1, CENTRED, 2)),
    "stride 2, even": ((6, 4), conv(2, 3, (3, 3), 2, SAME_EVEN)),
    "stride 2, odd": ((5, 7), conv(2, 3, (3, 3), 2, CENTRED)),
    "stride 2, even, centred": ((6, 4), conv(2, 3, (3, 3), 2, CENTRED)),
    "stride 2, even, valid": ((6, 8), conv(2, 3, (3, 3), 2, [0] * 4)),
    "stride 2, 1x1": ((5, 6), conv(2, 3, (1, 1), 2, [0] * 4)),
    "depthwise stride 2, even": ((6, 8), conv(3, 3, (3, 3), 2, SAME_EVEN, 3)),
    "depthwise stride 2, odd": ((7, 5), conv(3, 3, (3, 3), 2, CENTRED, 3)),
    "depthwise 5x5 stride 2, even": ((6, 8), conv(2, 2, (5, 5), 2, SAME_5, 2)),
    "depthwise 5x5 stride 2, odd": ((7, 5), conv(2, 2, (5, 5), 2, [2] * 4, 2)),
    "grouped stride 2": ((6, 5), conv(4, 6, (3, 3), 2, CENTRED, 2)),
    "stride 3": ((7, 8), conv(2, 2, (3, 3), 3, CENTRED)),
    "stride 3, a kernel that skips": ((7, 8), conv(2, 2, (2, 2), 3, [0] * 4)),
}
CHANNELS = dict.fromkeys(CONVOLUTIONS, 2) | {
    "1x1": 3,
    "depthwise 3x3": 3,
    "grouped 3x3": 4,
    "depthwise stride 2, even": 3,
    "depthwise stride 2, odd": 3,
    "grouped stride 2": 4,
}
CASES |= {
    f"conv {name}": ((1, CHANNELS[name], *size), build, "Conv")
    for name, (size, build) in CONVOLUTIONS.items()
}
every_case = pytest.mark.parametrize("name", CASES)


def test_every_rule_has_a_case():
    tested = {rule for _, _, rule in CASES.values()} | {"GlobalAveragePool"}
    tested.update(
        rule for case in network_operators.CASES.values() for rule in case.rules
    )
    rounding = {"QuantizeLinear", "DequantizeLinear"}  # see test_network_operators
    assert tested - {None} == set(RULES) - rounding


@every_case
def test_rule_agrees_with_finite_differences(name):
    shape, build, _ = CASES[name]
    case = differentiate(shape, build)
    x = numbers(*shape)
    seed = rng().normal(size=case.f(x).shape)
    numeric = finite_differences(case.f, x, seed)
    np.testing.assert_allclose(
        case.vjp(x, seed), numeric, rtol=FINITE_DIFFERENCE, atol=FINITE_DIFFERENCE
    )


@every_case
def test_rule_is_the_adjoint_of_its_operator(name):
    """<seed, J v> = <J^T seed, v>, J v by central differences along v."""
    shape, build, _ = CASES[name]
    case = differentiate(shape, build)
    x, v = numbers(*shape), rng().normal(size=shape)
    step = 1e-5
    jv = (case.f(x + step * v) - case.f(x - step * v)) / (2 * step)
    seed = rng().normal(size=jv.shape)
    left, right = np.vdot(seed, jv), np.vdot(case.vjp(x, seed), v)
    assert left == pytest.approx(right, rel=1e-6, abs=1e-8)


LINEAR = [name for name in CASES if name.startswith(("conv", "matmul", "gemm"))]


@pytest.mark.parametrize("name", LINEAR)
def test_rule_of_a_linear_operator_is_its_exact_adjoint(name):
    """<seed, f(x) - f(0)> = <vjp(seed), x> to rounding, without any step."""
    shape, build, _ = CASES[name]
    case = differentiate(shape, build)
    x = numbers(*shape)
    linear = case.f(x) - case.f(np.zeros_like(x))
    seed = rng().normal(size=linear.shape)
    left, right = np.vdot(seed, linear), np.vdot(case.vjp(x, seed), x)
    scale = np.linalg.norm(seed) * np.linalg.norm(linear)
    assert abs(left - right) <= ADJOINT * scale


@every_case
def test_seeds_in_a_batch_are_independent(name):
    shape, build, _ = CASES[name]
    case = differentiate(shape, build)
    x = numbers(*shape)
    batch = rng().normal(size=(3, *case.f(x).shape[1:]))
    together = case.vjp(x, batch)
    for k in range(3):
        alone = case.vjp(x, batch[k : k + 1])
        np.testing.assert_allclose(together[k], alone[0], rtol=1e-12, atol=1e-14)


def wrong(rule):
    """The rule with its first cotangent 0.1 % too large."""

    def scaled(b, step, g):
        first, *others = rule(b, step, g)
        factor = b.constant(np.float64(ONE_IN_A_THOUSAND))
        return (b.op("Mul", first, factor), *others)

    return scaled


@every_case
def test_a_rule_that_is_one_in_a_thousand_wrong_is_noticed(name):
    """The tester tested."""
    shape, build, kind = CASES[name]
    kind = kind or "GlobalAveragePool"
    rules = RULES | {kind: wrong(RULES[kind])}
    x = numbers(*shape)
    good, bad = differentiate(shape, build), differentiate(shape, build, rules)
    seed = rng().normal(size=good.f(x).shape)
    numeric = finite_differences(good.f, x, seed)
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(
            bad.vjp(x, seed), numeric, rtol=FINITE_DIFFERENCE, atol=FINITE_DIFFERENCE
        )


def test_clip_has_gradient_zero_at_its_kinks():
    case = differentiate((1, 5), clip)
    x = np.array([[-1.0, 0.0, 0.5, 1.0, 2.0]])
    np.testing.assert_array_equal(case.vjp(x, np.ones((1, 5))), [[0, 0, 1, 0, 0]])


def operators(name: str) -> list[str]:
    shape, build, _ = CASES[name]
    graph = differentiate(shape, build).model.graph
    forward = 2 if "swish" in name else 1
    return [node.op_type for node in graph][forward:]


def test_swish_takes_four_elementwise_passes():
    assert operators("swish") == ["Sub", "Mul", "Add", "Mul"]


def test_stride_two_needs_no_padded_data_and_one_convolution():
    """Pad and Gather touch the weights only: the runtime folds them."""
    shape, build, _ = CASES["conv depthwise 5x5 stride 2, even"]
    graph = differentiate(shape, build).model.graph
    nodes = list(graph)[1:]
    ops = [node.op_type for node in nodes]
    assert ops.count("Conv") == 1
    moves = nodes[ops.index("Conv") + 1 :]
    assert {node.op_type for node in moves} == {
        "Concat",
        "Reshape",
        "Slice",
        "Transpose",
    }
    for node in nodes:
        if node.op_type == "Pad":
            assert node.inputs[0].is_initializer()


def test_phases_are_interleaved_by_whole_rows():
    """The runtime moves single numbers by Transpose ten times slower than rows."""
    shape, build, _ = CASES["conv depthwise 5x5 stride 2, even"]
    nodes = list(differentiate(shape, build).model.graph)[1:]
    (convolution,) = (node for node in nodes if node.op_type == "Conv")
    perms = [
        list(node.attributes["perm"].as_ints())
        for node in nodes[nodes.index(convolution) :]
        if node.op_type == "Transpose"
    ]
    assert perms
    assert all(perm[-1] == len(perm) - 1 for perm in perms)


def test_a_broadcast_over_the_map_is_pooled():
    """As the squeeze-and-excitation gate: a mean times its count."""
    shape, build, _ = CASES["squeeze and excite"]
    ops = [node.op_type for node in differentiate(shape, build).model.graph]
    assert ops.count("GlobalAveragePool") == 2  # the gate's own, and the gradient's
    assert "ReduceSum" not in ops


def test_a_convolution_of_one_axis_is_refused_by_name():
    def build(tape: ir.tape.Tape, x: ir.Value) -> ir.Value:
        return tape.op("Conv", [x, constant(tape, numbers(2, 2, 3), "w")])

    wanted = 'Conv "Conv number 0" has no rule for not two spatial axes'
    with pytest.raises(ValueError, match=wanted):
        differentiate((1, 2, 7), build)


def test_a_transposed_activation_is_refused_by_name():
    def build(tape, x):
        return tape.op("Gemm", [x, constant(tape, numbers(1, 4), "w")], {"transA": 1})

    with pytest.raises(ValueError, match=r'Gemm "Gemm number 0".*transA'):
        differentiate((1, 5), build)


def test_weights_that_are_computed_are_refused_by_name():
    def build(tape, x):
        return tape.op("Gemm", [x, tape.op("Sigmoid", [x])])

    with pytest.raises(ValueError, match=r"Gemm .*expected constant weights"):
        differentiate((1, 1), build)
