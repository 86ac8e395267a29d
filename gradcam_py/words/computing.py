"""What computes, and what goes wrong there."""

from . import numbers

LOADING_AGAIN = "Loading again"

# The switch for the graphics card.
OFFER = "An experiment with WebGPU, which loads 7 MB more."
LOADING = "Getting the graphics card ready …"
COMPARING = "Comparing its results with the processor's …"
OFF = "The processor computes."

# Arrays that two runtimes are compared by.
FEATURES = "features"
FEATURE_GRADIENTS = "gradients of the features"
HEATMAP = "heatmap"


def agreed(probability: float, cosine: float) -> str:
    """The graphics card is right: how far it is off at most."""
    return (
        "It computes now. On this picture it agreed with the processor: every "
        f"probability within {numbers.fixed(probability, 7)}, every array with a "
        f"cosine of at least {numbers.fixed(cosine, 6)}."
    )


def gave_up(reason: str) -> str:
    """The graphics card is of no use; `reason` has no full stop."""
    return f"The graphics card is not used: {reason}. The processor computes."


def lost(times: int) -> str:
    """The runtime died again and again."""
    return (
        f"the inference worker stopped {times} times in a row: try again, or close "
        "other pages if the memory is short"
    )


def activations_of(layer: str) -> str:
    """The name of a layer's activations."""
    return f"activations of {layer}"


def gradients_of(layer: str) -> str:
    """The name of a layer's gradients."""
    return f"gradients of {layer}"


def probability_differs(difference: float, most: float) -> str:
    """Two runtimes give different probabilities."""
    found = numbers.rough(difference, 1)
    return f"a probability differs by {found}, {numbers.rough(most)} at most"


def shape_differs(name: str, found: object, expected: object) -> str:
    """Two runtimes give arrays of different shapes."""
    return f"the {name} has shape {found}, expected {expected}"


def direction_differs(name: str, cosine: float, least: float) -> str:
    """Two runtimes give arrays that point elsewhere."""
    found = numbers.fixed(cosine, 4)
    return f"{name}: cosine {found}, {numbers.rough(least)} at least"


def scale_differs(name: str, factor: float, most: float) -> str:
    """Two runtimes give arrays of different size."""
    times, off = numbers.fixed(factor, 3), numbers.whole_percent(most)
    return f"{name}: {times} times as large, {off} off at most"
