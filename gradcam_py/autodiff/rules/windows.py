"""How a window slides: strides, padding and dilation, and how that is undone.

See `convolution` for what a plan computes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..graph import static_shape
from ..refusals import NoRule
from ..steps import Step

Pair = tuple[int, int]


@dataclass(frozen=True)
class Window:
    """A window of two axes, down and across.

    begin, end: numbers of padding before and behind, as far as windows reach there: end
    is below 0 where the last window ends before the input does.

    >>> Window((3, 3), (2, 2), (1, 1), begin=(1, 1), end=(0, 0)).strides
    (2, 2)
    """

    kernel: Pair
    strides: Pair
    dilations: Pair
    begin: Pair
    end: Pair


def window_of(step: Step, kernel: Sequence[int]) -> Window:
    """The window of a Conv or a pooling, whichever way the node says it.

    The shapes of input and output tell what auto_pad and ceil_mode came to. Raises
    `NoRule` for other than two axes.

    >>> from gradcam_py.autodiff import Node, Value
    >>> x, y = Value("x", (1, 8, 6, 6)), Value("y", (1, 8, 3, 3))
    >>> same = {"auto_pad": "SAME_UPPER", "strides": [2, 2]}
    >>> window_of(Step.of(Node("MaxPool", (x,), (y,), same)), (3, 3)).end
    (1, 1)
    """
    node = step.node
    x, y = static_shape(step.operand(0)), static_shape(step.output)
    strides = node.integers("strides", (1,) * len(kernel))
    dilations = node.integers("dilations", (1,) * len(kernel))
    if not len(kernel) == len(strides) == len(dilations) == len(x) - 1 == 2:
        raise NoRule("not two spatial axes")
    reach = [
        (y[i + 1] - 1) * strides[i] + (kernel[i] - 1) * dilations[i] + 1 for i in (0, 1)
    ]
    pads = node.integers("pads", (0, 0, 0, 0))
    begin = pads[0], pads[1]
    way = node.text("auto_pad", "NOTSET")
    if way in ("SAME_UPPER", "SAME_LOWER"):
        total = [max(reach[i] - x[i + 1], 0) for i in (0, 1)]
        low = [(all_ + (way == "SAME_LOWER")) // 2 for all_ in total]
        begin = low[0], low[1]
    elif way == "VALID":
        begin = 0, 0
    elif way != "NOTSET":
        raise NoRule(f"auto_pad={way!r}")
    end = reach[0] - begin[0] - x[1], reach[1] - begin[1] - x[2]
    down, across = kernel
    return Window(
        (down, across),
        (strides[0], strides[1]),
        (dilations[0], dilations[1]),
        begin,
        end,
    )


@dataclass(frozen=True)
class AxisPlan:
    """How one spatial axis of the gradient is computed.

    ``taps[r][j]`` is the forward tap that multiplies g[q + j step - pad_begin] in phase
    r; the value ``kernel`` (one past the last tap) stands for a zero.

    >>> AxisPlan(taps=((2, 1, 0),), pad_begin=1, pad_end=1, kernel=3).has_zero_taps
    False
    """

    taps: tuple[tuple[int, ...], ...]
    pad_begin: int
    pad_end: int
    kernel: int
    step: int = 1

    @property
    def has_zero_taps(self) -> bool:
        """Whether a phase has fewer taps than the others.

        >>> AxisPlan(taps=((2, 0), (3, 1)), pad_begin=1, pad_end=0, kernel=3
        ... ).has_zero_taps
        True
        """
        return any(self.kernel in phase for phase in self.taps)


def plan_axis(
    size: int,
    out_size: int,
    kernel: int,
    stride: int,
    pad_begin: int,
    dilation: int = 1,
) -> AxisPlan:
    """Plan one axis: ``size`` inputs became ``out_size`` outputs (all in elements).

    >>> plan_axis(size=4, out_size=2, kernel=3, stride=2, pad_begin=0)
    AxisPlan(taps=((2, 0), (3, 1)), pad_begin=1, pad_end=0, kernel=3, step=1)
    """
    if stride == 1 and dilation > 1:
        reach = (kernel - 1) * dilation
        begin, end = reach - pad_begin, size - out_size + pad_begin
        if begin >= 0 and end >= 0:
            flipped = tuple(range(kernel))[::-1]
            return AxisPlan((flipped,), begin, end, kernel, dilation)
    offsets = [
        {
            (phase + pad_begin - k * dilation) // stride: k
            for k in range(kernel)
            if (phase + pad_begin - k * dilation) % stride == 0
        }
        for phase in range(stride)
    ]
    positions = -(-size // stride)  # of each phase
    first = min(0, *(t for phase in offsets for t in phase))
    last = max(out_size - positions, *(t for phase in offsets for t in phase))
    taps = tuple(
        tuple(phase.get(t, kernel) for t in range(first, last + 1)) for phase in offsets
    )
    return AxisPlan(taps, -first, positions + last - out_size, kernel)
