"""ONNX's TensorProto: read by range, written with the numbers or a place for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

from ..errors import NetworkError
from ..words import networks
from .protobuf import BYTES, Field, Message, Source, Span
from .protobuf import field as written

# https://onnx.ai/onnx/api/mapping.html
ELEMENT_TYPES: dict[int, np.dtype] = {
    code: np.dtype(name)
    for code, name in {
        1: "float32",
        2: "uint8",
        3: "int8",
        4: "uint16",
        5: "int16",
        6: "int32",
        7: "int64",
        9: "bool",
        10: "float16",
        11: "float64",
        12: "uint32",
        13: "uint64",
    }.items()
}
CODES = {dtype: code for code, dtype in ELEMENT_TYPES.items()}
LARGE = 1 << 12  # bytes of a weight that is left where it lies
LARGE_WHOLE = 1 << 20  # the same of whole numbers, which tell operators what to do
# Numbers of TensorProto's fields.
DIMS, DATA_TYPE, FLOATS, INTS, NAME, RAW, DOUBLES, LONGS = 1, 2, 4, 5, 8, 9, 10, 11
LOCATION, EXTERNAL, OUTSIDE = 14, 1, 13
PACKED = {1: FLOATS, 11: DOUBLES}  # element types whose own field is as raw as raw_data
TYPED = (FLOATS, INTS, 7, DOUBLES, LONGS)  # 7: int64_data, see onnx.proto


@dataclass(frozen=True)
class Tensor:
    """A constant of the file.

    raw: where its numbers lie, in little-endian order, if they do so in one piece.
    external: they are in another file, from the byte ``offset`` on.
    """

    name: str
    shape: tuple[int, ...]
    code: int
    raw: Span | None
    fields: tuple[Field, ...] = field(repr=False)
    external: bool = False
    offset: int = 0

    @staticmethod
    def read(source: Source, span: Span) -> Tensor:
        """The tensor in a range. Raises `NetworkError`."""
        name, code, external, offset = "", 0, False, 0
        dims: list[int] = []
        content: list[Field] = []
        for each in source.fields(span):
            if each.number == DIMS:
                dims += source.integers(each)
            elif each.number == DATA_TYPE:
                code = each.value
            elif each.number == NAME:
                name = source.text(each.span)
            elif each.number == LOCATION:
                external = each.value == EXTERNAL
            elif each.number == OUTSIDE:
                offset = _offset(source, each.span) or offset
            elif each.number == RAW or each.number in TYPED:
                content.append(each)
        if any(size < 0 for size in dims):
            raise NetworkError(networks.NOT_ONNX)
        one_piece = len(content) == 1 and content[0].wire_type == BYTES
        in_order = one_piece and content[0].number in (RAW, PACKED.get(code))
        raw = content[0].span if in_order else None
        return Tensor(name, tuple(dims), code, raw, tuple(content), external, offset)

    @property
    def outside(self) -> Span | None:
        """Where its numbers lie in another file, if they do."""
        if self.dtype is None or not self.external:
            return None
        return self.offset, self.offset + prod(self.shape) * self.dtype.itemsize

    @property
    def dtype(self) -> np.dtype | None:
        """NumPy's name of the element type; None for one that it does not have."""
        return ELEMENT_TYPES.get(self.code)

    @property
    def bytes(self) -> int:
        """How many bytes of the file its numbers take."""
        return sum(each.span[1] - each.span[0] for each in self.fields)

    def numbers(self, source: Source) -> NDArray | None:
        """Its numbers; None for large ones, and for types that NumPy does not have."""
        if self.dtype is None or self.external:
            return None
        if self.bytes > (LARGE if self.dtype.kind == "f" else LARGE_WHOLE):
            return None
        try:
            return self._flat(source).reshape(self.shape)
        except ValueError:  # fewer or more numbers than its shape says
            raise NetworkError(networks.NOT_ONNX) from None

    def _flat(self, source: Source) -> NDArray:
        dtype = self.dtype
        assert dtype is not None
        if self.raw:
            return np.frombuffer(source.bytes(self.raw), dtype)
        if self.fields and self.fields[0].number in (FLOATS, DOUBLES):
            data = b"".join(source.bytes(each.span) for each in self.fields)
            return np.frombuffer(data, dtype)
        whole = [n for each in self.fields for n in source.integers(each)]
        if dtype == np.float16:  # as its bits
            return np.array(whole, np.int64).astype(np.uint16).view(np.float16)
        return np.array(whole, np.int64).astype(dtype)

    def message(self, name: str, location: str | None) -> Message:
        """The same tensor under another name.

        location: the name under which a runtime is given the whole file, from which it
        takes large numbers; None to have them written in.
        """
        head = [*(written(DIMS, size) for size in self.shape)]
        head += [written(DATA_TYPE, self.code), written(NAME, name)]
        if self.raw and location is not None and self.bytes > LARGE:
            start, stop = self.raw
            places = {"location": location, "offset": start, "length": stop - start}
            head += [_entry(key, str(value)) for key, value in places.items()]
            return Message.of([*head, written(LOCATION, EXTERNAL)])
        if self.raw:
            return Message.of([*head, written(RAW, Message.copied(self.raw))])
        return Message.of(
            [*head, *(Message.copied(each.whole) for each in self.fields)]
        )


def _entry(key: str, value: str) -> Message:
    """An entry of external_data."""
    return written(OUTSIDE, Message.of([written(1, key), written(2, value)]))


def _offset(source: Source, span: Span) -> int | None:
    """What an entry of external_data says of the offset, if it is about that."""
    entry = {each.number: source.text(each.span) for each in source.fields(span)}
    if entry.get(1) != "offset":
        return None
    try:
        return int(entry.get(2, ""))
    except ValueError:
        raise NetworkError(networks.NOT_ONNX) from None


def tensor_message(name: str, array: NDArray) -> Message:
    """An array as a TensorProto."""
    array = np.asarray(array)
    dims = [written(DIMS, size) for size in array.shape]
    code = CODES[array.dtype]
    data = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes()
    return Message.of(
        [*dims, written(DATA_TYPE, code), written(NAME, name), written(RAW, data)]
    )
