"""The table: operator type -> rule. A new operator is one entry and its function.

A rule is a vector-Jacobian product. It gets the builder, the step and ``g``, the
cotangent of the step's output (d(sum(seed * logits)) / d(output), laid out like the
output), and returns one cotangent for each input, ``None`` where the operator has no
gradient for it. It raises `NoRule` for a variant that it does not cover. Rules hold no
traversal and never look beyond their own step.

Axis 0 is the batch and is never reduced: the forward pass may have run on one picture
(axis 0 of size 1) while the cotangents hold K seeds.
"""

from __future__ import annotations

from collections.abc import Callable

from .builder import GraphBuilder
from .convolution import conv
from .elementwise import add, clip, mul, sigmoid, swish
from .graph import Value
from .linear import gemm, matmul
from .shaping import global_average_pool, like_input
from .steps import Cotangents, Step

Rule = Callable[[GraphBuilder, Step, Value], Cotangents]

RULES: dict[str, Rule] = {
    "Add": add,
    "Clip": clip,
    "Conv": conv,
    "Gemm": gemm,
    "GlobalAveragePool": global_average_pool,
    "MatMul": matmul,
    "Mul": mul,
    "Reshape": like_input,
    "Sigmoid": sigmoid,
    "Squeeze": like_input,
    "Swish": swish,
}
