"""Small graphs of the operators that networks from anywhere bring, one seed at a time.

Unlike the cases of test_gradient_rules these may do to axis 0 what they like.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.one_operator import Build, constant


@dataclass(frozen=True)
class Case:
    """A graph of x [shape], and the operators whose rules it tests."""

    shape: tuple[int, ...]
    build: Build
    rules: tuple[str, ...]
    opset: int = 17


def _numbers(*shape: int) -> np.ndarray:
    return np.random.default_rng(7).uniform(0.5, 2, shape)


def node(op: str, *constants, **attributes) -> Build:
    """op(x, constants...); None is an input left out."""

    def build(tape, x):
        others = [
            None if c is None else constant(tape, np.asarray(c), f"c{i}")
            for i, c in enumerate(constants)
        ]
        return tape.op(op, [x, *others], attributes)

    return build


def ints(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def positive(build: Build) -> Build:
    """The same of exp(x), for what is defined or smooth only there."""
    return lambda tape, x: build(tape, tape.op("Exp", [x]))


def between(op: str) -> Build:
    """x op (a part of x), stretched: both get a gradient."""

    def build(tape, x):
        gate = tape.op(
            "Exp", [tape.op("ReduceMean", [x], {"axes": [1], "keepdims": 1})]
        )
        return tape.op(op, [x, gate])

    return build


def turned(op: str) -> Build:
    """(a part of x), stretched over more axes, op x."""

    def build(tape, x):
        row = tape.op("ReduceMean", [x], {"axes": [0, 1], "keepdims": 0})
        return tape.op(op, [tape.op("Exp", [row]), tape.op("Exp", [x])])

    return build


def extreme(op: str) -> Build:
    return lambda tape, x: tape.op(op, [x, tape.op("Neg", [x])])


def where(tape, x):
    zero = constant(tape, 0.0, "zero")
    return tape.op("Where", [tape.op("Greater", [x, zero]), tape.op("Exp", [x]), x])


def where_below(tape, x):
    zero = constant(tape, 0.0, "zero")
    return tape.op("Where", [tape.op("Less", [x, zero]), tape.op("Exp", [x]), x])


def masked(tape, x):
    """By comparing with the maximum: the comparison has no gradient."""
    top = tape.op("ReduceMax", [x], {"axes": [1], "keepdims": 1})
    same = tape.op("Cast", [tape.op("Equal", [x, top])], {"to": 11})
    return tape.op("Mul", [x, same])


def indexed(tape, x):
    """By the place of the maximum, which has no gradient."""
    place = tape.op("ArgMax", [x], {"axis": 1, "keepdims": 1})
    factor = tape.op("Exp", [tape.op("Cast", [place], {"to": 11})])
    return tape.op("Mul", [x, factor])


def concat(axis: int) -> Build:
    return lambda tape, x: tape.op(
        "Concat", [x, tape.op("Exp", [x]), tape.op("Neg", [x])], {"axis": axis}
    )


def split(tape, x):
    """Three parts, of which one is not used and one twice."""
    sizes = constant(tape, ints(1, 2, 3), "sizes")
    first, _, last = tape.op_multi_out("Split", [x, sizes], {"axis": 1}, num_outputs=3)
    return tape.op("Mul", [tape.op("Mul", [last, first]), last])


def attention(tape, x):
    """softmax(x x^T) x: a product of two arrays that both flow."""
    weights = tape.op(
        "Softmax",
        [tape.op("MatMul", [x, tape.op("Transpose", [x], {"perm": [0, 2, 1]})])],
    )
    return tape.op("MatMul", [weights, x])


def windows(tape, x):
    """[1,4,4,2] in four windows [4,4,2], as Swin cuts pictures, each changed."""
    cut = tape.op("Reshape", [x, constant(tape, ints(1, 2, 2, 2, 2, 2), "cut")])
    cut = tape.op("Transpose", [cut], {"perm": [0, 1, 3, 2, 4, 5]})
    cut = tape.op("Reshape", [cut, constant(tape, ints(4, 4, 2), "windows")])
    mixed = tape.op("MatMul", [cut, constant(tape, _numbers(2, 3), "w")])
    return tape.op("Add", [mixed, constant(tape, _numbers(4, 1, 1), "of_each")])


def rolled(tape, x):
    """Cut and put together the other way round, as Swin's shifted windows are."""
    axes = constant(tape, ints(1), "axes")
    begin, middle, end = (constant(tape, ints(i), f"at{i}") for i in (0, 2, 5))
    parts = [
        tape.op("Slice", [x, middle, end, axes]),
        tape.op("Slice", [x, begin, middle, axes]),
    ]
    return tape.op("Concat", parts, {"axis": 1})


