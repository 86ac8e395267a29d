"""Files of pictures, made as the tests need them."""

import io
import struct
import zlib

import numpy as np
from PIL import Image


def encode(image, kind="PNG", **options):
    """The file of a picture or of an array [h,w] or [h,w,3]."""
    if isinstance(image, np.ndarray):
        image = Image.fromarray(image)
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def gradient(size):
    """The PNG of a picture of `size` (width, height) that goes from black to white."""
    return encode(Image.linear_gradient("L").convert("RGB").resize(size))


def png_header(width, height):
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind, body):
        checksum = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100)))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")
