"""Rules of the operators of one array that work on every number by itself.

Most are a slope: dx = g dy/dx, one function each in `SLOPES`. At a kink the slope is
that of the side on which the function is flat, so 0 for Relu at 0.
What the operators compute: https://onnx.ai/onnx/operators/.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from ..builder import GraphBuilder
from ..graph import Value
from ..refusals import NoRule
from ..steps import Cotangents, Step
from .broadcasting import unbroadcast

Slope = Callable[[GraphBuilder, Step, Value, Value], Value]


def sigmoid(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = g s (1 - s) of s = 1 / (1 + exp(-x)).

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Sigmoid", (1, 3))
    ['Sub', 'Mul', 'Mul']
    """
    s = step.output
    slope = b.op("Mul", s, b.op("Sub", b.scalar(1, like=s), s))
    return (b.op("Mul", g, slope),)


def swish(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = g (s + y (1 - s)) of y = x s, s = sigmoid(x): four passes, as y and s exist.

    Source: Ramachandran et al. 2017, arXiv:1710.05941, section 4 (beta = 1).

    >>> from gradcam_py.autodiff import Node
    >>> x, s, y, g = (Value(name, (1, 3), "float32") for name in "xsyg")
    >>> mul = Node("Mul", (x, s), (y,))
    >>> b = GraphBuilder()
    >>> (dx,) = swish(b, Step("Swish", (x,), y, mul, saved={"sigmoid": s}), g)
    >>> [node.op_type for node in b.nodes]
    ['Sub', 'Mul', 'Add', 'Mul']
    """
    if "sigmoid" not in step.saved:
        raise NoRule("the operator of opset 24 (expected Mul and Sigmoid)")
    s, y = step.saved["sigmoid"], step.output
    complement = b.op("Sub", b.scalar(1, like=s), s)
    slope = b.op("Add", s, b.op("Mul", y, complement))
    return (b.op("Mul", g, slope),)


def prelu(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = g where x > 0, else g times the constant slope.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("PRelu", (1, 3), None)
    ['Relu', 'Sign', 'Sub', 'Mul', 'Add', 'Mul']
    """
    x, slope = step.operand(0), step.operand(1)
    if step.needs(slope):
        raise NoRule(f'"{slope.name}", which is computed: expected a constant slope')
    g = b.op("Mul", g, _ramp(b, x, slope))
    return unbroadcast(b, g, step.output, x), None


def _ramp(b: GraphBuilder, x: Value, slope: Value) -> Value:
    """1 where x > 0, else ``slope``."""
    one = b.scalar(1, like=x)
    rest = b.op("Mul", b.positive(x), b.op("Sub", one, slope))
    return b.op("Add", rest, slope)


def _between(b: GraphBuilder, y: Value, like: Value) -> Value:
    """1 where 0 < y < 1, else 0, for a y that never leaves 0..1."""
    return b.op("Sign", b.op("Mul", y, b.op("Sub", b.scalar(1, like=like), y)))


def _relu(b: GraphBuilder, step: Step, x: Value, y: Value) -> Value:
    return b.op("Sign", y)


def _leaky_relu(b: GraphBuilder, step: Step, x: Value, y: Value) -> Value:
    return _ramp(b, x, b.scalar(step.node.number("alpha", 0.01), like=x))


def _elu(b: GraphBuilder, step: Step, x: Value, y: Value) -> Value:
    """Above 0 gamma, below y + gamma alpha (of Elu gamma = 1; Selu's are constants)."""
    selu = step.node.op_type == "Selu"
    alpha = step.node.number("alpha", 1.6732632 if selu else 1.0)
    gamma = step.node.number("gamma", 1.0507010) if selu else 1.0
    above = b.positive(x)
    below = b.op("Sub", b.scalar(1, like=x), above)
    curve = b.op("Mul", below, b.op("Add", y, b.scalar(gamma * alpha, like=x)))
    return b.op("Add", b.op("Mul", above, b.scalar(gamma, like=x)), curve)


def _tanh(b: GraphBuilder, step: Step, x: Value, y: Value) -> Value:
    return b.op("Sub", b.scalar(1, like=x), b.op("Mul", y, y))


def _erf(b: GraphBuilder, step: Step, x: Value, y: Value) -> Value:
    bell = b.op("Exp", b.op("Neg", b.op("Mul", x, x)))
    return b.op("Mul", bell, b.scalar(2 / math.sqrt(math.pi), like=x))


def _hard_sigmoid(b: GraphBuilder, step: Step, x: Value, y: Value) -> Value:
    alpha = b.scalar(step.node.number("alpha", 0.2), like=x)
    return b.op("Mul", _between(b, y, like=x), alpha)


def _hard_swish(b: GraphBuilder, step: Step, x: Value, y: Value) -> Value:
    """h + x h' of y = x h, h = clip(x / 6 + 1 / 2, 0, 1)."""
    h = b.op("HardSigmoid", x, alpha=1 / 6, beta=0.5)
    inside = b.op("Mul", _between(b, h, like=x), b.scalar(1 / 6, like=x))
    return b.op("Add", h, b.op("Mul", x, inside))


def _gelu(b: GraphBuilder, step: Step, x: Value, y: Value) -> Value:
    """Hendrycks and Gimpel 2016, arXiv:1606.08415: x Phi(x), or its tanh form."""
    if step.node.text("approximate", "none") == "tanh":
        return _gelu_of_tanh(b, x)
    half = b.scalar(0.5, like=x)
    root = b.op("Erf", b.op("Mul", x, b.scalar(math.sqrt(0.5), like=x)))
    phi = b.op("Mul", b.op("Add", root, b.scalar(1, like=x)), half)
    bell = b.op("Exp", b.op("Neg", b.op("Mul", b.op("Mul", x, x), half)))
    density = b.op("Mul", bell, b.scalar(1 / math.sqrt(2 * math.pi), like=x))
    return b.op("Add", phi, b.op("Mul", x, density))


def _gelu_of_tanh(b: GraphBuilder, x: Value) -> Value:
    """Of y = x (1 + t) / 2, t = tanh(u), u = c (x + a x^3)."""
    a, c = 0.044715, math.sqrt(2 / math.pi)
    one, half = b.scalar(1, like=x), b.scalar(0.5, like=x)
    square = b.op("Mul", x, x)
    cubic = b.op("Add", one, b.op("Mul", square, b.scalar(a, like=x)))
    u = b.op("Mul", b.op("Mul", x, cubic), b.scalar(c, like=x))
    t = b.op("Tanh", u)
    inner = b.op("Add", one, b.op("Mul", square, b.scalar(3 * a, like=x)))
    du = b.op("Mul", inner, b.scalar(c, like=x))
    dt = b.op("Mul", b.op("Sub", one, b.op("Mul", t, t)), du)
    total = b.op("Add", b.op("Add", one, t), b.op("Mul", x, dt))
    return b.op("Mul", total, half)


SLOPES: dict[str, Slope] = {
    "Abs": lambda b, step, x, y: b.op("Sign", x),
    "Elu": _elu,
    "Erf": _erf,
    "Exp": lambda b, step, x, y: y,
    "Gelu": _gelu,
    "HardSigmoid": _hard_sigmoid,
    "HardSwish": _hard_swish,
    "LeakyRelu": _leaky_relu,
    "Log": lambda b, step, x, y: b.op("Reciprocal", x),
    "Neg": lambda b, step, x, y: b.scalar(-1, like=x),
    "Reciprocal": lambda b, step, x, y: b.op("Neg", b.op("Mul", y, y)),
    "Relu": _relu,
    "Selu": _elu,
    "Softplus": lambda b, step, x, y: b.op("Sigmoid", x),
    "Sqrt": lambda b, step, x, y: b.op("Div", b.scalar(0.5, like=x), y),
    "Tanh": _tanh,
}


def by_slope(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx = g dy/dx of y = f(x), by f's entry in `SLOPES`.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("Relu", (1, 3)), emitted("Exp", (1, 3))
    (['Sign', 'Mul'], ['Mul'])
    """
    slope = SLOPES[step.node.op_type](b, step, step.operand(0), step.output)
    return step.only_first(b.op("Mul", g, slope))


ACTIVATIONS = dict.fromkeys(SLOPES, by_slope)
