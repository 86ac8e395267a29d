"""A brought network as a session, and what a model folder would say of it."""

from __future__ import annotations

import numpy as np

from ..model.label_files import named, numbered
from ..model.labels import Labels
from ..model.manifest import SCHEMA_VERSION, Layer, Manifest
from ..model.session import Float32, HeadResult, LayersResult, Session
from ..words import networks
from .bring import Brought
from .layers import FoundLayer
from .preprocessing import Preprocessing

TOP = "top"  # what the last layer is called in every network
REMEMBERED = 4  # pictures: as they are and with something hidden, now and before


class PreparedSession:
    """Prepares the pixels, and asks one picture and one seed at a time.

    What a network does to several at once is not known: many are exported for one. Of
    tokens it gives the map of the patches; what stood before them it remembers.
    """

    def __init__(
        self, session: Session, preprocessing: Preprocessing, network: Brought
    ):
        """``session`` runs the graphs of ``network``."""
        self.session, self.preprocessing = session, preprocessing
        self._channels = network.picture.channels
        self._tokens = {x.value.name: x.tokens for x in network.layers if x.tokens}
        self._packed: list[Float32] = []  # of the latest pictures

    @property
    def manifest(self) -> Manifest:
        """What the network is."""
        return self.session.manifest

    async def features(self, images: Float32) -> Float32:
        """See `Session.features`."""
        found = [await self.session.features(self._prepared(x)) for x in images]
        return np.concatenate([self._unpacked(features) for features in found])

    async def head(self, features: Float32, seed: Float32) -> HeadResult:
        """See `Session.head`."""
        return self._together(
            [
                await self.session.head(
                    self._repacked(features[i : i + 1]), seed[i : i + 1]
                )
                for i in range(len(features))
            ]
        )

    async def both(self, images: Float32, seed: Float32) -> tuple[Float32, HeadResult]:
        """See `Session.both`."""
        found = [
            await self.session.both(self._prepared(image), seed[i : i + 1])
            for i, image in enumerate(images)
        ]
        features = [self._unpacked(each) for each, _ in found]
        return np.concatenate(features), self._together([head for _, head in found])

    async def layers(self, image: Float32, seed: Float32) -> LayersResult:
        """See `Session.layers`."""
        prepared = self._prepared(image[0])
        found = [
            await self.session.layers(prepared, seed[i : i + 1])
            for i in range(len(seed))
        ]
        activations = {
            id: self._map(array[None], id)[0]
            for id, array in found[0].activations.items()
        }
        gradients = {
            id: self._map(_joined([each.gradients[id] for each in found]), id)
            for id in found[0].gradients
        }
        return LayersResult(found[0].logits, activations, gradients)

    def _prepared(self, image: Float32) -> Float32:
        """[h,w,3], 0..255 -> the network's own input, [1,h,w,C]."""
        return self.preprocessing.apply(image, self._channels)[None]

    def _map(self, array: Float32, layer: str) -> Float32:
        """[N,C,h,w], whatever the layer gives."""
        tokens = self._tokens.get(layer)
        return array if tokens is None else tokens.unpacked(array)

    def _unpacked(self, features: Float32) -> Float32:
        """The features' map; what stands before the patches is kept for the head."""
        if self.manifest.features_layer in self._tokens:
            self._packed = [features, *self._packed[: REMEMBERED - 1]]
        return self._map(features, self.manifest.features_layer)

    def _repacked(self, features: Float32) -> Float32:
        """With what stood before the patches of the picture they are of.

        Features that were changed a little are still nearest to those they were.
        """
        tokens = self._tokens.get(self.manifest.features_layer)
        if tokens is None:
            return features
        nearest = min(
            self._packed,
            key=lambda packed: float(np.abs(tokens.unpacked(packed) - features).sum()),
        )
        return tokens.packed(features, like=nearest)

    def _together(self, heads: list[HeadResult]) -> HeadResult:
        gradients = np.concatenate([head.gradients for head in heads])
        layer = self.manifest.features_layer
        logits = np.concatenate([head.logits for head in heads])
        return HeadResult(logits, self._map(gradients, layer))


def _joined(arrays: list[Float32]) -> Float32:
    """One below the other; a single one, which may be large, is no copy."""
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def labels_of(brought: Brought) -> Labels:
    """What the classes are called where no file says more."""
    if brought.way.is_yes_or_no:
        return named([networks.NO, networks.YES])
    return numbered(brought.way.classes)


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
        "activation": brought.way.activation,
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
        activation=brought.way.activation,
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
