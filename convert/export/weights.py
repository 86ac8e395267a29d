"""weights.bin: the external data that the three graphs of a model share.

Equal tensors are stored once, whichever graph they come from. A large weight takes two
bytes and is widened by operators that ONNX Runtime folds when it makes the session, so
the arithmetic stays float32:

int16    round(w / scale), scale = max|w| / 32767 of each output channel: Cast, Mul
float16  Cast alone
float32  as it is

int16 is the default: a weight's step is a 65,534th of its channel's range, finer than
float16's eleven significant bits for all but the smallest weights. What that does to
the maps of all methods and layers is measured in tests/test_two_bytes.py: for the best
class of the six samples, 1 - cosine against float32 is at most 0.002 with Lite0, where
float16 gives up to 0.1 in the first layers. Small tensors,
a fiftieth of the whole, stay float32: they are the early layers, whose errors travel
furthest.
"""

from __future__ import annotations

import numpy as np
import onnx_ir as ir

from .values import constant_of, name_of, tensor_of

FILE_NAME = "weights.bin"
PRECISIONS = ("int16", "float16", "float32")
_INLINE_BYTES = 1024  # smaller tensors stay in the graph
_NARROW_FROM = 12_000  # elements; smaller tensors stay float32
_ALIGNMENT = 64
_INT16_MAX = 32767


class WeightsFile:
    """Collects tensors; :meth:`content` is what the file holds."""

    def __init__(self, precision: str = PRECISIONS[0]):
        if precision not in PRECISIONS:
            raise ValueError(
                f"precision must be one of {PRECISIONS}, not {precision!r}"
            )
        self._precision = precision
        self._content = bytearray()
        self._offsets: dict[bytes, int] = {}

    def content(self) -> bytes:
        return bytes(self._content)

    def take_from(self, model: ir.Model) -> None:
        """Move the large float32 initializers of ``model`` here, in place.

        Raises ValueError for a weight that float16 cannot hold.
        """
        widening = []
        for value in list(model.graph.initializers.values()):
            tensor = tensor_of(value)
            if tensor.dtype is not ir.DataType.FLOAT or tensor.nbytes < _INLINE_BYTES:
                continue
            if self._precision == "float32" or tensor.size < _NARROW_FROM:
                value.const_value = self._external(name_of(value), tensor.numpy())
            else:
                widening += self._narrow(model.graph, value)
        model.graph.insert_before(model.graph[0], widening)

    def _narrow(self, graph: ir.Graph, value: ir.Value) -> list[ir.Node]:
        """Replace an initializer by a narrow one; the nodes that widen it again."""
        wide, name = constant_of(value), name_of(value)
        if self._precision == "float16":
            narrow, scale = to_float16(wide, name), None
        else:
            narrow, scale = to_int16(wide)
        stored = self._initializer(graph, f"{name}/{self._precision}", narrow)
        to_float = {"to": ir.DataType.FLOAT}
        nodes = [ir.node("Cast", [stored], to_float, name=f"{name}/Cast")]
        if scale is not None:
            factor = self._initializer(graph, f"{name}/scale", scale)
            cast = nodes[0].outputs[0]
            cast.name = f"{name}/cast"
            nodes.append(ir.node("Mul", [cast, factor], name=f"{name}/Mul"))
        widened = nodes[-1].outputs[0]
        value.replace_all_uses_with(widened)
        del graph.initializers[name]
        widened.name, widened.shape = name, value.shape
        widened.dtype = ir.DataType.FLOAT
        return nodes

    def _initializer(self, graph: ir.Graph, name: str, array: np.ndarray) -> ir.Value:
        tensor = self._external(name, array)
        value = ir.Value(
            name=name,
            shape=tensor.shape,
            type=ir.TensorType(tensor.dtype),
            const_value=tensor,
        )
        graph.register_initializer(value)
        return value

    def _external(self, name: str, array: np.ndarray) -> ir.ExternalTensor:
        data = array.astype(array.dtype.newbyteorder("<")).tobytes()
        if data not in self._offsets:
            self._content += bytes(-len(self._content) % _ALIGNMENT)
            self._offsets[data] = len(self._content)
            self._content += data
        return ir.ExternalTensor(
            FILE_NAME,
            self._offsets[data],
            len(data),
            ir.DataType.from_numpy(array.dtype),
            shape=ir.Shape(array.shape),
            name=name,
        )


def to_float16(wide: np.ndarray, name: str) -> np.ndarray:
    """Rounded to float16; raises ValueError where a weight is too large for it."""
    with np.errstate(over="ignore"):
        narrow = wide.astype(np.float16)
    if not np.isfinite(narrow).all():
        raise ValueError(
            f"a weight of {name} is too large for float16 "
            f"(|w| up to {np.abs(wide).max():.3g}, at most 65504): "
            "use --precision int16 or float32"
        )
    return narrow


def to_int16(wide: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(narrow, scale) with narrow * scale nearly ``wide``, |error| < scale.

    The scale is float32 and belongs to a channel: to an output channel of a
    convolution [out,in,h,w], to the better of the two axes of a matrix.
    """
    axes = (0,) if wide.ndim != 2 else (0, 1)
    return min(
        (_quantize(wide, axis) for axis in axes), key=lambda pair: pair[1].mean()
    )


def _quantize(wide: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    others = tuple(i for i in range(wide.ndim) if i != axis)
    largest = np.abs(wide).max(axis=others, keepdims=True)
    # A channel of zeros, which pruning leaves, may have any scale but zero.
    smallest = np.finfo(np.float32).tiny
    scale = np.maximum(largest / _INT16_MAX, smallest).astype(np.float32)
    exact = np.moveaxis(wide / scale, axis, 0)
    narrow = _round_keeping_sum(exact.reshape(len(exact), -1)).reshape(exact.shape)
    return np.moveaxis(narrow, 0, axis).astype(np.int16), scale


def _round_keeping_sum(exact: np.ndarray) -> np.ndarray:
    """Round each row to integers whose sum is the rounded sum of the row.

    Activations are mostly positive, so what the errors of a channel add up to is what
    the next layer sees most of: where rounding to nearest leaves the sum off by n, the
    n entries that were nearest to the other side go there (largest remainders).
    """
    nearest = np.round(exact)
    off = np.round(
        exact.sum(axis=1, keepdims=True) - nearest.sum(axis=1, keepdims=True)
    )
    gain = (exact - nearest) * np.sign(off)
    rank = np.argsort(np.argsort(-gain, axis=1, kind="stable"), axis=1)
    moved = nearest + np.where(rank < np.abs(off), np.sign(off), 0)
    return np.clip(moved, -_INT16_MAX, _INT16_MAX)
