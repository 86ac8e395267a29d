"""The reverse-mode driver: walks the steps backwards and knows no operator's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import onnx_ir as ir

from .builder import GraphBuilder
from .rules import RULES, Rule
from .steps import Step, forward_steps


class UnsupportedOperators(ValueError):
    """Some operators on the way have no gradient rule; the message lists them all."""


def add_gradients(
    graph: ir.Graph,
    logits: ir.Value,
    seed: ir.Value,
    targets: Iterable[ir.Value],
    rules: Mapping[str, Rule] = RULES,
) -> dict[ir.Value, ir.Value]:
    """Append to ``graph`` the gradients of sum(seed * logits) and return them.

    graph: the forward pass with inferred shapes; it is extended in place.
    logits: [N, classes], a value of ``graph``.
    seed: [K, classes], the cotangent of the logits; K = N, or N = 1 and any K.
    targets: values [N, ...] of ``graph`` to differentiate with respect to.
    Returns target -> gradient [K, ...], the target's own layout.
    Raises UnsupportedOperators, or ValueError for a target that logits do not
    depend on.
    """
    targets = list(targets)
    path = _steps_between(forward_steps(graph), targets, logits)
    _require_rules(path, rules)
    builder = GraphBuilder(graph)
    cotangents = _Cotangents(builder, logits, seed)
    for step in reversed(path):
        g = cotangents.of(step.output)
        if g is None:  # every use of the output has a rule that says "no gradient"
            continue
        for x, dx in zip(step.inputs, rules[step.kind](builder, step, g), strict=True):
            if dx is not None:
                cotangents.add(x, dx)
    gradients = {target: cotangents.of(target) for target in targets}
    _require_gradients(logits, gradients)
    return gradients


def _steps_between(
    steps: list[Step], targets: list[ir.Value], logits: ir.Value
) -> list[Step]:
    """The steps that depend on a target and that the logits depend on."""
    downstream = set(targets)
    for step in steps:
        if downstream.intersection(step.inputs):
            downstream.add(step.output)
    needed = {logits}
    path = []
    for step in reversed(steps):
        if step.output in needed and downstream.intersection(step.inputs):
            needed.update(x for x in step.inputs if x in downstream)
            path.append(step)
    return path[::-1]


def _require_rules(path: list[Step], rules: Mapping[str, Rule]) -> None:
    missing = [step.describe() for step in path if step.kind not in rules]
    if missing:
        raise UnsupportedOperators(
            f"no gradient rule for {len(missing)} node(s): {'; '.join(missing)}. "
            f"Rules exist for {', '.join(sorted(rules))}: add the missing ones to "
            "gradcam_py/autodiff/rules.py"
        )


def _require_gradients(logits: ir.Value, gradients: dict) -> None:
    lost = [target.name for target, gradient in gradients.items() if gradient is None]
    if lost:
        raise ValueError(f'"{logits.name}" does not depend on {", ".join(lost)}')


class _Cotangents:
    """The cotangent of every value met so far, summed over the value's uses."""

    def __init__(self, builder: GraphBuilder, logits: ir.Value, seed: ir.Value):
        self._builder = builder
        self._sums: dict[ir.Value, ir.Value] = {logits: seed}

    def add(self, value: ir.Value, term: ir.Value) -> None:
        if value in self._sums:
            # Adding stretches for free what Expand would write out first.
            terms = _least_expanded(self._sums[value], term)
            term = self._builder.op("Add", *terms)
        self._sums[value] = term

    def of(self, value: ir.Value) -> ir.Value | None:
        """The sum so far: finished once all uses of ``value`` have been visited."""
        return self._sums.get(value)


def _least_expanded(a: ir.Value, b: ir.Value) -> tuple[ir.Value, ir.Value]:
    for first, second in ((a, b), (b, a)):
        producer = second.producer()
        if producer is not None and producer.op_type == "Expand":
            return first, producer.inputs[0]
    return a, b
