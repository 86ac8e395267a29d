"""What the command line prints: answers, refusals, the sheet of all layers."""

from collections.abc import Collection, Sequence

from .. import numbers
from ..grammar import listed

A_PICTURE = "a picture"
A_NETWORK = "a network"
LABELS = "the names of classes"
PREPROCESSING = "JSON, or one of the named ways to prepare pixels"
JSON = "JSON"

# Files that an output must not overwrite.
THE_PHOTO = "the photo itself"
THE_SHAPES = "the file of the shapes"

HIDES_NOTHING = (
    "--hide and --shapes hide nothing of what the network sees: coordinates are shares "
    "0..1 of the picture"
)
NO_RUNTIME = "onnxruntime is not installed: pip install 'gradcam-playground[native]'"
NO_CHARTS = "matplotlib is not installed: pip install 'gradcam-playground[charts]'"
EMPTY = "nothing is positive: no part of the picture raises this score"
LAYERS_MAXIMUM = "each layer's maximum"
CHECK_HEAD = "channel   weight by gradient   by difference"


def refused(program: str, message: str) -> str:
    """What went wrong, in one line."""
    return f"{program}: {message}"


def not_written(reason: object) -> str:
    """Standard output takes nothing."""
    return f"the output cannot be written ({reason})"


def no_model(name: str | None, folder: object, built: Collection[str]) -> str:
    """No model, or not the one asked for, is where it was looked for."""
    wanted = f"no model {name!r} in {folder}" if name else f"no model in {folder}"
    found = f"{listed(built)} is built" if built else "none is built"
    return (
        f"{wanted} ({found}): run `make site` in a checkout of the source, or bring an "
        "ONNX file of your own: --model net.onnx"
    )


def only_own(options: Collection[str]) -> str:
    """Options that only an ONNX file has."""
    named = listed(f"--{option}" for option in options)
    return f"{named}: only for an ONNX file, which --model names"


def output_of(option: str) -> str:
    """A file that another option writes."""
    return f"the output of --{option}"


def layer_line(
    label: str, kind: str, shape: Sequence[int], name: str, width: int
) -> str:
    """One line of the layers; `width` is the longest kind's."""
    sizes = " x ".join(map(str, shape))
    return f"{label:>5}  {kind:{width}}  {sizes:>16}  {name}"


def header(model: str, photo: str) -> str:
    """What answers about which picture."""
    return f"{model}, {photo}"


def guess(rank: int, name: str, probability: float, width: int) -> str:
    """One line of the best classes; `width` is the longest name's."""
    return f"{rank:3}  {name:{width}}  {numbers.plain_percent(probability):>6}"


def changed_guess(line: str, change: float) -> str:
    """The same with its change in percentage points."""
    return f"{line}  {numbers.plain_points(change):>6}"


def why(name: str) -> str:
    """The question for a class's logit."""
    return f"Why {name}?"


def why_rather(name: str, versus: str) -> str:
    """The question for the difference of two logits."""
    return f"Why {name} rather than {versus}?"


def why_probable(name: str) -> str:
    """The question for a class's probability."""
    return f"What makes {name} probable?"


def why_not(name: str) -> str:
    """The question for what speaks against a class."""
    return f"What speaks against {name}?"


def no_class_asked(method: str) -> str:
    """What a method that asks for no class has instead of a question."""
    return f"{method} looks at the layer's maps alone: no class and no score matters."


def answer(method: str, label: str, id: str, strength: str) -> str:
    """What the map of a layer says."""
    return f"{method} at layer {label} ({id}): {strength}"


def strongest(maximum: float, column: int, width: int, row: int, height: int) -> str:
    """Where a map is highest; columns and rows count from 1."""
    highest = numbers.number(maximum, 4)
    return f"maximum {highest} at column {column} of {width}, row {row} of {height}"


def check_row(channel: int, analytic: float, numeric: float) -> str:
    """One line under `CHECK_HEAD`."""
    weights = numbers.scientific(analytic, 6), numbers.scientific(numeric, 6)
    return f"{channel:7}   {weights[0]:>18}   {weights[1]:>13}"


def check_error(error: float) -> str:
    """The last line of the check."""
    largest = numbers.scientific(error, 1)
    return f"largest difference: {largest} of the largest weight"


def sheet_facts(method: str, model: str, photo: str) -> str:
    """Under the title of the sheet."""
    return f"{method}, {model}, {photo}"


def tile(shape: Sequence[int], maximum: float) -> str:
    """Under a layer of the sheet, in a font that has no multiplication sign."""
    sizes = " x ".join(map(str, shape))
    return f"{sizes}   max {numbers.number(maximum)}"
