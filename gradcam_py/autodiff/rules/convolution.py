"""The input gradient of a convolution, as a convolution of any stride.

With stride s and padding p the forward pass is (one axis written out)

    y[o] = sum_k W[k] x[s o + d k - p],

d its dilation, so input i = s q + r gets dx[s q + r] = sum_k g[q + t] W[k] over the
taps k for which t = (r + p - d k) / s is whole. For each phase r this is an ordinary
stride-1 correlation of g with a subset of the taps in reverse order; all s x s phases
are computed by one grouped convolution and then interleaved. Nothing is multiplied by
stuffed zeros, and stride 1 is the case with one phase: the flipped kernel, its taps as
far apart as before. The kernels are made from the forward initializer by operators that
the runtime folds when the session is made, so the file holds no second copy of a
weight.
"""

from __future__ import annotations

from math import prod

from ..builder import GraphBuilder
from ..graph import Value, static_shape
from ..refusals import NoRule
from ..steps import Cotangents, Step
from .windows import AxisPlan, Window, plan_axis, window_of


def conv(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx of y = W * x + bias: a convolution of g with W's taps in reverse order.

    x: [N,in,H,W], W: [out,in/group,kh,kw] constant, g: [K,out,h,w] -> dx [K,in,H,W].
    Any strides, pads, dilations and group. Source: Dumoulin and Visin 2016,
    arXiv:1603.07285, section 4, where strides are stuffed with zeros; here they are
    phases, see above. Raises `NoRule` for other numbers of axes and weights that are
    computed from the picture.

    >>> from gradcam_py.autodiff import emitted
    >>> w = Value("w", (4, 8, 1, 1), is_constant=True)
    >>> emitted("Conv", (1, 8, 7, 7), w, output=(1, 4, 7, 7))
    ['Transpose', 'Conv']
    """
    weight = step.operand(1)
    if step.needs(weight):
        raise NoRule("weights that are not constant")
    window = window_of(step, static_shape(weight, start=2))
    group = step.node.integer("group", 1)
    return step.only_first(scatter(b, step, g, weight, window, group))


def scatter(
    b: GraphBuilder, step: Step, g: Value, weight: Value, window: Window, group: int
) -> Value:
    """The input gradient of a step that slides a window over its input.

    g: [K,out,h,w], weight: [out,in/group,kh,kw] -> [K,in,H,W] like the step's input.

    >>> x, y = Value("x", (1, 8, 6, 6)), Value("y", (1, 8, 3, 3))
    >>> from gradcam_py.autodiff import Node
    >>> step = Step.of(Node("AveragePool", (x,), (y,), {"strides": [2, 2]}))
    >>> w = Value("ones", (8, 1, 2, 2), is_constant=True)
    >>> b, window = GraphBuilder(), window_of(step, (2, 2))
    >>> print(b.producer(scatter(b, step, Value("g"), w, window, 8)).op_type)
    Reshape
    """
    channels, *size = static_shape(step.operand(0))
    _, *out_size = static_shape(step.output)
    rows, columns = (
        plan_axis(
            size[i],
            out_size[i],
            window.kernel[i],
            window.strides[i],
            window.begin[i],
            window.dilations[i],
        )
        for i in (0, 1)
    )
    spaced = {"dilations": [rows.step, columns.step]}
    dx = b.op(
        "Conv",
        g,
        _gradient_kernel(b, weight, group, rows, columns),
        group=group,
        kernel_shape=[len(rows.taps[0]), len(columns.taps[0])],
        pads=[rows.pad_begin, columns.pad_begin, rows.pad_end, columns.pad_end],
        **(spaced if max(rows.step, columns.step) > 1 else {}),
    )
    if max(window.strides) > 1:
        dx = _interleave(b, dx, channels, size, window.strides)
        if any(size[i] % window.strides[i] for i in (0, 1)):
            dx = b.slice(dx, [0, 0], size, [2, 3])
    return dx


def _interleave(
    b: GraphBuilder, x: Value, channels: int, size: list[int], strides: tuple[int, ...]
) -> Value:
    """[K, C * sw * sh, h, w], column phase before row phase -> [K, C, sh h, sw w].

    What DepthToSpace does, in the parts that the runtime does fast: columns are
    woven by Concat, and Transpose moves whole rows only.
    """
    down, across = strides
    height, width = (-(-size[i] // strides[i]) for i in (0, 1))
    phase = down * height * width
    x = b.reshape(x, [-1, across, phase])
    columns = [
        b.reshape(part, [-1, 1])
        for part in (b.slice(x, [i], [i + 1], [1]) for i in range(across))
    ]
    x = b.op("Concat", *columns, axis=1)
    x = b.reshape(x, [-1, down, height, across * width])
    x = b.op("Transpose", x, perm=[0, 2, 1, 3])
    return b.reshape(x, [-1, channels, down * height, across * width])


def _gradient_kernel(
    b: GraphBuilder, weight: Value, group: int, rows: AxisPlan, columns: AxisPlan
) -> Value:
    """[out, in / group, kh, kw] -> [in * phases, out / group, taps, taps].

    The phases of one input channel are neighbours, column phase first, as
    ``_interleave`` expects them.
    """
    out_channels, in_per_group, *_ = static_shape(weight, start=0)
    per_group = out_channels // group
    phases = len(rows.taps), len(columns.taps)
    taps = [len(rows.taps[0]), len(columns.taps[0])]
    if {group, *phases, rows.kernel, columns.kernel, *taps} == {1}:
        return b.op("Transpose", weight, perm=[1, 0, 2, 3])
    missing = [int(rows.has_zero_taps), int(columns.has_zero_taps)]
    weight = b.pad(weight, [0, 0, 0, 0, 0, 0, *missing])
    weight = b.op("Gather", weight, b.ints(rows.taps), axis=2)
    weight = b.op("Gather", weight, b.ints(columns.taps), axis=4)
    # [out, in/g, row phase, row tap, column phase, column tap], out = group * per_group
    weight = b.op(
        "Reshape",
        weight,
        b.ints(
            [group, per_group, in_per_group, phases[0], taps[0], phases[1], taps[1]]
        ),
    )
    weight = b.op("Transpose", weight, perm=[0, 2, 5, 3, 1, 4, 6])
    return b.reshape(weight, [group * in_per_group * prod(phases), per_group, *taps])


def conv_transpose(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """dx of the transposed convolution: the convolution itself.

    Raises `NoRule` for padding that is not written out, and for computed weights.

    >>> from gradcam_py.autodiff import emitted
    >>> w = Value("w", (8, 4, 2, 2), is_constant=True)
    >>> emitted("ConvTranspose", (1, 8, 3, 3), w, output=(1, 4, 4, 4))
    ['Conv']
    """
    weight, node = step.operand(1), step.node
    if step.needs(weight):
        raise NoRule("weights that are not constant")
    if (
        node.text("auto_pad", "NOTSET") != "NOTSET"
        or "output_padding" in node.attributes
    ):
        raise NoRule("auto_pad or output_padding")
    kernel = static_shape(weight, start=2)
    dx = b.op(
        "Conv",
        g,
        weight,
        group=node.integer("group", 1),
        kernel_shape=list(kernel),
        strides=list(node.integers("strides", (1,) * len(kernel))),
        pads=list(node.integers("pads", (0, 0) * len(kernel))),
        dilations=list(node.integers("dilations", (1,) * len(kernel))),
    )
    return step.only_first(dx)
