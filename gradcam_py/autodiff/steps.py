"""The forward graph as a list of differentiable steps.

A step is one node, or a small group of nodes whose joint derivative is cheaper than
the product of its parts. The only such group is swish: ``Mul(x, Sigmoid(x))``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import onnx_ir as ir


@dataclass(frozen=True)
class Step:
    """``output = kind(*inputs)``, computed by ``node`` (the last one of a group).

    ``saved`` holds intermediate values of the forward pass that the rule may reuse.
    """

    kind: str
    inputs: tuple[ir.Value, ...]
    output: ir.Value
    node: ir.Node
    saved: dict[str, ir.Value] = field(default_factory=dict)

    def describe(self) -> str:
        """``kind "node name"``, for messages."""
        return f'{self.kind} "{self.node.name}"'


def static_shape(value: ir.Value) -> tuple[int, ...]:
    """The sizes of ``value`` behind the batch axis, which must all be known.

    Raises ValueError naming the value otherwise: shapes must be inferred first.
    """
    dims = value.shape.dims[1:] if value.shape is not None else (None,)
    if not all(isinstance(dim, int) for dim in dims):
        raise ValueError(
            f'the shape of "{value.name}" must be known behind the batch axis, '
            f"it is {value.shape}: infer shapes before differentiating"
        )
    return tuple(dims)


def forward_steps(graph: ir.Graph) -> list[Step]:
    """The nodes of ``graph`` in topological order, swish fused to one step."""
    steps = []
    sigmoids_of_swish = set()
    for node in reversed(list(graph)):
        if node in sigmoids_of_swish:
            continue
        sigmoid = _sigmoid_of_swish(node)
        if sigmoid is not None:
            sigmoids_of_swish.add(sigmoid)
            saved = {"sigmoid": sigmoid.outputs[0]}
            step = Step("Swish", (sigmoid.inputs[0],), node.outputs[0], node, saved)
        else:
            step = Step(node.op_type, tuple(node.inputs), node.outputs[0], node)
        steps.append(step)
    return steps[::-1]


def _sigmoid_of_swish(mul: ir.Node) -> ir.Node | None:
    """The Sigmoid node where ``mul`` is x * Sigmoid(x) and nothing else uses it."""
    if mul.op_type != "Mul":
        return None
    for x, other in (mul.inputs, mul.inputs[::-1]):
        producer = other.producer()
        if (
            producer is not None
            and producer.op_type == "Sigmoid"
            and producer.inputs[0] is x
            and len(other.uses()) == 1
            and not other.is_graph_output()
        ):
            return producer
    return None
