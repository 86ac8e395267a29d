"""Inference in the page: the session protocol over the worker's door.

Arrays cross the boundary to JavaScript once, by a single copy, and go on to the
inference worker by transfer.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from js import Object
from numpy.typing import NDArray
from pyodide.ffi import JsException, JsProxy, to_js

from ..errors import PlaygroundError
from ..model.manifest import Manifest
from ..model.recovery import SessionLost
from ..model.session import Float32, HeadResult, LayersResult


class FileError(PlaygroundError):
    """A file of the site is missing or not what it should be."""


class BrowserSession:
    """The session protocol over an inference worker (site/inference/inference.mjs)."""

    def __init__(self, manifest: Manifest, inference: JsProxy, backend: str):
        """`inference` is open, and computes on `backend`."""
        self.manifest, self.backend = manifest, backend
        self._inference = inference
        self._is_closed = False
        self.threads = int(inference.threads)
        self.timings: dict[str, float] = {}
        self._has_layers = False

    async def features(self, images: Float32) -> Float32:
        """See `Session.features`."""
        outputs = await self._run("features", {"image": images})
        return outputs["features"]

    async def head(self, features: Float32, seed: Float32) -> HeadResult:
        """See `Session.head`."""
        outputs = await self._run("head", {"features": features, "seed": seed})
        return HeadResult(outputs["logits"], outputs["gradients"])

    async def both(self, images: Float32, seed: Float32) -> tuple[Float32, HeadResult]:
        """See `Session.both`: one message to the worker and one back."""
        outputs = await self._run("features", {"image": images}, "head", {"seed": seed})
        result = HeadResult(outputs["logits"], outputs["gradients"])
        return outputs["features"], result

    async def layers(self, image: Float32, seed: Float32) -> LayersResult:
        """See `Session.layers`."""
        await self.prepare_layers()
        outputs = await self._run("layers", {"image": image, "seed": seed})
        return LayersResult.from_outputs(outputs, self.manifest)

    async def prepare_layers(self) -> None:
        """See `PageSession.prepare_layers`."""
        if not self._has_layers:
            await awaited(self._inference.create("layers"))
            self._has_layers = True

    async def restart(self) -> None:
        """Replace the worker by a new one. Raises `SessionLost` once it is closed."""
        if self._is_closed:
            raise SessionLost
        self._has_layers = False
        await awaited(self._inference.reopen())

    def close(self) -> None:
        """End the worker."""
        self._is_closed = True
        self._inference.close()

    async def _run(
        self,
        graph: str,
        feeds: dict[str, Float32],
        then: str = "",
        then_feeds: Mapping[str, Float32] = MappingProxyType({}),
    ) -> dict[str, NDArray]:
        """The outputs of a graph and, if one is named, of the next on top of it."""
        inference = self._inference
        chain = [tensors(inference, feeds)]
        if then:
            chain.append(_object(name=then, feeds=tensors(inference, then_feeds)))
        answer = await awaited(inference.run(graph, *chain))
        self.timings.update(answer.ms.to_py())
        return arrays(inference, answer)


def arrays(inference: JsProxy, answer: JsProxy) -> dict[str, NDArray]:
    """The outputs of a run."""
    outputs = Object.entries(answer.outputs)
    return {name: _array(inference, output) for name, output in outputs}


async def awaited(promise: JsProxy) -> JsProxy:
    """What a promise gives; its errors as the playground's own."""
    try:
        return await promise
    except JsException as error:
        if error.name == "WorkerDied":
            raise SessionLost(error.message) from None
        raise FileError(error.message) from None


def tensors(inference: JsProxy, arrays: Mapping[str, Float32]) -> JsProxy:
    """What a run is given."""
    return _object(**{name: _tensor(inference, arrays[name]) for name in arrays})


def _tensor(inference: JsProxy, array: Float32) -> JsProxy:
    data = inference.numbers(array.size)
    data.assign(np.ascontiguousarray(array, np.float32).ravel())
    return _object(data=data, dims=to_js(list(array.shape)))


def _object(**values: Any) -> JsProxy:
    made = Object.new()
    for name, value in values.items():
        setattr(made, name, value)
    return made


def _array(inference: JsProxy, output: JsProxy) -> NDArray:
    """Copy an output into Python's memory; JavaScript's is written into again."""
    array = np.asarray(output.data.to_py()).reshape(output.dims.to_py())
    inference.giveBack(output.data.buffer)
    return array
