"""A model folder that is damaged or newer is refused with the reason."""

import json

import pytest

from gradcam_py.errors import ModelFolderError, SettingError
from gradcam_py.model.folder import built_models, load_model_folder, read_from
from gradcam_py.model.manifest import parse_manifest
from tests.tiny_model import build_tiny_model

ADVICE = "run `make site` to build it again$"


@pytest.fixture(scope="module")
def intact(tmp_path_factory):
    folder = build_tiny_model(tmp_path_factory.mktemp("models") / "tiny")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def files(intact):
    """The folder's files by name, for the test to damage."""
    return dict(intact)


def change(files, /, **entries):
    manifest = json.loads(files["manifest.json"])
    manifest.update(entries)
    files["manifest.json"] = json.dumps(manifest).encode()


def refusal(files):
    with pytest.raises(ModelFolderError) as caught:
        load_model_folder(files.__getitem__)
    return str(caught.value)


def test_intact_folder_is_read_whole(files):
    folder = load_model_folder(files.__getitem__)
    assert folder.manifest.name == "tiny"
    assert folder.manifest.input_size == 224
    assert folder.labels.name(2) == "pug"
    assert set(folder.files) == set(files) - {"manifest.json"}


def test_folder_on_disk_is_read_the_same(tmp_path, intact):
    folder = load_model_folder(read_from(build_tiny_model(tmp_path)))
    assert folder.files["weights.bin"] == intact["weights.bin"]


def test_truncated_file_is_refused_with_both_sizes(files):
    size = len(files["weights.bin"])
    files["weights.bin"] = files["weights.bin"][:-1]
    assert refusal(files).startswith(
        f"weights.bin has {size - 1:,} bytes, expected {size:,}: run `make site`"
    )


def test_altered_file_is_refused_with_both_hashes(files):
    expected = json.loads(files["manifest.json"])["files"]["head.onnx"]["sha256"]
    files["head.onnx"] = files["head.onnx"][:-1] + b"\xff"
    message = refusal(files)
    assert message.startswith("head.onnx has sha256 ")
    assert f"expected {expected}: run `make site`" in message


@pytest.mark.parametrize(
    "name",
    ["features.onnx", "head.onnx", "layers.onnx", "weights.bin", "labels.json"],
)
def test_missing_file_is_named(files, name):
    del files[name]
    assert refusal(files).startswith(f"{name} is missing from the model folder: run")


def test_missing_manifest_is_named(files):
    del files["manifest.json"]
    assert refusal(files).startswith("manifest.json is missing from the model folder")


def test_missing_file_on_disk_is_named(tmp_path):
    folder = build_tiny_model(tmp_path)
    (folder / "layers.onnx").unlink()
    with pytest.raises(ModelFolderError, match=r"^layers\.onnx is missing.*" + ADVICE):
        load_model_folder(read_from(folder))


def test_unreadable_file_on_disk_is_named(tmp_path):
    folder = build_tiny_model(tmp_path)
    (folder / "layers.onnx").unlink()
    (folder / "layers.onnx").mkdir()
    with pytest.raises(ModelFolderError, match=r"^layers\.onnx cannot be read"):
        load_model_folder(read_from(folder))


def test_newer_schema_is_refused_before_anything_else_is_looked_at(files):
    files["manifest.json"] = b'{"schema_version": 2}'
    message = refusal(files)
    assert "schema version 2, newer than the 1 this program knows" in message


@pytest.mark.parametrize("version", [None, "1", 0, -1, 1.5, True])
def test_version_that_is_no_version_is_refused(files, version):
    change(files, schema_version=version)
    assert "expected schema_version 1, found" in refusal(files)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[1]", b"null", b'"text"'])
def test_manifest_that_is_no_manifest_is_refused(files, data):
    files["manifest.json"] = data
    assert refusal(files).startswith("manifest.json")


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"name": 3}, "expected str, found 3"),
        ({"input": {}}, "KeyError('size')"),
        ({"layers": [{"id": "x"}]}, "KeyError('label')"),
        ({"files": []}, "missing or malformed"),
        ({"files": {}}, "does not list the file features.onnx"),
        ({"labels": "names.json"}, "does not list the file names.json"),
        ({"features": {"layer": "top_activation", "shape": [1, 2]}}, "malformed"),
        ({"features": {"layer": "top_activation", "shape": [1, 2, 3]}}, "do not list"),
        ({"features": {"layer": "other", "shape": [6, 4, 4]}}, "do not list it so"),
        ({"activation": "tanh"}, "expected one of softmax, sigmoid, found 'tanh'"),
        ({"activation": ["softmax"]}, "expected str, found ['softmax']"),
        ({"classes": 11}, "labels.json has 10 entries, expected 11"),
    ],
)
def test_inconsistent_manifest_is_refused(files, entries, message):
    change(files, **entries)
    found = refusal(files)
    assert message in found
    assert "run `make site`" in found


@pytest.mark.parametrize(
    ("entries", "expected"), [({}, "softmax"), ({"activation": "sigmoid"}, "sigmoid")]
)
def test_what_makes_probabilities_is_softmax_unless_told(files, entries, expected):
    change(files, **entries)
    assert load_model_folder(files.__getitem__).manifest.activation == expected


@pytest.mark.parametrize("name", ["../weights.bin", "a/b", "a\\b", "..", ""])
def test_file_names_cannot_leave_the_folder(files, name):
    listed = json.loads(files["manifest.json"])["files"]
    change(files, files={**listed, name: {"size": 1, "sha256": "0"}})
    assert "expected plain file names" in refusal(files)


@pytest.mark.parametrize(
    ("name", "label"),
    [("stem", "stem"), ("top_activation", "top"), ("0", "stem"), ("-1", "top")],
)
def test_layer_is_found_by_label_id_or_index(files, name, label):
    assert parse_manifest(files["manifest.json"]).layer(name).label == label


@pytest.mark.parametrize("name", ["3b", "2", "-3", "", "1.0"])
def test_unknown_layer_is_refused_with_the_choices(files, name):
    with pytest.raises(SettingError, match=r"choose stem, top, a layer's id or 0\.\.1"):
        parse_manifest(files["manifest.json"]).layer(name)


def with_accuracy(models, name, share):
    manifest = build_tiny_model(models / name) / "manifest.json"
    manifest.write_text(
        json.dumps(json.loads(manifest.read_bytes()) | {"imagenet_top1": share})
    )


def test_models_are_listed_from_the_most_accurate_down_and_equal_ones_by_name(tmp_path):
    for name, share in (("a", 0.5), ("d", 0.75), ("c", 0.25), ("b", 0.5)):
        with_accuracy(tmp_path, name, share)
    (tmp_path / "no model").mkdir()
    assert list(built_models(tmp_path)) == ["d", "a", "b", "c"]
    assert built_models(tmp_path)["d"].imagenet_top1 == 0.75
    assert built_models(tmp_path / "absent") == {}


def test_a_damaged_model_among_others_is_named(tmp_path):
    with_accuracy(tmp_path, "a", 0.5)
    build_tiny_model(tmp_path / "b").joinpath("manifest.json").write_text("{")
    with pytest.raises(ModelFolderError, match=r"^b: manifest\.json is not JSON"):
        built_models(tmp_path)
