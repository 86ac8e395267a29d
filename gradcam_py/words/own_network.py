"""What is said of a network that a visitor brings to the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .grammar import listed
from .numbers import count, megabytes
from .numbers import size as grid

RUNNING = "Asking the network for the shapes of its maps …"
DIFFERENTIATING = "Making the graph of its gradients …"
NO_OWN = "bring a network of your own first: an .onnx file"
THREE_NUMBERS = "expected three numbers, of red, green and blue"
DEVIATION = "expected deviations greater than 0: pixels are divided by them"
PRESETS = {
    "imagenet": "ImageNet's mean and deviation",
    "0-1": "from 0 to 1",
    "-1-1": "from −1 to 1",
    "0-255": "from 0 to 255",
}
FILE, INPUT, ANSWER = "File", "Input", "Answer"
LAYERS, OPERATORS = "Layers", "Operators"


def opening(title: str) -> str:
    """A runtime for a network is being prepared."""
    return f"Opening {title} …"


def reading(name: str) -> str:
    """A network's file is being read."""
    return f"Reading {name} …"


def several(names: Iterable[str]) -> str:
    """More than one network at once."""
    return f"expected one network, found {listed(names)}: bring them one by one"


def first_the_network(name: str) -> str:
    """A companion of a network that is not there."""
    return (
        f"{name} is no picture; if it goes with a network of your own, bring the .onnx "
        "file first"
    )


def too_large(name: str, size: int, limit: int) -> str:
    """A file that no browser could hold."""
    return f"{name} has {megabytes(size)}: expected {megabytes(limit)} at most"


def large(size: int) -> str:
    """A file that may be more than a browser has memory for."""
    return (
        f"This network has {megabytes(size)}. Computing with it takes several times "
        "its size: on a small machine the browser may run out of memory, and this "
        "page then begins anew."
    )


def size_range(size: int, least: int, most: int) -> str:
    """Pictures of a size that is not offered."""
    return f"pictures of {size} pixels: expected {least} to {most}"


def file(name: str, size: int, producer: str, opset: int) -> str:
    """A network's file."""
    by = f", made by {producer}" if producer else ""
    return f"{name}, {megabytes(size)}{by}, operators of version {opset}"


def picture(name: str, side: int, channels: int, layout: str, dtype: str) -> str:
    """What a network takes."""
    colours = "in colour" if channels > 1 else "in gray"
    return f"{name}: {grid(side, side)} pixels {colours}, {layout}, {dtype}"


# What makes probabilities of the scores inside of a network.
ENDS = {
    "Softmax": "its softmax is taken off, so that scores are explained",
    "LogSoftmax": "its logarithmic softmax is taken off, so that scores are explained",
    "Sigmoid": "its sigmoid is taken off, so that scores are explained",
}


def answer(classes: int, probabilities: str, names_from: str, *, is_named: bool) -> str:
    """What a network tells: the classes, where their names come from, and its end."""
    names = "without names of its own"
    if names_from:
        names = f"named by {names_from}"
    elif is_named:
        names = "taken to be ImageNet's: if they are not, bring a file of their names"
    said = f"{count(classes)} classes, {names}"
    end = ENDS.get(probabilities)
    return f"{said}; {end}" if end else said


def found_layers(
    number: int,
    first: tuple[int, int, int],
    last: tuple[int, int, int],
    *,
    tokens: int,
) -> str:
    """The maps that were found; `tokens` of them are of a transformer's tokens."""
    if number == 1:
        said = f"one map, {maps(first)}"
    else:
        said = f"{count(number)} maps, from {maps(first)} to {maps(last)}"
    return f"{said}; {count(tokens)} of tokens" if tokens else said


def maps(shape: tuple[int, int, int]) -> str:
    """A layer's channels and the size of each."""
    channels, height, width = shape
    return f"{count(channels)} of {grid(height, width)}"


def operators(names: Sequence[str]) -> str:
    """The kinds of operators on the way of the picture, all of which have a rule."""
    return f"{listed(names)}; there is a gradient rule for each"
