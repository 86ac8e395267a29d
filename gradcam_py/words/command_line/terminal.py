"""What the command line prints: answers, refusals, the sheet of all layers."""

from collections.abc import Collection, Sequence

from .. import numbers
from ..grammar import listed
from ..language import _, gettext_lazy
from .layout import columns, in_columns, right

A_PICTURE = gettext_lazy("a picture")
A_NETWORK = gettext_lazy("a network")
LABELS = gettext_lazy("the names of classes")
PREPROCESSING = gettext_lazy("JSON, or one of the named ways to prepare pixels")
JSON = "JSON"

# Files that an output must not overwrite.
THE_PHOTO = gettext_lazy("the photo itself")
THE_SHAPES = gettext_lazy("the file of the shapes")

HIDES_NOTHING = gettext_lazy(
    "--hide and --shapes hide nothing of what the network sees: coordinates are "
    "shares 0..1 of the picture"
)
NO_RUNTIME = gettext_lazy(
    "onnxruntime is not installed: pip install 'gradcam-playground[native]'"
)
NO_BABEL = gettext_lazy(
    "babel is not installed: pip install 'gradcam-playground[native]'"
)
NO_CHARTS = gettext_lazy(
    "matplotlib is not installed: pip install 'gradcam-playground[charts]'"
)
EMPTY = gettext_lazy("nothing is positive: no part of the picture raises this score")
LAYERS_MAXIMUM = gettext_lazy("each layer's maximum")
CHECK_HEADS = (
    gettext_lazy("channel"),
    gettext_lazy("weight by gradient"),
    gettext_lazy("by difference"),
)
CHECK_WIDTHS = (7, 13, 13)  # columns at least


def refused(program: str, message: str) -> str:
    """What went wrong, in one line."""
    return _("{program}: {message}", program=program, message=message)


def not_written(reason: object) -> str:
    """Standard output takes nothing."""
    return _("the output cannot be written ({reason})", reason=reason)


def no_model(name: str | None, folder: object, built: Collection[str]) -> str:
    """No model, or not the one asked for, is where it was looked for."""
    wanted = _("no model in {folder}", folder=folder)
    if name:
        wanted = _("no model {name!r} in {folder}", name=name, folder=folder)
    found = _("none is built")
    if built:
        found = _("{built} is built", built=listed(built))
    return _(
        "{wanted} ({found}): run `make site` in a checkout of the source, or "
        "bring an ONNX file of your own: --model net.onnx",
        wanted=wanted,
        found=found,
    )


def only_own(options: Collection[str]) -> str:
    """Options that only an ONNX file has."""
    named = listed(f"--{option}" for option in options)
    return _("{named}: only for an ONNX file, which --model names", named=named)


def output_of(option: str) -> str:
    """A file that another option writes."""
    return _("the output of --{option}", option=option)


def layer_line(
    label: str, kind: str, shape: Sequence[int], name: str, width: int
) -> str:
    """One line of the layers; `width` is the longest kind's."""
    sizes = " x ".join(map(str, shape))
    return f"{label:>5}  {kind:{width}}  {sizes:>16}  {name}"


def header(model: str, photo: str) -> str:
    """What answers about which picture."""
    return _("{model}, {photo}", model=model, photo=photo)


def guess(rank: int, name: str, probability: float, width: int) -> str:
    """One line of the best classes; `width` is the longest name's."""
    share, most = numbers.plain_percent(probability), columns(numbers.plain_percent(1))
    return f"{rank:3}  {name:{width}}  {right(share, most)}"


def changed_guess(line: str, change: float) -> str:
    """The same with its change in percentage points."""
    return f"{line}  {numbers.plain_points(change):>6}"


def why(name: str) -> str:
    """The question for a class's logit."""
    return _("Why {name}?", name=name)


def why_rather(name: str, versus: str) -> str:
    """The question for the difference of two logits."""
    return _("Why {name} rather than {versus}?", name=name, versus=versus)


def why_probable(name: str) -> str:
    """The question for a class's probability."""
    return _("What makes {name} probable?", name=name)


def why_not(name: str) -> str:
    """The question for what speaks against a class."""
    return _("What speaks against {name}?", name=name)


def no_class_asked(method: str) -> str:
    """What a method that asks for no class has instead of a question."""
    return _(
        "{method} looks at the layer's maps alone: no class and no score matters.",
        method=method,
    )


def answer(method: str, label: str, id: str, strength: str) -> str:
    """What the map of a layer says."""
    return _(
        "{method} at layer {label} ({id}): {strength}",
        method=method,
        label=label,
        id=id,
        strength=strength,
    )


def strongest(maximum: float, column: int, width: int, row: int, height: int) -> str:
    """Where a map is highest; columns and rows count from 1."""
    highest = numbers.number(maximum, 4)
    return _(
        "maximum {highest} at column {column} of {width}, row {row} of {height}",
        highest=highest,
        column=column,
        width=width,
        row=row,
        height=height,
    )


def check_head() -> str:
    """The heads of the check's columns."""
    heads = list(map(str, CHECK_HEADS))
    return "   ".join(in_columns(heads, heads, CHECK_WIDTHS))


def check_row(channel: int, analytic: float, numeric: float) -> str:
    """One line under `check_head`."""
    weights = numbers.scientific(analytic, 6), numbers.scientific(numeric, 6)
    cells = str(channel), *weights
    return "   ".join(in_columns(cells, CHECK_HEADS, CHECK_WIDTHS))


def check_error(error: float) -> str:
    """The last line of the check."""
    largest = numbers.scientific(error, 1)
    return _("largest difference: {largest} of the largest weight", largest=largest)


def sheet_facts(method: str, model: str, photo: str) -> str:
    """Under the title of the sheet."""
    return _("{method}, {model}, {photo}", method=method, model=model, photo=photo)


def tile(shape: Sequence[int], maximum: float) -> str:
    """Under a layer of the sheet, in a font that has no multiplication sign."""
    sizes = " x ".join(map(str, shape))
    return _("{sizes}   max {maximum}", sizes=sizes, maximum=numbers.number(maximum))
