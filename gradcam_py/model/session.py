"""The protocol between the explanation and a runtime that runs the three graphs.

It is asynchronous because the browser's runtime is. Arrays are float32, images RGB
0..255 [N,224,224,3] (NHWC), activations NCHW without padding. `seed` is the cotangent
of the logits (see `seeds`): gradients are those of sum(seed * logits).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .manifest import Manifest

Float32 = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class HeadResult:
    """What head.onnx returns."""

    logits: Float32  # [N,classes]
    gradients: Float32  # [N,C,h,w], of the features


@dataclass(frozen=True, eq=False)
class LayersResult:
    """What layers.onnx returns: every layer by its id, for K seeds at once."""

    logits: Float32  # [1,classes]
    activations: dict[str, Float32]  # [C,h,w] each
    gradients: dict[str, Float32]  # [K,C,h,w] each

    @classmethod
    def from_outputs(
        cls, outputs: Mapping[str, Float32], manifest: Manifest
    ) -> "LayersResult":
        """Sort the graph's outputs, by their names, to the manifest's layers."""
        ids = [layer.id for layer in manifest.layers]
        return cls(
            outputs["logits"],
            {id: outputs[f"{id}/activations"][0] for id in ids},
            {id: outputs[f"{id}/gradients"] for id in ids},
        )


class Session(Protocol):
    """A model that is ready to run."""

    @property
    def manifest(self) -> Manifest:
        """What the model is."""
        ...

    async def features(self, images: Float32) -> Float32:
        """[N,224,224,3] -> the last convolutional activations [N,C,h,w]."""
        ...

    async def head(self, features: Float32, seed: Float32) -> HeadResult:
        """[N,C,h,w] and [N,classes] -> logits, and the gradients of the features."""
        ...

    async def both(self, images: Float32, seed: Float32) -> tuple[Float32, HeadResult]:
        """`features` and their `head`, in one go where a runtime is far away."""
        ...

    async def layers(self, image: Float32, seed: Float32) -> LayersResult:
        """[1,224,224,3] and [K,classes] -> all layers' activations and gradients."""
        ...
