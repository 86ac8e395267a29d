"""The forward graph as a list of differentiable steps.

A step is one node, or a small group of nodes whose joint derivative is cheaper than
the product of its parts. The only such group is swish: ``Mul(x, Sigmoid(x))``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from .graph import Graph, Node, Value
from .refusals import NoRule

Cotangents = tuple[Value | None, ...]  # one for each input; None: no gradient


@dataclass(frozen=True)
class Step:
    """``output = kind(*inputs)``, computed by ``node`` (the last one of a group).

    ``saved`` holds intermediate values of the forward pass that the rule may reuse.

    >>> x, y = Value("x"), Value("y")
    >>> Step.of(Node("Sigmoid", (x,), (y,), name="gate")).describe()
    'Sigmoid "gate"'
    """

    kind: str
    inputs: tuple[Value | None, ...]
    output: Value
    node: Node
    saved: Mapping[str, Value] = field(default_factory=dict)

    @staticmethod
    def of(node: Node) -> Step:
        """The step that is one node; its rule gets the first output's cotangent."""
        return Step(node.kind, node.inputs, node.outputs[0], node)

    def operand(self, index: int) -> Value:
        """Input number ``index``, from 0. Raises `NoRule` if it was left out."""
        value = self.inputs[index] if index < len(self.inputs) else None
        if value is None:
            raise NoRule(f"an input number {index} that is left out")
        return value

    def describe(self) -> str:
        """``kind "node name"``, for messages; an unnamed node goes by its output."""
        return f'{self.kind} "{self.node.name or self.output.name}"'


def forward_steps(graph: Graph) -> list[Step]:
    """The nodes of ``graph`` in topological order, swish fused to one step.

    >>> x, s, y = Value("x"), Value("s"), Value("y")
    >>> nodes = Node("Sigmoid", (x,), (s,)), Node("Mul", (x, s), (y,))
    >>> [step.kind for step in forward_steps(Graph(nodes))]
    ['Swish']
    """
    producers = {y: node for node in graph.nodes for y in node.outputs}
    uses = Counter(x for node in graph.nodes for x in node.inputs)
    uses.update(graph.outputs)
    steps = []
    sigmoids_of_swish = set()
    for node in reversed(graph.nodes):
        if node in sigmoids_of_swish:
            continue
        sigmoid = _sigmoid_of_swish(node, producers)
        if sigmoid is not None and uses[sigmoid.outputs[0]] == 1:
            sigmoids_of_swish.add(sigmoid)
            saved = {"sigmoid": sigmoid.outputs[0]}
            step = Step("Swish", sigmoid.inputs, node.outputs[0], node, saved)
        else:
            step = Step.of(node)
        steps.append(step)
    return steps[::-1]


def _sigmoid_of_swish(mul: Node, producers: Mapping[Value, Node]) -> Node | None:
    """The Sigmoid node where ``mul`` is x * Sigmoid(x)."""
    if mul.kind != "Mul" or len(mul.inputs) != 2:
        return None
    for x, other in (mul.inputs, mul.inputs[::-1]):
        producer = None if other is None else producers.get(other)
        if (
            producer is not None
            and producer.kind == "Sigmoid"
            and producer.inputs[0] is x
        ):
            return producer
    return None
