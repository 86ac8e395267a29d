"""The form of the exported graphs: valid, portable, small, the same in every build."""

from __future__ import annotations

import hashlib
import json
from collections import Counter

import onnx
import pytest

from convert.export.write import write_model_folder

GRAPHS = ("features.onnx", "head.onnx", "layers.onnx")
WEIGHTS_LIMIT = {"b0": 11_000_000, "lite0": 9_600_000}  # bytes
GRAPHS_LIMIT = 1_000_000

both = pytest.mark.parametrize("name", ["b0", "lite0"])


@both
@pytest.mark.parametrize("precision", ["int16", "float16", "float32"])
def test_graphs_pass_the_checker_with_full_shape_inference(exported, name, precision):
    for graph in GRAPHS:
        onnx.checker.check_model(exported(name, precision) / graph, full_check=True)


@both
def test_graphs_use_only_the_default_domain(exported, name):
    for graph in GRAPHS:
        model = onnx.load(exported(name, "int16") / graph, load_external_data=False)
        assert [opset.domain for opset in model.opset_import] == [""]
        assert {node.domain for node in model.graph.node} == {""}


@both
def test_inputs_and_outputs_are_those_of_the_contract(exported, name):
    folder = exported(name, "int16")
    layers = json.loads((folder / "manifest.json").read_text())["layers"]
    assert len(layers) == 18
    top = layers[-1]["shape"]
    image, seed = ["N", 224, 224, 3], ["N", 1000]
    expected = {
        "features.onnx": ({"image": image}, {"features": ["N", *top]}),
        "head.onnx": (
            {"features": ["N", *top], "seed": seed},
            {"logits": ["N", 1000], "gradients": ["N", *top]},
        ),
        "layers.onnx": (
            {"image": [1, 224, 224, 3], "seed": ["K", 1000]},
            {"logits": [1, 1000]}
            | {f"{entry['id']}/activations": [1, *entry["shape"]] for entry in layers}
            | {f"{entry['id']}/gradients": ["K", *entry["shape"]] for entry in layers},
        ),
    }
    for graph, (inputs, outputs) in expected.items():
        model = onnx.load(folder / graph, load_external_data=False)
        assert _shapes(model.graph.input) == inputs
        assert _shapes(model.graph.output) == outputs


@both
def test_a_second_build_is_byte_identical(exported, tmp_path, request, name):
    first = exported(name, "int16")
    network = request.getfixturevalue(f"{name}_network")
    write_model_folder(network, tmp_path / name, b"[]")
    for path in sorted(first.iterdir()):
        again = tmp_path / name / path.name
        assert again.read_bytes() == path.read_bytes(), path.name


@both
def test_files_are_small_and_hold_no_weight_twice(exported, name):
    folder = exported(name, "int16")
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    assert sizes["weights.bin"] <= WEIGHTS_LIMIT[name]
    assert sum(sizes[graph] for graph in GRAPHS) <= GRAPHS_LIMIT
    weights = (folder / "weights.bin").read_bytes()
    regions = set()
    for graph in GRAPHS:
        model = onnx.load(folder / graph, load_external_data=False)
        for tensor in model.graph.initializer:
            place = {entry.key: entry.value for entry in tensor.external_data}
            if place:
                regions.add((int(place["offset"]), int(place["length"])))
    contents = Counter(
        hashlib.sha256(weights[offset : offset + length]).digest()
        for offset, length in regions
    )
    assert max(contents.values()) == 1
    assert sum(length for _, length in regions) > 0.99 * sizes["weights.bin"]


@both
def test_manifest_tells_every_file_and_layer(exported, name):
    folder = exported(name, "int16")
    manifest = json.loads((folder / "manifest.json").read_text())
    others = {path.name for path in folder.iterdir()} - {"manifest.json"}
    assert set(manifest["files"]) == others
    for file, entry in manifest["files"].items():
        data = (folder / file).read_bytes()
        assert entry["size"] == len(data)
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()
    labels = " ".join(layer["label"] for layer in manifest["layers"])
    assert labels == "stem 1a 2a 2b 3a 3b 4a 4b 4c 5a 5b 5c 6a 6b 6c 6d 7a top"
    assert manifest["layers"][5] == {
        "id": "block3b_add",
        "label": "3b",
        "block": "MBConv6 5x5",
        "kernel": 5,
        "stride": 1,
        "shape": [40, 28, 28],
    }


def test_parameters_are_those_of_the_literature(exported):
    """5.3 million for B0 (Tan and Le 2019, Table 2), 4.7 million for Lite0."""
    parameters = {
        name: json.loads((exported(name, "int16") / "manifest.json").read_text())[
            "parameters"
        ]
        for name in ("b0", "lite0")
    }
    assert parameters == {"b0": 5_288_548, "lite0": 4_652_008}


def _shapes(values) -> dict[str, list]:
    return {
        value.name: [
            dim.dim_param or dim.dim_value for dim in value.type.tensor_type.shape.dim
        ]
        for value in values
    }
