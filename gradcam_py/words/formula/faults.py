"""What is wrong with a student's code."""

from collections.abc import Sequence

from ..grammar import either
from ..language import _, gettext_lazy, ngettext
from ..numbers import count, fixed

PLACES = {
    "weights": gettext_lazy("Cell of the weights"),
    "heatmap": gettext_lazy("Cell of the map"),
}
UNDEFINED = {
    "weights": gettext_lazy(
        "it has to define a function weights(activations, gradients)."
    ),
    "heatmap": gettext_lazy(
        "it has to define a function heatmap(activations, gradients, weights)."
    ),
}


def fault(cell: str, line: int | None, reason: str) -> str:
    """What is wrong, and where."""
    place = PLACES[cell]
    if line is None:
        return _("{place}: {reason}", place=place, reason=reason)
    return _("{place}, line {line}: {reason}", place=place, line=line, reason=reason)


def syntax(reason: str) -> str:
    """Python cannot read the code."""
    return _("Python cannot read this: {reason}.", reason=reason)


def raised(kind: str, message: str) -> str:
    """An exception."""
    return f"{kind}: {message}" if message else kind


def _shape(shape: Sequence[int]) -> str:
    return str(list(shape))


def weights_wanted(channels: int, height: int, width: int) -> str:
    """What `weights` may return."""
    shapes = [channels], [channels, 1, 1], [channels, height, width]
    return either([_shape(shape) for shape in shapes])


def map_wanted(height: int, width: int) -> str:
    """What `heatmap` has to return."""
    return _shape([height, width])


def other_shape(shape: Sequence[int], wanted: str) -> str:
    """An array of another shape came back."""
    came = _shape(shape) if shape else _("a single number")
    return _("{wanted} was expected, and {came} came back.", wanted=wanted, came=came)


def nothing_returned(function: str, wanted: str) -> str:
    """None came back."""
    return _(
        "{function} returned nothing: it needs a return, of {wanted}.",
        function=function,
        wanted=wanted,
    )


def no_numbers(kind: str, wanted: str) -> str:
    """Something else than an array of real numbers came back."""
    return _(
        "real numbers {wanted} were expected, and a {kind} came back.",
        wanted=wanted,
        kind=kind,
    )


def not_finite(wrong: int, total: int) -> str:
    """NaN or infinity among what came back."""
    return ngettext(
        "{wrong} of {total} numbers is NaN or infinite. Is something divided by zero?",
        "{wrong} of {total} numbers are NaN or infinite. Is something divided by zero?",
        wrong,
        wrong=count(wrong),
        total=count(total),
    )


def too_slow(seconds: float) -> str:
    """The code was stopped."""
    return _(
        "Stopped after {seconds} seconds: the code does not come to an end, "
        "or takes too long. Change it and press Run again.",
        seconds=fixed(seconds, 0),
    )


def ended(reason: str) -> str:
    """The worker with the code ended."""
    return _(
        "The code's own Python ended ({reason}). Press Run to try again.", reason=reason
    )
