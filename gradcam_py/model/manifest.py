"""manifest.json: what a model folder says about itself, read and checked."""

import json
from dataclasses import dataclass
from typing import Any

from ..cam.seeds import ACTIVATIONS
from ..errors import ModelFolderError, SettingError
from ..words import model_folder, refusals

SCHEMA_VERSION = 1
FILES = ("features.onnx", "head.onnx", "layers.onnx", "weights.bin")


@dataclass(frozen=True)
class Layer:
    """One stop of the layer slider."""

    id: str  # Keras name, such as block3b_add
    label: str  # short, such as 3b
    block: str  # such as MBConv6 3x3
    kernel: int
    stride: int
    shape: tuple[int, int, int]  # C, h, w

    @property
    def kind(self) -> str:
        """The block's type without its kernel, such as MBConv6."""
        return self.block.split(" ")[0]


@dataclass(frozen=True)
class FileEntry:
    """What a file of the folder must be."""

    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """A model folder's description; `raw` is the whole document."""

    name: str
    title: str
    imagenet_top1: float  # share of its validation pictures; 0 if nobody measured it
    input_size: int
    classes: int
    labels: str
    features_layer: str
    features_shape: tuple[int, int, int]
    layers: tuple[Layer, ...]
    files: dict[str, FileEntry]
    raw: dict[str, Any]
    activation: str = "softmax"  # what makes probabilities of the logits

    def layer(self, name: str) -> Layer:
        """The layer of that id, short label or index (negative ones from the top).

        Every way to name a layer, from links to the command line, comes through here.
        Raises `SettingError`.
        """
        return self.layers[self.layer_index(name)]

    def layer_index(self, name: str) -> int:
        """The place of `layer(name)` among `layers`, 0 for the first."""
        for index, layer in enumerate(self.layers):
            if name in (layer.id, layer.label):
                return index
        try:
            return range(len(self.layers))[int(name)]
        except (ValueError, IndexError):
            labels = [layer.label for layer in self.layers]
            raise SettingError(refusals.unknown_layer(name, labels)) from None


def parse_manifest(data: bytes) -> Manifest:
    """Read manifest.json; raise `ModelFolderError` naming what is wrong with it."""
    try:
        raw = json.loads(data)
    except ValueError as error:
        raise ModelFolderError(model_folder.not_json(error)) from None
    version = raw.get("schema_version") if isinstance(raw, dict) else None
    if type(version) is not int or version < 1:  # True is an int, too
        raise ModelFolderError(model_folder.no_version(version, SCHEMA_VERSION))
    if version > SCHEMA_VERSION:
        raise ModelFolderError(model_folder.newer(version, SCHEMA_VERSION))
    try:
        manifest = _build(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelFolderError(model_folder.malformed(error)) from None
    _check(manifest)
    return manifest


def _build(raw: dict[str, Any]) -> Manifest:
    return Manifest(
        name=_expect(str, raw["name"]),
        title=_expect(str, raw["title"]),
        imagenet_top1=_expect(float, raw["imagenet_top1"]),
        input_size=_expect(int, raw["input"]["size"]),
        classes=_expect(int, raw["classes"]),
        labels=_expect(str, raw["labels"]),
        features_layer=_expect(str, raw["features"]["layer"]),
        features_shape=_shape(raw["features"]["shape"]),
        layers=tuple(_layer(entry) for entry in raw["layers"]),
        files={
            name: FileEntry(_expect(int, entry["size"]), _expect(str, entry["sha256"]))
            for name, entry in raw["files"].items()
        },
        raw=raw,
        activation=_activation(raw.get("activation", "softmax")),
    )


def _activation(value: Any) -> str:
    name = str(_expect(str, value))
    if name not in ACTIVATIONS:
        raise ValueError(model_folder.other_choice("activation", ACTIVATIONS, name))
    return name


def _layer(entry: dict[str, Any]) -> Layer:
    return Layer(
        id=_expect(str, entry["id"]),
        label=_expect(str, entry["label"]),
        block=_expect(str, entry["block"]),
        kernel=_expect(int, entry["kernel"]),
        stride=_expect(int, entry["stride"]),
        shape=_shape(entry["shape"]),
    )


def _expect(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(model_folder.other_type(kind.__name__, value))
    return value


def _shape(value: Any) -> tuple[int, int, int]:
    channels, height, width = (_expect(int, size) for size in value)
    return channels, height, width


def _check(manifest: Manifest) -> None:
    """What must hold between the entries."""
    shapes = {layer.id: layer.shape for layer in manifest.layers}
    if shapes.get(manifest.features_layer) != manifest.features_shape:
        raise ModelFolderError(
            model_folder.other_features(
                manifest.features_layer, list(manifest.features_shape)
            )
        )
    for name in (*FILES, manifest.labels):
        if name not in manifest.files:
            raise ModelFolderError(model_folder.unlisted(name))
    for name in manifest.files:
        if "/" in name or "\\" in name or name in ("", ".", ".."):
            raise ModelFolderError(model_folder.not_plain(name))
