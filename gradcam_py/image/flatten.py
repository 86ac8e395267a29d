"""Any decoded picture as RGB, band by band: a large one is never held several times.

A band is some rows. Converting a whole picture of 50 million pixels at once would hold
up to six copies of it, more than a browser's tab may have.
"""

from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image

BAND_PIXELS = 1 << 20
FULL_16_BIT = 65535.0


def to_rgb(image: Image.Image) -> Image.Image:
    """Convert a picture of any mode to RGB, 8 bits a channel.

    Transparency is laid over white; grey of 16 bits is scaled by its range, of 32 bits
    by the range that it uses, 0..1 at least. A plain RGB picture comes back as it is.
    """
    if image.mode == "RGB" and not image.has_transparency_data:
        return image
    convert: Callable[[Image.Image], Image.Image]
    convert = _over_white if image.has_transparency_data else _plain
    if image.mode.startswith(("I", "F")):
        convert = _grey(image)
    if image.width * image.height <= BAND_PIXELS:
        result = convert(image)
        result.info = {}  # which says what the file was
        return result
    result = Image.new("RGB", image.size)
    for top, band in _bands(image):
        result.paste(convert(band), (0, top))
    return result


def _bands(image: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    rows = max(BAND_PIXELS // image.width, 1)
    for top in range(0, image.height, rows):
        yield top, image.crop((0, top, image.width, min(top + rows, image.height)))


def _plain(band: Image.Image) -> Image.Image:
    return band.convert("RGB")


def _over_white(band: Image.Image) -> Image.Image:
    layer = band.convert("RGBA")
    white = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(white, layer).convert("RGB")


def _grey(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """How to make grey of numbers: 0 and 65535, or what is used, are black and white.

    What is no number is black, what is infinite as black or white as can be.
    """
    low, high = 0.0, FULL_16_BIT
    if not image.mode.startswith("I;16"):
        low, high = 0.0, 1.0
        for _, band in _bands(image):
            values = np.asarray(band, np.float64)
            finite = values[np.isfinite(values)]
            if finite.size:
                low, high = min(low, finite.min()), max(high, finite.max())

    def convert(band: Image.Image) -> Image.Image:
        values = np.nan_to_num(np.asarray(band, np.float64), posinf=high, neginf=low)
        scaled = (values - low) * (255 / (high - low))
        grey = Image.fromarray(np.rint(scaled).clip(0, 255).astype(np.uint8))
        return grey.convert("RGB")

    return convert
