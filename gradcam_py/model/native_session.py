"""The session protocol on onnxruntime: the only module that imports it."""

from functools import cached_property
from pathlib import Path

import onnxruntime

from .manifest import Manifest
from .session import Float32, HeadResult, LayersResult


class NativeSession:
    """A verified model folder, run by onnxruntime on the CPU. Calls block.

    A graph is loaded when it is first used; the features' layer alone needs two.
    """

    def __init__(self, folder: Path, manifest: Manifest):
        self.manifest = manifest
        self._folder = folder

    async def features(self, images: Float32) -> Float32:
        """See `session.Session`."""
        return self._features.run(["features"], {"image": images})[0]

    async def head(self, features: Float32, seed: Float32) -> HeadResult:
        """See `session.Session`."""
        names = ["logits", "gradients"]
        return HeadResult(*self._head.run(names, {"features": features, "seed": seed}))

    async def both(self, images: Float32, seed: Float32) -> tuple[Float32, HeadResult]:
        """See `session.Session`."""
        features = await self.features(images)
        return features, await self.head(features, seed)

    async def layers(self, image: Float32, seed: Float32) -> LayersResult:
        """See `session.Session`."""
        names = [output.name for output in self._layers.get_outputs()]
        values = self._layers.run(names, {"image": image, "seed": seed})
        outputs = dict(zip(names, values, strict=True))
        return LayersResult.from_outputs(outputs, self.manifest)

    @cached_property
    def _features(self) -> onnxruntime.InferenceSession:
        return self._load("features.onnx")

    @cached_property
    def _head(self) -> onnxruntime.InferenceSession:
        return self._load("head.onnx")

    @cached_property
    def _layers(self) -> onnxruntime.InferenceSession:
        return self._load("layers.onnx")

    def _load(self, name: str) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors only
        # From the path, not from bytes: the weights lie beside the graph.
        return onnxruntime.InferenceSession(
            str(self._folder / name), options, providers=["CPUExecutionProvider"]
        )
