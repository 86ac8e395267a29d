"""The input gradient of a convolution, as a convolution of any stride.

With stride s and padding p the forward pass is (one axis written out)

    y[o] = sum_k W[k] x[s o + k - p],

so input i = s q + r gets dx[s q + r] = sum_k g[q + t] W[k] over the taps k for which
t = (r + p - k) / s is whole. For each phase r this is an ordinary stride-1
correlation of g with a subset of the taps in reverse order; all s x s phases are
computed by one grouped convolution and then interleaved. Nothing is
multiplied by stuffed zeros, and stride 1 is the case with one phase: the flipped
kernel. The kernels are made from the forward initializer by operators that the
runtime folds when the session is made, so the file holds no second copy of a weight.
"""

from __future__ import annotations

from dataclasses import dataclass

from .builder import GraphBuilder
from .graph import Value, static_shape
from .refusals import NoRule
from .steps import Cotangents, Step


@dataclass(frozen=True)
class AxisPlan:
    """How one spatial axis of the gradient is computed.

    ``taps[r][j]`` is the forward tap that multiplies g[q + j - pad_begin] in phase r;
    the value ``kernel`` (one past the last tap) stands for a zero.

    >>> AxisPlan(taps=((2, 1, 0),), pad_begin=1, pad_end=1, kernel=3).has_zero_taps
    False
    """

    taps: tuple[tuple[int, ...], ...]
    pad_begin: int
    pad_end: int
    kernel: int

    @property
    def has_zero_taps(self) -> bool:
        return any(self.kernel in phase for phase in self.taps)


def plan_axis(
    size: int, out_size: int, kernel: int, stride: int, pad_begin: int
) -> AxisPlan:
    """Plan one axis: ``size`` inputs became ``out_size`` outputs (all in elements).

    >>> plan_axis(size=4, out_size=2, kernel=3, stride=2, pad_begin=0)
    AxisPlan(taps=((2, 0), (3, 1)), pad_begin=1, pad_end=0, kernel=3)
    """
    offsets = [
        {
            (phase + pad_begin - k) // stride: k
            for k in range(kernel)
            if (phase + pad_begin - k) % stride == 0
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


def conv(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx of y = W * x + bias: a convolution of g with W's taps in reverse order.

    x: [N,in,H,W], W: [out,in/group,kh,kw] constant, g: [K,out,h,w] -> dx [K,in,H,W].
    Any stride, pads and group. Source: Dumoulin and Visin 2016, arXiv:1603.07285,
    section 4, where strides are stuffed with zeros; here they are phases, see above.
    Raises `NoRule` for other numbers of axes, unequal strides, dilations, auto_pad and
    weights that are computed.

    >>> from gradcam_py.autodiff import Node
    >>> x, y = Value("x", ("N", 8, 7, 7)), Value("y", ("N", 4, 7, 7))
    >>> w = Value("w", (4, 8, 1, 1), is_constant=True)
    >>> b = GraphBuilder()
    >>> dx, dw = conv(b, Step.of(Node("Conv", (x, w), (y,))), Value("g"))
    >>> [node.op_type for node in b.nodes]
    ['Transpose', 'Conv']
    """
    x, weight = step.operand(0), step.operand(1)
    stride, pads, group = _attributes(step)
    channels, *size = static_shape(x)
    positions = [-(-length // stride) for length in size]
    _, *out_size = static_shape(step.output)
    kernel = static_shape(weight)[1:]
    rows, columns = (
        plan_axis(size[i], out_size[i], kernel[i], stride, pads[i]) for i in (0, 1)
    )
    dx = b.op(
        "Conv",
        g,
        _gradient_kernel(b, weight, group, rows, columns),
        group=group,
        kernel_shape=[len(rows.taps[0]), len(columns.taps[0])],
        pads=[rows.pad_begin, columns.pad_begin, rows.pad_end, columns.pad_end],
    )
    if stride > 1:
        dx = _interleave(b, dx, channels, positions, stride)
        if any(length % stride for length in size):
            dx = b.op("Slice", dx, b.ints([0, 0]), b.ints(size), b.ints([2, 3]))
    return (dx, *[None] * (len(step.inputs) - 1))


def _interleave(
    b: GraphBuilder, x: Value, channels: int, positions: list[int], stride: int
) -> Value:
    """[K, C * s * s, h, w], column phase before row phase -> [K, C, s h, s w].

    What DepthToSpace does, in the parts that the runtime does fast: columns are
    woven by Concat, and Transpose moves whole rows only.
    """
    height, width = positions
    phase = stride * height * width
    x = b.op("Reshape", x, b.ints([-1, stride, phase]))
    columns = [
        b.op("Reshape", part, b.ints([-1, 1]))
        for part in (
            b.op("Slice", x, b.ints([i]), b.ints([i + 1]), b.ints([1]))
            for i in range(stride)
        )
    ]
    x = b.op("Concat", *columns, axis=1)
    x = b.op("Reshape", x, b.ints([-1, stride, height, stride * width]))
    x = b.op("Transpose", x, perm=[0, 2, 1, 3])
    shape = [-1, channels, stride * height, stride * width]
    return b.op("Reshape", x, b.ints(shape))


def _attributes(step: Step) -> tuple[int, tuple[int, ...], int]:
    """Stride, pads (top, left, bottom, right) and group of a supported Conv."""
    node, weight = step.node, step.operand(1)
    strides = node.integers("strides", (1, 1))
    refused = [
        what
        for what, bad in {
            "weights that are not constant": not weight.is_constant,
            "not two spatial axes": len(strides) != 2 or len(weight.shape or ()) != 4,
            f"unequal strides {strides}": len(set(strides)) != 1,
            "dilations": any(d != 1 for d in node.integers("dilations", (1,))),
            "auto_pad": node.attributes.get("auto_pad", "NOTSET") != "NOTSET",
        }.items()
        if bad
    ]
    if refused:
        raise NoRule(", ".join(refused))
    pads = node.integers("pads", (0, 0, 0, 0))
    return strides[0], pads, node.integer("group", 1)


def _gradient_kernel(
    b: GraphBuilder, weight: Value, group: int, rows: AxisPlan, columns: AxisPlan
) -> Value:
    """[out, in / group, kh, kw] -> [in * phases, out / group, taps, taps].

    The phases of one input channel are neighbours, column phase first, as
    ``_interleave`` expects them.
    """
    out_channels, in_per_group, *_ = static_shape(weight, start=0)
    per_group = out_channels // group
    phases = len(rows.taps)
    taps = [len(rows.taps[0]), len(columns.taps[0])]
    if group == phases == rows.kernel == columns.kernel == 1:
        return b.op("Transpose", weight, perm=[1, 0, 2, 3])
    missing = [int(rows.has_zero_taps), int(columns.has_zero_taps)]
    if any(missing):
        weight = b.op("Pad", weight, b.ints([0, 0, 0, 0, 0, 0, *missing]))
    weight = b.op("Gather", weight, b.ints(rows.taps), axis=2)
    weight = b.op("Gather", weight, b.ints(columns.taps), axis=4)
    # [out, in/g, row phase, row tap, column phase, column tap], out = group * per_group
    weight = b.op(
        "Reshape",
        weight,
        b.ints([group, per_group, in_per_group, phases, taps[0], phases, taps[1]]),
    )
    weight = b.op("Transpose", weight, perm=[0, 2, 5, 3, 1, 4, 6])
    shape = [group * in_per_group * phases * phases, per_group, *taps]
    return b.op("Reshape", weight, b.ints(shape))
