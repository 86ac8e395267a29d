"""The job itself: from a picture and settings to predictions and a heatmap.

No input or output happens here, so the command line and the page share it. The pieces
are those a live page needs one at a time:

- `network_input` and `perturbed_input` make the arrays the network sees,
- `explain_top` is the fast path of every stroke: features and head only,
- `explain_layers` runs all layers once; `heatmap` then needs no inference,
- `explain` does everything for one question, from scratch.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..cam import seeds
from ..cam.methods import cam
from ..errors import SettingError
from ..image.fills import blend, make_fill
from ..image.framing import framed_box, to_input
from ..image.shapes import make_mask
from ..model.labels import Labels
from ..model.session import HeadResult, LayersResult, Session
from .predictions import Prediction, predictions, rank
from .settings import Settings

Float32 = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class TopResult:
    """The fast path's answer, for one input."""

    logits: Float32  # [classes]
    target: int  # the class explained
    seed: Float32  # [classes]
    activations: Float32  # [C,h,w] of the top layer
    gradients: Float32  # [C,h,w]

    @property
    def probabilities(self) -> NDArray[np.float64]:
        """Softmax of the logits, [classes]."""
        return seeds.softmax(self.logits)


@dataclass(frozen=True, eq=False)
class Explanation:
    """The whole answer to one question."""

    predictions: list[Prediction]
    target: int
    layer: str  # its id
    cam: Float32  # raw, [h,w]
    top: TopResult
    layers: LayersResult | None  # None where the fast path was enough


def network_input(
    picture: Image.Image, settings: Settings, size: int
) -> NDArray[np.uint8]:
    """The unperturbed input, uint8 [size,size,3]."""
    return to_input(picture, settings.framing, size)


def input_mask(picture_size: tuple[int, int], settings: Settings, size: int) -> Float32:
    """What the settings' shapes hide of the input, [size,size], 0..1."""
    box = framed_box(picture_size, settings.framing)
    return make_mask(settings.shapes, picture_size, box, size)


def perturbed_input(
    image: NDArray[np.uint8], picture_size: tuple[int, int], settings: Settings
) -> Float32:
    """The input [h,w,3] with the shapes filled, float32, 0..255."""
    mask = input_mask(picture_size, settings, len(image))
    return blend(image, mask, make_fill(image, settings.fill))


def choose_target(settings: Settings, logits: NDArray) -> int:
    """The class to explain: the one asked for, else the best of these logits.

    They are the untouched picture's: what is hidden changes the answer, and must not
    change the question with it.
    """
    target = settings.target
    if target is None:
        target = rank(logits, 1)[0]
    if target == settings.versus:
        raise SettingError(
            f"class {target} is the best and cannot be compared with itself"
        )
    return target


def make_seed(settings: Settings, target: int, logits: NDArray) -> Float32:
    """The seed of the score that the settings ask for, [classes]."""
    if settings.versus is not None:
        return seeds.contrast(target, settings.versus, len(logits))
    if settings.score == "probability":
        return seeds.probability(target, logits)
    if settings.score == "counterfactual":
        return seeds.counterfactual(target, len(logits))
    return seeds.one_hot(target, len(logits))


async def predict(
    session: Session, image: Float32, seed: Float32 | None = None
) -> tuple[Float32, HeadResult]:
    """[h,w,3] -> features [1,C,h,w], and their logits with the gradients of `seed`."""
    if seed is None:
        seed = np.zeros(session.manifest.classes, np.float32)
    return await session.both(image[None], seed[None])


async def explain_top(
    session: Session, image: Float32, settings: Settings
) -> TopResult:
    """Predictions and the top layer's arrays of one input [h,w,3]: the fast path."""
    features, head = await predict(session, image)
    return await explain_features(session, features, head.logits[0], settings)


async def explain_features(
    session: Session, features: Float32, logits: Float32, settings: Settings
) -> TopResult:
    """Another class or score for features already computed: the head alone runs."""
    target = choose_target(settings, logits)
    seed = make_seed(settings, target, logits)
    result = await session.head(features, seed[None])
    return TopResult(logits, target, seed, features[0], result.gradients[0])


async def explain_layers(
    session: Session, image: Float32, top: TopResult
) -> LayersResult:
    """All layers' arrays for the same input and seed."""
    return await session.layers(image[None], top.seed[None])


def heatmap(layers: LayersResult, layer: str, method: str = "gradcam") -> Float32:
    """The raw map of a layer id, for the first seed; runs no inference."""
    return cam(layers.activations[layer], layers.gradients[layer][0], method)


async def explain(
    session: Session,
    labels: Labels,
    picture: Image.Image,
    settings: Settings,
    all_layers: bool = False,
) -> Explanation:
    """Answer one question from scratch.

    Raises a `PlaygroundError` for settings that this model cannot answer. `all_layers`
    computes them even where the top layer alone is asked for.
    """
    manifest = session.manifest
    settings.check(manifest)
    layer = manifest.layer(settings.layer).id
    image = network_input(picture, settings, manifest.input_size)
    perturbed = perturbed_input(image, picture.size, settings)
    baseline = None
    if settings.shapes:
        _, plain = await predict(session, image.astype(np.float32))
        baseline = plain.logits[0]
        settings = replace(settings, target=choose_target(settings, baseline))
    top = await explain_top(session, perturbed, settings)
    baseline = top.logits if baseline is None else baseline
    layers = None
    if all_layers or layer != manifest.features_layer:
        layers = await explain_layers(session, perturbed, top)
    if layer == manifest.features_layer:
        raw = cam(top.activations, top.gradients, settings.method)
    else:
        raw = heatmap(layers, layer, settings.method)
    rows = predictions(top.probabilities, seeds.softmax(baseline), labels)
    return Explanation(rows, top.target, layer, raw, top, layers)
