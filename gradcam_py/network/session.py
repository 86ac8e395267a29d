"""A brought network as a session: the same questions, answered in its own terms."""

from __future__ import annotations

import numpy as np

from ..model.manifest import Manifest
from ..model.session import Float32, HeadResult, LayersResult, Session
from .preprocessing import Preprocessing


class PreparedSession:
    """Prepares the pixels, and asks one picture and one seed at a time.

    What a network does to several at once is not known: many are exported for one.
    """

    def __init__(self, session: Session, preprocessing: Preprocessing, channels: int):
        """``session`` runs the graphs, which take ``channels`` of each pixel."""
        self.session, self.preprocessing = session, preprocessing
        self._channels = channels

    @property
    def manifest(self) -> Manifest:
        """What the network is."""
        return self.session.manifest

    async def features(self, images: Float32) -> Float32:
        """See `Session.features`."""
        found = [await self.session.features(self._prepared(x)) for x in images]
        return np.concatenate(found)

    async def head(self, features: Float32, seed: Float32) -> HeadResult:
        """See `Session.head`."""
        return _together(
            [
                await self.session.head(features[i : i + 1], seed[i : i + 1])
                for i in range(len(features))
            ]
        )

    async def both(self, images: Float32, seed: Float32) -> tuple[Float32, HeadResult]:
        """See `Session.both`."""
        found = [
            await self.session.both(self._prepared(image), seed[i : i + 1])
            for i, image in enumerate(images)
        ]
        features, heads = zip(*found, strict=True)
        return np.concatenate(features), _together(list(heads))

    async def layers(self, image: Float32, seed: Float32) -> LayersResult:
        """See `Session.layers`."""
        prepared = self._prepared(image[0])
        found = [
            await self.session.layers(prepared, seed[i : i + 1])
            for i in range(len(seed))
        ]
        gradients = {
            id: np.concatenate([each.gradients[id] for each in found])
            for id in found[0].gradients
        }
        return LayersResult(found[0].logits, found[0].activations, gradients)

    def _prepared(self, image: Float32) -> Float32:
        """[h,w,3], 0..255 -> the network's own input, [1,h,w,C]."""
        return self.preprocessing.apply(image, self._channels)[None]


def _together(heads: list[HeadResult]) -> HeadResult:
    return HeadResult(
        np.concatenate([head.logits for head in heads]),
        np.concatenate([head.gradients for head in heads]),
    )
