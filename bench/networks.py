"""The networks that are measured: model folders, with one graph more for each.

EfficientNet-B0 has seeded random weights, so that the benchmark runs where its real
ones cannot be had; times don't depend on them. Lite0 is the one that the build made.
"""

import json
import shutil
import sys
from pathlib import Path

import onnx_ir as ir
from pooch import file_hash

from convert.content.labels import labels_json
from convert.export.fingerprint import fingerprint, is_up_to_date
from convert.models.efficientnet_b0 import B0
from convert.models.efficientnet_lite0 import Lite0
from convert.web.assemble import SITE

PEERS_NETWORK = B0.name  # which the peers measure as well
FORWARD = "forward.onnx"
_RANDOM = "seeded random weights, for the benchmark only"


def b0(folder: Path) -> None:
    """Export B0 with random weights to `folder`, unless it is there and up to date."""
    expected = fingerprint(_RANDOM, "int16")
    if not is_up_to_date(folder, expected):
        print("bench: exporting EfficientNet-B0", file=sys.stderr, flush=True)
        from convert.export.write import write_model_folder  # imports TensorFlow
        from tests.random_b0 import random_b0

        folder.parent.mkdir(parents=True, exist_ok=True)
        write_model_folder(random_b0(), folder, labels_json(), fingerprint=expected)
    add_forward(folder)


def lite0(folder: Path) -> None:
    """Copy the built Lite0 to `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SITE / "models" / Lite0.name, folder)
    add_forward(folder)


def add_forward(folder: Path) -> None:
    """Cut the forward pass, image to logits, out of the folder's layers.onnx.

    It reads the same weights.bin, and the manifest lists it like the other graphs.
    """
    graph = ir.load(folder / "layers.onnx").graph
    forward = ir.convenience.extract(graph, ["image"], ["logits"])
    forward.name = "forward"
    model = ir.Model(forward, ir_version=8)
    path = folder / FORWARD
    path.write_bytes(ir.to_proto(model).SerializeToString(deterministic=True))
    manifest = json.loads((folder / "manifest.json").read_bytes())
    entry = {"size": path.stat().st_size, "sha256": file_hash(path)}
    manifest["files"][FORWARD] = entry
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1))


# What is measured: how its model folder is made.
NETWORKS = {B0.name: b0, Lite0.name: lite0}
