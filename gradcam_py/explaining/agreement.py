"""Whether two runtimes answer alike, measured on all arrays of one question.

Float32 sums in another order differ in the last digits; a kernel that is wrong differs
by far more, somewhere. So every array is looked at, not only what is on the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..cam.methods import cam
from ..cam.seeds import ACTIVATIONS
from ..cam.similarity import similarity
from ..errors import PlaygroundError
from ..model.session import Float32, HeadResult, LayersResult, Session
from ..words import computing

Pair = tuple[str, Float32, Float32]  # what is compared, found and expected

PROBABILITY = 1e-3  # largest difference of any class's probability
COSINE = 0.999  # smallest, of any array and of the heatmap
SCALE = 0.01  # largest difference of two norms, relative: a cosine sees no factor


class Disagreement(PlaygroundError):
    """Two runtimes gave different answers to one question.

    >>> raise Disagreement("features: shape (2, 3)")
    Traceback (most recent call last):
    gradcam_py.explaining.agreement.Disagreement: features: shape (2, 3)
    """


@dataclass(frozen=True, eq=False)
class Answer:
    """Everything that a session says of one input and seed.

    >>> import asyncio
    >>> from tests.toy_session import IMAGE, ToySession
    >>> seed = np.array([[1, 0]], np.float32)
    >>> found = asyncio.run(answer(ToySession(), IMAGE[None], seed))
    >>> found.features.shape, found.head.logits.tolist()
    ((1, 2, 2, 2), [[3.0, 1.0]])
    """

    image: Float32  # [1,h,w,3], 0..255
    seed: Float32  # [1,classes]
    features: Float32  # [1,C,h,w]
    head: HeadResult
    layers: LayersResult
    activation: str = "softmax"  # what makes probabilities of the logits


@dataclass(frozen=True)
class Agreement:
    """How close two answers are.

    >>> Agreement(probability=2e-6, cosine=0.99999).cosine >= COSINE
    True
    """

    probability: float  # largest difference
    cosine: float  # smallest


async def answer(session: Session, image: Float32, seed: Float32) -> Answer:
    """Ask for everything: image [1,h,w,3] in 0..255, seed [1,classes].

    >>> import asyncio
    >>> from tests.toy_session import IMAGE, ToySession
    >>> seed = np.array([[1, 0]], np.float32)
    >>> found = asyncio.run(answer(ToySession(), IMAGE[None], seed))
    >>> list(found.layers.activations)
    ['quarters']
    """
    features, head = await session.both(image, seed)
    layers = await session.layers(image, seed)
    return Answer(image, seed, features, head, layers, session.manifest.activation)


def compare(found: Answer, expected: Answer) -> Agreement:
    """How well `found` agrees. Raises `Disagreement`, naming what differs by how much.

    What is no number differs from everything.

    >>> import asyncio
    >>> from dataclasses import replace
    >>> from tests.toy_session import IMAGE, ToySession
    >>> seed = np.array([[1, 0]], np.float32)
    >>> right = asyncio.run(answer(ToySession(), IMAGE[None], seed))
    >>> compare(right, right).probability
    0.0
    >>> wrong = replace(right, features=2 * right.features)
    >>> compare(wrong, right)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    gradcam_py.explaining.agreement.Disagreement: features: 2.000 times as large...
    """
    pairs = list(_arrays(found, expected))
    cosines = [_compare(*pair) for pair in pairs]
    return Agreement(_probability(found, expected), min(cosines))


def _probability(found: Answer, expected: Answer) -> float:
    probabilities = ACTIVATIONS[expected.activation].probabilities
    wanted = probabilities(expected.head.logits[0])
    logits = found.head.logits[0], found.layers.logits[0]
    largest = max(float(np.abs(probabilities(each) - wanted).max()) for each in logits)
    if not largest <= PROBABILITY:
        raise Disagreement(computing.probability_differs(largest, PROBABILITY))
    return largest


def _arrays(found: Answer, expected: Answer) -> Iterator[Pair]:
    """What to compare: names with both arrays, from the first layer on."""
    for layer, activations in expected.layers.activations.items():
        name = computing.activations_of(layer)
        yield name, found.layers.activations[layer], activations
        name, gradients = computing.gradients_of(layer), found.layers.gradients[layer]
        yield name, gradients, expected.layers.gradients[layer]
    yield str(computing.FEATURES), found.features, expected.features
    name = str(computing.FEATURE_GRADIENTS)
    yield name, found.head.gradients, expected.head.gradients
    yield str(computing.HEATMAP), _heatmap(found), _heatmap(expected)


def _heatmap(answer: Answer) -> Float32:
    return cam(answer.features[0], answer.head.gradients[0], "gradcam")


def _compare(
    name: str, found: NDArray[np.floating], expected: NDArray[np.floating]
) -> float:
    if found.shape != expected.shape:
        shapes = found.shape, expected.shape
        raise Disagreement(computing.shape_differs(name, *shapes))
    alike = _cosine(found, expected)
    if not alike >= COSINE:
        raise Disagreement(computing.direction_differs(name, alike, COSINE))
    size, wanted = np.linalg.norm(found), np.linalg.norm(expected)
    if not abs(size - wanted) <= SCALE * wanted:
        raise Disagreement(computing.scale_differs(name, float(size / wanted), SCALE))
    return alike


def _cosine(found: NDArray[np.floating], expected: NDArray[np.floating]) -> float:
    """Of two arrays as vectors; two that are zero everywhere are the same."""
    if not (found.any() or expected.any()):
        return 1.0
    with np.errstate(invalid="ignore"):  # an infinite one gives no number
        return similarity(found, expected)
