"""Reads any picture a person may offer, and makes the network's input of it.

What comes in is untrusted: the formats are a fixed list, and the size is known and
bounded before a single pixel is decoded.
"""

import struct
import warnings
import zlib
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError, features
from PIL.JpegImagePlugin import JpegImageFile

from ..errors import ImageError
from ..words import pictures
from . import jpeg
from .complaints import heard
from .flatten import to_rgb

MAX_PIXELS = 50_000_000
# Pillow as Pyodide builds it lacks AVIF.
_AVIF = ("AVIF",) if features.check("avif") else ()
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", *_AVIF)

# Known by their first bytes, to say what is wrong: (offset, bytes, name). Formats that
# are read get here when not even their header can be.
_KNOWN = (
    (0, b"%PDF", "PDF"),
    (0, b"%!PS", "PostScript"),
    (0, b"<svg", "SVG"),
    (0, b"<?xml", "SVG"),
    (0, b"8BPS", "Photoshop"),
    (4, b"ftyphei", "HEIC"),
    (4, b"ftypmif1", "HEIF"),
    (4, b"ftyphev", "HEIF"),
    (4, b"ftypavif", "AVIF"),
    (0, jpeg.START, "JPEG"),
    (0, b"\x89PNG", "PNG"),
    (8, b"WEBP", "WEBP"),
    (0, b"GIF8", "GIF"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
)

# What Pillow's decoders raise for damaged files, found by changing bytes at random.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    OverflowError,
    MemoryError,
    RuntimeError,
    struct.error,
    zlib.error,
)


def load_image(data: bytes, name: str = "") -> Image.Image:
    """Decode a picture to RGB, upright as its EXIF orientation says.

    Transparency is laid over white, palettes and CMYK are converted, 16-bit and
    floating-point grey is scaled to 8 bits, of an animation the first frame is taken.
    Raises `ImageError`, one line that begins with `name`, for anything unreadable and
    for more than `MAX_PIXELS` pixels (before decoding).
    """
    name = name or str(pictures.THE_PICTURE)
    if not data:
        raise ImageError(pictures.empty(name))
    with warnings.catch_warnings():
        # Pillow warns of odd metadata, which nobody here reads, and of sizes above its
        # own bound, which is higher than ours.
        warnings.simplefilter("ignore")
        image = _open(data, name)
        if image.width * image.height > MAX_PIXELS:
            raise ImageError(pictures.too_large(name, *image.size, MAX_PIXELS))
        try:
            _decode(image, data)
            ImageOps.exif_transpose(image, in_place=True)
            return to_rgb(image)
        except _DAMAGE as error:
            raise _damaged(name, error) from None


def _open(data: bytes, name: str) -> Image.Image:
    """Read the header only."""
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise ImageError(_not_a_picture(name, data)) from None
    except Image.DecompressionBombError:
        raise ImageError(pictures.far_too_large(name, MAX_PIXELS)) from None
    except _DAMAGE as error:
        raise _damaged(name, error) from None


def _decode(image: Image.Image, data: bytes) -> None:
    if jpeg.is_subsampled(image):
        image.load()
        jpeg.redecode(image, data)
        return
    _keep_ycbcr(image)
    if image.format != "TIFF":
        image.load()
        return
    with heard() as complaints:
        image.load()
    if complaints:
        raise OSError(complaints[0])


def _keep_ycbcr(image: Image.Image) -> None:
    """Let Pillow, not libjpeg, make RGB of a JPEG's YCbCr.

    The libjpeg of CPython's Pillow and that of Pyodide's round green differently, and
    one level in a few pixels shows in a sensitive heatmap. JPEGs that are stored as RGB
    have no YCbCr to keep; of subsampled ones everybody takes libjpeg-turbo's RGB.
    """
    if image.format != "JPEG" or image.mode != "RGB":
        return
    assert isinstance(image, JpegImageFile)  # its format says so
    ids = bytes(component for component, *_ in image.layer)
    if ids != b"RGB" and image.info.get("adobe_transform") != 0:
        image.draft("YCbCr", None)


def _not_a_picture(name: str, data: bytes) -> str:
    start = data[:64].lstrip()
    for offset, magic, kind in _KNOWN:
        if start[offset : offset + len(magic)] != magic:
            continue
        if kind in FORMATS:  # else Pillow would have opened it
            return pictures.damaged_format(name, kind)
        return pictures.unsupported(name, kind, FORMATS)
    return pictures.unknown_format(name, FORMATS)


def _damaged(name: str, error: BaseException) -> ImageError:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return ImageError(pictures.damaged(name, reason))
