"""Rules of the poolings that slide a window."""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from ..builder import GraphBuilder
from ..graph import Value, static_shape
from ..steps import Cotangents, Step
from .convolution import scatter
from .windows import Window, window_of


def average_pool(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Give every number of x [N,C,H,W] its share of the windows that averaged it.

    The adjoint of a convolution with ones, of g over the number of averaged numbers.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("AveragePool", (1, 8, 4, 4), kernel_shape=[2, 2], output=(1, 8, 3, 3))
    ['Div', 'Gather', 'Gather', 'Reshape', 'Transpose', 'Reshape', 'Conv']
    """
    x = step.operand(0)
    channels, *size = static_shape(x)
    _, *out_size = static_shape(step.output)
    window = window_of(step, step.node.integers("kernel_shape", ()))
    counts = np.outer(*(_counts(step, window, size, out_size, i) for i in (0, 1)))
    share = b.op("Div", g, b.constant(counts[None, None].astype(x.dtype)))
    ones = b.constant(np.ones((channels, 1, *window.kernel), x.dtype))
    return step.only_first(scatter(b, step, share, ones, window, channels))


def _counts(
    step: Step, window: Window, size: list[int], out_size: list[int], i: int
) -> NDArray[np.integer]:
    """How many numbers each window averages along axis i, [out_size[i]]."""
    first = np.arange(out_size[i]) * window.strides[i] - window.begin[i]
    position = first[:, None] + np.arange(window.kernel[i]) * window.dilations[i]
    if step.node.integer("count_include_pad", 0):
        # What ceil_mode adds behind the padding counts nowhere.
        behind = step.node.integers("pads", (0, 0, 0, 0))[2 + i]
        if step.node.text("auto_pad", "NOTSET").startswith("SAME"):
            behind = max(window.end[i], 0)
        counted = position < size[i] + behind
    else:
        counted = (position >= 0) & (position < size[i])
    counts: NDArray[np.integer] = np.maximum(counted.sum(axis=1), 1)
    return counts


def max_pool(b: GraphBuilder, step: Step, g: Value) -> Cotangents:
    """Give g to the first maximum of each window of x [N,C,H,W].

    A convolution with one-hot kernels lays each window's numbers out side by side,
    ArgMax finds the first maximum, and the adjoint of the convolution brings g back.

    >>> from gradcam_py.autodiff import emitted
    >>> emitted("MaxPool", (1, 8, 4, 4), kernel_shape=[2, 2], output=(1, 8, 3, 3))[:3]
    ['Conv', 'Reshape', 'ArgMax']
    """
    x = step.operand(0)
    channels = static_shape(x)[0]
    _, *out_size = static_shape(step.output)
    window = window_of(step, step.node.integers("kernel_shape", ()))
    taps = prod(window.kernel)
    one_hot = np.eye(taps, dtype=x.dtype).reshape(taps, 1, *window.kernel)
    kernels = b.constant(np.tile(one_hot, (channels, 1, 1, 1)))
    numbers = b.op(
        "Conv",
        _padded(b, x, window),
        kernels,
        group=channels,
        kernel_shape=list(window.kernel),
        strides=list(window.strides),
        dilations=list(window.dilations),
    )
    places = prod(out_size)
    numbers = b.reshape(numbers, [-1, channels, taps, places])
    first = b.op("ArgMax", numbers, axis=2, keepdims=1)
    order = b.constant(np.arange(taps, dtype=np.int64).reshape(1, 1, taps, 1))
    chosen = b.op("Equal", first, order)
    spread = b.op(
        "Where",
        chosen,
        b.reshape(g, [-1, channels, 1, places]),
        b.scalar(0, like=x),
    )
    spread = b.reshape(spread, [-1, channels * taps, *out_size])
    return step.only_first(scatter(b, step, spread, kernels, window, channels))


def _padded(b: GraphBuilder, x: Value, window: Window) -> Value:
    """x with numbers around it that no window chooses."""
    end = [max(each, 0) for each in window.end]
    return b.pad(x, [0, 0, *window.begin, 0, 0, *end], lowest=x)
