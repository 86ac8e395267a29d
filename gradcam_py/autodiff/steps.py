"""The forward graph as a list of differentiable steps.

A step is one node; or one of the outputs of a Split; or a small group of nodes whose
joint derivative is cheaper than the product of its parts. The only such group is swish:
``Mul(x, Sigmoid(x))``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from .graph import Graph, Node, Value, numbers
from .refusals import NoRule

Cotangents = tuple[Value | None, ...]  # one for each input; None: no gradient


@dataclass(frozen=True)
class Step:
    """``output = kind(*inputs)``, computed by ``node`` (the last one of a group).

    ``saved`` holds intermediate values of the forward pass that the rule may reuse.
    ``others`` are outputs of the node that the rule takes no cotangent of. ``live``
    holds the values whose gradient is wanted; None: all but constants.

    >>> x, y = Value("x"), Value("y")
    >>> Step.of(Node("Sigmoid", (x,), (y,), name="gate")).describe()
    'Sigmoid "gate"'
    """

    kind: str
    inputs: tuple[Value | None, ...]
    output: Value
    node: Node
    saved: Mapping[str, Value] = field(default_factory=dict)
    others: tuple[Value, ...] = ()
    live: Set[Value] | None = None

    @staticmethod
    def of(node: Node) -> Step:
        """The step that is one node; its rule gets the first output's cotangent."""
        first, *others = node.outputs
        return Step(node.kind, node.inputs, first, node, others=tuple(others))

    def operand(self, index: int) -> Value:
        """Input number ``index``, from 0. Raises `NoRule` if it was left out."""
        value = self.given(index)
        if value is None:
            raise NoRule(f"an input number {index} that is left out")
        return value

    def given(self, index: int) -> Value | None:
        """Input number ``index``, None where it was left out."""
        return self.inputs[index] if index < len(self.inputs) else None

    def needs(self, x: Value | None) -> bool:
        """Whether the gradient of an input is wanted."""
        if x is None or x.is_constant:
            return False
        return self.live is None or x in self.live

    def only_first(self, dx: Value) -> Cotangents:
        """The cotangents where only the first input has one."""
        return (dx, *[None] * (len(self.inputs) - 1))

    def integers(self, index: int, attribute: str) -> list[int] | None:
        """A parameter that is input ``index``, or was an attribute in older opsets.

        None where it was left out. Raises `NoRule` where it is computed.

        >>> Step.of(Node("Squeeze", (Value("x"),), (Value("y"),), {"axes": [2, 3]})
        ... ).integers(1, "axes")
        [2, 3]
        """
        value = self.given(index)
        if value is not None:
            return [int(number) for number in numbers(value).ravel()]
        if attribute in self.node.attributes:
            return list(self.node.integers(attribute, ()))
        return None

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
    steps: list[Step] = []
    sigmoids_of_swish = set()
    for node in reversed(graph.nodes):
        if node in sigmoids_of_swish:
            continue
        sigmoid = _sigmoid_of_swish(node, producers)
        if sigmoid is not None and uses[sigmoid.outputs[0]] == 1:
            sigmoids_of_swish.add(sigmoid)
            saved = {"sigmoid": sigmoid.outputs[0]}
            step = Step("Swish", sigmoid.inputs, node.outputs[0], node, saved)
        elif node.kind == "Split":
            steps.extend(reversed(_parts_of(node)))
            continue
        else:
            step = Step.of(node)
        steps.append(step)
    return steps[::-1]


def _parts_of(split: Node) -> list[Step]:
    """A step for each output of a Split; ``saved`` has the outputs before it."""
    return [
        Step(
            "Split",
            split.inputs,
            part,
            split,
            {str(number): split.outputs[number] for number in range(index)},
        )
        for index, part in enumerate(split.outputs)
    ]


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
