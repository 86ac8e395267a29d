"""What ONNX's operators do, in PyTorch's: those of its exporters, from opset 13 on.

Each takes the node's attributes and its inputs, None where one is left out.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor
from torch.nn import functional

Attributes = Mapping[str, Any]


def tensor(proto: onnx.TensorProto) -> Tensor:
    """A constant of a file."""
    return torch.from_numpy(numpy_helper.to_array(proto).copy())


def _sizes(value: Tensor) -> list[int]:
    return value.ravel().tolist()


def _around(a: Attributes) -> list[int]:
    """The same padding before and after, in h and w."""
    assert a.get("auto_pad", b"NOTSET") == b"NOTSET"
    pads = list(a.get("pads", [0, 0, 0, 0]))
    assert pads[:2] == pads[2:]
    return pads[:2]


def average_pool(a: Attributes, x: Tensor) -> Tensor:
    return functional.avg_pool2d(
        x,
        a["kernel_shape"],
        a.get("strides", [1, 1]),
        _around(a),
        bool(a.get("ceil_mode", 0)),
        bool(a.get("count_include_pad", 0)),
    )


def max_pool(a: Attributes, x: Tensor) -> Tensor:
    return functional.max_pool2d(
        x,
        a["kernel_shape"],
        a.get("strides", [1, 1]),
        _around(a),
        a.get("dilations", [1, 1]),
        bool(a.get("ceil_mode", 0)),
    )


def conv(a: Attributes, x: Tensor, w: Tensor, bias: Tensor | None = None) -> Tensor:
    strides, dilations = a.get("strides", [1, 1]), a.get("dilations", [1, 1])
    return functional.conv2d(
        x, w, bias, strides, _around(a), dilations, a.get("group", 1)
    )


def gemm(a: Attributes, x: Tensor, w: Tensor, bias: Tensor | None = None) -> Tensor:
    x, w = (x.T if a.get("transA", 0) else x), (w.T if a.get("transB", 0) else w)
    y = a.get("alpha", 1.0) * (x @ w)
    return y if bias is None else y + a.get("beta", 1.0) * bias


def layer_normalization(
    a: Attributes, x: Tensor, scale: Tensor, bias: Tensor | None = None
) -> Tensor:
    shape = x.shape[a.get("axis", -1) :]
    return functional.layer_norm(x, shape, scale, bias, a.get("epsilon", 1e-5))


def pad(a: Attributes, x: Tensor, pads: Tensor, value: Tensor | None = None) -> Tensor:
    sizes = _sizes(pads)
    count = len(sizes) // 2
    sides = [sizes[i + half] for i in reversed(range(count)) for half in (0, count)]
    return functional.pad(x, sides, value=0.0 if value is None else float(value))


def reduce_mean(a: Attributes, x: Tensor, axes: Tensor | None = None) -> Tensor:
    over = a["axes"] if axes is None else _sizes(axes)
    return x.mean(over, keepdim=bool(a.get("keepdims", 1)))


def reshape(a: Attributes, x: Tensor, shape: Tensor) -> Tensor:
    return x.reshape([x.shape[i] if n == 0 else n for i, n in enumerate(_sizes(shape))])


def scatter_nd(a: Attributes, x: Tensor, places: Tensor, updates: Tensor) -> Tensor:
    made = x.clone()
    made[tuple(places.movedim(-1, 0))] = updates
    return made


def slice_(a: Attributes, x: Tensor, starts: Tensor, *others: Tensor) -> Tensor:
    """The others: ends, and if they are not all of them and 1, axes and steps."""
    defaults = torch.arange(len(starts)), torch.ones_like(starts)
    ends, axes, steps = (*others, *defaults[len(others) - 1 :])
    parts = zip(*map(_sizes, (starts, ends, axes, steps)), strict=True)
    for start, end, axis, step in parts:
        places = list(range(x.shape[axis]))[start:end:step]
        x = x.index_select(axis, torch.tensor(places, dtype=torch.int64))
    return x


def split(a: Attributes, x: Tensor, sizes: Tensor | None = None) -> Sequence[Tensor]:
    axis = a.get("axis", 0)
    if sizes is None:
        return x.chunk(a["num_outputs"], axis)
    return x.split(_sizes(sizes), axis)


def unsqueeze(a: Attributes, x: Tensor, axes: Tensor) -> Tensor:
    for axis in sorted(_sizes(axes)):
        x = x.unsqueeze(axis)
    return x


def constant_of_shape(a: Attributes, shape: Tensor) -> Tensor:
    value = tensor(a["value"]) if "value" in a else torch.zeros(1)
    return value.expand(_sizes(shape))


def gather(a: Attributes, x: Tensor, places: Tensor) -> Tensor:
    axis = a.get("axis", 0)
    found = x.index_select(axis, places.ravel() % x.shape[axis])
    return found.reshape([*x.shape[:axis], *places.shape, *x.shape[axis + 1 :]])


def cast(a: Attributes, x: Tensor) -> Tensor:
    empty = onnx.helper.make_tensor("", a["to"], [0], [])
    return x.to(tensor(empty).dtype)


def batch_normalization(a: Attributes, x: Tensor, *parameters: Tensor) -> Tensor:
    scale, bias, mean, variance = parameters
    epsilon = a.get("epsilon", 1e-5)
    return functional.batch_norm(x, mean, variance, scale, bias, eps=epsilon)


def divide(a: Attributes, x: Tensor, y: Tensor) -> Tensor:
    whole = not (x.is_floating_point() or y.is_floating_point())
    return torch.div(x, y, rounding_mode="trunc" if whole else None)


OPERATORS: dict[str, Callable[..., Tensor | Sequence[Tensor]]] = {
    "Add": lambda a, x, y: x + y,
    "AveragePool": average_pool,
    "BatchNormalization": batch_normalization,
    "Cast": cast,
    # The ReLU6 that was exported: it lets no gradient through at its kinks, clamp does.
    "Clip": lambda a, x, low, high: functional.hardtanh(x, float(low), float(high)),
    "Concat": lambda a, *parts: torch.cat(parts, a["axis"]),
    "Constant": lambda a: tensor(a["value"]),
    "ConstantOfShape": constant_of_shape,
    "Conv": conv,
    "Div": divide,
    "Equal": lambda a, x, y: x == y,
    "Expand": lambda a, x, shape: x * torch.ones(_sizes(shape), dtype=x.dtype),
    "Flatten": lambda a, x: x.flatten(a.get("axis", 1)),
    "Gather": gather,
    "Gelu": lambda a, x: functional.gelu(
        x, approximate=a.get("approximate", b"none").decode()
    ),
    "Gemm": gemm,
    "GlobalAveragePool": lambda a, x: x.mean([2, 3], keepdim=True),
    "HardSigmoid": lambda a, x: functional.hardtanh(
        a.get("alpha", 0.2) * x + a.get("beta", 0.5), 0, 1
    ),
    "HardSwish": lambda a, x: functional.hardswish(x),
    "Identity": lambda a, x: x,
    "LayerNormalization": layer_normalization,
    "MatMul": lambda a, x, y: x @ y,
    "MaxPool": max_pool,
    "Mod": lambda a, x, y: x % y,
    "Mul": lambda a, x, y: x * y,
    "Not": lambda a, x: ~x,
    "Pad": pad,
    "Pow": lambda a, x, y: x**y,
    "Range": lambda a, start, end, step: torch.arange(start, end, step),
    "ReduceMean": reduce_mean,
    "Relu": lambda a, x: x.relu(),
    "Reshape": reshape,
    "ScatterND": scatter_nd,
    "Shape": lambda a, x: torch.tensor(x.shape)[a.get("start", 0) : a.get("end")],
    "Sigmoid": lambda a, x: x.sigmoid(),
    "Slice": slice_,
    "Softmax": lambda a, x: x.softmax(a.get("axis", -1)),
    "Split": split,
    "Sqrt": lambda a, x: x.sqrt(),
    "Squeeze": lambda a, x, axes: x.squeeze(_sizes(axes)),
    "Sub": lambda a, x, y: x - y,
    "Transpose": lambda a, x: x.permute(a["perm"]),
    "Unsqueeze": unsqueeze,
    "Where": lambda a, condition, x, y: torch.where(condition, x, y),
}
