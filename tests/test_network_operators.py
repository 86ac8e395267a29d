"""Rules that own networks need, against finite differences in float64."""

from __future__ import annotations

import numpy as np
import pytest

from gradcam_py.autodiff import RULES
from tests.network_operators import CASES
from tests.one_operator import constant, differentiate, finite_differences

# See test_gradient_rules: central differences with a step of 1e-6, summed.
FINITE_DIFFERENCE = 1e-6
ONE_IN_A_THOUSAND = 1.001
every_case = pytest.mark.parametrize("name", CASES)


def numbers(*shape: int) -> np.ndarray:
    """Distinct numbers of order 1, away from the kinks used here."""
    count = int(np.prod(shape))
    values = np.linspace(-1.93, 2.07, count)
    for kink in (-1.5, -0.75, 0.0, 0.875):
        values = np.where(np.abs(values - kink) < 0.01, values + 0.03, values)
    return np.random.default_rng(5).permutation(values).reshape(shape)


def compare(name: str, rules=RULES) -> None:
    case = CASES[name]
    graph = differentiate(case.shape, case.build, rules, case.opset, seeds=1)
    x = numbers(*case.shape)
    seed = np.random.default_rng(6).normal(size=graph.f(x).shape)
    numeric = finite_differences(graph.f, x, seed)
    np.testing.assert_allclose(
        graph.vjp(x, seed), numeric, rtol=FINITE_DIFFERENCE, atol=FINITE_DIFFERENCE
    )


@every_case
def test_rule_agrees_with_finite_differences(name):
    compare(name)


def test_straight_through_rounding_the_gradient_is_the_seed():
    """A quantised network rounds, and that has no slope: Bengio et al. 2013."""

    def rounded(tape, x):
        scale, zero = (
            constant(tape, np.asarray(value), name)
            for name, value in (("scale", np.float32(0.5)), ("zero", np.uint8(128)))
        )
        single = tape.op("Cast", [x], {"to": 1})
        whole = tape.op("QuantizeLinear", [single, scale, zero])
        back = tape.op("DequantizeLinear", [whole, scale, zero])
        return tape.op("Cast", [back], {"to": 11})

    graph = differentiate((1, 5), rounded, opset=19, seeds=1)
    seed = np.array([[0.5, -1, 2, 0, 3]])
    np.testing.assert_array_equal(graph.vjp(numbers(1, 5), seed), seed)


@every_case
def test_a_rule_that_is_one_in_a_thousand_wrong_is_noticed(name):
    """The tester tested."""

    def wrong(rule):
        def scaled(b, step, g):
            factor = b.constant(np.float64(ONE_IN_A_THOUSAND))
            dxs = rule(b, step, g)
            return tuple(None if dx is None else b.op("Mul", dx, factor) for dx in dxs)

        return scaled

    kind = CASES[name].rules[0]
    with pytest.raises(AssertionError, match="Not equal to tolerance"):
        compare(name, RULES | {kind: wrong(RULES[kind])})