def by_shape(tape, x):
    """A division by the number of channels, which a run computes."""
    count = tape.op("Gather", [tape.op("Shape", [x]), constant(tape, ints(1), "i")])
    return tape.op("Div", [x, tape.op("Cast", [count], {"to": 11})])


def gelu_in_parts(tape, x):
    scaled = tape.op("Div", [x, constant(tape, np.sqrt(2.0), "root")])
    gate = tape.op("Add", [tape.op("Erf", [scaled]), constant(tape, 1.0, "one")])
    return tape.op("Mul", [tape.op("Mul", [x, gate]), constant(tape, 0.5, "half")])


def batch_norm(tape, x):
    c = x.shape[1]
    arrays = [constant(tape, _numbers(c) + i, f"p{i}") for i in range(4)]
    return tape.op("BatchNormalization", [x, *arrays])


def conv(out: int, kernel, group: int = 1, **attributes) -> Build:
    def build(tape, x):
        shape = (out, x.shape[1] // group, *kernel)
        w = np.random.default_rng(3).normal(size=shape)
        attributes["group"] = group
        return tape.op("Conv", [x, constant(tape, w, "w")], attributes)

    return build


def pool(op: str, kernel, **attributes) -> Build:
    return node(op, kernel_shape=list(kernel), **attributes)


def _small(op: str, *constants, **attributes) -> Case:
    return Case((1, 2, 3, 2), node(op, *constants, **attributes), (op,))


CASES = {
    # one array, number by number
    "abs": _small("Abs"),
    "elu": _small("Elu", alpha=0.7),
    "erf": _small("Erf"),
    "exp": _small("Exp"),
    "gelu": Case((1, 2, 3, 2), node("Gelu"), ("Gelu",), 20),
    "gelu by tanh": Case((1, 2, 3), node("Gelu", approximate="tanh"), ("Gelu",), 20),
    "gelu in parts": Case((1, 2, 3), gelu_in_parts, ("Erf", "Div")),
    "hard sigmoid": _small("HardSigmoid", alpha=0.3),
    "hard swish": _small("HardSwish"),
    "leaky relu": _small("LeakyRelu", alpha=0.1),
    "log": Case((1, 2, 3), positive(node("Log")), ("Log",)),
    "neg": _small("Neg"),
    "prelu": _small("PRelu", _numbers(2, 1, 1)),
    "reciprocal": Case((1, 2, 3), positive(node("Reciprocal")), ("Reciprocal",)),
    "relu": _small("Relu"),
    "selu": _small("Selu"),
    "softplus": _small("Softplus"),
    "sqrt": Case((1, 2, 3), positive(node("Sqrt")), ("Sqrt",)),
    "tanh": _small("Tanh"),
    "clip by attributes": Case(
        (1, 2, 3, 4), node("Clip", min=-0.75, max=0.875), ("Clip",), 9
    ),
    # several arrays
    "sum of three": Case((1, 2, 3), lambda t, x: t.op("Sum", [x, x, x]), ("Sum",)),
    "sub": Case((1, 2, 3), between("Sub"), ("Sub",)),
    "sub, turned": Case((2, 2, 3), turned("Sub"), ("Sub",)),
    "div": Case((1, 2, 3), between("Div"), ("Div",)),
    "div, turned": Case((2, 2, 3), turned("Div"), ("Div",)),
    "mul, turned": Case((2, 2, 3), turned("Mul"), ("Mul",)),
    "max": Case((1, 2, 3), extreme("Max"), ("Max",)),
    "min": Case((1, 2, 3), extreme("Min"), ("Min",)),
    "pow": Case((1, 2, 3), positive(node("Pow", 2.5)), ("Pow",)),
    "square": _small("Pow", 2.0),
    "where": Case((1, 2, 3), where, ("Where", "Greater")),
    "where below": Case((1, 2, 3), where_below, ("Where", "Less")),
    "masked": Case((1, 4), masked, ("Mul", "Equal", "Cast")),
    "indexed": Case((1, 4), indexed, ("Mul", "ArgMax")),
    "by shape": Case((1, 4), by_shape, ("Div", "Shape")),
    # moves
    "cast": _small("Cast", to=11),
    "identity": _small("Identity"),
    "dropout": _small("Dropout"),
    "flatten": _small("Flatten", axis=2),
    "unsqueeze": _small("Unsqueeze", ints(0, 2)),
    "reshape to rows": _small("Reshape", ints(4, 3)),
    "transpose": _small("Transpose", perm=[3, 0, 2, 1]),
    "transpose, reversed": _small("Transpose"),
    "expand": Case((2, 1, 3), node("Expand", ints(4, 2, 5, 3)), ("Expand",)),
    "concat": Case((1, 2, 3), concat(1), ("Concat",)),
    "concat along the last axis": Case((1, 2, 3), concat(-1), ("Concat",)),
    "split": Case((2, 6), split, ("Split",)),
    "slice": _small("Slice", ints(1, -2), ints(9, 3), ints(2, -1)),
    "slice by attributes": Case(
        (1, 4, 3), node("Slice", starts=[1], ends=[-1], axes=[1]), ("Slice",), 9
    ),
    "slice, every other": Case(
        (1, 5, 6),
        node("Slice", ints(0, 1), ints(5, 6), ints(1, 2), ints(2, 3)),
        ("Slice",),
    ),
    "rolled": Case((1, 5, 2), rolled, ("Slice", "Concat")),
    "windows": Case((1, 4, 4, 2), windows, ("Reshape", "Transpose", "MatMul")),
    "gather one": Case((1, 5, 2), node("Gather", np.int64(0), axis=1), ("Gather",)),
    "gather some": Case((1, 5, 2), node("Gather", ints(4, 0, -1), axis=1), ("Gather",)),
    "gather all": Case(
        (1, 5, 2), node("Gather", ints(0, 1, 2, 3, 4), axis=1), ("Gather",)
    ),
    "depth to space": Case(
        (1, 8, 2, 3), node("DepthToSpace", blocksize=2), ("DepthToSpace",)
    ),
    "space to depth": Case(
        (1, 2, 4, 6), node("SpaceToDepth", blocksize=2), ("SpaceToDepth",)
    ),
    "pad": _small("Pad", ints(0, 1, 0, 2, 0, 0, 1, 0)),
    "pad by attributes": Case(
        (1, 2, 3), node("Pad", pads=[0, 0, 1, 0, 1, 0]), ("Pad",), 9
    ),
    "pad by reflection": Case(
        (1, 2, 4, 4),
        node("Pad", ints(0, 0, 1, 2, 0, 0, 2, 0), mode="reflect"),
        ("Pad",),
    ),
    "pad by the edge": Case(
        (1, 2, 4, 3), node("Pad", ints(0, 0, 1, 2, 0, 0, 2, 0), mode="edge"), ("Pad",)
    ),
    "resize to the nearest": Case(
        (1, 2, 3, 2), node("Resize", None, None, ints(1, 2, 6, 5)), ("Resize",)
    ),
    "resize by a factor": Case(
        (1, 2, 3, 2),
        node(
            "Resize",
            None,
            np.float32([1, 1, 2, 2]),
            coordinate_transformation_mode="asymmetric",
            nearest_mode="floor",
        ),
        ("Resize",),
    ),
    "resize linearly": Case(
        (1, 2, 3, 4),
        node("Resize", None, None, ints(1, 2, 7, 6), mode="linear"),
        ("Resize",),
    ),
    "resize by corners": Case(
        (1, 2, 3, 4),
        node(
            "Resize",
            None,
            None,
            ints(1, 2, 5, 7),
            mode="linear",
            coordinate_transformation_mode="align_corners",
        ),
        ("Resize",),
    ),
    "upsample": Case(
        (1, 2, 3, 2), node("Upsample", np.float32([1, 1, 2, 3])), ("Upsample",), 9
    ),
    # means, sums, maxima
    "mean": _small("ReduceMean", axes=[2, 3]),
    "mean without its axes": _small("ReduceMean", axes=[1, -1], keepdims=0),
    "mean by input": Case(
        (1, 2, 3), node("ReduceMean", ints(2), keepdims=0), ("ReduceMean",), 18
    ),
    "mean of all": _small("ReduceMean"),
    "sum": _small("ReduceSum", ints(1), keepdims=0),
    "sum by attributes": Case(
        (1, 2, 3), node("ReduceSum", axes=[2]), ("ReduceSum",), 11
    ),
    "maximum": _small("ReduceMax", axes=[2, 3], keepdims=0),
    "maximum along one axis": _small("ReduceMax", axes=[1]),
    "length": _small("ReduceL2", axes=[1]),
    "global maximum": _small("GlobalMaxPool"),
    # windows
    "conv, dilated": Case(
        (1, 2, 7, 6), conv(3, (3, 3), dilations=[2, 2], pads=[2, 2, 2, 2]), ("Conv",)
    ),
    "conv, dilated, valid": Case(
        (1, 2, 8, 7), conv(3, (3, 2), dilations=[3, 2]), ("Conv",)
    ),
    "conv, dilated, wide pads": Case(
        (1, 1, 4, 4), conv(2, (2, 2), dilations=[2, 2], pads=[3, 3, 3, 3]), ("Conv",)
    ),
    "conv, dilated and strided": Case(
        (1, 2, 9, 8), conv(2, (3, 3), dilations=[2, 3], strides=[2, 2]), ("Conv",)
    ),
    "conv, unequal strides": Case(
        (1, 2, 7, 8),
        conv(4, (3, 3), 2, strides=[1, 2], pads=[1, 1, 1, 1]),
        ("Conv",),
    ),
    "conv, unequal strides, odd": Case(
        (1, 2, 8, 7), conv(3, (3, 2), strides=[3, 2]), ("Conv",)
    ),
    "conv, same, upper": Case(
        (1, 2, 6, 7), conv(3, (3, 4), auto_pad="SAME_UPPER", strides=[2, 2]), ("Conv",)
    ),
    "conv, same, lower": Case(
        (1, 2, 6, 7), conv(3, (3, 4), auto_pad="SAME_LOWER", strides=[2, 2]), ("Conv",)
    ),
    "conv, valid": Case((1, 2, 5, 6), conv(3, (3, 3), auto_pad="VALID"), ("Conv",)),
    "conv transposed": Case(
        (1, 4, 3, 2),
        node("ConvTranspose", _numbers(4, 3, 2, 3), strides=[2, 1], pads=[0, 1, 1, 0]),
        ("ConvTranspose",),
    ),
    "average pool": Case(
        (1, 2, 6, 5), pool("AveragePool", (2, 3), strides=[2, 1]), ("AveragePool",)
    ),
    "average pool, padded": Case(
        (1, 2, 5, 5),
        pool("AveragePool", (3, 3), strides=[2, 2], pads=[1, 1, 1, 1]),
        ("AveragePool",),
    ),
    "average pool, padding counted": Case(
        (1, 2, 5, 5),
        pool(
            "AveragePool",
            (3, 3),
            strides=[2, 2],
            pads=[1, 1, 1, 1],
            count_include_pad=1,
        ),
        ("AveragePool",),
    ),
    "average pool, same": Case(
        (1, 2, 5, 6),
        pool("AveragePool", (2, 2), strides=[2, 2], auto_pad="SAME_UPPER"),
        ("AveragePool",),
    ),
    "max pool": Case(
        (1, 3, 6, 5), pool("MaxPool", (2, 2), strides=[2, 2]), ("MaxPool",)
    ),
    "max pool, overlapping": Case(
        (1, 3, 7, 6),
        pool("MaxPool", (3, 3), strides=[2, 2], pads=[1, 1, 1, 1]),
        ("MaxPool",),
    ),
    "max pool, same": Case(
        (1, 2, 5, 6),
        pool("MaxPool", (3, 3), strides=[2, 2], auto_pad="SAME_UPPER"),
        ("MaxPool",),
    ),
    "max pool, rounded up": Case(
        (1, 2, 6, 6),
        pool("MaxPool", (3, 3), strides=[2, 2], ceil_mode=1),
        ("MaxPool",),
    ),
    # products and scales
    "matmul of tokens": Case((1, 4, 3), node("MatMul", _numbers(3, 5)), ("MatMul",)),
    "matmul stretched": Case(
        (1, 4, 3), node("MatMul", _numbers(2, 1, 3, 5)), ("MatMul",)
    ),
    "attention": Case((1, 4, 3), attention, ("MatMul", "Softmax")),
    "softmax": _small("Softmax", axis=1),
    "softmax of all behind": Case((1, 2, 3), node("Softmax", axis=1), ("Softmax",), 11),
    "log softmax": _small("LogSoftmax", axis=-1),
    "batch normalization": Case((1, 3, 2, 3), batch_norm, ("BatchNormalization",)),
    "instance normalization": Case(
        (1, 3, 2, 3),
        node("InstanceNormalization", _numbers(3), _numbers(3)),
        ("InstanceNormalization",),
    ),
    "layer normalization": Case(
        (1, 3, 5),
        node("LayerNormalization", _numbers(5), _numbers(5), axis=-1),
        ("LayerNormalization",),
    ),
    "layer normalization of maps": Case(
        (1, 3, 2, 2),
        node("LayerNormalization", _numbers(3, 2, 2), _numbers(3, 2, 2), axis=1),
        ("LayerNormalization",),
    ),
    "local response normalization": Case(
        (1, 6, 2, 2), node("LRN", size=5, alpha=0.5, beta=0.6, bias=1.5), ("LRN",)
    ),
    "local response normalization, even": Case(
        (1, 5, 2, 1), node("LRN", size=4, alpha=0.5), ("LRN",)
    ),
}
