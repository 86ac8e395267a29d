"""Files of networks with something wrong in them, whatever that makes of them."""

from __future__ import annotations

import numpy as np
import onnx


def mutated(data: bytes, rng: np.random.Generator, kind: int) -> bytes:
    """One bit, one byte, a cut, a part twice, or a part left out."""
    first, last = sorted(rng.integers(0, len(data), 2))
    if kind == 0:
        bit = bytes([data[first] ^ 1 << int(rng.integers(8))])
        return data[:first] + bit + data[first + 1 :]
    if kind == 1:
        return data[:first] + rng.bytes(1) + data[first + 1 :]
    if kind == 2:
        return data[:first]
    if kind == 3:
        return data[:last] + data[first:last] + data[last:]
    return data[:first] + data[min(last, first + 40) :]


def fields_moved(data: bytes, rng: np.random.Generator) -> bytes:
    """A whole node or weight twice, left out, or with another's name."""
    made = onnx.load_from_string(data)
    graph = made.graph
    index = int(rng.integers(len(graph.node)))
    choice = rng.integers(4)
    if choice == 0:
        graph.node.append(graph.node[index])
    elif choice == 1:
        del graph.node[index]
    elif choice == 2 and graph.node[index].input:
        graph.node[index].input[0] = rng.choice([n.output[0] for n in graph.node])
    elif graph.initializer:
        del graph.initializer[int(rng.integers(len(graph.initializer)))]
    return made.SerializeToString()
