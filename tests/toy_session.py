"""A network for the examples in docstrings, which a reader can compute in the head.

It has two classes, red and green. Of each quarter of a picture it takes the share of
red and of green, 0..1: its features [2,2,2]. A class's logit is the sum of its share
over the quarters, so that every gradient is the seed itself.
"""

import numpy as np
from PIL import Image

from gradcam_py.explaining.picture import make_picture
from gradcam_py.model.labels import Label, Labels
from gradcam_py.model.manifest import Layer, Manifest
from gradcam_py.model.session import Float32, HeadResult, LayersResult

SIDE = 4  # pixels of the input
LABELS = Labels((Label(0, "red", "a colour"), Label(1, "green", "a colour")))
# A red picture, [4,4,3] in 0..255, whose upper right quarter is green.
IMAGE = np.full((SIDE, SIDE, 3), (255, 0, 0), np.float32)
IMAGE[:2, 2:] = (0, 255, 0)
PICTURE = make_picture(Image.fromarray(IMAGE.astype(np.uint8)), SIDE, "Mostly red")


class ToySession:
    """It has one layer, the quarters."""

    def __init__(self) -> None:
        """A session that is ready to run."""
        layer = Layer("quarters", "top", "Mean 2x2", 2, 2, (2, 2, 2))
        top, shape = layer.id, layer.shape
        self.manifest = Manifest(
            "toy", "Toy", 0.0, SIDE, 2, "labels.json", top, shape, (layer,), {}, {}
        )

    async def features(self, images: Float32) -> Float32:
        """[N,4,4,3] in 0..255 -> [N,2,2,2] in 0..1."""
        quarters = images.reshape(-1, 2, SIDE // 2, 2, SIDE // 2, 3).mean(axis=(2, 4))
        return quarters[..., :2].transpose(0, 3, 1, 2) / np.float32(255)

    async def head(self, features: Float32, seed: Float32) -> HeadResult:
        """[N,2,2,2] and [N,2] -> logits, and the gradients of the features."""
        gradients = np.broadcast_to(seed[..., None, None], features.shape)
        return HeadResult(features.sum(axis=(2, 3)), gradients)

    async def both(self, images: Float32, seed: Float32) -> tuple[Float32, HeadResult]:
        """`features` and their `head`."""
        features = await self.features(images)
        return features, await self.head(features, seed)

    async def layers(self, image: Float32, seed: Float32) -> LayersResult:
        """[1,4,4,3] and [K,2] -> the one layer's activations and gradients."""
        features, head = await self.both(image, seed[:1])
        top = self.manifest.features_layer
        gradients = np.broadcast_to(seed[..., None, None], (len(seed), 2, 2, 2))
        return LayersResult(head.logits, {top: features[0]}, {top: gradients})
