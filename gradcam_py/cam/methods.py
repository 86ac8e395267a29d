"""Class activation maps: Grad-CAM and five relatives, as their papers define them.

A method is only its weights. Each weights function takes the activations A [C,h,w] of
one layer and the gradients G = dy/dA [C,h,w] of the score y, and returns w, as [C,1,1]
or [C,h,w]. What follows is the same for all:

    cam = ReLU(sum_k w_k * A_k)         [h,w], Selvaraju et al. 2017, Eq. 2

The map keeps its raw magnitude; `normalise` is called once, where it is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]

# How much of its terms' magnitude a divisor must keep. Above SOUND a formula is taken
# as it stands. Below LOST its terms cancel to little more than the noise of two-byte
# weights and of the runtime, so the quotient counts 0; between the two it fades.
LOST, SOUND = 0.05, 0.25


def gradcam_weights(activations: Array, gradients: Array) -> Array:
    """Mean gradient of each channel: Selvaraju et al. 2017, Eq. 1."""
    return gradients.mean(axis=(1, 2), keepdims=True)


def gradcam_plus_plus_weights(activations: Array, gradients: Array) -> Array:
    """Positive gradients, weighted place by place: Chattopadhay et al. 2018.

    w = sum(alpha * ReLU(G)), alpha = G^2 / (2 G^2 + sum(A) G^3) (Eq. 19, which takes
    the exponential of the score, so that all derivatives are powers of G). Cancelling
    G^2 leaves alpha = 1 / (2 + sum(A) G), which small gradients do not underflow. The
    paper's factor exp(y), the same for every channel, is left out.

    The paper has A >= 0 in mind: where G > 0 the divisor is then at least 2. In layers
    without an activation function sum(A) may be negative and the divisor passes through
    zero: alpha there is larger than anywhere else, of either sign, and made of noise.
    Such places are faded out (`steady_quotient`), a choice of ours. Where the divisor
    is sound, so at every place of a layer with A >= 0, the formula is the paper's.
    """
    # In float64: near its zero the divisor magnifies rounding errors.
    totals = activations.sum(axis=(1, 2), dtype=np.float64, keepdims=True)
    products = totals * gradients
    positive = np.maximum(gradients, 0)
    terms = steady_quotient(positive, 2 + products, 2 + np.abs(products))
    weights = terms.sum(axis=(1, 2), keepdims=True)
    return weights.astype(activations.dtype)


def xgradcam_weights(activations: Array, gradients: Array) -> Array:
    """Mean gradient, weighted by the activations: Fu et al. 2020, arXiv:2008.02312.

    w = sum(A / sum(A) * G). The paper has ReLU activations in mind. Where activations
    of either sign nearly cancel out, the channel is faded out (`steady_quotient`), a
    choice of ours; where |sum(A)| is at least a quarter of sum(|A|) the formula is the
    paper's.
    """
    exact = activations.astype(np.float64)  # for the same reason as above
    totals = exact.sum(axis=(1, 2), keepdims=True)
    magnitudes = np.abs(exact).sum(axis=(1, 2), keepdims=True)
    products = (exact * gradients).sum(axis=(1, 2), keepdims=True)
    return steady_quotient(products, totals, magnitudes).astype(activations.dtype)


def steady_quotient(dividend: Array, divisor: Array, magnitude: Array) -> Array:
    """dividend / divisor, faded to 0 where the divisor's terms cancel each other.

    `magnitude` >= 0 is the sum of the terms' magnitudes. With c = |divisor| / magnitude
    the quotient is exact from c = SOUND up and 0 up to c = LOST. It fades smoothly
    between the two: at a mere threshold a place could jump between 0 and a large value.

    >>> divisor, magnitude = np.array([4.0, -4.0, 0.1]), np.array([8.0, 8.0, 8.0])
    >>> steady_quotient(np.ones(3), divisor, magnitude)
    array([ 0.25, -0.25,  0.  ])
    """
    kept = np.abs(divisor) / np.where(magnitude > 0, magnitude, 1)
    share = np.clip((kept - LOST) / (SOUND - LOST), 0, 1)
    share = share * share * (3 - 2 * share)  # without a kink at either end
    return np.where(share > 0, share * dividend / np.where(share > 0, divisor, 1), 0)


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
    is found from the smaller of the two Gram matrices, [C,C] or [h*w,h*w].

    Two choices of ours, which the paper leaves open: a singular vector has no sign of
    its own, and the one that makes the map's sum positive is taken; and the map goes
    through the ReLU like that of every other method.
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


@dataclass(frozen=True)
class Method:
    """One way to weigh a layer's maps."""

    title: str
    weights: Callable[[Array, Array], Array]
    asks_class: bool = True  # False: the map is the same for every class and score


METHODS: dict[str, Method] = {
    "gradcam": Method("Grad-CAM", gradcam_weights),
    "gradcam++": Method("Grad-CAM++", gradcam_plus_plus_weights),
    "xgradcam": Method("XGrad-CAM", xgradcam_weights),
    "hirescam": Method("HiResCAM", hirescam_weights),
    "layercam": Method("LayerCAM", layercam_weights),
    "eigencam": Method("EigenCAM", eigencam_weights, asks_class=False),
}


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
    weights = METHODS[method].weights(activations, gradients)
    return np.maximum(weighted_sum(activations, weights), 0).astype(np.float32)


def normalise(raw: Array) -> NDArray[np.float32]:
    """`raw` divided by its maximum: 0..1. A map without a positive value stays 0."""
    maximum = raw.max()
    if not maximum > 0:
        return np.zeros(raw.shape, np.float32)
    return (raw.astype(np.float64) / maximum).astype(np.float32)
