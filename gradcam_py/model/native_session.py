"""The session protocol on onnxruntime: the only module that imports it."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as states

from ..errors import NetworkError
from ..words import networks
from .manifest import Manifest
from .session import Float32, HeadResult, LayersResult

SPINNING = "session.intra_op.allow_spinning"
# It has a class for each kind of failure, and none for all of them.
FAILURES = tuple(
    kind
    for kind in vars(states).values()
    if isinstance(kind, type) and issubclass(kind, Exception)
)
# In some of its messages: the types of a node's inputs and outputs.
TYPES = re.compile(r"^\(.*\) -> \(.*\) , Error ")


class NativeGraph:
    """One graph, run by onnxruntime on the CPU. Calls block."""

    def __init__(self, model: Path | bytes, busy: bool = True, threads: int = 0):
        """``model``: a file whose weights may lie beside it, or the whole of one.

        A ``busy`` graph's threads go on looking for work for a while when it is done.
        ``threads``: how many compute, 0 for as many as there are cores.
        Raises `NetworkError` where onnxruntime refuses it, as `run` does.
        """
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4  # what fails is raised
        options.intra_op_num_threads = threads
        options.add_session_config_entry(SPINNING, str(int(busy)))
        given = model if isinstance(model, bytes) else str(model)
        try:
            self._session = onnxruntime.InferenceSession(
                given, options, providers=["CPUExecutionProvider"]
            )
        except FAILURES as error:
            raise NetworkError(networks.runtime(_reason(error))) from None

    @property
    def outputs(self) -> list[str]:
        """The names of what it gives."""
        return [output.name for output in self._session.get_outputs()]

    def run(
        self, outputs: Sequence[str], feeds: Mapping[str, NDArray]
    ) -> list[NDArray]:
        """The outputs of those names. Raises `NetworkError`."""
        try:
            answers: list[NDArray] = self._session.run(list(outputs), dict(feeds))
        except FAILURES as error:
            raise NetworkError(networks.runtime(_reason(error))) from None
        return answers


def _reason(error: Exception) -> str:
    """What onnxruntime says, without its own codes and places in its source."""
    said = str(error).strip().split(" : ")[-1].splitlines()[0]
    return TYPES.sub("", said)


class NativeSession:
    """A verified model folder, or graphs in memory. Calls block.

    A graph is loaded when it is first used; the features' layer alone needs two.
    """

    def __init__(
        self,
        model: Path | Callable[[str], bytes],
        manifest: Manifest,
        threads: int = 0,
    ):
        """``model``: a folder, or what gives a graph by the name of its file.

        ``threads``: see `NativeGraph`.
        """
        self.manifest = manifest
        self._model, self._threads = model, threads

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
        names = self._layers.outputs
        values = self._layers.run(names, {"image": image, "seed": seed})
        outputs = dict(zip(names, values, strict=True))
        return LayersResult.from_outputs(outputs, self.manifest)

    @cached_property
    def _features(self) -> NativeGraph:
        return self._load("features.onnx")

    @cached_property
    def _head(self) -> NativeGraph:
        # Its threads would take the cores from the features of the next picture.
        return self._load("head.onnx", busy=False)

    @cached_property
    def _layers(self) -> NativeGraph:
        return self._load("layers.onnx")

    def _load(self, name: str, busy: bool = True) -> NativeGraph:
        known = self._model
        return NativeGraph(
            known / name if isinstance(known, Path) else known(name),
            busy,
            self._threads,
        )
