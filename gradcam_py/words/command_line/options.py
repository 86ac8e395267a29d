"""The command line's --help, and what is wrong with an option or a file."""

from collections.abc import Collection, Sequence

from ..grammar import listed
from ..numbers import count

DESCRIPTION = "Explain a photo with Grad-CAM."
PHOTO = "JPEG, PNG, WebP, GIF, BMP or TIFF"
MODEL = "one that is built, or an ONNX file (default: the most accurate that is built)"
LABELS = "the names of an ONNX file's classes: text, JSON or CSV"
BGR = "the ONNX file wants blue before red"
SIZE = "pixels of a side, where the ONNX file leaves that open (default: 224)"
LIST_LAYERS = "tell the layers instead of explaining"
LAYER = "label, id or index (default: top)"
TARGET = "index or name; top1 (default): the best class of the untouched picture"
VERSUS = "explain the target rather than this class"
SCORE = "what the gradient is of"
METHOD = "default: gradcam"
HIDE = "hide a rectangle, in shares 0..1 of the picture; may be repeated"
SHAPES = "hide the shapes of a JSON file"
FILL = "what hides (default: gray)"
FRAMING = "what the network sees"
COLORMAP = "default: viridis"
OUT = "write the overlay here; of many pictures: a folder for all that is found"
ALL_LAYERS = "write a sheet of all layers"
CURVES = (
    "write a chart here: the score as pixels are hidden and shown in the map's order, "
    "at random, from the centre"
)
OCCLUSION = "write what hiding each cell of a grid does here, beside the heatmap"
RISE = "write RISE's map, of random masks, here, beside the heatmap"
MEASURE = (
    "the score that these three follow (default: probability, as their papers do; with "
    "--versus: logit, the difference of two)"
)
AS_JSON = "print all numbers, as the page saves them"
CHECK = "compare gradients with differences"


def misused(program: str, message: str) -> str:
    """An option that is wrong."""
    return f"{program}: {message} (--help lists the options)"


def models(folder: object) -> str:
    """Help of --models."""
    return f"default: {folder}"


def preprocess(named: Collection[str]) -> str:
    """Help of --preprocess."""
    return (
        f"what an ONNX file wants of pixels: {listed(named)}, or a file such as "
        "preprocessor_config.json (default: what the file says, else imagenet)"
    )


def grid(usual: int) -> str:
    """Help of --grid."""
    return f"cells of a side for --occlusion (default: {usual})"


def masks(usual: int) -> str:
    """Help of --masks."""
    return f"how many masks --rise takes (default: {usual})"


def seed(usual: int) -> str:
    """Help of --seed."""
    return f"what the masks of --rise are drawn from (default: {usual})"


def no_whole(text: str, least: int, most: int) -> str:
    """What is no whole number, or too small or too large a one."""
    return f"expected a whole number {least}..{most}, not {text}"


def opacity(usual: float) -> str:
    """Help of --opacity."""
    return f"0..1 (default: {usual})"


def no_share(text: str) -> str:
    """A share that is no number."""
    return f"expected a number 0..1, not {text}"


def far_share(text: str) -> str:
    """A share that is none."""
    return f"expected 0..1, not {text}"


def no_rectangle(text: str) -> str:
    """A value of --hide that is no rectangle."""
    return (
        f"--hide {text}: expected X,Y,W,H as shares 0..1 of the picture, such as "
        "0,0,0.5,1 for its left half"
    )


def about_shapes(reason: object) -> str:
    """The file of --shapes cannot be read."""
    return f"--shapes {reason}"


def shapes_not_json(path: object, error: object) -> str:
    """The file of --shapes is no JSON."""
    return f"--shapes {path}: not JSON ({error})"


def deep_shapes(path: object) -> str:
    """The file of --shapes is nested without end."""
    return f"--shapes {path}: nested too deeply for shapes"


def a_directory(path: object, wanted: str) -> str:
    """A file to read that is a directory."""
    return f"{path}: expected {wanted}, found a directory"


def a_device(path: object, wanted: str) -> str:
    """A file to read that is neither a file nor a pipe."""
    return f"{path}: expected {wanted}, found a device"


def unreadable(path: object, reason: object) -> str:
    """A file that cannot be read."""
    return f"{path}: {reason}"


def too_long(path: object, most: int) -> str:
    """A file of more bytes than any should have."""
    return f"{path}: more than {count(most)} bytes, which is the limit"


def other_ending(path: object, endings: Sequence[str]) -> str:
    """A name for the output that tells no format."""
    known = listed(endings)
    return f"{path}: cannot be written (expected a name in {known})"


def no_file(path: object) -> str:
    """A name for the output that something else has."""
    return f"{path}: cannot be written (it is there and no file)"


def taken(path: object, name: str) -> str:
    """A name for the output that an input has; `name` tells which."""
    return f"{path} is {name}: choose another name for the output"


def unwritable(path: object, reason: object) -> str:
    """An output that cannot be written."""
    return f"{path}: cannot be written ({reason})"
