"""Which values of a network are layers: maps through which all of the answer flows.

In a topological order of the nodes nothing skips such a value: it is a dominator of the
logits. A convolution with its normalisation and activation is one layer, their end.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from ..autodiff import Node, Value
from .tokens import Tokens, streams, tokens_of

MOST = 18  # stops of the slider
MOST_NUMBERS = 8_000_000  # of all layers' activations: 32 MB, and as much of gradients
# One number becomes one: what follows a convolution belongs to it.
ELEMENTWISE = {"Add", "BatchNormalization", "Cast", "Clip", "Div", "Dropout", "Elu"}
ELEMENTWISE |= {"Erf", "Gelu", "HardSigmoid", "HardSwish", "Identity", "LeakyRelu"}
ELEMENTWISE |= {"Mul", "PRelu", "Relu", "Selu", "Sigmoid", "Softplus", "Sub", "Tanh"}
ELEMENTWISE |= {"InstanceNormalization", "LayerNormalization", "QuantizeLinear"}
ELEMENTWISE |= {"DequantizeLinear", "Transpose"}
CUTS = {"Pad", "Slice"}  # a picture's edges, not its content
MIXES = {"Conv", "MaxPool", "AveragePool", "MatMul", "Gemm"}


@dataclass(frozen=True)
class FoundLayer:
    """A layer of a network from anywhere.

    value: [1,C,h,w]; [1,h,w,C] where channels are last; [1,T,C] where it is tokens.
    node: what makes it.
    """

    value: Value
    node: Node
    channels_last: bool
    tokens: Tokens | None = None

    @property
    def shape(self) -> tuple[int, int, int]:
        """C, h, w of its map."""
        if self.tokens is not None:
            channels = _sizes(self.value)[2]
            return channels, self.tokens.height, self.tokens.width
        return _map_shape(self.value, self.channels_last)

    @property
    def packed_shape(self) -> tuple[int, int, int]:
        """As our graphs give it: C, h, w, or C, T, 1 of tokens."""
        if self.tokens is not None:
            return self.shape[0], self.tokens.count, 1
        return self.shape


def find_layers(nodes: Sequence[Node], image: Value) -> list[FoundLayer]:
    """The layers, from the picture to the logits; empty if there is none.

    nodes: the way of the picture's numbers, in order, with shapes.
    """
    way = _Way(nodes)
    last = channels_last(nodes)
    passed = separators(nodes, image)
    maps = [
        FoundLayer(value, node, value in last)
        for value, node in itertools.dropwhile(_is_still_the_picture, passed)
        if _is_map(value, value in last) and not way.is_edge(value)
    ]
    pairs = itertools.zip_longest(maps, maps[1:])
    ends = [layer for layer, after in pairs if not way.goes_on(layer, after)]
    return _thinned([*ends, *_token_layers(passed, nodes, ends)])


def _token_layers(
    passed: Sequence[tuple[Value, Node]],
    nodes: Sequence[Node],
    maps: Sequence[FoundLayer],
) -> list[FoundLayer]:
    """The blocks of a transformer, behind its map of the patches."""
    grid = maps[-1].shape[1:] if maps else None
    found = []
    for value, node in streams(passed, nodes):
        tokens = tokens_of(value, grid)
        if tokens is not None:
            found.append(FoundLayer(value, node, channels_last=False, tokens=tokens))
    return found


def separators(nodes: Sequence[Node], image: Value) -> list[tuple[Value, Node]]:
    """The values that every way from the picture passes, with the nodes making them."""
    position = {image: -1}
    position |= {y: i for i, node in enumerate(nodes) for y in node.outputs}
    last_use: dict[int, int] = {}
    for i, node in enumerate(nodes):
        last_use.update((position[x], i) for x in node.inputs if x in position)
    read = {x for node in nodes for x in node.inputs}
    found = []
    reach = last_use.get(-1, 0)
    for i, node in enumerate(nodes[:-1]):
        used = [y for y in node.outputs if y in read]
        if reach <= i and len(used) == 1:
            found.append((used[0], node))
        reach = max(reach, last_use.get(i, 0))
    return found


def channels_last(nodes: Sequence[Node]) -> set[Value]:
    """Values between a Transpose to NHWC and the one back."""
    last: set[Value] = set()
    for node in nodes:
        order = node.attributes.get("perm") if node.op_type == "Transpose" else None
        if order == [0, 2, 3, 1]:
            last.update(node.outputs)
        elif order or node.op_type in ("Conv", "MaxPool", "AveragePool", "Reshape"):
            continue
        elif last.intersection(node.inputs):
            last.update(node.outputs)
    return last


def _is_still_the_picture(passed: tuple[Value, Node]) -> bool:
    """Before the first convolution, or what is like it."""
    _, node = passed
    return node.op_type not in MIXES


def _sizes(value: Value) -> list[int]:
    return [size for size in value.shape or () if isinstance(size, int)]


def _map_shape(value: Value, is_last: bool) -> tuple[int, int, int]:
    _, a, b, c = _sizes(value)
    return (c, a, b) if is_last else (a, b, c)


def _is_map(value: Value, is_last: bool) -> bool:
    if value.shape is None or len(value.shape) != 4 or value.shape[0] != 1:
        return False
    return min(_map_shape(value, is_last)[1:]) > 1


class _Way:
    """Who makes each value on the way."""

    def __init__(self, nodes: Sequence[Node]):
        self._makers = {y: node for node in nodes for y in node.outputs}

    def is_edge(self, value: Value) -> bool:
        """Whether it is another value with edges added or cut off."""
        node = self._makers.get(value)
        while node is not None and node.op_type in ("Transpose", "Identity"):
            before = node.inputs[0]
            node = None if before is None else self._makers.get(before)
        return node is not None and node.op_type in CUTS

    def goes_on(self, layer: FoundLayer, after: FoundLayer | None) -> bool:
        """Whether the next layer is this one, normalised or activated."""
        if after is None or after.shape[1:] != layer.shape[1:]:
            return False
        waiting, seen = [after.value], {layer.value}
        while waiting:
            value = waiting.pop()
            node = None if value in seen else self._makers.get(value)
            seen.add(value)
            if node is not None:
                if node.op_type not in ELEMENTWISE:
                    return False
                waiting.extend(x for x in node.inputs if x is not None)
        return True


def _thinned(layers: list[FoundLayer]) -> list[FoundLayer]:
    """At most `MOST` of them, not too large together, spread over the network.

    The last of each spatial size stays.
    """
    stages = {
        (layer.shape[1:], layer.tokens): i for i, layer in enumerate(layers)
    }.values()
    others = [i for i in range(len(layers)) if i not in stages]
    room = max(MOST - len(stages), 0)
    step = max(len(others) / room, 1) if room else 1
    chosen = [others[-1 - int(k * step)] for k in range(min(room, len(others)))]
    numbers = sum(prod(layers[i].shape) for i in stages)
    kept = {*stages}
    for i in sorted(chosen, reverse=True):
        numbers += prod(layers[i].shape)
        if numbers <= MOST_NUMBERS:
            kept.add(i)
    return [layers[i] for i in sorted(kept)]
