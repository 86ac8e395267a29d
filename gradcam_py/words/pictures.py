"""Why a picture or a shape on it is refused."""

from collections.abc import Sequence

from .grammar import either, listed
from .numbers import count, size

THE_PICTURE = "the picture"  # one without a name


def empty(name: str) -> str:
    """A file of no bytes."""
    return f"{name}: the file is empty"


def damaged(name: str, reason: str) -> str:
    """A file that cannot be decoded."""
    return f"{name}: the file is damaged or cut short ({reason})"


def damaged_format(name: str, format: str) -> str:
    """A file that begins as one of a format and does not go on so."""
    return f"{name}: the {format} file is damaged or cut short"


def unsupported(name: str, format: str, supported: Sequence[str]) -> str:
    """A picture of a format that cannot be read."""
    return f"{name}: {format} pictures are not supported: use {either(supported)}"


def unknown_format(name: str, supported: Sequence[str]) -> str:
    """A file that may be anything."""
    return f"{name}: not a picture in a known format: use {either(supported)}"


def too_large(name: str, width: int, height: int, most: int) -> str:
    """A picture of more than `most` pixels."""
    found = size(width, height)
    return f"{name}: {found} pixels, the limit is {count(most)}: make it smaller first"


def far_too_large(name: str, most: int) -> str:
    """A picture of more pixels than can be counted safely."""
    limit = count(most)
    return f"{name}: far too many pixels, the limit is {limit}: make it smaller first"


def no_shapes(found: str) -> str:
    """Shapes that are no list; `found` is the type of what they are."""
    return f"expected a list of shapes, found {found}"


def shape(number: int) -> str:
    """Which shape is wrong, from 1."""
    return f"shape {number}"


def shape_value(number: int, key: str) -> str:
    """Which value of which shape is wrong."""
    return f"shape {number}, {key}"


def no_shape(where: str, found: object) -> str:
    """A shape that is no object of JSON."""
    return f"{where}: expected an object, found {found!r}"


def unknown_tool(where: str, tool: object, known: Sequence[str]) -> str:
    """A shape of a kind that does not exist."""
    return f"{where}: unknown tool {tool!r}: choose {listed(known)}"


def no_area(where: str) -> str:
    """A rectangle without width or height."""
    return f"{where}: width and height must be greater than 0"


def no_radius(where: str) -> str:
    """A stroke without width."""
    return f"{where}: the radius must be greater than 0"


def few_points(where: str, at_least: int) -> str:
    """A shape of too few points, or of none."""
    return f"{where}: expected a list of at least {at_least} points"


def no_point(where: str, found: object) -> str:
    """A point that is not a pair."""
    return f"{where}: expected points [x, y], found {found!r}"


def no_number(where: str, found: object) -> str:
    """A coordinate that is no number."""
    return f"{where}: expected a number, found {found!r}"


def far_number(where: str, found: object) -> str:
    """A coordinate far outside of the picture."""
    return f"{where}: expected a number near 0..1, found {found!r}"
