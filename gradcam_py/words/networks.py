"""What is said of a network that cannot be explained: one sentence for each reason.

Longer than most: there are many reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from . import grammar
from .language import _, gettext_lazy, ngettext
from .numbers import count

SHOWN = 5  # names in one sentence

NOT_ONNX = gettext_lazy("not an ONNX file: expected a network saved as .onnx")
CUT = gettext_lazy("not a whole ONNX file: it ends too early, so bring it once more")
SPARSE = gettext_lazy(
    "some weights are stored sparsely: save the network with dense ones"
)
UNKNOWN_SHAPE = gettext_lazy("of unknown shape")
# Classes of a network that tells one probability; see `nameless`.
NO, YES = "no", "yes"
EMPTY = gettext_lazy(
    "an ONNX file without a network: expected nodes, inputs and outputs"
)
CYCLE = gettext_lazy(
    "the network's nodes form a cycle: expected a network without loops"
)


def made_twice(name: str) -> str:
    """Two nodes make one value."""
    return _('two nodes of the network make "{name}": expected one', name=name)


def made_by_nothing(name: str, node: str) -> str:
    """A node reads what is not there."""
    return _(
        '{node} reads "{name}", which nothing makes: is the file whole?',
        node=node,
        name=name,
    )


def external(names: Iterable[str]) -> str:
    """Weights lie in a second file."""
    return _(
        "the weights are in another file ({names}): save the network as one file",
        names=listed(names),
    )


def opset(found: int, oldest: int, newest: int) -> str:
    """Operators of another version than those that are known."""
    return _(
        "the network is written for version {found} of ONNX's operators (opset): "
        "export it for one of {oldest} to {newest}",
        found=found,
        oldest=oldest,
        newest=newest,
    )


def subgraphs(nodes: Iterable[str]) -> str:
    """Nodes that hold networks of their own, such as If and Loop."""
    return _(
        "the network has branches or loops ({nodes}): export it for one fixed "
        "input, so that none are left",
        nodes=listed(nodes),
    )


def functions(number: int) -> str:
    """The file defines operators of its own."""
    return ngettext(
        "the file defines an operator of its own: inline it when exporting",
        "the file defines {number} operators of its own: inline them when exporting",
        number,
        number=count(number),
    )


def inputs(found: Sequence[str]) -> str:
    """Another number of inputs than one."""
    if not found:
        return _("expected one input, a picture; found none")
    return _(
        "expected one input, a picture; found {number}: {names}",
        number=len(found),
        names=listed(found),
    )


def input_shape(name: str, shape: str) -> str:
    """An input that is no picture."""
    return _(
        'the input "{name}" is {shape}: expected one picture with 1 or 3 '
        "channels, [1, 3, height, width] or [1, height, width, 3]",
        name=name,
        shape=shape,
    )


def input_type(name: str, code: int) -> str:
    """An input of another element type."""
    return _(
        'the input "{name}" has element type {code}: expected float32, float16 '
        "or uint8",
        name=name,
        code=code,
    )


def fixed_size(height: int, width: int) -> str:
    """An input that is not square."""
    return _(
        "the network takes pictures of {height} x {width}: expected a square",
        height=height,
        width=width,
    )


def wrong_size(size: int, fixed: int) -> str:
    """A size was asked for that the network does not take."""
    return _(
        "the network takes pictures of {fixed} x {fixed}, not of {size} x {size}",
        fixed=fixed,
        size=size,
    )


def batch(size: int) -> str:
    """Several pictures at once."""
    return _("the network takes {size} pictures at once: export it for one", size=size)


def output_shape(name: str, shape: Sequence[int]) -> str:
    """An output that is no list of classes."""
    return _(
        'the output "{name}" is {shape}: expected one number for each class, [1, '
        "classes]",
        name=name,
        shape=list(shape),
    )


def one_class(name: str) -> str:
    """An output of a single number, of which nothing says what it is of."""
    return _(
        'the output "{name}" is one number: expected two classes or more, or a '
        "Sigmoid behind it, which makes it the probability of one",
        name=name,
    )


def no_way() -> str:
    """The output does not depend on the picture."""
    return _("no output of the network depends on its input")


def quantized(nodes: Iterable[str]) -> str:
    """Arithmetic of whole numbers, which cannot be differentiated."""
    return _(
        "the network computes with whole numbers ({nodes}): bring the one before "
        "it was quantised, or one with QuantizeLinear and DequantizeLinear",
        nodes=listed(nodes),
    )


def custom(nodes: Iterable[str]) -> str:
    """Operators that are not ONNX's own."""
    return _(
        "operators that are not ONNX's own ({nodes}): export the network without "
        "optimising it for one runtime",
        nodes=listed(nodes),
    )


def no_rules(nodes: Sequence[str]) -> str:
    """Operators without a gradient rule, all of them."""
    return _("cannot explain it: {nodes}", nodes=grammar.apart(nodes))


def no_layers() -> str:
    """No value is a map of the picture through which everything flows."""
    return _(
        "no layer is a map of the picture through which all of the answer flows: "
        "expected a network with convolutions"
    )


def runtime(reason: str) -> str:
    """ONNX Runtime refuses the network."""
    return _("the runtime cannot run the network: {reason}", reason=reason)


def block(operator: str, *, is_tokens: bool) -> str:
    """What makes a layer: an operator, which may make tokens instead of a map."""
    return _("{operator}, tokens", operator=operator) if is_tokens else operator


def listed(names: Iterable[str]) -> str:
    """The first few names, and how many there are besides."""
    names = list(dict.fromkeys(names))
    rest = len(names) - SHOWN
    first = grammar.listed(names[:SHOWN])
    if rest <= 0:
        return first
    return ngettext(
        "{first} and {rest} more",
        "{first} and {rest} more",
        rest,
        first=first,
        rest=count(rest),
    )


def no_config(name: str) -> str:
    """A file that should say how pixels are prepared, and does not."""
    return _(
        "{name}: expected JSON with image_mean and image_std, or mean and std, "
        "of three numbers each",
        name=name,
    )


def labels_not_text(name: str) -> str:
    """Labels in a file that is not text."""
    return _("{name}: expected text in UTF-8 with the names of the classes", name=name)


def labels_count(name: str, found: int, classes: int) -> str:
    """Another number of names than the network has classes."""
    return ngettext(
        "{name}: found one name, but the network has {classes} classes",
        "{name}: found {found} names, but the network has {classes} classes",
        found,
        name=name,
        classes=count(classes),
        found=count(found),
    )


def nameless(index: int) -> str:
    """A class without a name. Like all names of classes it is English everywhere."""
    return f"class {index}"
