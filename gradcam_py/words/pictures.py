"""Why a picture or a shape on it is refused."""

from collections.abc import Sequence

from .grammar import either, listed
from .language import _, gettext_lazy
from .numbers import count, size

THE_PICTURE = gettext_lazy("the picture")  # one without a name


def empty(name: str) -> str:
    """A file of no bytes."""
    return _("{name}: the file is empty", name=name)


def damaged(name: str, reason: str) -> str:
    """A file that cannot be decoded."""
    return _(
        "{name}: the file is damaged or cut short ({reason})", name=name, reason=reason
    )


def damaged_format(name: str, format: str) -> str:
    """A file that begins as one of a format and does not go on so."""
    return _(
        "{name}: the {format} file is damaged or cut short", name=name, format=format
    )


def unsupported(name: str, format: str, supported: Sequence[str]) -> str:
    """A picture of a format that cannot be read."""
    return _(
        "{name}: {format} pictures are not supported: use {supported}",
        name=name,
        format=format,
        supported=either(supported),
    )


def unknown_format(name: str, supported: Sequence[str]) -> str:
    """A file that may be anything."""
    return _(
        "{name}: not a picture in a known format: use {supported}",
        name=name,
        supported=either(supported),
    )


def too_large(name: str, width: int, height: int, most: int) -> str:
    """A picture of more than `most` pixels."""
    found = size(width, height)
    return _(
        "{name}: {found} pixels, the limit is {most}: make it smaller first",
        name=name,
        found=found,
        most=count(most),
    )


def far_too_large(name: str, most: int) -> str:
    """A picture of more pixels than can be counted safely."""
    limit = count(most)
    return _(
        "{name}: far too many pixels, the limit is {limit}: make it smaller first",
        name=name,
        limit=limit,
    )


def no_shapes(found: str) -> str:
    """Shapes that are no list; `found` is the type of what they are."""
    return _("expected a list of shapes, found {found}", found=found)


def shape(number: int) -> str:
    """Which shape is wrong, from 1."""
    return _("shape {number}", number=number)


def shape_value(number: int, key: str) -> str:
    """Which value of which shape is wrong."""
    return _("shape {number}, {key}", number=number, key=key)


def no_shape(where: str, found: object) -> str:
    """A shape that is no object of JSON."""
    return _("{where}: expected an object, found {found!r}", where=where, found=found)


def unknown_tool(where: str, tool: object, known: Sequence[str]) -> str:
    """A shape of a kind that does not exist."""
    return _(
        "{where}: unknown tool {tool!r}: choose {known}",
        where=where,
        tool=tool,
        known=listed(known),
    )


def no_area(where: str) -> str:
    """A rectangle without width or height."""
    return _("{where}: width and height must be greater than 0", where=where)


def no_radius(where: str) -> str:
    """A stroke without width."""
    return _("{where}: the radius must be greater than 0", where=where)


def few_points(where: str, at_least: int) -> str:
    """A shape of too few points, or of none."""
    return _(
        "{where}: expected a list of at least {at_least} points",
        where=where,
        at_least=at_least,
    )


def no_point(where: str, found: object) -> str:
    """A point that is not a pair."""
    return _(
        "{where}: expected points [x, y], found {found!r}", where=where, found=found
    )


def no_number(where: str, found: object) -> str:
    """A coordinate that is no number."""
    return _("{where}: expected a number, found {found!r}", where=where, found=found)


def far_number(where: str, found: object) -> str:
    """A coordinate far outside of the picture."""
    return _(
        "{where}: expected a number near 0..1, found {found!r}",
        where=where,
        found=found,
    )
