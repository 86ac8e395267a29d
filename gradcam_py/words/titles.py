"""What there is to choose from, and what a network and its layers are called."""

from . import numbers

# Fills.
GRAY = "gray"
BLACK = "black"
MEAN_COLOUR = "mean colour"
BLUR = "blur"
NOISE = "noise"

# Scores.
CLASS_SCORE = "class score"
PROBABILITY = "probability"
COUNTERFACTUAL = "score against it"

# Colour maps, besides those with names of their own.
JET = "jet (uneven)"
GRAYS = "gray"

# Kinds of blocks.
BLOCKS = {
    "Conv": "plain convolution",
    "MBConv1": "MBConv1: depthwise block",
    "MBConv6": "MBConv6: depthwise block, widened six times",
}


def block(kind: str) -> str:
    """What a kind of block is; its name where there is nothing to say."""
    return BLOCKS.get(kind, kind)


def layer(label: str, block: str, channels: int, height: int, width: int) -> str:
    """A layer in one line: block, kernel and output shape."""
    return f"{label}: {block}, {channels} maps of {numbers.size(height, width)}"


def class_and_index(name: str, index: int) -> str:
    """A class that its name alone might not tell."""
    return f"{name} ({index})"


def model(
    title: str, *, parameters: int, accuracy: float, source: str, licence: str
) -> str:
    """A network: its size, how good it is, and whose weights it has.

    `accuracy` is the share of ImageNet's validation pictures, 0..1.
    """
    return (
        f"{title}: {numbers.fixed(parameters / 1e6, 1)} million parameters, "
        f"{numbers.percent(accuracy)} of ImageNet's validation pictures right at the "
        f"first guess. Weights: {source}, {licence}."
    )


def own_model(title: str, layers: int, classes: int) -> str:
    """A visitor's own network."""
    return (
        f"{title}: brought by you, with {numbers.count(layers)} layers to look at and "
        f"{numbers.count(classes)} classes. It never leaves this device."
    )


def network_input(size: int) -> str:
    """What the network is given."""
    return f"What the network is given: {numbers.size(size, size)} pixels"


def credit(title: str, author: str, licence: str) -> str:
    """Whose work a picture is."""
    return f"{title}: {author}, {licence}"


def credits(works: list[str]) -> str:
    """Of a picture made of several works, each as `credit` says it."""
    return "; ".join(works)
