"""JPEGs whose colours have a lower resolution than their brightness, as most have.

How such colours are made as large as the picture again is the decoder's choice. Pillow
has libjpeg-turbo with CPython, as PyTorch's and the browsers' readers have, but another
libjpeg in Pyodide, whose pixels differ by tens of levels. So the page brings a decoder
(site/files/jpeg.mjs), and both compute from the same pixels.
"""

from collections.abc import Callable

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

START = b"\xff\xd8\xff"  # of every JPEG file
# From a file to its pixels, four bytes each: red, green, blue and one of no meaning.
Decoder = Callable[[bytes], bytes]

_brought: list[Decoder] = []


def bring(decoder: Decoder) -> None:
    """Let `decoder` read such files from now on."""
    _brought[:] = [decoder]


def is_brought() -> bool:
    """Whether there is another decoder than Pillow's."""
    return bool(_brought)


def is_subsampled(image: Image.Image) -> bool:
    """Whether an image, of which the header was read, is such a JPEG of three colours.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> Image.new("RGB", (8, 8)).save(file, "JPEG", subsampling="4:2:0")
    >>> is_subsampled(Image.open(file))
    True
    """
    if not isinstance(image, JpegImageFile) or image.mode != "RGB":
        return False
    return len({(across, down) for _, across, down, _ in image.layer}) > 1


def redecode(image: Image.Image, data: bytes) -> None:
    """Give an image, which Pillow has read whole, the pixels of the decoder brought.

    `data` is its file. Raises ValueError or OSError where that reads another picture.
    """
    for decode in _brought:
        pixels = decode(data)
        if len(pixels) != 4 * image.width * image.height:
            raise OSError(str(len(pixels)))
        image.frombytes(pixels, "raw", "RGBX")
