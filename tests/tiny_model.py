"""A model folder small enough to build in a test, yet complete.

A random network of the real one's form: `stem` (a 28x28 convolution of
stride 28, then tanh, so activations of both signs), `top` (2x2, stride 2, then ReLU),
global average pooling and a linear layer. Its gradients are written down by hand here,
so they owe nothing to the exporter. `forward` is the same network in plain NumPy, in
float64: the tests' oracle.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

CLASSES = 10
SIZE = 224
STEM, TOP = (4, 8, 8), (6, 4, 4)
NAMES = [
    "Egyptian cat", "tabby cat", "pug", "bull mastiff", "espresso",
    "coffee mug", "crane", "crane", "teapot", "rocket",
]  # fmt: skip


def tiny_weights() -> dict[str, NDArray[np.float32]]:
    """Seeded weights; the kernels scaled for images 0..255."""
    generator = np.random.default_rng(7)
    shapes = {
        "stem_kernel": (STEM[0], 3, 28, 28),
        "top_kernel": (TOP[0], STEM[0], 2, 2),
        "dense": (TOP[0], CLASSES),
        "bias": (CLASSES,),
    }
    weights = {
        name: generator.normal(0, 1, shape).astype(np.float32)
        for name, shape in shapes.items()
    }
    weights["stem_kernel"] /= 4000
    return weights


def build_tiny_model(folder: Path, name: str = "tiny") -> Path:
    """Write the model folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = tiny_weights()
    blob, places = b"", {}
    for key, value in weights.items():
        places[key] = (len(blob), value.nbytes)
        blob += value.tobytes()
    (folder / "weights.bin").write_bytes(blob)
    for graph in (_features(), _head(), _layers()):
        used = {name for node in graph.node for name in node.input}
        for key in weights:
            if key in used:
                graph.initializer.append(_external(key, weights[key], places[key]))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
        model.ir_version = 8
        (folder / f"{graph.name}.onnx").write_bytes(model.SerializeToString())
    labels = [
        {"index": i, "name": name, "description": f"what {name} is"}
        for i, name in enumerate(NAMES)
    ]
    (folder / "labels.json").write_text(json.dumps(labels))
    (folder / "manifest.json").write_text(json.dumps(_manifest(folder, name)))
    return folder


def forward(image: NDArray) -> tuple[dict[str, NDArray], NDArray]:
    """[SIZE,SIZE,3] -> activations of both layers and the logits, in float64."""
    weights = {k: v.astype(np.float64) for k, v in tiny_weights().items()}
    stem = np.tanh(_patches(image.transpose(2, 0, 1) - 128, weights["stem_kernel"]))
    top = np.maximum(_patches(stem, weights["top_kernel"]), 0)
    return {"stem_activation": stem, "top_activation": top}, head(top)


def head(top: NDArray) -> NDArray:
    """Features [C,h,w] -> logits, in float64."""
    weights = tiny_weights()
    return top.mean(axis=(1, 2)) @ weights["dense"].astype(float) + weights["bias"]


