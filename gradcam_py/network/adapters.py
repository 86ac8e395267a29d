"""Small nodes between a file's own layout and types and those of a model folder.

There everything is float32, images [1,h,w,C], maps [1,C,h,w] and logits [1,classes].
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from ..autodiff import Node, Value
from ..onnx_file.tensors import CODES
from .layers import FoundLayer
from .survey import PictureInput

FLOAT32 = np.dtype(np.float32)
TO_NCHW, TO_NHWC, LAST_TWO = [0, 3, 1, 2], [0, 2, 3, 1], [0, 2, 1]
# A sigmoid of z is the softmax of these, and what speaks for "no" speaks against "yes".
NO_AND_YES = np.array([[-0.5, 0.5]], np.float32)
Operation = Node  # with inputs and outputs still to be set


class Adapters:
    """Collects the nodes, and which values get a name instead of a node.

    before: from our inputs to the file's values. behind: from these to our outputs.
    """

    def __init__(self, theirs: Collection[Value]):
        """``theirs``: the values of the file."""
        self.before: list[Node] = []
        self.behind: list[Node] = []
        self.constants: list[Value] = []
        self.renamed: dict[Value, str] = {}
        self._theirs = theirs

    def image(self, picture: PictureInput, value: Value) -> None:
        """``image`` [1,h,w,C] -> the file's input."""
        turn = [_turn(TO_NCHW)] if picture.layout == "NCHW" else []
        cast = _cast(FLOAT32, picture.dtype)
        self._chain(self.before, Value("image"), [*turn, *cast], value)

    def features(self, layer: FoundLayer) -> None:
        """``features`` [1,C,h,w], or [1,C,T,1] of tokens -> the layer's value."""
        turn = [_turn(TO_NHWC)] if layer.channels_last else []
        if layer.tokens is not None:
            channels, count, _ = layer.packed_shape
            turn = [self._reshape((1, channels, count)), _turn(LAST_TWO)]
        cast = _cast(FLOAT32, _dtype(layer.value))
        self._chain(self.before, Value("features"), [*turn, *cast], layer.value)

    def map(self, layer: FoundLayer, value: Value, name: str) -> None:
        """A value laid out like the layer -> an output: as `features` has it."""
        turn = [_turn(TO_NCHW)] if layer.channels_last else []
        if layer.tokens is not None:
            turn = [_turn(LAST_TWO), self._reshape((1, *layer.packed_shape))]
        cast = _cast(_dtype(layer.value), FLOAT32)
        self._chain(self.behind, value, [*cast, *turn], Value(name))

    def logits(self, value: Value, classes: int) -> None:
        """The logits -> ``logits`` [1,classes]; of one number, those of no and yes."""
        count = _count(value)
        shape = [] if value.shape == (1, count) else [self._reshape((1, count))]
        cast = _cast(_dtype(value), FLOAT32)
        pair = [] if count == classes else [self._times(NO_AND_YES)]
        self._chain(self.behind, value, [*cast, *shape, *pair], Value("logits"))

    def seed(self, logits: Value, classes: int) -> Value:
        """``seed`` [1,classes] -> a value laid out like the logits."""
        seed = Value("seed", (1, classes), FLOAT32)
        own = tuple(size for size in logits.shape or () if isinstance(size, int))
        count = _count(logits)
        operations = [] if count == classes else [self._times(NO_AND_YES.T)]
        operations += [] if own == (1, count) else [self._reshape(own)]
        operations += _cast(FLOAT32, _dtype(logits))
        if not operations:
            return seed
        cotangent = Value("seed/like_logits", own, logits.dtype)
        self._chain(self.before, seed, operations, cotangent)
        return cotangent

    def _reshape(self, shape: tuple[int, ...]) -> Operation:
        return Node("Reshape", (self._constant(np.array(shape, np.int64)),), ())

    def _times(self, matrix: NDArray[np.float32]) -> Operation:
        return Node("MatMul", (self._constant(matrix),), ())

    def _constant(self, array: NDArray) -> Value:
        made = Value.constant(f"adapter/{len(self.constants)}", array)
        self.constants.append(made)
        return made

    def _chain(
        self,
        nodes: list[Node],
        start: Value,
        operations: Sequence[Operation],
        end: Value,
    ) -> None:
        """Make ``end`` of ``start``; where they are the same, one name serves both."""
        if not operations and start in self.renamed:  # two layers share one gradient
            operations = [Node("Identity", (), ())]
        if not operations:
            if end in self._theirs:
                self.renamed[end] = start.name
            else:
                self.renamed[start] = end.name
            return
        for i, operation in enumerate(operations):
            last = i == len(operations) - 1
            made = end if last else Value(f"{end.name}/{i}")
            inputs = (start, *operation.inputs)
            name = f"adapter/{operation.op_type}/{end.name}"
            nodes.append(
                Node(operation.op_type, inputs, (made,), operation.attributes, name)
            )
            start = made


def _turn(order: list[int]) -> Operation:
    return Node("Transpose", (), (), {"perm": order})


def _cast(before: np.dtype, after: np.dtype) -> list[Operation]:
    return [] if before == after else [Node("Cast", (), (), {"to": CODES[after]})]


def _count(value: Value) -> int:
    return prod(size for size in value.shape or () if isinstance(size, int))


def _dtype(value: Value) -> np.dtype:
    return FLOAT32 if value.dtype is None else np.dtype(value.dtype)
