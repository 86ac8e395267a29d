"""The wire format of protocol buffers, as far as ONNX files need it.

Messages are read in place: what is long, such as a weight, is a range of the file that
nobody copies. Source: https://protobuf.dev/programming-guides/encoding/.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..errors import NetworkError
from ..words import networks

Read = Callable[[int, int], bytes]  # the file's bytes from start to stop
Span = tuple[int, int]  # start and stop in the file
VARINT, DOUBLE, BYTES, FLOAT = 0, 1, 2, 5  # wire types
CHUNK = 1 << 16  # what is read at once
LONGEST_VARINT = 10


@dataclass(frozen=True)
class Field:
    """One field of a message: its number and where its content lies.

    value: of a varint. span: of all other content. whole: with its key.
    """

    number: int
    wire_type: int
    value: int
    span: Span
    whole: Span


class Source:
    """A file that is read by ranges, a piece at a time."""

    def __init__(self, read: Read, size: int):
        """``read(start, stop)`` gives bytes of a file of ``size`` bytes."""
        self.size = size
        self._read = read
        self._chunk, self._start = b"", 0

    def bytes(self, span: Span) -> bytes:
        """The bytes of a range."""
        start, stop = span
        at = start - self._start
        if at >= 0 and stop - self._start <= len(self._chunk):
            return self._chunk[at : stop - self._start]
        if stop - start > CHUNK:
            return self._read(start, stop)
        self._start, self._chunk = (
            start,
            self._read(start, min(start + CHUNK, self.size)),
        )
        return self._chunk[: stop - start]

    def text(self, span: Span) -> str:
        """The text in a range. Raises `NetworkError` if it is none."""
        try:
            return self.bytes(span).decode()
        except UnicodeDecodeError:
            raise NetworkError(networks.NOT_ONNX) from None

    def fields(self, span: Span) -> Iterator[Field]:
        """The fields of the message in a range. Raises `NetworkError`."""
        position, stop = span
        while position < stop:
            begin = position
            key, position = self._varint(position, stop)
            wire_type, value, start = key & 7, 0, position
            if wire_type == VARINT:
                value, position = self._varint(position, stop)
            elif wire_type == BYTES:
                length, start = self._varint(position, stop)
                position = start + length
            elif wire_type in (DOUBLE, FLOAT):
                position += 8 if wire_type == DOUBLE else 4
            else:
                raise NetworkError(networks.NOT_ONNX)
            if position > stop:
                raise NetworkError(networks.CUT)
            yield Field(
                key >> 3, wire_type, value, (start, position), (begin, position)
            )

    def integers(self, field: Field) -> list[int]:
        """The signed integers of a field that may be packed."""
        if field.wire_type == VARINT:
            return [signed(field.value)]
        numbers = []
        position, stop = field.span
        while position < stop:
            number, position = self._varint(position, stop)
            numbers.append(signed(number))
        return numbers

    def floats(self, field: Field) -> list[float]:
        """The float32 numbers of a field that may be packed."""
        data = self.bytes(field.span)
        if len(data) % 4:
            raise NetworkError(networks.NOT_ONNX)
        return list(struct.unpack(f"<{len(data) // 4}f", data))

    def _varint(self, position: int, stop: int) -> tuple[int, int]:
        value = shift = 0
        for byte in self.bytes((position, min(position + LONGEST_VARINT, stop))):
            position += 1
            value |= (byte & 127) << shift
            if byte < 128:
                return value & 0xFFFF_FFFF_FFFF_FFFF, position
            shift += 7
        raise NetworkError(networks.NOT_ONNX)


def signed(number: int) -> int:
    """A 64-bit number with its sign.

    >>> signed(2**64 - 1)
    -1
    """
    return number - (1 << 64) if number >> 63 else number


Piece = bytes | Span  # of a new file: bytes, or a range of the file that was read


@dataclass(frozen=True)
class Message:
    """A message to write: pieces, and how many bytes they are."""

    pieces: tuple[Piece, ...]
    size: int

    @staticmethod
    def of(parts: Iterable[Message]) -> Message:
        """The fields in ``parts``, one after the other."""
        parts = list(parts)
        pieces = tuple(piece for part in parts for piece in part.pieces)
        return Message(pieces, sum(part.size for part in parts))

    @staticmethod
    def copied(span: Span) -> Message:
        """Fields as they stand in the file that was read."""
        return Message((span,), span[1] - span[0])

    def joined(self, read: Read) -> bytes:
        """The whole message in memory."""
        return b"".join(
            piece if isinstance(piece, bytes) else read(*piece) for piece in self.pieces
        )


def varint(number: int) -> bytes:
    """The bytes of one number.

    >>> varint(300).hex()
    'ac02'
    """
    number &= 0xFFFF_FFFF_FFFF_FFFF
    made = bytearray()
    while number > 127:
        made.append(number & 127 | 128)
        number >>= 7
    made.append(number)
    return bytes(made)


def field(number: int, content: int | float | str | bytes | Message) -> Message:
    """One field.

    >>> field(1, 300).pieces
    (b'\\x08\\xac\\x02',)
    """
    if isinstance(content, int):
        return _bytes(varint(number << 3 | VARINT) + varint(content))
    if isinstance(content, float):
        return _bytes(varint(number << 3 | FLOAT) + struct.pack("<f", content))
    if isinstance(content, str):
        content = content.encode()
    if isinstance(content, bytes):
        content = _bytes(content)
    head = varint(number << 3 | BYTES) + varint(content.size)
    return Message((head, *content.pieces), len(head) + content.size)


def _bytes(data: bytes) -> Message:
    return Message((data,), len(data))
