"""What is said of a network that a visitor brings to the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .grammar import apart, listed
from .language import _, gettext_lazy, ngettext
from .numbers import count, megabytes
from .numbers import size as grid

RUNNING = gettext_lazy("Asking the network for the shapes of its maps …")
DIFFERENTIATING = gettext_lazy("Making the graph of its gradients …")
NO_OWN = gettext_lazy("bring a network of your own first: an .onnx file")
THREE_NUMBERS = gettext_lazy("expected three numbers, of red, green and blue")
DEVIATION = gettext_lazy(
    "expected deviations greater than 0: pixels are divided by them"
)
PRESETS = {
    "imagenet": gettext_lazy("ImageNet's mean and deviation"),
    "0-1": gettext_lazy("from 0 to 1"),
    "-1-1": gettext_lazy("from −1 to 1"),
    "0-255": gettext_lazy("from 0 to 255"),
}
# Heads of what is told of a network.
FILE = gettext_lazy("File")
INPUT = gettext_lazy("Input")
ANSWER = gettext_lazy("Answer")
LAYERS = gettext_lazy("Layers")
OPERATORS = gettext_lazy("Operators")


def opening(title: str) -> str:
    """A runtime for a network is being prepared."""
    return _("Opening {title} …", title=title)


def reading(name: str) -> str:
    """A network's file is being read."""
    return _("Reading {name} …", name=name)


def several(names: Iterable[str]) -> str:
    """More than one network at once."""
    return _(
        "expected one network, found {names}: bring them one by one",
        names=listed(names),
    )


def first_the_network(name: str) -> str:
    """A companion of a network that is not there."""
    return _(
        "{name} is no picture; if it goes with a network of your own, bring the "
        ".onnx file first",
        name=name,
    )


def too_large(name: str, size: int, limit: int) -> str:
    """A file that no browser could hold."""
    return _(
        "{name} has {size}: expected {limit} at most",
        name=name,
        size=megabytes(size),
        limit=megabytes(limit),
    )


def large(size: int) -> str:
    """A file that may be more than a browser has memory for."""
    return _(
        "This network has {size}. Computing with it takes several times its "
        "size: on a small machine the browser may run out of memory, and this "
        "page then begins anew.",
        size=megabytes(size),
    )


def size_range(size: int, least: int, most: int) -> str:
    """Pictures of a size that is not offered."""
    return _(
        "pictures of {size} pixels: expected {least} to {most}",
        size=size,
        least=least,
        most=most,
    )


def file(name: str, size: int, producer: str, opset: int) -> str:
    """A network's file."""
    if not producer:
        return _(
            "{name}, {size}, operators of version {opset}",
            name=name,
            size=megabytes(size),
            opset=opset,
        )
    return _(
        "{name}, {size}, made by {producer}, operators of version {opset}",
        name=name,
        size=megabytes(size),
        producer=producer,
        opset=opset,
    )


def picture(name: str, side: int, channels: int, layout: str, dtype: str) -> str:
    """What a network takes."""
    size = grid(side, side)
    if channels > 1:
        return _(
            "{name}: {size} pixels in colour, {layout}, {dtype}",
            name=name,
            size=size,
            layout=layout,
            dtype=dtype,
        )
    return _(
        "{name}: {size} pixels in gray, {layout}, {dtype}",
        name=name,
        size=size,
        layout=layout,
        dtype=dtype,
    )


# What makes probabilities of the scores inside of a network.
ENDS = {
    "Softmax": gettext_lazy("its softmax is taken off, so that scores are explained"),
    "LogSoftmax": gettext_lazy(
        "its logarithmic softmax is taken off, so that scores are explained"
    ),
    "Sigmoid": gettext_lazy("its sigmoid is taken off, so that scores are explained"),
}


def answer(classes: int, probabilities: str, names_from: str, *, is_named: bool) -> str:
    """What a network tells: the classes, where their names come from, and its end."""
    said = _answer(classes, names_from, is_named=is_named)
    end = ENDS.get(probabilities)
    return apart([said, str(end)]) if end else said


def _answer(classes: int, names_from: str, *, is_named: bool) -> str:
    if names_from:
        return ngettext(
            "{classes} class, named by {file}",
            "{classes} classes, named by {file}",
            classes,
            classes=count(classes),
            file=names_from,
        )
    if is_named:
        return ngettext(
            "{classes} class, taken to be ImageNet's: if they are not, bring a file of "
            "their names",
            "{classes} classes, taken to be ImageNet's: if they are not, bring a file "
            "of their names",
            classes,
            classes=count(classes),
        )
    return ngettext(
        "{classes} class, without names of its own",
        "{classes} classes, without names of its own",
        classes,
        classes=count(classes),
    )


def found_layers(
    number: int, first: tuple[int, int, int], last: tuple[int, int, int], *, tokens: int
) -> str:
    """The maps that were found; `tokens` of them are of a transformer's tokens."""
    if number == 1:
        said = _("one map, {first}", first=maps(first))
    else:
        said = _(
            "{number} maps, from {first} to {last}",
            number=count(number),
            first=maps(first),
            last=maps(last),
        )
    if not tokens:
        return said
    return _("{maps}; {tokens} of tokens", maps=said, tokens=count(tokens))


def maps(shape: tuple[int, int, int]) -> str:
    """A layer's channels and the size of each."""
    channels, height, width = shape
    return _("{channels} of {size}", channels=count(channels), size=grid(height, width))


def operators(names: Sequence[str]) -> str:
    """The kinds of operators on the way of the picture, all of which have a rule."""
    return _("{names}; there is a gradient rule for each", names=listed(names))
