"""JPEGs in the page: pixels by a decoder that it fetches with the first of them."""

from io import BytesIO

import playground_page as page
from PIL import Image
from pyodide.ffi import JsException, to_js

from ..image import jpeg
from .inference import awaited


async def get_ready() -> None:
    """Have the decoder. Raises `FileError`."""
    if jpeg.is_brought():
        return
    decode = await awaited(page.pictures.openDecoder())

    def pixels(data: bytes) -> bytes:
        try:
            return decode(to_js(data)).to_bytes()
        except JsException as error:
            raise OSError(str(error)) from None

    jpeg.bring(pixels)


def is_subsampled(data: bytes) -> bool:
    """Whether a file is a JPEG that needs the decoder."""
    if not data.startswith(jpeg.START):
        return False
    try:
        return jpeg.is_subsampled(Image.open(BytesIO(data), formats=["JPEG"]))
    except OSError:
        return False  # whoever shows it tells
