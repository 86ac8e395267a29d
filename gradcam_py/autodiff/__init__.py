"""Reverse-mode differentiation of an ONNX graph, itself as ONNX.

ONNX Runtime Web has no autodiff, so the gradients are part of the model file. The
pieces, in the order a reader needs them: :mod:`steps` (what is differentiated),
:mod:`rules` and :mod:`convolution` (one rule for each operator type), :mod:`reverse`
(the driver, which knows no operator's name).
"""

from .reverse import UnsupportedOperators, add_gradients

__all__ = ["UnsupportedOperators", "add_gradients"]
