"""What stands at the maps that a student's code makes, and how far it is."""

from collections.abc import Sequence

from ..numbers import count, fixed, number, size

# How far it is.
STARTING = "Starting a Python of its own for your code …"
READY = "Ready. Nothing runs before you press Run."
FOLLOWS = "Your map follows the picture, and every pause in your typing."
STALE = "The maps below are those of your code before."


def arrays(layer: str, channels: int, height: int, width: int) -> str:
    """What the code gets."""
    return (
        f"activations and gradients are those of layer {layer} now: "
        f"{count(channels)} channels of {size(height, width)} places, float32."
    )


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
