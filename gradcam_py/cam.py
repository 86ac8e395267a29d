"""Class activation maps: Grad-CAM and five relatives, as their papers define them.

A method is only its weights. Each weights function takes the activations A [C,h,w] of
one layer and the gradients G = dy/dA [C,h,w] of the score y, and returns w, as [C,1,1]
or [C,h,w]. What follows is the same for all:

    cam = ReLU(sum_k w_k * A_k)         [h,w], Selvaraju et al. 2017, Eq. 2

The map keeps its raw magnitude; `normalise` is called once, where it is shown.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]

# Divisors at most this far from zero, relative to their terms, carry no digit in
# float32: the weight is undefined there and is set to 0.
GUARD = 1e-6


def gradcam_weights(activations: Array, gradients: Array) -> Array:
    """Mean gradient of each channel: Selvaraju et al. 2017, Eq. 1."""
    return gradients.mean(axis=(1, 2), keepdims=True)


def gradcam_plus_plus_weights(activations: Array, gradients: Array) -> Array:
    """Positive gradients, weighted place by place: Chattopadhay et al. 2018.

    w = sum(alpha * ReLU(G)), alpha = G^2 / (2 G^2 + sum(A) G^3) (Eq. 19). Cancelling
    G^2 leaves alpha = 1 / (2 + sum(A) G), which small gradients do not underflow. The
    paper's factor exp(y), the same for every channel, is left out. The weight is 0
    where G is not positive (the ReLU) and, by definition here, where the denominator
    vanishes.
    """
    # In float64: near its zero the denominator magnifies rounding errors.
    totals = activations.sum(axis=(1, 2), dtype=np.float64, keepdims=True)
    products = totals * gradients
    denominators = 2 + products
    defined = np.abs(denominators) > GUARD * (2 + np.abs(products))
    alphas = np.where(defined, 1 / np.where(defined, denominators, 1), 0)
    weights = (alphas * np.maximum(gradients, 0)).sum(axis=(1, 2), keepdims=True)
    return weights.astype(activations.dtype)


def xgradcam_weights(activations: Array, gradients: Array) -> Array:
    """Mean gradient, weighted by the activations: Fu et al. 2020, arXiv:2008.02312.

    w = sum(A / sum(A) * G). The paper has ReLU activations in mind; where those of
    either sign cancel out, sum(A) is nearly 0 and the channel's weight is set to 0.
    """
    exact = activations.astype(np.float64)  # for the same reason as above
    totals = exact.sum(axis=(1, 2), keepdims=True)
    magnitudes = np.abs(exact).sum(axis=(1, 2), keepdims=True)
    defined = np.abs(totals) > GUARD * magnitudes
    products = (exact * gradients).sum(axis=(1, 2), keepdims=True)
    weights = np.where(defined, products / np.where(defined, totals, 1), 0)
    return weights.astype(activations.dtype)


def hirescam_weights(activations: Array, gradients: Array) -> Array:
    """The gradients themselves, not averaged: Draelos & Carin 2020.

    arXiv:2011.08891. The map is sum(G * A): no place gets a gradient not its own.
    """
    return gradients


def layercam_weights(activations: Array, gradients: Array) -> Array:
    """The positive gradients, place by place: Jiang et al. 2021.

    IEEE Trans. Image Processing 30, "LayerCAM: exploring hierarchical class activation
    maps for localization".
    """
    return np.maximum(gradients, 0)


def eigencam_weights(activations: Array, gradients: Array) -> Array:
    """First principal direction of the channels: Muhammad & Yeasin 2020.

    arXiv:2008.00299. The first right-singular vector of the activations as [h*w,C], not
    mean-centred; the gradients play no part, so the map is the same for every class. It
    is found from the smaller of the two Gram matrices, [C,C] or [h*w,h*w]. A singular
    vector has no sign of its own: the one that makes the map's sum positive is taken.
    """
    matrix = activations.reshape(len(activations), -1).astype(np.float64)  # [C,h*w]
    channels, places = matrix.shape
    if channels <= places:
        direction = np.linalg.eigh(matrix @ matrix.T)[1][:, -1]  # [C]
    else:
        direction = matrix @ np.linalg.eigh(matrix.T @ matrix)[1][:, -1]  # [C]
        direction /= np.linalg.norm(direction) or 1
    sign = -1 if (direction @ matrix).sum() < 0 else 1
    return (sign * direction).astype(activations.dtype)[:, None, None]


METHODS: dict[str, Callable[[Array, Array], Array]] = {
    "gradcam": gradcam_weights,
    "gradcam++": gradcam_plus_plus_weights,
    "xgradcam": xgradcam_weights,
    "hirescam": hirescam_weights,
    "layercam": layercam_weights,
    "eigencam": eigencam_weights,
}

TITLES: dict[str, str] = {
    "gradcam": "Grad-CAM",
    "gradcam++": "Grad-CAM++",
    "xgradcam": "XGrad-CAM",
    "hirescam": "HiResCAM",
    "layercam": "LayerCAM",
    "eigencam": "EigenCAM",
}

# Methods whose map does not depend on the class or the score.
CLASSLESS = ("eigencam",)


def weighted_sum(activations: Array, weights: Array) -> Array:
    """sum_k w_k * A_k: [C,h,w] and [C,1,1] or [C,h,w] -> [h,w], of either sign."""
    if weights.shape[1:] == (1, 1):
        return np.tensordot(weights[:, 0, 0], activations, axes=1)
    return (weights * activations).sum(axis=0)


def cam(activations: Array, gradients: Array, method: str = "gradcam") -> Array:
    """The raw map [h,w], float32 >= 0, of one layer.

    `activations` and `gradients` are [C,h,w]; `method` is a key of `METHODS`.
    """
    if activations.ndim != 3 or activations.shape != gradients.shape:
        raise ValueError(
            "expected activations and gradients of one shape [C,h,w], "
            f"not {activations.shape} and {gradients.shape}"
        )
    weights = METHODS[method](activations, gradients)
    return np.maximum(weighted_sum(activations, weights), 0).astype(np.float32)


def normalise(raw: Array) -> NDArray[np.float32]:
    """`raw` divided by its maximum: 0..1. A map without a positive value stays 0."""
    maximum = raw.max()
    if not maximum > 0:
        return np.zeros(raw.shape, np.float32)
    return (raw.astype(np.float64) / maximum).astype(np.float32)
