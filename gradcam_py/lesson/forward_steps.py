"""Steps 1 to 4 of the lesson: the picture, its features, the scores and the one chosen.

Each function turns the arrays behind the heatmap on the page into messages (see
`message.Scene`). Nothing here runs the network.
"""

import numpy as np
from numpy.typing import NDArray

from ..cam.methods import METHODS
from ..explaining.predictions import rank
from ..image.fills import FILLS
from ..model.session import Float32
from ..words.grammar import sentences
from ..words.lesson import forward_steps as words
from ..words.numbers import percent, with_sign
from . import decomposition
from .message import Message, Scene, text
from .tiles import own_range, tiles

GALLERY = 16  # feature maps


def method(scene: Scene) -> list[Message]:
    """A word of warning where the page shows another method than the steps."""
    chosen = scene.shown.question.settings.method
    if chosen == "gradcam":
        return [text("method", "")]
    return [text("method", words.other_method(METHODS[chosen].title))]


def picture(scene: Scene, untouched: NDArray, mask: Float32) -> list[Message]:
    """Step 1: what the network is given. `untouched` [h,w,3], `mask` [h,w] 0..1."""
    question = scene.shown.question
    is_whole = question.settings.framing == "whole"
    framed = words.whole_picture if is_whole else words.centre_of_picture
    told = framed(question.picture.title, len(untouched), untouched.size)
    images, captions = [untouched], [str(words.PICTURE)]
    if question.settings.shapes:
        fill = str(FILLS[question.settings.fill].title)
        told = sentences(told, words.hidden(float(mask.mean()), fill))
        images += [np.repeat(mask[..., None] * 255, 3, axis=2), scene.shown.image]
        captions += map(str, (words.MASK, words.INPUT))
    return [text("picture", told), tiles("picture", images, captions, told)]


def features(scene: Scene) -> list[Message]:
    """Step 2: the layer's maps that reach furthest."""
    activations = scene.steps.activations
    count, height, width = activations.shape
    channels = decomposition.liveliest(activations, GALLERY)
    silent = int((np.abs(activations).max(axis=(1, 2)) == 0).sum())
    told = words.features(
        scene.layer.label,
        scene.layer.block,
        maps=count,
        height=height,
        width=width,
        pixels=scene.shown.image.shape[0] / height,
        shown=len(channels),
    )
    told = sentences(told, words.silent(silent) if silent else "")
    images = [own_range(activations[k]) for k in channels]
    captions = [
        words.feature_map(k, activations[k].min(), activations[k].max())
        for k in channels
    ]
    alt = words.feature_maps(channels)
    return [text("features", told), tiles("features", images, captions, alt)]


def scores(scene: Scene) -> list[Message]:
    """Steps 3 and 4: logits, probabilities, and the score that is explained."""
    shown = scene.shown
    best = rank(shown.probabilities)
    shares = shown.probabilities[best]
    largest = np.abs(shown.logits[best]).max()
    rows = [
        {
            "index": index,
            "label": scene.labels.name(index),
            "logit": with_sign(shown.logits[index]),
            "length": float(max(shown.logits[index], 0) / largest),
            "percent": percent(float(share)),
            "probability": float(share),
            "chosen": index == shown.target,
        }
        for index, share in zip(best, shares, strict=True)
    ]
    table = {"kind": "scores", "rows": rows}, None
    told = text("scores", _probabilities_text(scene, shares))
    return [told, table, text("target", score_text(scene))]


def _probabilities_text(scene: Scene, shares: NDArray[np.float64]) -> str:
    """What the best classes' probabilities are shares of, if of anything."""
    classes = len(scene.shown.logits)
    if scene.shown.activation == "sigmoid":
        return words.scores_apart(classes, len(shares))
    together = float(shares.sum())
    return words.scores(classes, together, classes - len(shares), 1 - together)


def score_text(scene: Scene) -> str:
    """Which score y is explained, and its value."""
    shown, settings = scene.shown, scene.shown.question.settings
    name, logit = scene.labels.name(shown.target), float(shown.logits[shown.target])
    if settings.versus is not None:
        other = scene.labels.name(settings.versus)
        return words.explains_contrast(name, other, scene.score)
    if settings.score == "probability":
        share = float(shown.probabilities[shown.target])
        return words.explains_probability(name, share)
    if settings.score == "counterfactual":
        return words.explains_against(name, -logit)
    return words.explains_logit(name, logit)
