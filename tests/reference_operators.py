"""Operators in plain NumPy where onnx's reference evaluator has them otherwise.

Its Erf computes in float32, its LRN fills only the first channels, and before opset 13
it takes Softmax over one axis and Clip without its attributes.
"""

from __future__ import annotations

import math

import numpy as np
from onnx.reference.op_run import OpRun


class Erf(OpRun):
    """In the precision of its input."""

    def _run(self, x):
        return (np.vectorize(math.erf, otypes=[x.dtype.char])(x),)


class Gelu(OpRun):
    """Hendrycks and Gimpel 2016, or its approximation by tanh."""

    def _run(self, x, approximate=None):
        if approximate == "tanh":
            u = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
            return (x * (1 + np.tanh(u)) / 2,)
        erf = np.vectorize(math.erf, otypes=[x.dtype.char])
        return (x * (1 + erf(x / math.sqrt(2))) / 2,)


class LRN(OpRun):
    """Over neighbouring channels, floor((size - 1) / 2) before, the rest behind."""

    def _run(self, x, alpha=None, beta=None, bias=None, size=None):
        y = np.empty_like(x)
        before, behind = (size - 1) // 2, size - 1 - (size - 1) // 2
        for c in range(x.shape[1]):
            near = x[:, max(0, c - before) : c + behind + 1]
            scale = bias + alpha / size * (near**2).sum(axis=1)
            y[:, c] = x[:, c] / scale**beta
        return (y,)


class Softmax(OpRun):
    """Of opset 1 to 12: over ``axis`` and all behind it."""

    def _run(self, x, axis=None):
        behind = tuple(range(axis, x.ndim))
        powers = np.exp(x - x.max(axis=behind, keepdims=True))
        return (powers / powers.sum(axis=behind, keepdims=True),)


class Clip(OpRun):
    """Of opset 6 to 10: the limits are attributes."""

    def _run(self, x, min=None, max=None):
        return (np.clip(x, min, max),)


def replaced(opset: int) -> list[type[OpRun]]:
    """What the evaluator is given in the place of its own."""
    old = [Softmax] if opset < 13 else []
    return [Erf, Gelu, LRN, *old, *([Clip] if opset < 11 else [])]
