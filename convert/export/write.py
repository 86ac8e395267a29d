"""Writes a model folder: the contract between the build and everything that runs."""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib import metadata
from pathlib import Path

import numpy as np
import onnx
import onnx_ir as ir

from ..models.architecture import describe_layers
from ..models.network import Network
from .forward import export_forward
from .graphs import features_graph, head_graph, layers_graph
from .weights import FILE_NAME, PRECISIONS, WeightsFile

SCHEMA_VERSION = 1
_TOOLS = ("keras", "tensorflow", "tensorflow-cpu", "tf2onnx", "onnx", "onnxruntime")


def write_model_folder(
    network: Network,
    folder: Path,
    labels: bytes,
    precision: str = PRECISIONS[0],
    fingerprint: str = "",
) -> None:
    """Export ``network`` to ``folder``; what was there is replaced when all is well.

    labels: the content of labels.json. precision: of the stored weights.
    fingerprint: recorded in the manifest as ``made_from``, see fingerprint.py.
    """
    draft = folder.with_name(f".{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    _write_graphs(network, draft, precision)
    (draft / "labels.json").write_bytes(labels)
    manifest = _manifest(network, draft, precision, fingerprint)
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (draft / "manifest.json").write_text(text, encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)


def _write_graphs(network: Network, folder: Path, precision: str) -> None:
    forward = export_forward(network.keras_model, network.model.layers)
    weights = WeightsFile(precision)
    paths = []
    for make in (features_graph, head_graph, layers_graph):
        model = make(forward)
        weights.take_from(model)
        path = folder / f"{model.graph.name}.onnx"
        path.write_bytes(ir.to_proto(model).SerializeToString(deterministic=True))
        paths.append(path)
    (folder / FILE_NAME).write_bytes(weights.content())
    for path in paths:
        onnx.checker.check_model(path, full_check=True)


def _manifest(network: Network, folder: Path, precision: str, fingerprint: str) -> dict:
    model = network.keras_model
    layers = describe_layers(model, network.model.layers)
    top = layers[-1]
    return {
        "schema_version": SCHEMA_VERSION,
        "name": network.model.name,
        "title": network.model.title,
        "parameters": _trainable_parameters(network),
        "imagenet_top1": network.model.imagenet_top1,
        "weights": {
            "source": network.weights.source,
            "licence": network.weights.licence,
            "sha256": network.weights.sha256,
        },
        "input": {"size": model.input_shape[1], "layout": "NHWC", "range": [0, 255]},
        "classes": model.output_shape[-1],
        "labels": "labels.json",
        "precision": precision,
        "features": {"layer": top["id"], "shape": top["shape"]},
        "layers": layers,
        "files": {path.name: _entry(path) for path in sorted(folder.iterdir())},
        "tools": _tool_versions(),
        "made_from": fingerprint,
    }


def _trainable_parameters(network: Network) -> int:
    """The number that papers quote: batch-norm statistics are not counted."""
    weights = network.keras_model.trainable_weights
    return int(sum(np.prod(weight.shape) for weight in weights))


def _entry(path: Path) -> dict:
    data = path.read_bytes()
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _tool_versions() -> dict[str, str]:
    versions = {}
    for tool in _TOOLS:
        try:
            versions[tool] = metadata.version(tool)
        except metadata.PackageNotFoundError:
            continue  # one of the two builds of TensorFlow
    return versions
