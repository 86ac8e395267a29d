"""Brings networks natively, and runs what comes of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
import onnxruntime

from gradcam_py.model.native_session import NativeGraph
from gradcam_py.network.bring import Bringing, Brought
from gradcam_py.onnx_file.protobuf import Source


def session(data: bytes, optimised: bool = True) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    if not optimised:
        disabled = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.graph_optimization_level = disabled
    return onnxruntime.InferenceSession(
        data, options, providers=["CPUExecutionProvider"]
    )


@dataclass
class BroughtFile:
    """A brought network and the bytes it came from."""

    data: bytes
    network: Brought

    def read(self, start: int, stop: int) -> bytes:
        return self.data[start:stop]

    def run(
        self, graph: str, optimised: bool = True, **feeds: np.ndarray
    ) -> dict[str, np.ndarray]:
        """All outputs of one of the graphs."""
        message = self.network.graphs[f"{graph}.onnx"]
        runner = session(message.joined(self.read), optimised)
        names = [output.name for output in runner.get_outputs()]
        return dict(zip(names, runner.run(names, feeds), strict=True))

    def image(self) -> np.ndarray:
        shape = self.network.picture.image_shape
        return np.random.default_rng(11).uniform(0, 1, shape).astype(np.float32)

    def seed(self) -> np.ndarray:
        """Of two classes, so that a mistaken order would show."""
        seed = np.zeros((1, self.network.way.classes), np.float32)
        seed[0, [1, -1]] = 1, -0.5
        return seed


def bring(data: bytes | onnx.ModelProto, size: int | None = None) -> BroughtFile:
    """Bring a network as the command line does."""
    if not isinstance(data, bytes):
        data = data.SerializeToString()

    def read(start: int, stop: int) -> bytes:
        return data[start:stop]

    bringing = Bringing(Source(read, len(data)), size)
    probe = bringing.probe()
    asked = NativeGraph(probe.model.joined(read))
    answers = asked.run(probe.outputs, probe.feeds)
    return BroughtFile(data, bringing.finish(answers))


def every_value(data: bytes, image: np.ndarray) -> dict[str, np.ndarray]:
    """What the runtime, without optimisation, makes of each float value of a file."""
    model = onnx.load_from_string(data)
    inferred = onnx.shape_inference.infer_shapes(model)
    floats = [
        each
        for each in inferred.graph.value_info
        if each.type.tensor_type.elem_type == onnx.TensorProto.FLOAT
    ]
    known = {each.name for each in model.graph.output}
    model.graph.output.extend(each for each in floats if each.name not in known)
    runner = session(model.SerializeToString(), optimised=False)
    (given,) = (each.name for each in runner.get_inputs())
    names = [each.name for each in runner.get_outputs()]
    return dict(zip(names, runner.run(names, {given: image}), strict=True))
