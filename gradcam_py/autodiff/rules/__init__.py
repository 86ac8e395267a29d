"""The table: operator type -> rule. A new operator is one entry and its function.

A rule is a vector-Jacobian product. It gets the builder, the step and ``g``, the
cotangent of the step's output (d(sum(seed * logits)) / d(output), laid out like the
output), and returns one cotangent for each input, ``None`` where the operator has no
gradient for it. It raises `NoRule` for a variant that it does not cover. Rules hold no
traversal and never look beyond their own step.

Where the builder says ``batched``, axis 0 is the batch and is never reduced: the
forward pass may have run on one picture (axis 0 of size 1) while the cotangents hold K
seeds.
"""

from __future__ import annotations

from collections.abc import Callable

from ..builder import GraphBuilder
from ..graph import Value
from ..steps import Cotangents, Step
from .activations import ACTIVATIONS, prelu, sigmoid, swish
from .along_axis import gather, pad, resize
from .convolution import conv, conv_transpose
from .elementwise import (
    add,
    clip,
    div,
    extreme,
    mul,
    nothing,
    power,
    sub,
    where,
)
from .linear import gemm, matmul
from .normalization import (
    batch_normalization,
    instance_normalization,
    layer_normalization,
    local_response_normalization,
    log_softmax,
    softmax,
)
from .pooling import average_pool, max_pool
from .reductions import (
    global_average_pool,
    global_max_pool,
    reduce_l2,
    reduce_max,
    reduce_mean,
    reduce_sum,
)
from .shaping import (
    cast,
    concat,
    depth_space,
    expand,
    like_input,
    slice_,
    split,
    transpose,
    unchanged,
)

Rule = Callable[[GraphBuilder, Step, Value], Cotangents]

RULES: dict[str, Rule] = {
    **ACTIVATIONS,
    "Add": add,
    "ArgMax": nothing,
    "AveragePool": average_pool,
    "BatchNormalization": batch_normalization,
    "Cast": cast,
    "Clip": clip,
    "Concat": concat,
    "Conv": conv,
    "ConvTranspose": conv_transpose,
    "DepthToSpace": depth_space,
    "DequantizeLinear": unchanged,
    "Div": div,
    "Dropout": unchanged,
    "Equal": nothing,
    "Expand": expand,
    "Flatten": like_input,
    "Gather": gather,
    "Gemm": gemm,
    "GlobalAveragePool": global_average_pool,
    "GlobalMaxPool": global_max_pool,
    "Greater": nothing,
    "Identity": unchanged,
    "InstanceNormalization": instance_normalization,
    "LRN": local_response_normalization,
    "LayerNormalization": layer_normalization,
    "Less": nothing,
    "LogSoftmax": log_softmax,
    "MatMul": matmul,
    "Max": extreme,
    "MaxPool": max_pool,
    "Min": extreme,
    "Mul": mul,
    "PRelu": prelu,
    "Pad": pad,
    "Pow": power,
    "QuantizeLinear": unchanged,
    "ReduceL2": reduce_l2,
    "ReduceMax": reduce_max,
    "ReduceMean": reduce_mean,
    "ReduceSum": reduce_sum,
    "Reshape": like_input,
    "Resize": resize,
    "Shape": nothing,
    "Sigmoid": sigmoid,
    "Slice": slice_,
    "Softmax": softmax,
    "SpaceToDepth": depth_space,
    "Split": split,
    "Squeeze": like_input,
    "Sub": sub,
    "Sum": add,
    "Swish": swish,
    "Transpose": transpose,
    "Unsqueeze": like_input,
    "Upsample": resize,
    "Where": where,
}
