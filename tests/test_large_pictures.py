"""The largest pictures that are accepted, of every depth: how much memory they take."""

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

SIDE = 7071  # squared just below 50 million pixels
# What the decoded picture (4 bytes a pixel, whatever it holds) and its RGB version take
# together, 400 MB, the file, and as much again as half of one for what is under way.
MOST = 520_000_000
MEASURE = """
import resource, sys
from gradcam_py.image.decode import load_image
from gradcam_py.explaining.picture import make_picture
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
before = peak()
picture = make_picture(load_image(sys.stdin.buffer.read()), 224, "large")
assert picture.size == (7071, 7071), picture.size
print(peak() - before)
"""


def png(bits, colours, channels):
    """A PNG of SIDE x SIDE, row after row, as no library would hold it at once."""

    def chunk(kind, body):
        checksum = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)

    packer = zlib.compressobj(1)
    row = b"\0" + bytes(range(256)) * (SIDE * channels * bits // 8 // 256 + 1)
    row = row[: 1 + SIDE * channels * bits // 8]
    body = b"".join(packer.compress(row) for _ in range(SIDE)) + packer.flush()
    header = struct.pack(">IIBBBBB", SIDE, SIDE, bits, colours, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def saved(mode, kind, **options):
    buffer = io.BytesIO()
    Image.new(mode, (SIDE, SIDE)).save(buffer, kind, **options)
    return buffer.getvalue()


def floats():
    buffer = io.BytesIO()
    Image.fromarray(np.zeros((SIDE, SIDE), np.float32)).save(
        buffer, "TIFF", compression="tiff_lzw"
    )
    return buffer.getvalue()


PICTURES = {
    "RGBA, 16 bits": lambda: png(16, 6, 4),
    "RGB, 16 bits": lambda: png(16, 2, 3),
    "grey, 16 bits": lambda: png(16, 0, 1),
    "grey and alpha, 16 bits": lambda: png(16, 4, 2),
    "RGBA, 8 bits": lambda: png(8, 6, 4),
    "CMYK": lambda: saved("CMYK", "JPEG"),
    "YCbCr": lambda: saved("RGB", "JPEG"),
    "palette": lambda: saved("P", "GIF"),
    "floats": floats,
}


@pytest.mark.parametrize("kind", PICTURES)
def test_the_largest_picture_stays_within_its_bound(kind):
    done = subprocess.run(
        [sys.executable, "-c", MEASURE],
        input=PICTURES[kind](),
        capture_output=True,
        cwd=Path(__file__).parent.parent,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert int(done.stdout) <= MOST, f"{int(done.stdout):,} bytes"
