"""weights.bin: the external data that the three graphs of a model share.

Equal tensors are stored once, whichever graph they come from. Convolution and matrix
weights are stored as float16 and widened by a Cast, which ONNX Runtime folds when it
makes the session: the file is halved and the arithmetic stays float32. Biases, a
hundredth of the whole, stay float32.
"""

from __future__ import annotations

import numpy as np
import onnx_ir as ir

FILE_NAME = "weights.bin"
PRECISIONS = ("float16", "float32")
_INLINE_BYTES = 1024  # smaller tensors stay in the graph
_ALIGNMENT = 64


class WeightsFile:
    """Collects tensors; :meth:`content` is what the file holds."""

    def __init__(self, precision: str = "float16"):
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
        for value in list(model.graph.initializers.values()):
            tensor = value.const_value
            if tensor.dtype is not ir.DataType.FLOAT or tensor.nbytes < _INLINE_BYTES:
                continue
            if self._precision == "float16" and len(tensor.shape) > 1:
                self._externalize_narrowed(model.graph, value)
            else:
                value.const_value = self._external(value.name, tensor.numpy())

    def _externalize_narrowed(self, graph: ir.Graph, value: ir.Value) -> None:
        wide = value.const_value.numpy()
        with np.errstate(over="ignore"):
            narrow = wide.astype(np.float16)
        if not np.isfinite(narrow).all():
            raise ValueError(
                f"a weight of {value.name} is too large for float16 "
                f"(|w| up to {np.abs(wide).max():.3g}, at most 65504): "
                "export with --precision float32"
            )
        tensor = self._external(f"{value.name}.float16", narrow)
        stored = ir.Value(
            name=tensor.name,
            shape=ir.Shape(tensor.shape),
            type=ir.TensorType(tensor.dtype),
            const_value=tensor,
        )
        name, shape = value.name, value.shape
        cast = ir.node("Cast", [stored], {"to": ir.DataType.FLOAT}, name=f"{name}/Cast")
        value.replace_all_uses_with(cast.outputs[0])
        del graph.initializers[name]
        graph.register_initializer(stored)
        graph.insert_before(graph[0], cast)
        cast.outputs[0].name, cast.outputs[0].shape = name, shape
        cast.outputs[0].dtype = ir.DataType.FLOAT

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
