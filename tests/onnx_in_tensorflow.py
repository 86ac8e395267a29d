"""ONNX graphs evaluated by TensorFlow, which differentiates them: an oracle.

Nothing of ours takes part: onnx reads the file, TensorFlow computes and differentiates.
Where a run's own values are given, each value is set to the run's, with the gradient as
it was: two runtimes fall on different sides of some kinks otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import onnx
import tensorflow as tf
from onnx import numpy_helper


def gradients(
    model: onnx.ModelProto,
    image: np.ndarray,
    logits: str,
    seed: np.ndarray,
    layers: Sequence[str],
    forced: Mapping[str, np.ndarray],
) -> dict[str, np.ndarray]:
    """d(sum(seed * logits)) / d(layer) for each name in ``layers``."""
    graph = model.graph
    constants = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    (name,) = (each.name for each in graph.input if each.name not in constants)
    values: dict[str, object] = {"": None, **constants}
    with tf.GradientTape() as tape:
        values[name] = tf.constant(image)
        tape.watch(values[name])
        for node in graph.node:
            made = _run(node, [values[x] for x in node.input])
            for output, value in zip(node.output, made, strict=False):
                if output in forced:
                    value = value + tf.stop_gradient(forced[output] - value)
                values[output] = value
        score = tf.reduce_sum(tf.reshape(seed, [-1]) * tf.reshape(values[logits], [-1]))
    found = tape.gradient(score, [values[layer] for layer in layers])  # in one pass
    return {
        layer: gradient.numpy() for layer, gradient in zip(layers, found, strict=True)
    }


def _run(node: onnx.NodeProto, inputs: list) -> tuple:
    attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    made = OPERATORS[node.op_type](attributes, *inputs)
    return made if isinstance(made, tuple) else (made,)


def _known(x) -> np.ndarray:
    return x.numpy() if tf.is_tensor(x) else np.asarray(x)


def _window(a, x, kernel) -> tuple[list[int], list[int], list[list[int]]]:
    """Strides, dilations and padding of two axes; x is [N,C,h,w]."""
    strides = list(a.get("strides", [1, 1]))
    dilations = list(a.get("dilations", [1, 1]))
    pads = list(a.get("pads", [0, 0, 0, 0]))
    way = a.get("auto_pad", b"NOTSET").decode()
    around = [[pads[0], pads[2]], [pads[1], pads[3]]]
    if way.startswith("SAME"):
        for i in (0, 1):
            size = x.shape[2 + i]
            reach = (-(-size // strides[i]) - 1) * strides[i]
            total = max(reach + (kernel[i] - 1) * dilations[i] + 1 - size, 0)
            low = total // 2 if way == "SAME_UPPER" else total - total // 2
            around[i] = [low, total - low]
    if a.get("ceil_mode", 0):
        for i in (0, 1):
            size = x.shape[2 + i] + sum(around[i]) - (kernel[i] - 1) * dilations[i] - 1
            around[i][1] += -size % strides[i]
    return strides, dilations, around


def _last(x):
    return tf.transpose(x, [0, 2, 3, 1])


def _first(x):
    return tf.transpose(x, [0, 3, 1, 2])


def conv(a, x, w, bias=None):
    strides, dilations, around = _window(a, x, w.shape[2:])
    x = _last(tf.pad(x, [[0, 0], [0, 0], *around]))
    groups = a.get("group", 1)
    kernels = np.split(np.transpose(_known(w), [2, 3, 1, 0]), groups, axis=3)
    if groups == x.shape[3] == w.shape[0] and groups > 1 and strides[0] == strides[1]:
        kernel = np.transpose(_known(w), [2, 3, 0, 1])
        y = tf.nn.depthwise_conv2d(
            x, kernel, [1, *strides, 1], "VALID", None, dilations
        )
    else:
        parts = tf.split(x, groups, axis=3)
        each = [
            tf.nn.conv2d(part, kernel, strides, "VALID", dilations=dilations)
            for part, kernel in zip(parts, kernels, strict=True)
        ]
        y = tf.concat(each, axis=3)
    return _first(y if bias is None else y + bias)


def max_pool(a, x):
    strides, dilations, around = _window(a, x, a["kernel_shape"])
    assert set(dilations) == {1}
    padded = tf.pad(x, [[0, 0], [0, 0], *around], constant_values=-1e30)
    return _first(tf.nn.max_pool2d(_last(padded), a["kernel_shape"], strides, "VALID"))


def average_pool(a, x):
    strides, _, around = _window(a, x, a["kernel_shape"])
    sides = [[0, 0], [0, 0], *around]

    def pooled(values):
        return _first(
            tf.nn.avg_pool2d(_last(values), a["kernel_shape"], strides, "VALID")
        )

    counted = 1.0 if a.get("count_include_pad", 0) else 0.0
    shares = pooled(tf.pad(tf.ones_like(x), sides, constant_values=counted))
    return pooled(tf.pad(x, sides)) / shares


def batch_normalization(a, x, scale, bias, mean, variance):
    shape = [1, -1] + [1] * (len(x.shape) - 2)
    scale, bias, mean, variance = (
        tf.reshape(p, shape) for p in (scale, bias, mean, variance)
    )
    return (x - mean) / tf.sqrt(variance + a.get("epsilon", 1e-5)) * scale + bias


def lrn(a, x):
    size = a["size"]
    before = (size - 1) // 2
    squares = tf.pad(x * x, [[0, 0], [before, size - 1 - before], [0, 0], [0, 0]])
    total = sum(squares[:, i : i + x.shape[1]] for i in range(size))
    scale = a.get("bias", 1.0) + a.get("alpha", 1e-4) / size * total
    return x / scale ** a.get("beta", 0.75)


def gemm(a, x, w, bias=0.0):
    turned = bool(a.get("transA", 0)), bool(a.get("transB", 0))
    y = tf.matmul(x, w, *turned) * a.get("alpha", 1.0)
    return y + a.get("beta", 1.0) * bias


def softmax(a, x):
    axis = a.get("axis", 1)
    flat = tf.reshape(x, [int(np.prod(x.shape[:axis])), -1])
    return tf.reshape(tf.nn.softmax(flat), x.shape)


def reshape(a, x, shape):
    sizes = [x.shape[i] if n == 0 else n for i, n in enumerate(_known(shape).tolist())]
    return tf.reshape(x, sizes)


def flatten(a, x):
    axis = a.get("axis", 1)
    return tf.reshape(x, [int(np.prod(x.shape[:axis])), -1])


def reduce_mean(a, x, axes=None):
    axes = a.get("axes") if axes is None else _known(axes).tolist()
    return tf.reduce_mean(x, axes, keepdims=bool(a.get("keepdims", 1)))


def squeeze(a, x, axes=None):
    return tf.squeeze(x, a.get("axes") if axes is None else _known(axes).tolist())


def clip(a, x, low=None, high=None):
    low, high = a.get("min", low), a.get("max", high)
    x = x if low is None else tf.maximum(x, low)
    return x if high is None else tf.minimum(x, high)


def pad(a, x, pads=None, value=None):
    sizes = a["pads"] if pads is None else _known(pads).tolist()
    half = len(sizes) // 2
    fill = 0.0 if value is None else float(_known(value))
    sides = list(zip(sizes[:half], sizes[half:], strict=True))
    return tf.pad(x, sides, constant_values=fill)


def slice_(a, x, starts, ends, axes, steps=None):
    parts = [slice(None)] * len(x.shape)
    steps = np.ones_like(_known(starts)) if steps is None else _known(steps)
    for start, end, axis, step in zip(
        _known(starts), _known(ends), _known(axes), steps, strict=True
    ):
        first, stop, step = slice(start, end, step).indices(x.shape[axis])
        parts[axis] = slice(first, None if stop < 0 else stop, step)
    return x[tuple(parts)]


def unsqueeze(a, x, axes=None):
    for axis in sorted(a["axes"] if axes is None else _known(axes).tolist()):
        x = tf.expand_dims(x, axis)
    return x


def total(a, *terms):
    return sum(terms[1:], terms[0])


def constant(a):
    return numpy_helper.to_array(a["value"])


def constant_of_shape(a, shape):
    value = numpy_helper.to_array(a["value"]) if "value" in a else np.float32([0])
    return np.full(_known(shape), value[0])


OPERATORS = {
    "Add": total,
    "AveragePool": average_pool,
    "BatchNormalization": batch_normalization,
    "Cast": lambda a, x: tf.cast(x, onnx.helper.tensor_dtype_to_np_dtype(a["to"])),
    "Clip": clip,
    "Concat": lambda a, *parts: tf.concat(parts, a["axis"]),
    "Constant": constant,
    "ConstantOfShape": constant_of_shape,
    "Conv": conv,
    "Div": lambda a, x, y: x / y,
    "Dropout": lambda a, x, *_: x,
    "Erf": lambda a, x: tf.math.erf(x),
    "Flatten": flatten,
    "Gemm": gemm,
    "Gather": lambda a, x, i: tf.gather(x, i, axis=a.get("axis", 0)),
    "GlobalAveragePool": lambda a, x: tf.reduce_mean(x, [2, 3], keepdims=True),
    "HardSigmoid": lambda a, x: tf.clip_by_value(
        x * a.get("alpha", 0.2) + a.get("beta", 0.5), 0, 1
    ),
    "HardSwish": lambda a, x: x * tf.clip_by_value(x / 6 + 0.5, 0, 1),
    "Identity": lambda a, x: x,
    "LRN": lrn,
    "LeakyRelu": lambda a, x: tf.nn.leaky_relu(x, a.get("alpha", 0.01)),
    "MatMul": lambda a, x, y: tf.matmul(x, y),
    "MaxPool": max_pool,
    "Mul": lambda a, x, y: x * y,
    "Pad": pad,
    "Pow": lambda a, x, y: x**y,
    "Reciprocal": lambda a, x: 1 / x,
    "ReduceMean": reduce_mean,
    "Relu": lambda a, x: tf.nn.relu(x),
    "Reshape": reshape,
    "Shape": lambda a, x: np.array(x.shape, np.int64),
    "Sigmoid": lambda a, x: tf.sigmoid(x),
    "Slice": slice_,
    "Softmax": softmax,
    "Sqrt": lambda a, x: tf.sqrt(x),
    "Squeeze": squeeze,
    "Sub": lambda a, x, y: x - y,
    "Sum": total,
    "Tanh": lambda a, x: tf.tanh(x),
    "Transpose": lambda a, x: tf.transpose(x, a.get("perm")),
    "Unsqueeze": unsqueeze,
}
