"""The command line's options, and the settings they amount to.

Longer than most: there are many options.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from ..cam.methods import METHODS
from ..cam.seeds import SCORES
from ..errors import ShapeError
from ..evaluation.occlusion_map import GRIDS
from ..evaluation.rise import MASKS
from ..evaluation.scoring import COLUMNS
from ..explaining.settings import Settings
from ..image.colormap import COLORMAPS
from ..image.fills import FILLS
from ..image.framing import FRAMINGS
from ..image.overlay import OPACITY
from ..image.shapes import Shape, parse_shapes
from ..languages.arguments import OPTION, speak_as_asked
from ..languages.catalogues import LanguageError
from ..model.labels import Labels
from ..network.preprocessing import PREPROCESSINGS
from ..words.command_line import options as words
from ..words.command_line.terminal import JSON
from .files import LARGEST_JSON, FileError, printable, read_bounded

BEST = "top1"
MOST_PIXELS = 4096  # of a side
MOST_MASKS = 1_000_000  # which take hours
MOST_SEED = 2**32 - 1
COMMAND, MODULE = "gradcam", "gradcam_py"  # what pip installs, and `python -m` runs


class _Parser(argparse.ArgumentParser):
    """Reports a mistake as one line, without the usage before it."""

    def error(self, message: str) -> NoReturn:
        line = printable(words.misused(self.prog, message))
        self.exit(2, f"{line}\n")


def parse_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line of one photo.

    Leaves with status 2 and one line if it is malformed.
    """
    parser = make_parser(arguments)
    parser.add_argument("photo", metavar="PHOTO", type=Path, help=str(words.PHOTO))
    return read_options(parser, arguments)


def read_options(
    parser: argparse.ArgumentParser, arguments: Sequence[str] | None
) -> argparse.Namespace:
    """What the arguments say."""
    return parser.parse_args(_with_values(_given(arguments)))


def make_parser(arguments: Sequence[str] | None) -> argparse.ArgumentParser:
    """Of everything but what is to be explained.

    It speaks the language that the arguments ask for, else the environment's.
    """
    try:
        speak_as_asked(_given(arguments))
    except LanguageError as error:
        _Parser(_program()).error(str(error))
    parser = _Parser(_program(), description=str(words.DESCRIPTION))
    parser.set_defaults(program=parser.prog)
    add = parser.add_argument
    add("--model", metavar="NAME", help=str(words.MODEL))
    models = Path("build/site/models")
    add("--models", metavar="DIR", type=Path, default=models, help=words.models(models))
    add("--labels", metavar="FILE", type=Path, help=str(words.LABELS))
    add("--preprocess", metavar="HOW", help=words.preprocess(PREPROCESSINGS))
    add("--bgr", action="store_const", const=True, help=str(words.BGR))
    add("--size", metavar="N", type=whole(1, MOST_PIXELS), help=str(words.SIZE))
    add("--list-layers", action="store_true", help=str(words.LIST_LAYERS))
    add("--layer", default="top", help=str(words.LAYER))
    add("--target", metavar="CLASS", default=BEST, help=str(words.TARGET))
    add("--versus", metavar="CLASS", help=str(words.VERSUS))
    add("--score", choices=SCORES, default="logit", help=str(words.SCORE))
    add("--method", choices=METHODS, default="gradcam", help=str(words.METHOD))
    hide = str(words.HIDE)
    add("--hide", metavar="X,Y,W,H", action="append", default=[], help=hide)
    add("--shapes", metavar="FILE", type=Path, help=str(words.SHAPES))
    add("--fill", choices=FILLS, default="gray", help=str(words.FILL))
    add("--framing", choices=FRAMINGS, default="whole", help=str(words.FRAMING))
    add(
        "--colormap",
        choices=COLORMAPS,
        default="viridis",
        help=str(words.COLORMAP),
    )
    add("--opacity", type=_share, default=OPACITY, help=words.opacity(OPACITY))
    add("--out", metavar="FILE", type=Path, help=str(words.OUT))
    add("--all-layers", metavar="FILE", type=Path, help=str(words.ALL_LAYERS))
    _add_experiments(parser)
    add(OPTION, metavar="TAG", help=str(words.LANGUAGE))
    add("--json", action="store_true", help=str(words.AS_JSON))
    add("--check", action="store_true", help=str(words.CHECK))
    return parser


def _add_experiments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--curves", metavar="FILE", type=Path, help=str(words.CURVES))
    add("--occlusion", metavar="FILE", type=Path, help=str(words.OCCLUSION))
    add("--rise", metavar="FILE", type=Path, help=str(words.RISE))
    add("--measure", choices=COLUMNS, help=str(words.MEASURE))
    grid = GRIDS[0]
    add("--grid", type=int, choices=GRIDS, default=grid, help=words.grid(grid))
    masks, seed = whole(2, MOST_MASKS), whole(0, MOST_SEED)
    add("--masks", metavar="N", type=masks, default=MASKS, help=words.masks(MASKS))
    add("--seed", metavar="N", type=seed, default=0, help=words.seed(0))


def _given(arguments: Sequence[str] | None) -> list[str]:
    """By default those that the program was called with."""
    return list(sys.argv[1:] if arguments is None else arguments)


def _program() -> str:
    """The name that it was called by."""
    return COMMAND if Path(sys.argv[0]).stem == COMMAND else MODULE


def _with_values(arguments: list[str]) -> list[str]:
    """Join `--hide -0.1,0,1,1` to one word: argparse takes that value for an option."""
    joined: list[str] = []
    for argument in arguments:
        is_value = re.match(r"-([\d.]|inf|nan)", argument)
        if is_value and joined and re.fullmatch(r"--[a-z-]+", joined[-1]):
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def to_settings(options: argparse.Namespace, labels: Labels) -> Settings:
    """The question that the options ask; raises a `PlaygroundError` for a wrong one."""
    shapes = _read_shapes(options.shapes) if options.shapes else []
    shapes += parse_shapes([_rect(text) for text in options.hide])
    return Settings(
        shapes=tuple(shapes),
        fill=options.fill,
        framing=options.framing,
        target=None if options.target == BEST else labels.find(options.target),
        versus=None if options.versus is None else labels.find(options.versus),
        score=options.score,
        layer=options.layer,
        method=options.method,
    )


def whole(least: int, most: int) -> Callable[[str], int]:
    """How to read a whole number of that range."""

    def read(text: str) -> int:
        # Longer than any of them; Python refuses to read thousands of digits.
        if not (text.isdecimal() and len(text) < 20 and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(words.no_whole(text, least, most))
        return int(text)

    return read


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(words.no_share(text)) from None
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(words.far_share(text))
    return value


def _rect(text: str) -> Shape:
    try:
        x, y, w, h = (float(part) for part in text.split(","))
    except ValueError:
        x = y = w = h = -1.0
    if not all(0 <= value <= 1 for value in (x, y, w, h)) or w == 0 or h == 0:
        raise ShapeError(words.no_rectangle(text))
    return {"tool": "rect", "x": x, "y": y, "w": w, "h": h}


def _read_shapes(path: Path) -> list[Shape]:
    """The shapes of a JSON file: a list, or a whole state with the key `shapes`."""
    try:
        document = json.loads(read_bounded(path, LARGEST_JSON, JSON))
    except FileError as error:
        raise ShapeError(words.about_shapes(error)) from None
    except ValueError as error:
        raise ShapeError(words.shapes_not_json(path, error)) from None
    except RecursionError:
        raise ShapeError(words.deep_shapes(path)) from None
    if isinstance(document, dict):
        document = document.get("shapes")
    return parse_shapes(document)
