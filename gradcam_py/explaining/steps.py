"""The steps of an explanation, each a function of what it needs.

- `choose_target` and `make_seed` say which score is explained,
- `predict` is the forward pass, with the gradients of a guessed seed thrown in,
- `explain_features` asks for another class or score: the head alone runs,
- `explain_layers` runs all layers once; `heatmap` then needs no inference.

`pipeline.Pipeline` puts them together and remembers; the lesson shows their source.
"""

import numpy as np
from numpy.typing import NDArray

from ..cam import seeds
from ..cam.methods import cam
from ..errors import SettingError
from ..model.session import Float32, HeadResult, LayersResult, Session
from ..words import refusals
from .predictions import rank
from .settings import Settings


def choose_target(settings: Settings, logits: NDArray[np.floating]) -> int:
    """The class to explain: the one asked for, else the best of these logits.

    They are the untouched picture's: what is hidden changes the answer, and must not
    change the question with it. Raises `SettingError` where the best class would be
    compared with itself.

    >>> choose_target(Settings(), np.array([1.0, 3.0, 2.0]))
    1
    """
    target = settings.target
    if target is None:
        target = rank(logits, 1)[0]
    if target == settings.versus:
        raise SettingError(refusals.best_with_itself(target))
    return target


def make_seed(
    settings: Settings,
    target: int,
    logits: NDArray[np.floating],
    activation: str = "softmax",
) -> Float32:
    """The seed [classes] of the score that the settings ask for (see `cam.seeds`).

    >>> make_seed(Settings(versus=0), 2, np.zeros(3))
    array([-1.,  0.,  1.], dtype=float32)
    """
    if settings.versus is not None:
        return seeds.contrast(target, settings.versus, len(logits))
    return seeds.SCORES[settings.score].seed(target, logits, activation)


async def predict(
    session: Session, image: Float32, seed: Float32 | None = None
) -> tuple[Float32, HeadResult]:
    """[h,w,3] -> features [1,C,h,w], and their logits with the gradients of `seed`.

    >>> import asyncio
    >>> from tests.toy_session import IMAGE, ToySession  # its classes are red and green
    >>> features, head = asyncio.run(predict(ToySession(), IMAGE))
    >>> head.logits
    array([[3., 1.]], dtype=float32)
    """
    if seed is None:
        seed = np.zeros(session.manifest.classes, np.float32)
    return await session.both(image[None], seed[None])


async def explain_features(
    session: Session, features: Float32, seed: Float32
) -> Float32:
    """Gradients [C,h,w] of features [1,C,h,w] already computed: the head alone runs.

    >>> import asyncio
    >>> from tests.toy_session import ToySession  # its gradients are the seed
    >>> features, seed = np.ones((1, 2, 2, 2), np.float32), np.array([1, 0], np.float32)
    >>> asyncio.run(explain_features(ToySession(), features, seed)).tolist()
    [[[1.0, 1.0], [1.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]]]
    """
    gradients: Float32 = (await session.head(features, seed[None])).gradients[0]
    return gradients


async def explain_layers(
    session: Session, image: Float32, seed: Float32
) -> LayersResult:
    """All layers' arrays for one input [h,w,3] and one seed [classes].

    >>> import asyncio
    >>> from tests.toy_session import IMAGE, ToySession  # its one layer is the quarters
    >>> seed = np.array([1, 0], np.float32)
    >>> layers = asyncio.run(explain_layers(ToySession(), IMAGE, seed))
    >>> layers.activations["quarters"][0].tolist()  # how much of each is red
    [[1.0, 0.0], [1.0, 1.0]]
    """
    return await session.layers(image[None], seed[None])


def heatmap(layers: LayersResult, layer: str, method: str = "gradcam") -> Float32:
    """The raw map of a layer id, for the first seed; runs no inference.

    >>> activations = {"top": np.array([[[1.0, 0.5]], [[2.0, 2.0]]])}  # two channels
    >>> gradients = {"top": np.array([[[[2.0, 2.0]], [[0.0, 0.0]]]])}
    >>> heatmap(LayersResult(np.zeros((1, 3)), activations, gradients), "top")
    array([[2., 1.]], dtype=float32)
    """
    return cam(layers.activations[layer], layers.gradients[layer][0], method)
