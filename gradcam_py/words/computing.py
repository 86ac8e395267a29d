"""What computes, and what goes wrong there."""

from . import numbers
from .language import _, gettext_lazy

LOADING_AGAIN = gettext_lazy("Loading again")

# The switch for the graphics card.
OFFER = gettext_lazy("An experiment with WebGPU, which loads 7 MB more.")
LOADING = gettext_lazy("Getting the graphics card ready …")
COMPARING = gettext_lazy("Comparing its results with the processor's …")
OFF = gettext_lazy("The processor computes.")

# Arrays that two runtimes are compared by.
FEATURES = gettext_lazy("features")
FEATURE_GRADIENTS = gettext_lazy("gradients of the features")
HEATMAP = gettext_lazy("heatmap")


def agreed(probability: float, cosine: float) -> str:
    """The graphics card is right: how far it is off at most."""
    return _(
        "It computes now. On this picture it agreed with the processor: every "
        "probability within {probability}, every array with a cosine of at least "
        "{cosine}.",
        probability=numbers.fixed(probability, 7),
        cosine=numbers.fixed(cosine, 6),
    )


def gave_up(reason: str) -> str:
    """The graphics card is of no use; `reason` has no full stop."""
    return _(
        "The graphics card is not used: {reason}. The processor computes.",
        reason=reason,
    )


def lost(times: int) -> str:
    """The runtime died again and again."""
    return _(
        "the inference worker stopped {times} times in a row: try again, or "
        "close other pages if the memory is short",
        times=times,
    )


def activations_of(layer: str) -> str:
    """The name of a layer's activations."""
    return _("activations of {layer}", layer=layer)


def gradients_of(layer: str) -> str:
    """The name of a layer's gradients."""
    return _("gradients of {layer}", layer=layer)


def probability_differs(difference: float, most: float) -> str:
    """Two runtimes give different probabilities."""
    found = numbers.rough(difference, 1)
    return _(
        "a probability differs by {found}, {most} at most",
        found=found,
        most=numbers.rough(most),
    )


def shape_differs(name: str, found: object, expected: object) -> str:
    """Two runtimes give arrays of different shapes."""
    return _(
        "the {name} has shape {found}, expected {expected}",
        name=name,
        found=found,
        expected=expected,
    )


def direction_differs(name: str, cosine: float, least: float) -> str:
    """Two runtimes give arrays that point elsewhere."""
    found = numbers.fixed(cosine, 4)
    return _(
        "{name}: cosine {found}, {least} at least",
        name=name,
        found=found,
        least=numbers.rough(least),
    )


def scale_differs(name: str, factor: float, most: float) -> str:
    """Two runtimes give arrays of different size."""
    times, off = numbers.fixed(factor, 3), numbers.whole_percent(most)
    return _(
        "{name}: {times} times as large, {off} off at most",
        name=name,
        times=times,
        off=off,
    )
