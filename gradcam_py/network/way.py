"""The way of the picture's numbers through a network, to its logits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..autodiff import Graph, Node, Value
from ..errors import NetworkError
from ..onnx_file.content import ONNX_DOMAINS
from ..words import networks

# What these tell of a picture is not its numbers.
BLIND = {"Shape", "Size", "NonZero", "ArgMax", "ConstantOfShape"}
# What may stand between the logits and the output, and what of it makes probabilities.
FINAL = {"Softmax", "LogSoftmax", "Sigmoid"}
CARRIERS = {"Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Cast", "Dropout"}


@dataclass(frozen=True)
class Way:
    """How the picture's numbers reach the logits.

    nodes: in order. probabilities: the operator behind the logits, "" if there is none.
    """

    nodes: Sequence[Node]
    logits: Value
    probabilities: str

    @property
    def classes(self) -> int:
        """How many there are; a sigmoid of one number tells two, no and yes.

        Raises `NetworkError` for other than one list of them.
        """
        large = self._large
        if len(large) > 1:
            sizes = [size for size in self.logits.shape or () if isinstance(size, int)]
            raise NetworkError(networks.output_shape(self.logits.name, sizes))
        if not large and self.probabilities != "Sigmoid":
            raise NetworkError(networks.one_class(self.logits.name))
        return large[0] if large else 2

    @property
    def is_yes_or_no(self) -> bool:
        """Whether the network tells one number: the probability of something."""
        return self.probabilities == "Sigmoid" and not self._large

    @property
    def activation(self) -> str:
        """What makes probabilities of the logits: see `cam.seeds.ACTIVATIONS`.

        Of no and yes it is the softmax: see `Adapters.logits`.
        """
        is_sigmoid = self.probabilities == "Sigmoid" and not self.is_yes_or_no
        return "sigmoid" if is_sigmoid else "softmax"

    @property
    def _large(self) -> list[int]:
        """The sizes of the logits other than 1."""
        sizes = [size for size in self.logits.shape or () if isinstance(size, int)]
        return [size for size in sizes if size != 1]


def find_way(graph: Graph, image: Value, output: Value) -> Way:
    """The way from the picture to an output. Raises `NetworkError` if there is none."""
    logits, probabilities = before_probabilities(graph, output)
    nodes = nodes_between(graph, image, logits)
    if not nodes:
        raise NetworkError(networks.no_way())
    return Way(nodes, logits, probabilities)


def nodes_between(graph: Graph, image: Value, logits: Value) -> list[Node]:
    """The nodes through which the picture's numbers reach the logits, in order."""
    seen = {image}
    for node in graph.nodes:
        if node.op_type not in BLIND and seen.intersection(node.inputs):
            seen.update(node.outputs)
    wanted = {logits}
    found = []
    for node in reversed(graph.nodes):
        if node.op_type in BLIND or not seen.intersection(node.inputs):
            continue
        if wanted.intersection(node.outputs):
            wanted.update(x for x in node.inputs if x in seen)
            found.append(node)
    return found[::-1]


def before_probabilities(graph: Graph, output: Value) -> tuple[Value, str]:
    """The logits behind an output, and the operator that made probabilities of them.

    "" if there is none: then the output itself holds the logits.
    """
    makers = {y: node for node in graph.nodes for y in node.outputs}
    value = output
    found = output, ""
    while (node := makers.get(value)) and node.domain in ONNX_DOMAINS:
        before = node.inputs[0] if node.inputs else None
        if node.op_type not in FINAL | CARRIERS or before is None:
            break
        value = before
        if node.op_type in FINAL:
            found = value, node.op_type
            break
    return found
