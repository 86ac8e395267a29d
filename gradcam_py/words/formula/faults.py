"""What is wrong with a student's code."""

from collections.abc import Sequence

from ..grammar import plural
from ..numbers import count

PLACES = {"weights": "the weights", "heatmap": "the map"}
UNDEFINED = {
    "weights": "it has to define a function weights(activations, gradients).",
    "heatmap": "it has to define a function heatmap(activations, gradients, weights).",
}


def fault(cell: str, line: int | None, reason: str) -> str:
    """What is wrong, and where."""
    place = f"Cell of {PLACES[cell]}"
    return f"{place}: {reason}" if line is None else f"{place}, line {line}: {reason}"


def syntax(reason: str) -> str:
    """Python cannot read the code."""
    return f"Python cannot read this: {reason}."


def raised(kind: str, message: str) -> str:
    """An exception."""
    return f"{kind}: {message}" if message else kind


def _shape(shape: Sequence[int]) -> str:
    return f"[{', '.join(map(str, shape))}]"


def weights_wanted(channels: int, height: int, width: int) -> str:
    """What `weights` may return."""
    each = _shape([channels])
    return f"{each}, {_shape([channels, 1, 1])} or {_shape([channels, height, width])}"


def map_wanted(height: int, width: int) -> str:
    """What `heatmap` has to return."""
    return _shape([height, width])


def other_shape(shape: Sequence[int], wanted: str) -> str:
    """An array of another shape came back."""
    came = _shape(shape) if shape else "a single number"
    return f"{wanted} was expected, and {came} came back."


def nothing_returned(function: str, wanted: str) -> str:
    """None came back."""
    return f"{function} returned nothing: it needs a return, of {wanted}."


def no_numbers(kind: str, wanted: str) -> str:
    """Something else than an array of real numbers came back."""
    return f"real numbers {wanted} were expected, and a {kind} came back."


def not_finite(wrong: int, total: int) -> str:
    """NaN or infinity among what came back."""
    of_all = f"{count(wrong)} of {count(total)} numbers"
    reason = "NaN or infinite. Is something divided by zero?"
    return plural(wrong, one=f"{of_all} is {reason}", other=f"{of_all} are {reason}")


def too_slow(seconds: float) -> str:
    """The code was stopped."""
    return (
        f"Stopped after {seconds:.0f} seconds: the code does not come to an end, or "
        "takes too long. Change it and press Run again."
    )


def ended(reason: str) -> str:
    """The worker with the code ended."""
    return f"The code's own Python ended ({reason}). Press Run to try again."
