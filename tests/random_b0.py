"""EfficientNet-B0 with weights as trained ones behave: seeded, nothing left at zero."""

from __future__ import annotations

import keras
import numpy as np

from convert.models.efficientnet_b0 import B0, architecture
from convert.models.network import Network, WeightsInfo

MEAN_RGB = (0.485, 0.456, 0.406)  # what the ImageNet weights file holds
STD_RGB = (0.229, 0.224, 0.225)


def random_b0(seed: int = 7) -> Network:
    """A network whose weights, biases and batch-norm statistics are all random."""
    keras.utils.set_random_seed(seed)
    model = architecture()
    randomize(model, np.random.default_rng(seed))
    info = WeightsInfo("seeded random numbers", "none", "0" * 64)
    return Network(B0, model, info)


def randomize(model: keras.Model, rng: np.random.Generator) -> None:
    """Draw batch norm's four vectors and all biases; keep activations of order one."""
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            gamma, beta, mean, variance = (w.shape for w in layer.get_weights())
            layer.set_weights(
                [
                    rng.uniform(0.5, 1.5, gamma),
                    rng.normal(0, 0.2, beta),
                    rng.normal(0, 0.2, mean),
                    rng.uniform(0.5, 1.5, variance),
                ]
            )
        elif getattr(layer, "use_bias", False):
            kernel, bias = layer.get_weights()
            layer.set_weights([kernel, rng.normal(0, 0.2, bias.shape)])
        elif isinstance(layer, keras.layers.Normalization):
            _, _, count = layer.get_weights()
            layer.set_weights([np.array(MEAN_RGB), np.array(STD_RGB), count])
            layer.finalize_state()
