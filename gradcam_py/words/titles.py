"""What there is to choose from, and what a network and its layers are called."""

from . import numbers
from .grammar import apart
from .language import _, gettext_lazy, pgettext_lazy

# Fills.
GRAY = pgettext_lazy("fill", "gray")
BLACK = pgettext_lazy("fill", "black")
MEAN_COLOUR = pgettext_lazy("fill", "mean colour")
BLUR = pgettext_lazy("fill", "blur")
NOISE = pgettext_lazy("fill", "noise")

# Scores.
CLASS_SCORE = pgettext_lazy("score", "class score")
PROBABILITY = pgettext_lazy("score", "probability")
COUNTERFACTUAL = pgettext_lazy("score", "score against it")

# Colour maps, besides those with names of their own.
JET = pgettext_lazy("colour map", "jet (uneven)")
GRAYS = pgettext_lazy("colour map", "gray")

# The page's samples, by their ids.
SAMPLES = {
    "cat-and-dog": pgettext_lazy("sample", "Cat and dog"),
    "cat": pgettext_lazy("sample", "Cat"),
    "dog": pgettext_lazy("sample", "Dog"),
    "coffee": pgettext_lazy("sample", "Cup of coffee"),
    "rocket": pgettext_lazy("sample", "Rocket"),
    "china": pgettext_lazy("sample", "Temple"),
}

# Kinds of blocks.
BLOCKS = {
    "Conv": gettext_lazy("plain convolution"),
    "MBConv1": gettext_lazy("MBConv1: depthwise block"),
    "MBConv6": gettext_lazy("MBConv6: depthwise block, widened six times"),
}


def sample(id: str | None, title: str) -> str:
    """What a picture is called: a sample of the page, or one of that title."""
    return str(SAMPLES.get(id or "", title))


def block(kind: str) -> str:
    """What a kind of block is; its name where there is nothing to say."""
    return str(BLOCKS.get(kind, kind))


def layer(label: str, block: str, channels: int, height: int, width: int) -> str:
    """A layer in one line: block, kernel and output shape."""
    return _(
        "{label}: {block}, {channels} maps of {size}",
        label=label,
        block=block,
        channels=channels,
        size=numbers.size(height, width),
    )


def class_and_index(name: str, index: int) -> str:
    """A class that its name alone might not tell."""
    return f"{name} ({index})"


def model(
    title: str, *, parameters: int, accuracy: float, source: str, licence: str
) -> str:
    """A network: its size, how good it is, and whose weights it has.

    `accuracy` is the share of ImageNet's validation pictures, 0..1.
    """
    return _(
        "{title}: {millions} million parameters, {accuracy} of ImageNet's "
        "validation pictures right at the first guess. Weights: {source}, "
        "{licence}.",
        title=title,
        millions=numbers.fixed(parameters / 1e6, 1),
        accuracy=numbers.percent(accuracy),
        source=source,
        licence=licence,
    )


def own_model(title: str, layers: int, classes: int) -> str:
    """A visitor's own network."""
    return _(
        "{title}: brought by you, with {layers} layers to look at and {classes} "
        "classes. It never leaves this device.",
        title=title,
        layers=numbers.count(layers),
        classes=numbers.count(classes),
    )


def network_input(size: int) -> str:
    """What the network is given."""
    return _("What the network is given: {size} pixels", size=numbers.size(size, size))


def credit(title: str, author: str, licence: str) -> str:
    """Whose work a picture is."""
    return _(
        "{title}: {author}, {licence}", title=title, author=author, licence=licence
    )


def credits(works: list[str]) -> str:
    """Of a picture made of several works, each as `credit` says it."""
    return apart(works)
