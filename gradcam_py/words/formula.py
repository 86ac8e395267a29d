"""What is said of the formula in the student's hands: errors, starters, exercises."""

from collections.abc import Sequence

from .grammar import plural
from .numbers import count, fixed, number

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


# Titles of starters.
GRADCAM = "Grad-CAM"
NO_RELU = "Without ReLU"
ABSOLUTE = "Absolute values"
ONE_CHANNEL = "One channel"
RANDOM = "Random weights"

# How far it is.
STARTING = "Starting a Python of its own for your code …"
READY = "Ready. Nothing runs before you press Run."
STALE = "The maps below are those of your code before."

# Under maps.
PAGE = "the page’s map"
YOURS = "your map"
GOAL = "the goal"
SIGNED = "blue below zero, red above"


def likeness(method: str, cosine: float) -> str:
    """How like the page's map the student's is."""
    return f"Your map and the page’s ({method}) have the cosine {fixed(cosine, 3)}."


def empty(method: str) -> str:
    """A cosine with an empty map says nothing."""
    return f"One of the two maps, yours or the page’s ({method}), is zero everywhere."


def caption(name: str, low: float, high: float) -> str:
    """Under a map: whose it is, and its values."""
    return f"{name}\n{number(low)} to {number(high)}"


def alt(captions: Sequence[str]) -> str:
    """What the pictures of the maps show together."""
    return "Heatmaps: " + "; ".join(text.replace("\n", ", ") for text in captions)


# Exercises: titles and tasks.
POSITIVE = "1. Only what speaks for it"
POSITIVE_TASK = (
    "Leave out every channel whose weight is negative: only channels that speak for "
    "the class take part in the sum. Everything else stays as in Grad-CAM."
)
AGAINST = "2. What speaks against it"
AGAINST_TASK = (
    "Show the places that lower the class’s score: where Grad-CAM’s weighted sum is "
    "negative, and by how much. Places that speak for the class become zero."
)
STRONGEST = "3. Ten channels of all"
STRONGEST_TASK = (
    "Keep the ten channels whose weights are the largest, whatever their signs, and "
    "set the weights of all others to zero. How much of the heatmap is left?"
)
HIRESCAM = "4. Make it HiResCAM"
HIRESCAM_TASK = (
    "Do not average: every place of every channel is weighted by its own gradient. "
    "Then sum and ReLU as before (Draelos and Carin 2020)."
)
LAYERCAM = "5. Make it LayerCAM"
LAYERCAM_TASK = (
    "As in HiResCAM every place has a weight of its own, but only gradients above zero "
    "count (Jiang et al. 2021)."
)


def passed(cosine: float) -> str:
    """An exercise is done."""
    return (
        f"Done. Your map is the goal’s: cosine {fixed(cosine, 3)} here, and it is the "
        "goal’s on other arrays too."
    )


def passed_where_empty() -> str:
    """An exercise is done, though there is nothing to see here."""
    return (
        "Done. On other arrays your map is the goal’s; of this picture, class and "
        "layer the goal is zero everywhere, so there is nothing to see."
    )


def not_yet(cosine: float, wanted: float) -> str:
    """A map that is not the goal's."""
    return (
        f"Not yet: the cosine of your map and the goal is {fixed(cosine, 3)}, and "
        f"{wanted} is wanted."
    )


def by_chance(cosine: float) -> str:
    """A map that is the goal's on the page's arrays alone."""
    return (
        "On this picture and layer your map is the goal’s, but not on other arrays: "
        f"there the cosine is {fixed(cosine, 3)}."
    )


def not_told_apart() -> str:
    """The goal is Grad-CAM's own map on the page's arrays."""
    return (
        "At this layer the goal is Grad-CAM’s own map, so that it cannot tell them "
        "apart. Choose an earlier layer to see the difference."
    )


def resembles(title: str) -> str:
    """Which other formula it is."""
    return f"What you have made so far is: {title}."
