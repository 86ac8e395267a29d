"""Class activation maps: Grad-CAM and five relatives, as their papers define them.

A method is only its weights. Each weights function takes the activations A [C,h,w] of
one layer and the gradients G = dy/dA [C,h,w] of the score y, and returns w, as [C,1,1]
or [C,h,w]. What follows is the same for all:

    cam = ReLU(sum_k w_k * A_k)         [h,w], Selvaraju et al. 2017, Eq. 2

The map keeps its raw magnitude; `normalise` is called once, where it is shown.

(The module is longer than most: each method has its formula and an example beside it.)
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..words import refusals

Array = NDArray[np.floating]

# How much of its terms' magnitude a divisor must keep. Above SOUND a formula is taken
# as it stands. Below LOST its terms cancel to little more than the noise of two-byte
# weights and of the runtime, so the quotient counts 0; between the two it fades.
LOST, SOUND = 0.05, 0.25


def gradcam_weights(activations: Array, gradients: Array) -> Array:
    """Weigh each channel by its mean gradient: Selvaraju et al. 2017, Eq. 1.

    [C,h,w] twice -> [C,1,1], in units of the score for one unit of activation, of
    either sign.

    >>> gradients = np.array([[[1.0, 3.0]], [[-2.0, 0.0]]])  # C=2, h=1, w=2
    >>> gradcam_weights(np.ones((2, 1, 2)), gradients).ravel()
    array([ 2., -1.])
    """
    weights: Array = gradients.mean(axis=(1, 2), keepdims=True)
    return weights


def gradcam_plus_plus_weights(activations: Array, gradients: Array) -> Array:
    """Weigh each channel by its positive gradients: Chattopadhay et al. 2018.

    [C,h,w] twice -> [C,1,1].

    w = sum(alpha * ReLU(G)), alpha = G^2 / (2 G^2 + sum(A) G^3) (Eq. 19, which takes
    the exponential of the score, so that all derivatives are powers of G). Cancelling
    G^2 leaves alpha = 1 / (2 + sum(A) G), which small gradients do not underflow. The
    paper's factor exp(y), the same for every channel, is left out.

    The paper has A >= 0 in mind: where G > 0 the divisor is then at least 2. In layers
    without an activation function sum(A) may be negative and the divisor passes through
    zero: alpha there is larger than anywhere else, of either sign, and made of noise.
    Such places are faded out (`steady_quotient`), a choice of ours. Where the divisor
    is sound, so at every place of a layer with A >= 0, the formula is the paper's.

    >>> activations = np.array([[[1.0, 0.0, 1.0]]])  # sum(A) = 2
    >>> gradients = np.array([[[1.0, 0.0, -1.0]]])  # alpha = 1/4 where G = 1
    >>> gradcam_plus_plus_weights(activations, gradients).ravel()
    array([0.25])
    """
    # In float64: near its zero the divisor magnifies rounding errors.
    totals = activations.sum(axis=(1, 2), dtype=np.float64, keepdims=True)
    products = totals * gradients
    positive = np.maximum(gradients, 0)
    terms = steady_quotient(positive, 2 + products, 2 + np.abs(products))
    weights: Array = terms.sum(axis=(1, 2), keepdims=True)
    return weights.astype(activations.dtype)


def xgradcam_weights(activations: Array, gradients: Array) -> Array:
    """Weigh each channel by its gradients where it is active: Fu et al. 2020.

    arXiv:2008.02312. [C,h,w] twice -> [C,1,1].

    w = sum(A / sum(A) * G). The paper has ReLU activations in mind. Where activations
    of either sign nearly cancel out, the channel is faded out (`steady_quotient`), a
    choice of ours; where |sum(A)| is at least a quarter of sum(|A|) the formula is the
    paper's. In linear layers, whose activations have either sign, the fading touches 18
    to 51 % of the channels (measured on EfficientNet-Lite0 with six samples).

    >>> activations = np.array([[[3.0, 1.0]]])
    >>> gradients = np.array([[[2.0, -2.0]]])  # 3/4 * 2 - 1/4 * 2
    >>> xgradcam_weights(activations, gradients).ravel()
    array([1.])
    """
    exact = activations.astype(np.float64)  # for the same reason as above
    totals = exact.sum(axis=(1, 2), keepdims=True)
    magnitudes = np.abs(exact).sum(axis=(1, 2), keepdims=True)
    products = (exact * gradients).sum(axis=(1, 2), keepdims=True)
    return steady_quotient(products, totals, magnitudes).astype(activations.dtype)


def steady_quotient(dividend: Array, divisor: Array, magnitude: Array) -> Array:
    """Divide, and fade to 0 where the divisor's terms cancel each other.

    The three arrays are of one shape, or broadcast to one, as is the result.
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
    """Weigh each place by its own gradient, not averaged: Draelos & Carin 2020.

    arXiv:2011.08891. [C,h,w] twice -> [C,h,w]. The map is sum(G * A): no place gets a
    gradient not its own.

    >>> gradients = np.array([[[1.0, -3.0]]])
    >>> hirescam_weights(np.ones((1, 1, 2)), gradients).ravel()
    array([ 1., -3.])
    """
    return gradients


