"""The command line's --help, and what is wrong with an option or a file."""

from collections.abc import Collection, Sequence

from ..grammar import listed
from ..language import _, gettext_lazy
from ..numbers import count

DESCRIPTION = gettext_lazy("Explain a photo with Grad-CAM.")
PHOTO = gettext_lazy("JPEG, PNG, WebP, GIF, BMP or TIFF")
MODEL = gettext_lazy(
    "one that is built, or an ONNX file (default: the most accurate that is built)"
)
LABELS = gettext_lazy("the names of an ONNX file's classes: text, JSON or CSV")
BGR = gettext_lazy("the ONNX file wants blue before red")
SIZE = gettext_lazy(
    "pixels of a side, where the ONNX file leaves that open (default: 224)"
)
LIST_LAYERS = gettext_lazy("tell the layers instead of explaining")
LAYER = gettext_lazy("label, id or index (default: top)")
TARGET = gettext_lazy(
    "index or name; top1 (default): the best class of the untouched picture"
)
VERSUS = gettext_lazy("explain the target rather than this class")
SCORE = gettext_lazy("what the gradient is of")
METHOD = gettext_lazy("default: gradcam")
HIDE = gettext_lazy("hide a rectangle, in shares 0..1 of the picture; may be repeated")
SHAPES = gettext_lazy("hide the shapes of a JSON file")
FILL = gettext_lazy("what hides (default: gray)")
FRAMING = gettext_lazy("what the network sees")
COLORMAP = gettext_lazy("default: viridis")
OUT = gettext_lazy(
    "write the overlay here; of many pictures: a folder for all that is found"
)
ALL_LAYERS = gettext_lazy("write a sheet of all layers")
CURVES = gettext_lazy(
    "write a chart here: the score as pixels are hidden and shown in the map's "
    "order, at random, from the centre"
)
OCCLUSION = gettext_lazy(
    "write what hiding each cell of a grid does here, beside the heatmap"
)
RISE = gettext_lazy("write RISE's map, of random masks, here, beside the heatmap")
MEASURE = gettext_lazy(
    "the score that these three follow (default: probability, as their papers "
    "do; with --versus: logit, the difference of two)"
)
LANGUAGE = gettext_lazy(
    "of what is said, such as de; JSON is the same in all (default: the environment's)"
)
AS_JSON = gettext_lazy("print all numbers, as the page saves them")
CHECK = gettext_lazy("compare gradients with differences")


def misused(program: str, message: str) -> str:
    """An option that is wrong."""
    return _(
        "{program}: {message} (--help lists the options)",
        program=program,
        message=message,
    )


def models(folder: object) -> str:
    """Help of --models."""
    return _("default: {folder}", folder=folder)


def preprocess(named: Collection[str]) -> str:
    """Help of --preprocess."""
    return _(
        "what an ONNX file wants of pixels: {named}, or a file such as "
        "preprocessor_config.json (default: what the file says, else imagenet)",
        named=listed(named),
    )


def grid(usual: int) -> str:
    """Help of --grid."""
    return _("cells of a side for --occlusion (default: {usual})", usual=usual)


def masks(usual: int) -> str:
    """Help of --masks."""
    return _("how many masks --rise takes (default: {usual})", usual=usual)


def seed(usual: int) -> str:
    """Help of --seed."""
    return _("what the masks of --rise are drawn from (default: {usual})", usual=usual)


def no_whole(text: str, least: int, most: int) -> str:
    """What is no whole number, or too small or too large a one."""
    return _(
        "expected a whole number {least}..{most}, not {text}",
        least=least,
        most=most,
        text=text,
    )


def opacity(usual: float) -> str:
    """Help of --opacity."""
    return _("0..1 (default: {usual})", usual=usual)


def no_share(text: str) -> str:
    """A share that is no number."""
    return _("expected a number 0..1, not {text}", text=text)


def far_share(text: str) -> str:
    """A share that is none."""
    return _("expected 0..1, not {text}", text=text)


def no_rectangle(text: str) -> str:
    """A value of --hide that is no rectangle."""
    return _(
        "--hide {text}: expected X,Y,W,H as shares 0..1 of the picture, such as "
        "0,0,0.5,1 for its left half",
        text=text,
    )


def about_shapes(reason: object) -> str:
    """The file of --shapes cannot be read."""
    return f"--shapes {reason}"


def shapes_not_json(path: object, error: object) -> str:
    """The file of --shapes is no JSON."""
    return _("--shapes {path}: not JSON ({error})", path=path, error=error)


def deep_shapes(path: object) -> str:
    """The file of --shapes is nested without end."""
    return _("--shapes {path}: nested too deeply for shapes", path=path)


def a_directory(path: object, wanted: str) -> str:
    """A file to read that is a directory."""
    return _("{path}: expected {wanted}, found a directory", path=path, wanted=wanted)


def a_device(path: object, wanted: str) -> str:
    """A file to read that is neither a file nor a pipe."""
    return _("{path}: expected {wanted}, found a device", path=path, wanted=wanted)


def unreadable(path: object, reason: object) -> str:
    """A file that cannot be read."""
    return _("{path}: {reason}", path=path, reason=reason)


def too_long(path: object, most: int) -> str:
    """A file of more bytes than any should have."""
    return _(
        "{path}: more than {most} bytes, which is the limit",
        path=path,
        most=count(most),
    )


def other_ending(path: object, endings: Sequence[str]) -> str:
    """A name for the output that tells no format."""
    known = listed(endings)
    return _(
        "{path}: cannot be written (expected a name in {known})", path=path, known=known
    )


def no_file(path: object) -> str:
    """A name for the output that something else has."""
    return _("{path}: cannot be written (it is there and no file)", path=path)


def taken(path: object, name: str) -> str:
    """A name for the output that an input has; `name` tells which."""
    return _(
        "{path} is {name}: choose another name for the output", path=path, name=name
    )


def unwritable(path: object, reason: object) -> str:
    """An output that cannot be written."""
    return _("{path}: cannot be written ({reason})", path=path, reason=reason)
