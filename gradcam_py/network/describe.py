"""A brought network's manifest: what a model folder would say of it."""

from __future__ import annotations

from ..model.manifest import SCHEMA_VERSION, Layer, Manifest
from ..words import networks
from .bring import Brought
from .layers import FoundLayer

TOP = "top"  # what the last layer is called in every network


def manifest_of(brought: Brought, name: str) -> Manifest:
    """The description of the network in the file ``name``."""
    labels = [str(number) for number in range(1, len(brought.layers))] + [TOP]
    layers = tuple(map(_layer, labels, brought.layers))
    raw = {
        "schema_version": SCHEMA_VERSION,
        "name": name,
        "title": name,
        "input": {"size": brought.picture.size, "layout": brought.picture.layout},
        "producer": brought.file.producer,
        "opset": brought.file.opset,
    }
    return Manifest(
        name=name,
        title=name,
        imagenet_top1=0.0,
        input_size=brought.picture.size,
        classes=brought.way.classes,
        labels="",
        features_layer=layers[-1].id,
        features_shape=layers[-1].shape,
        layers=layers,
        files={},
        raw=raw,
    )


def _layer(label: str, layer: FoundLayer) -> Layer:
    kernel = layer.node.attributes.get("kernel_shape")
    size = kernel[0] if isinstance(kernel, list) and kernel else 1
    strides = layer.node.attributes.get("strides")
    return Layer(
        id=layer.value.name,
        label=label,
        block=networks.block(layer.node.op_type, is_tokens=layer.tokens is not None),
        kernel=int(size),
        stride=int(strides[0]) if isinstance(strides, list) and strides else 1,
        shape=layer.shape,
    )