def layercam_weights(activations: Array, gradients: Array) -> Array:
    """Weigh each place by its positive gradient: Jiang et al. 2021.

    IEEE Trans. Image Processing 30, "LayerCAM: exploring hierarchical class activation
    maps for localization". [C,h,w] twice -> [C,h,w], >= 0.

    >>> gradients = np.array([[[1.0, -3.0]]])
    >>> layercam_weights(np.ones((1, 1, 2)), gradients).ravel()
    array([1., 0.])
    """
    return np.maximum(gradients, 0)


def eigencam_weights(activations: Array, gradients: Array) -> Array:
    """Weigh the channels by their first principal direction: Muhammad & Yeasin 2020.

    arXiv:2008.00299. [C,h,w] twice -> [C,1,1], a vector of length 1: the first
    right-singular vector of the activations as [h*w,C], not mean-centred. The gradients
    play no part, so the map is the same for every class. It is found from the smaller
    of the two Gram matrices, [C,C] or [h*w,h*w].

    Two choices of ours, which the paper leaves open: a singular vector has no sign of
    its own, and the one that makes the map's sum positive is taken; and the map goes
    through the ReLU like that of every other method.

    >>> activations = np.array([[[3.0, 0.0]], [[4.0, 0.0]]])  # always 3 to 4
    >>> eigencam_weights(activations, np.zeros((2, 1, 2))).ravel().round(6)
    array([0.6, 0.8])
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
    """One way to weigh a layer's maps.

    >>> Method("Of ones", lambda activations, gradients: np.ones_like(gradients)).title
    'Of ones'
    """

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
    """Add up the weighted channels, sum_k w_k * A_k: the map before its ReLU.

    [C,h,w] and [C,1,1] or [C,h,w] -> [h,w], of either sign.

    >>> activations = np.array([[[1.0, 2.0]], [[3.0, 0.0]]])
    >>> weighted_sum(activations, np.array([[[1.0]], [[-1.0]]]))
    array([[-2.,  2.]])
    """
    if weights.shape[1:] == (1, 1):
        return np.tensordot(weights[:, 0, 0], activations, axes=1)
    total: Array = (weights * activations).sum(axis=0)
    return total


def cam(activations: Array, gradients: Array, method: str = "gradcam") -> Array:
    """Explain a score by one layer: its raw map [h,w], float32 >= 0.

    `activations` and `gradients` are [C,h,w], of the layer and of the score by it;
    `method` is a key of `METHODS`. The map is not normalised: those of one method and
    layer can be compared. Raises `ValueError` for arrays of another shape, `KeyError`
    for another method.

    >>> activations = np.array([[[1.0, 2.0]], [[3.0, 0.0]]])
    >>> gradients = np.array([[[1.0, 1.0]], [[-1.0, -1.0]]])
    >>> cam(activations, gradients, "gradcam")
    array([[0., 2.]], dtype=float32)
    """
    if activations.ndim != 3 or activations.shape != gradients.shape:
        raise ValueError(refusals.not_one_shape(activations.shape, gradients.shape))
    weights = METHODS[method].weights(activations, gradients)
    return np.maximum(weighted_sum(activations, weights), 0).astype(np.float32)


def normalise(raw: Array, maximum: float | None = None) -> NDArray[np.float32]:
    """Divide a raw map, >= 0 and of any shape, by its maximum: float32, 0..1.

    A map without a positive value becomes 0 everywhere. `maximum` is that of several
    maps which are to be compared.

    >>> normalise(np.array([[0.0, 1.0, 4.0]]))
    array([[0.  , 0.25, 1.  ]], dtype=float32)
    """
    if maximum is None:
        maximum = raw.max()
    if not maximum > 0:
        return np.zeros(raw.shape, np.float32)
    shares: NDArray[np.float64] = raw.astype(np.float64) / maximum
    return shares.astype(np.float32)
