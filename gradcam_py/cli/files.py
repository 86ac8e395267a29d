"""Files of the command line: read with a bound, written whole or not at all."""

import io
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from ..errors import ImageError, PlaygroundError
from ..image.decode import load_image
from ..words.command_line import options, terminal
from ..words.language import Text

# Of a picture: 50 million pixels without compression, with 32 bits each.
LARGEST_PICTURE = 200_000_000
LARGEST_JSON = 20_000_000
# Endings of the formats that hold an RGB picture and that everybody can open.
ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif")
NO_BREAK = dict.fromkeys(map(ord, "\u00a0\u202f"), " ")


class FileError(PlaygroundError):
    """A file cannot be read or written, or must not be."""


def read_bounded(path: Path, most: int, wanted: Text | str) -> bytes:
    """The content of a file or a pipe, which should hold `wanted`.

    Raises `FileError`, also for more than `most` bytes.
    """
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise FileError(options.a_directory(path, str(wanted)))
        if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):
            raise FileError(options.a_device(path, str(wanted)))
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise FileError(options.unreadable(path, error.strerror)) from None
    except ValueError as error:  # such as a name with a zero byte
        raise FileError(options.unreadable(path, error)) from None
    if len(data) > most:
        raise FileError(options.too_long(path, most))
    return data


def read_picture(path: Path) -> Image.Image:
    """The picture in a file, RGB. Raises `FileError` or `ImageError`."""
    data = read_bounded(path, LARGEST_PICTURE, terminal.A_PICTURE)
    return load_image(data, str(path))


def check_output(path: Path, inputs: Mapping[Text | str, Path]) -> None:
    """Refuse, before anything is computed, what cannot be written or would destroy.

    `inputs` names what must stay as it is. Raises `FileError`.
    """
    if path.suffix.lower() not in ENDINGS:
        raise FileError(options.other_ending(path, ENDINGS))
    if path.exists() and not path.is_file():
        raise FileError(options.no_file(path))
    for name, other in inputs.items():
        if _same(path, other):
            raise FileError(options.taken(path, str(name)))


def save(image: Image.Image, path: Path) -> None:
    """Write a picture; what was there stays if that fails. Raises `ImageError`."""
    path = path.resolve()  # of a link the file that it leads to
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        buffer = io.BytesIO()
        image.save(buffer, Image.registered_extensions()[path.suffix.lower()])
        try:
            partial.write_bytes(buffer.getvalue())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ImageError(options.unwritable(path, reason)) from None


def printable(text: str) -> str:
    """`text` in one line and without what would control a terminal.

    Each such character is shown as its code. A no-break space, which the numbers of
    some languages have, is a space.

    >>> printable("43,2\\xa0%\\n")
    '43,2 %\\\\x0a'
    """
    return "".join(
        character if character.isprintable() else f"\\x{ord(character):02x}"
        for character in text.translate(NO_BREAK)
    )


def _same(path: Path, other: Path) -> bool:
    if path.exists() and other.exists():
        return path.samefile(other)  # by whatever links
    return path.resolve() == other.resolve()
