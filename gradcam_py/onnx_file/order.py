"""Puts the nodes of a file in topological order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..errors import NetworkError
from ..words import networks
from .content import FileNode


def in_order(nodes: Sequence[FileNode], known: Iterable[str]) -> tuple[FileNode, ...]:
    """``nodes`` so that each reads only ``known`` values and what is made before.

    Raises `NetworkError` for a value that is made twice or by nothing, and for a cycle.
    """
    made = {"", *known}
    makers: dict[str, FileNode] = {}
    for node in nodes:
        for name in filter(None, node.outputs):
            if name in makers or name in made:
                raise NetworkError(networks.made_twice(name))
            makers[name] = node
    waiting = {}
    readers: dict[str, list[FileNode]] = {}
    for node in nodes:
        missing = set(node.inputs) - made
        for name in missing:
            if name not in makers:
                raise NetworkError(networks.made_by_nothing(name, node.describe()))
            readers.setdefault(name, []).append(node)
        waiting[node] = len(missing)
    ready = [node for node in reversed(nodes) if not waiting[node]]
    order = []
    while ready:
        node = ready.pop()
        order.append(node)
        for name in filter(None, node.outputs):
            for reader in readers.get(name, ()):
                waiting[reader] -= 1
                if not waiting[reader]:
                    ready.append(reader)
    if len(order) < len(nodes):
        raise NetworkError(networks.CYCLE)
    return tuple(order)
