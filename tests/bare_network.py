"""The exported graphs run by onnxruntime alone, and scores in plain NumPy."""

from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray


class BareNetwork:
    """features.onnx and head.onnx of a model folder, one picture at a time."""

    def __init__(self, folder: Path):
        """Load both graphs."""
        self._features, self._head = (
            onnxruntime.InferenceSession(str(folder / f"{name}.onnx"))
            for name in ("features", "head")
        )

    def logits(self, image: NDArray) -> NDArray[np.float64]:
        """[h,w,3] in 0..255 -> [classes]."""
        (features,) = self._features.run(
            ["features"], {"image": image.astype(np.float32)[None]}
        )
        (classes,) = (
            each.shape[1] for each in self._head.get_inputs() if each.name == "seed"
        )
        seed = np.zeros((1, classes), np.float32)
        (logits,) = self._head.run(["logits"], {"features": features, "seed": seed})
        return logits[0].astype(np.float64)

    def scores(self, image: NDArray, target: int) -> tuple[float, float]:
        """The probability, by a softmax, and the logit of a class."""
        logits = self.logits(image)
        exponentials = np.exp(logits - max(logits))
        return exponentials[target] / sum(exponentials), logits[target]