def _patches(image: NDArray, kernel: NDArray) -> NDArray:
    """A convolution whose stride is its kernel's size: [C,h,w] -> [K,h/s,w/s]."""
    s = kernel.shape[-1]
    c, h, w = image.shape
    blocks = image.reshape(c, h // s, s, w // s, s)
    return np.einsum("kcab,ciajb->kij", kernel.astype(float), blocks)


def _features() -> onnx.GraphProto:
    inputs = [_value("image", ["N", SIZE, SIZE, 3])]
    return _graph("features", _forward("features"), inputs, {"features": ["N", *TOP]})


def _head() -> onnx.GraphProto:
    nodes = [*_logits("features"), *_top_gradients("features", "gradients")]
    inputs = [_value("features", ["N", *TOP]), _value("seed", ["N", CLASSES])]
    outputs = {"logits": ["N", CLASSES], "gradients": ["N", *TOP]}
    return _graph("head", nodes, inputs, outputs)


def _layers() -> onnx.GraphProto:
    stem, top = "stem_activation", "top_activation"
    nodes = [
        *_forward(f"{top}/activations"),
        *_logits(f"{top}/activations"),
        *_top_gradients(f"{top}/activations", f"{top}/gradients"),
        # ReLU passes the gradient where it was positive, 0 at its kink.
        _node("Sign", [f"{top}/activations"], "slope"),
        _node("Mul", [f"{top}/gradients", "slope"], "before_relu"),
        _node(
            "ConvTranspose",
            ["before_relu", "top_kernel"],
            f"{stem}/gradients",
            strides=[2, 2],
        ),
    ]
    inputs = [_value("image", [1, SIZE, SIZE, 3]), _value("seed", ["K", CLASSES])]
    outputs = {"logits": [1, CLASSES]}
    for name, shape in ((stem, STEM), (top, TOP)):
        outputs[f"{name}/activations"] = [1, *shape]
        outputs[f"{name}/gradients"] = ["K", *shape]
    return _graph("layers", nodes, inputs, outputs)


def _forward(output: str) -> list[onnx.NodeProto]:
    stem = "stem_activation/activations"
    return [
        _node("Transpose", ["image"], "nchw", perm=[0, 3, 1, 2]),
        _constant("gray", np.float32(128)),
        _node("Sub", ["nchw", "gray"], "centred"),
        _node("Conv", ["centred", "stem_kernel"], "stem_sum", strides=[28, 28]),
        _node("Tanh", ["stem_sum"], stem),
        _node("Conv", [stem, "top_kernel"], "top_sum", strides=[2, 2]),
        _node("Relu", ["top_sum"], output),
    ]


def _logits(features: str) -> list[onnx.NodeProto]:
    return [
        _node("ReduceMean", [features], "pooled", axes=[2, 3], keepdims=0),
        _node("MatMul", ["pooled", "dense"], "products"),
        _node("Add", ["products", "bias"], "logits"),
    ]


def _top_gradients(features: str, output: str) -> list[onnx.NodeProto]:
    """seed @ dense.T / (h * w), the same at every place."""
    return [
        _node("Transpose", ["dense"], "dense_transposed", perm=[1, 0]),
        _node("MatMul", ["seed", "dense_transposed"], "weights"),
        _constant("places", np.float32(TOP[1] * TOP[2])),
        _node("Div", ["weights", "places"], "means"),
        _constant("spread", np.array([-1, TOP[0], 1, 1])),
        _node("Reshape", ["means", "spread"], "spread_means"),
        _constant("top_shape", np.array([1, *TOP])),
        _node("Expand", ["spread_means", "top_shape"], output),
    ]


def _manifest(folder: Path, name: str) -> dict:
    files = sorted(path for path in folder.iterdir() if path.name != "manifest.json")
    layers = [("stem", "Conv 28x28", 28, 28, STEM), ("top", "Conv 2x2", 2, 2, TOP)]
    return {
        "schema_version": 1,
        "name": name,
        "title": "Tiny network",
        "parameters": sum(value.size for value in tiny_weights().values()),
        "imagenet_top1": 0.0,
        "weights": {"source": "random", "licence": "MIT", "sha256": "0" * 64},
        "input": {"size": SIZE, "layout": "NHWC", "range": [0, 255]},
        "classes": CLASSES,
        "labels": "labels.json",
        "precision": "float32",
        "features": {"layer": "top_activation", "shape": TOP},
        "layers": [
            {
                "id": f"{label}_activation",
                "label": label,
                "block": block,
                "kernel": kernel,
                "stride": stride,
                "shape": shape,
            }
            for label, block, kernel, stride, shape in layers
        ],
        "files": {
            path.name: {
                "size": path.stat().st_size,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            for path in files
        },
        "tools": {"onnx": onnx.__version__},
    }


def _graph(
    name: str,
    nodes: list[onnx.NodeProto],
    inputs: list[onnx.ValueInfoProto],
    outputs: dict[str, list],
) -> onnx.GraphProto:
    values = [_value(key, shape) for key, shape in outputs.items()]
    return helper.make_graph(nodes, name, inputs, values)


def _node(kind: str, inputs: list[str], output: str, **attributes) -> onnx.NodeProto:
    return helper.make_node(kind, inputs, [output], **attributes)


def _constant(name: str, value: np.generic | NDArray) -> onnx.NodeProto:
    return _node("Constant", [], name, value=numpy_helper.from_array(np.asarray(value)))


def _value(name: str, shape: list) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def _external(name: str, value: NDArray, place: tuple[int, int]) -> TensorProto:
    tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=value.shape)
    tensor.data_location = TensorProto.EXTERNAL
    offset, length = place
    for key, entry in (
        ("location", "weights.bin"),
        ("offset", offset),
        ("length", length),
    ):
        tensor.external_data.add(key=key, value=str(entry))
    return tensor
