"""Tokens of a transformer as a map of the picture.

A vision transformer cuts the picture into patches and makes a token of each; before
them may stand tokens of its own, such as the class token. Activations [1,T,C] without
these are a map [1,C,h,w]. Source: Dosovitskiy et al. 2020, arXiv:2010.11929.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..autodiff import Node, Value
from ..model.session import Float32

MOST_BEFORE = 8  # a class token, one of a teacher, some registers


@dataclass(frozen=True)
class Tokens:
    """How tokens lie: ``before`` that are none of the picture, then h x w patches.

    >>> Tokens(before=1, height=14, width=14).count
    197
    """

    before: int
    height: int
    width: int

    @property
    def count(self) -> int:
        """All of them."""
        return self.before + self.height * self.width

    def unpacked(self, packed: Float32) -> Float32:
        """[N,C,T,1] -> the map [N,C,h,w].

        >>> Tokens(1, 2, 2).unpacked(np.arange(5.0).reshape(1, 1, 5, 1)).tolist()
        [[[[1.0, 2.0], [3.0, 4.0]]]]
        """
        patches = packed[:, :, self.before :, 0]
        return patches.reshape(*patches.shape[:2], self.height, self.width)

    def packed(self, maps: Float32, like: Float32) -> Float32:
        """A map [N,C,h,w] -> [N,C,T,1], with the tokens before the patches of ``like``.

        >>> ones, like = np.ones((1, 1, 1, 2)), np.zeros((1, 1, 3, 1))
        >>> Tokens(1, 1, 2).packed(ones, like).ravel()
        array([0., 1., 1.])
        """
        own = np.broadcast_to(
            like[:, :, : self.before], (len(maps), maps.shape[1], self.before, 1)
        )
        patches = maps.reshape(*maps.shape[:2], -1, 1)
        return np.concatenate([own, patches], axis=2)


def tokens_of(value: Value, grid: tuple[int, int] | None) -> Tokens | None:
    """How the tokens of a value [1,T,C] lie; None if they are no map.

    grid: height and width of the patches, where the network had a map of them.

    >>> tokens_of(Value("t", (1, 197, 768)), None)
    Tokens(before=1, height=14, width=14)
    """
    shape = value.shape or ()
    if len(shape) != 3 or shape[0] != 1 or not isinstance(shape[1], int):
        return None
    for before in range(MOST_BEFORE + 1):
        count = shape[1] - before
        side = math.isqrt(max(count, 0))
        if grid is not None and count == grid[0] * grid[1]:
            return Tokens(before, *grid)
        if grid is None and side > 1 and side * side == count:
            return Tokens(before, side, side)
    return None


def streams(
    passed: Sequence[tuple[Value, Node]], nodes: Sequence[Node]
) -> list[tuple[Value, Node]]:
    """The values of ``passed`` that are sums of a transformer's blocks.

    Not those behind the last attention, if what follows takes single tokens: there the
    patches have no say any more.
    """
    attentions = [i for i, node in enumerate(nodes) if node.op_type == "Softmax"]
    if not attentions:
        return []
    takes_some = any(
        node.op_type in ("Gather", "Slice") for node in nodes[attentions[-1] :]
    )
    place = {y: i for i, node in enumerate(nodes) for y in node.outputs}
    return [
        (value, node)
        for value, node in passed
        if node.op_type == "Add" and (not takes_some or place[value] < attentions[-1])
    ]
