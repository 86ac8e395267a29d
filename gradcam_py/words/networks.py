"""What is said of a network that cannot be explained: one sentence for each reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from . import grammar
from .grammar import plural
from .numbers import count

SHOWN = 5  # names in one sentence

NOT_ONNX = "not an ONNX file: expected a network saved as .onnx"
CUT = "not a whole ONNX file: it ends too early, so bring it once more"
SPARSE = "some weights are stored sparsely: save the network with dense ones"
UNKNOWN_SHAPE = "of unknown shape"
NO, YES = "no", "yes"  # of a network that tells one probability
EMPTY = "an ONNX file without a network: expected nodes, inputs and outputs"
CYCLE = "the network's nodes form a cycle: expected a network without loops"


def made_twice(name: str) -> str:
    """Two nodes make one value."""
    return f'two nodes of the network make "{name}": expected one'


def made_by_nothing(name: str, node: str) -> str:
    """A node reads what is not there."""
    return f'{node} reads "{name}", which nothing makes: is the file whole?'


def external(names: Iterable[str]) -> str:
    """Weights lie in a second file."""
    return (
        f"the weights are in another file ({listed(names)}): save the network as one "
        "file"
    )


def opset(found: int, oldest: int, newest: int) -> str:
    """Operators of another version than those that are known."""
    return (
        f"the network is written for version {found} of ONNX's operators (opset): "
        f"export it for one of {oldest} to {newest}"
    )


def subgraphs(nodes: Iterable[str]) -> str:
    """Nodes that hold networks of their own, such as If and Loop."""
    return (
        f"the network has branches or loops ({listed(nodes)}): export it for one fixed "
        "input, so that none are left"
    )


def functions(number: int) -> str:
    """The file defines operators of its own."""
    return plural(
        number,
        one="the file defines an operator of its own: inline it when exporting",
        other=f"the file defines {count(number)} operators of its own: inline them "
        "when exporting",
    )


def inputs(found: Sequence[str]) -> str:
    """Another number of inputs than one."""
    if not found:
        return "expected one input, a picture; found none"
    return f"expected one input, a picture; found {len(found)}: {listed(found)}"


def input_shape(name: str, shape: str) -> str:
    """An input that is no picture."""
    return (
        f'the input "{name}" is {shape}: expected one picture with 1 or 3 channels, '
        "[1, 3, height, width] or [1, height, width, 3]"
    )


def input_type(name: str, code: int) -> str:
    """An input of another element type."""
    return (
        f'the input "{name}" has element type {code}: expected float32, float16 or '
        "uint8"
    )


def fixed_size(height: int, width: int) -> str:
    """An input that is not square."""
    return f"the network takes pictures of {height} x {width}: expected a square"


def wrong_size(size: int, fixed: int) -> str:
    """A size was asked for that the network does not take."""
    return f"the network takes pictures of {fixed} x {fixed}, not of {size} x {size}"


def batch(size: int) -> str:
    """Several pictures at once."""
    return f"the network takes {size} pictures at once: export it for one"


def output_shape(name: str, shape: Sequence[int]) -> str:
    """An output that is no list of classes."""
    return (
        f'the output "{name}" is {list(shape)}: expected one number for each class, '
        "[1, classes]"
    )


def one_class(name: str) -> str:
    """An output of a single number, of which nothing says what it is of."""
    return (
        f'the output "{name}" is one number: expected two classes or more, or a '
        "Sigmoid behind it, which makes it the probability of one"
    )


def no_way() -> str:
    """The output does not depend on the picture."""
    return "no output of the network depends on its input"


def quantized(nodes: Iterable[str]) -> str:
    """Arithmetic of whole numbers, which cannot be differentiated."""
    return (
        f"the network computes with whole numbers ({listed(nodes)}): bring the one "
        "before it was quantised, or one with QuantizeLinear and DequantizeLinear"
    )


def custom(nodes: Iterable[str]) -> str:
    """Operators that are not ONNX's own."""
    return (
        f"operators that are not ONNX's own ({listed(nodes)}): export the network "
        "without optimising it for one runtime"
    )


def no_rules(nodes: Sequence[str]) -> str:
    """Operators without a gradient rule, all of them."""
    return f"cannot explain it: {'; '.join(nodes)}"


def no_layers() -> str:
    """No value is a map of the picture through which everything flows."""
    return (
        "no layer is a map of the picture through which all of the answer flows: "
        "expected a network with convolutions"
    )


def runtime(reason: str) -> str:
    """ONNX Runtime refuses the network."""
    return f"the runtime cannot run the network: {reason}"


def block(operator: str, *, is_tokens: bool) -> str:
    """What makes a layer: an operator, which may make tokens instead of a map."""
    return f"{operator}, tokens" if is_tokens else operator


def listed(names: Iterable[str]) -> str:
    """The first few names, and how many there are besides."""
    names = list(dict.fromkeys(names))
    rest = len(names) - SHOWN
    first = grammar.listed(names[:SHOWN])
    return first if rest <= 0 else f"{first} and {count(rest)} more"


def no_config(name: str) -> str:
    """A file that should say how pixels are prepared, and does not."""
    return (
        f"{name}: expected JSON with image_mean and image_std, or mean and std, of "
        "three numbers each"
    )


def labels_not_text(name: str) -> str:
    """Labels in a file that is not text."""
    return f"{name}: expected text in UTF-8 with the names of the classes"


def labels_count(name: str, found: int, classes: int) -> str:
    """Another number of names than the network has classes."""
    has = f"but the network has {count(classes)} classes"
    return plural(
        found,
        one=f"{name}: found one name, {has}",
        other=f"{name}: found {count(found)} names, {has}",
    )


def nameless(index: int) -> str:
    """A class without a name."""
    return f"class {index}"
