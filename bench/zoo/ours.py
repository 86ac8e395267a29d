"""What `gradcam_py` says of an exported file, outside of any browser."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime

from gradcam_py.cam.methods import cam
from tests.bringing import bring
from tests.layer_errors import Reference, layer_errors

from ..interleave import Work, interleaved, timed
from . import onnx_in_torch

THREADS = 1  # more would measure what else the machine does


class Ours:
    """A brought file with the runtime's sessions of its graphs."""

    def __init__(self, path: Path):
        """Bring it. Raises `NetworkError` where it cannot be explained."""
        self._data = path.read_bytes()
        self._brought = bring(self._data)
        self.network = self._brought.network

    def seed(self, best: int) -> np.ndarray:
        """Of one class, [1,classes]."""
        seed = np.zeros((1, self.network.way.classes), np.float32)
        seed[0, best] = 1
        return seed

    def map(self, packed: np.ndarray) -> np.ndarray:
        """[1,C,h,w] of the last layer -> [C,h,w], of tokens the patches' map."""
        tokens = self.network.layers[-1].tokens
        return (packed if tokens is None else tokens.unpacked(packed))[0]

    def gradients(self, features: np.ndarray, best: int) -> np.ndarray:
        """Of the score of one class by the last layer, both [1,C,h,w].

        Tokens are [1,C,T,1], here and below.
        """
        return self._explaining.gradients(features, self.seed(best))

    def layer_errors(
        self, image: np.ndarray, reference: Reference = onnx_in_torch.gradients
    ) -> dict[str, float]:
        """How far the gradients of each layer are from PyTorch's, of two classes."""
        return layer_errors(self._brought, image, reference)

    def explained(
        self, image: np.ndarray, best: int, optimised: bool = True
    ) -> tuple[np.ndarray, np.ndarray]:
        """The last layer's activations and gradients for one class, [1,C,h,w] each.

        optimised: whether the runtime may rewrite the graphs.
        """
        sessions = self._explaining if optimised else self._sessions(optimised=False)
        features = sessions.features(image)
        return features, sessions.gradients(features, self.seed(best))

    def times(
        self, image: np.ndarray, best: int, rounds: int
    ) -> dict[str, list[float]]:
        """Of the file's own forward pass, and of explaining one layer and all, ms."""
        forward, layers = _session(self._data), _session(self._graph("layers"))
        (given,) = forward.get_inputs()
        nchw = image.transpose(0, 3, 1, 2).copy()
        feeds = {"image": image, "seed": self.seed(best)}
        works: dict[str, Work] = {
            "forward": timed(lambda: forward.run(None, {given.name: nchw})),
            "last": timed(lambda: self._gradcam(image, best)),
            "layers": timed(lambda: layers.run(None, feeds)),
        }
        return interleaved(works, rounds)

    def _gradcam(self, image: np.ndarray, best: int) -> np.ndarray:
        features, gradients = self.explained(image, best)
        return cam(self.map(features), self.map(gradients), "gradcam")

    @cached_property
    def _explaining(self) -> "_Sessions":
        return self._sessions(optimised=True)

    def _sessions(self, optimised: bool) -> "_Sessions":
        graphs = (self._graph(name) for name in ("features", "head"))
        return _Sessions(*(_session(graph, optimised) for graph in graphs))

    def _graph(self, name: str) -> bytes:
        return self.network.graphs[f"{name}.onnx"].joined(self._brought.read)


@dataclass(frozen=True)
class _Sessions:
    """The two graphs of one layer's explanation."""

    features_graph: onnxruntime.InferenceSession
    head_graph: onnxruntime.InferenceSession

    def features(self, image: np.ndarray) -> np.ndarray:
        return self.features_graph.run(["features"], {"image": image})[0]

    def gradients(self, features: np.ndarray, seed: np.ndarray) -> np.ndarray:
        feeds = {"features": features, "seed": seed}
        return self.head_graph.run(["gradients"], feeds)[0]


def _session(data: bytes, optimised: bool = True) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.log_severity_level = 3  # errors only
    if not optimised:
        disabled = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.graph_optimization_level = disabled
    return onnxruntime.InferenceSession(
        data, options, providers=["CPUExecutionProvider"]
    )
