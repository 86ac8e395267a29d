"""Run a student's formula: two cells of Python that make a map of the arrays.

The page does so in a worker of its own. Needs nothing but NumPy.
"""

import contextlib
import io
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import CodeType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..errors import PlaygroundError
from ..words.formula import faults as words

CellName = Literal["weights", "heatmap"]  # also of the function that it defines
CELLS: tuple[CellName, ...] = ("weights", "heatmap")
LONGEST = 2000  # characters of what is printed
NUMBERS = "biuf"  # kinds of dtype: what is a real number


@dataclass(frozen=True)
class Cells:
    """The code of both cells."""

    weights: str
    heatmap: str


class CellError(PlaygroundError):
    """The code fails, or gives no map; `line` is the student's, if one is to blame."""

    def __init__(self, cell: CellName, line: int | None, reason: str):
        super().__init__(words.fault(cell, line, reason))
        self.cell, self.line = cell, line


@dataclass(frozen=True, eq=False)
class Result:
    """What the cells have made, and what they have printed."""

    cam: NDArray[np.float32]  # [h,w], of either sign
    printed: str


def run(cells: Cells, activations: NDArray, gradients: NDArray) -> Result:
    """Make a map of A [C,h,w] and dy/dA [C,h,w]. Raises `CellError`.

    `weights` may return [C], [C,1,1] or [C,h,w]; `heatmap` gets it as one of the last
    two, and returns [h,w]. Neither can change the arrays that the other gets.

    >>> cells = Cells(
    ...     "def weights(activations, gradients): return gradients.mean(axis=(1, 2))",
    ...     "def heatmap(activations, gradients, weights): return weights[0]",
    ... )
    >>> run(cells, np.ones((2, 1, 1)), np.full((2, 1, 1), 3.0)).cam
    array([[3.]], dtype=float32)
    """
    printed = _Printed()
    with contextlib.redirect_stdout(printed), np.errstate(all="ignore"):
        namespace: dict[str, Any] = {"np": np, "__name__": "cell"}
        functions = [_function(name, cells, namespace) for name in CELLS]
        given = activations.copy(), gradients.copy()
        returned = _guarded("weights", functions[0], *given)
        weights = _checked_weights(returned, activations.shape)
        given = activations.copy(), gradients.copy()
        returned = _guarded("heatmap", functions[1], *given, weights)
        cam = _checked_map(returned, activations.shape[1:])
    return Result(cam, printed.getvalue())


def _function(
    name: CellName, cells: Cells, namespace: dict[str, Any]
) -> Callable[..., Any]:
    """What the cell defines by its own name."""
    try:
        code: CodeType = compile(getattr(cells, name), _file(name), "exec")
    except SyntaxError as error:
        raise CellError(name, error.lineno, words.syntax(error.msg)) from None
    except ValueError as error:  # such as a null byte
        raise CellError(name, None, words.syntax(str(error))) from None
    _guarded(name, exec, code, namespace)
    found = namespace.get(name)
    if not callable(found):
        raise CellError(name, None, str(words.UNDEFINED[name]))
    return found


def _guarded(name: CellName, action: Callable[..., Any], *values: Any) -> Any:
    """Do what the student wrote; whatever it raises is told with its line."""
    try:
        return action(*values)
    except BaseException as error:  # noqa: BLE001  (`exit()` too is the student's)
        cell, line = _blamed(error) or (name, None)
        reason = words.raised(type(error).__name__, str(error))
        raise CellError(cell, line, reason) from None


def _blamed(error: BaseException) -> tuple[CellName, int | None] | None:
    """The innermost line of the student's own."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        for name in CELLS:
            if frame.filename == _file(name):
                return name, frame.lineno
    return None


def _file(name: CellName) -> str:
    return f"<{name}>"


def _checked_weights(returned: Any, shape: tuple[int, ...]) -> NDArray:
    """[C,1,1] or [C,h,w]."""
    weights = _numbers("weights", returned, words.weights_wanted(*shape))
    if weights.shape == shape[:1]:
        weights = weights[:, None, None]
    if weights.shape not in ((shape[0], 1, 1), shape):
        reason = words.other_shape(weights.shape, words.weights_wanted(*shape))
        raise CellError("weights", None, reason)
    return weights


def _checked_map(returned: Any, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """[h,w], finite also as float32."""
    wanted = words.map_wanted(*shape)
    cam = _numbers("heatmap", returned, wanted)
    if cam.shape != shape:
        raise CellError("heatmap", None, words.other_shape(cam.shape, wanted))
    single = cam.astype(np.float32)
    _check_finite("heatmap", single)
    return single


def _numbers(name: CellName, returned: Any, wanted: str) -> NDArray:
    """What came as an array of finite numbers."""
    if returned is None:
        raise CellError(name, None, words.nothing_returned(name, wanted))
    try:
        array = np.asarray(returned)
    except ValueError:  # lists of different lengths
        array = np.asarray(None)
    if array.dtype.kind not in NUMBERS:
        kind = type(returned).__name__
        raise CellError(name, None, words.no_numbers(kind, wanted))
    _check_finite(name, array)
    return array


def _check_finite(name: CellName, array: NDArray) -> None:
    wrong = int(np.count_nonzero(~np.isfinite(array)))
    if wrong:
        raise CellError(name, None, words.not_finite(wrong, array.size))


class _Printed(io.StringIO):
    """Keeps the beginning of what is printed."""

    def write(self, text: str) -> int:
        super().write(text[: LONGEST - self.tell()])
        return len(text)
