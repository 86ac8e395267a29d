"""The reverse-mode driver: walks the steps backwards and knows no operator's name.

Source: Griewank and Walther 2008, Evaluating Derivatives, section 3.2 (reverse mode).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .builder import GraphBuilder
from .graph import Graph, Node, Value
from .refusals import NoRule, UnsupportedOperators
from .rules import RULES, Rule
from .steps import Step, forward_steps


@dataclass(frozen=True)
class Gradients:
    """What computes the gradients, to append to the graph that was differentiated.

    nodes: in topological order; they read values of the graph, the seed, each other
    and ``constants``. of: target [N,...] -> its gradient [K,...], the target's layout;
    two targets may share one.

    >>> x = Value("x")
    >>> Gradients((), (), of={x: Value("seed")}).of[x]
    <seed None>
    """

    nodes: tuple[Node, ...]
    constants: tuple[Value, ...]
    of: Mapping[Value, Value]


def differentiate(
    graph: Graph,
    logits: Value,
    seed: Value,
    targets: Iterable[Value],
    rules: Mapping[str, Rule] = RULES,
    prefix: str = "grad",
) -> Gradients:
    """Derive d(sum(seed * logits)) / d(target) for every target, as nodes to append.

    graph: the forward pass with inferred shapes; it stays as it is.
    logits: [N, classes], a value of ``graph``.
    seed: [K, classes], the cotangent of the logits; K = N, or N = 1 and any K. Where
    its axis 0 is the number 1, so must be N, and what a network does to axis 0 inside
    is followed as well: to cut pictures into windows, for instance.
    targets: values [N, ...] of ``graph`` to differentiate with respect to.
    rules: operator type -> rule.
    prefix: the new values are named ``<prefix>/...``; no value of ``graph`` may be.
    The nodes are operators of ONNX's own domain, as the graph's opset has them.

    Raises UnsupportedOperators, with all nodes that have no rule, or ValueError for a
    target that the logits do not depend on and for a prefix that is taken.

    >>> x, y = Value("x", ("N", 3), "float32"), Value("y", ("N", 3), "float32")
    >>> square = Graph((Node("Mul", (x, x), (y,)),))
    >>> gradients = differentiate(square, y, Value("seed", ("K", 3)), [x])
    >>> for node in gradients.nodes:
    ...     print(node)
    grad/Mul_0 = Mul(seed, x)
    grad/Mul_1 = Mul(seed, x)
    grad/Add_2 = Add(grad/Mul_0, grad/Mul_1)
    >>> gradients.of[x].name
    'grad/Add_2'
    """
    targets = list(targets)
    _require_free(prefix, graph)
    path = _steps_between(forward_steps(graph), targets, logits)
    batched = seed.shape is None or seed.shape[0] != 1
    builder = GraphBuilder(prefix, graph.opset, batched)
    cotangents = _Cotangents(builder, logits, seed)
    _walk(path, rules, builder, cotangents)
    of = {target: cotangents.of(target) for target in targets}
    lost = [target.name for target, gradient in of.items() if gradient is None]
    if lost:
        raise ValueError(f'"{logits.name}" does not depend on {", ".join(lost)}')
    found = {target: value for target, value in of.items() if value is not None}
    return Gradients(tuple(builder.nodes), tuple(builder.constants), found)


def _walk(
    path: list[Step],
    rules: Mapping[str, Rule],
    builder: GraphBuilder,
    cotangents: _Cotangents,
) -> None:
    """Apply the rules from the last step to the first; all refusals in one error."""
    refused = []
    for step in reversed(path):
        used = [y for y in (step.output, *step.others) if cotangents.of(y) is not None]
        if not used:  # every use of the outputs has a rule that says "no gradient"
            continue
        g = cotangents.of(used[0])
        assert g is not None
        try:
            parts = _rule_for(step, used, rules)(builder, step, g)
        except NoRule as reason:
            variant = f" for {reason}" if str(reason) else ""
            refused.append(f"{step.describe()} has no rule{variant}")
            # What is built is lost: walk on with any cotangent to hear the others.
            parts = (g,) * len(step.inputs)
        for x, dx in zip(step.inputs, parts, strict=True):
            if x is not None and dx is not None and step.needs(x):
                cotangents.add(x, dx)
    if refused:
        raise UnsupportedOperators(refused[::-1], rules)


def _rule_for(step: Step, used: list[Value], rules: Mapping[str, Rule]) -> Rule:
    """The step's rule, which takes the cotangent of one output."""
    if step.kind not in rules:
        raise NoRule
    if used != [step.output]:
        raise NoRule("a use of its second output")
    return rules[step.kind]


def _require_free(prefix: str, graph: Graph) -> None:
    values = (x for node in graph.nodes for x in (*node.inputs, *node.outputs))
    names = (x.name for x in values if x is not None)
    taken = [name for name in names if name.startswith(f"{prefix}/")]
    if taken:
        raise ValueError(
            f'the graph has a value "{taken[0]}": expected no name that begins with '
            f'"{prefix}/", choose another prefix'
        )


def _steps_between(
    steps: list[Step], targets: list[Value], logits: Value
) -> list[Step]:
    """The steps that depend on a target and that the logits depend on."""
    downstream = set(targets)
    for step in steps:
        if downstream.intersection(step.inputs):
            downstream.update(step.node.outputs)
    needed = {logits}
    path = []
    for step in reversed(steps):
        used = needed.intersection(step.node.outputs)
        if used and downstream.intersection(step.inputs):
            needed.update(x for x in step.inputs if x in downstream)
            path.append(replace(step, live=downstream))
    return path[::-1]


class _Cotangents:
    """The cotangent of every value met so far, summed over the value's uses."""

    def __init__(self, builder: GraphBuilder, logits: Value, seed: Value):
        self._builder = builder
        self._sums: dict[Value, Value] = {logits: seed}

    def add(self, value: Value, term: Value) -> None:
        if value in self._sums:
            # Adding stretches for free what Expand would write out first.
            terms = self._least_expanded(self._sums[value], term)
            term = self._builder.op("Add", *terms)
        self._sums[value] = term

    def of(self, value: Value) -> Value | None:
        """The sum so far: finished once all uses of ``value`` have been visited."""
        return self._sums.get(value)

    def _least_expanded(self, a: Value, b: Value) -> tuple[Value, Value]:
        for first, second in ((a, b), (b, a)):
            node = self._builder.producer(second)
            if node is not None and node.op_type == "Expand":
                (unexpanded, _) = node.inputs
                assert unexpanded is not None
                return first, unexpanded
        return a, b
