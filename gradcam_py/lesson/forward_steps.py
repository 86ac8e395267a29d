"""Steps 1 to 4 of the lesson: the picture, its features, the scores and the one chosen.

Each function turns the arrays behind the heatmap on the page into messages (see
`lesson_scene`). Nothing here runs the network.
"""

import numpy as np
from numpy.typing import NDArray

from ..cam.methods import METHODS
from ..explain.predictions import rank
from ..image.fills import FILLS
from ..model.session import Float32
from ..view import wording
from . import decomposition
from .message import Message, Scene, text, with_sign
from .tiles import own_range, tiles

GALLERY = 16  # feature maps


def method(scene: Scene) -> list[Message]:
    """A word of warning where the page shows another method than the steps."""
    chosen = scene.shown.question.settings.method
    if chosen == "gradcam":
        return [text("method", "")]
    words = (
        f"The page shows a heatmap of {METHODS[chosen].title} at the moment; the ten "
        "steps are always those of Grad-CAM."
    )
    return [text("method", words)]


def picture(scene: Scene, untouched: NDArray, mask: Float32) -> list[Message]:
    """Step 1: what the network is given. `untouched` [h,w,3], `mask` [h,w] 0..1."""
    question = scene.shown.question
    side = len(untouched)
    is_whole = question.settings.framing == "whole"
    how = "squashed" if is_whole else "its centre square, scaled"
    words = (
        f"“{question.picture.title}”, {how} to {side} × {side} pixels of three "
        f"colours: {untouched.size:,} numbers from 0 to 255."
    )
    images, captions = [untouched], ["the picture"]
    if question.settings.shapes:
        share = wording.percent(float(mask.mean()))
        fill = FILLS[question.settings.fill].title
        words += f" Hidden: {share} of the area, under {fill}."
        images += [np.repeat(mask[..., None] * 255, 3, axis=2), scene.shown.image]
        captions += ["what is hidden", "what the network is given"]
    return [text("picture", words), tiles("picture", images, captions, words)]


def features(scene: Scene) -> list[Message]:
    """Step 2: the layer's maps that reach furthest."""
    activations = scene.steps.activations
    count, height, width = activations.shape
    side = scene.shown.image.shape[0] / height
    channels = decomposition.liveliest(activations, GALLERY)
    silent = int((np.abs(activations).max(axis=(1, 2)) == 0).sum())
    words = (
        f"Layer {scene.layer.label} ({scene.layer.block}) makes {count:,} maps of "
        f"{height} × {width} cells: one cell for every {side:g} × {side:g} pixels of "
        f"the input. Here are the {len(channels)} maps that vary most."
    )
    if silent:
        words += f" {silent:,} of the maps stay at zero everywhere in this picture."
    images = [own_range(activations[k]) for k in channels]
    captions = [f"{k}\n{_range(activations[k])}" for k in channels]
    alt = "Feature maps of channels " + ", ".join(map(str, channels))
    return [text("features", words), tiles("features", images, captions, alt)]


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
            "percent": wording.percent(float(share)),
            "probability": float(share),
            "chosen": index == shown.target,
        }
        for index, share in zip(best, shares, strict=True)
    ]
    rest = len(shown.logits) - len(best)
    words = (
        f"The five best of {len(shown.logits):,} classes share "
        f"{wording.percent(float(shares.sum()))} of the probability, the other {rest} "
        f"the remaining {wording.percent(float(1 - shares.sum()))}."
    )
    table = {"kind": "scores", "rows": rows}, None
    return [text("scores", words), table, text("target", score_text(scene))]


def score_text(scene: Scene) -> str:
    """Which score y is explained, and its value."""
    shown, settings = scene.shown, scene.shown.question.settings
    name, logit = scene.labels.name(shown.target), float(shown.logits[shown.target])
    if settings.versus is not None:
        other = scene.labels.name(settings.versus)
        value = with_sign(scene.score)
        return (
            f"Explained now: why “{name}” rather than “{other}”? The score is the "
            f"difference of their two logits, y = {value}."
        )
    if settings.score == "probability":
        share = wording.percent(float(shown.probabilities[shown.target]))
        return f"Explained now: the probability of “{name}”, y = {share}."
    if settings.score == "counterfactual":
        return (
            f"Explained now: what speaks against “{name}”. The score is its logit "
            f"with the sign turned round, y = {with_sign(-logit)}."
        )
    return f"Explained now: the logit of “{name}”, y = {with_sign(logit)}."


def _range(values: NDArray) -> str:
    low, high = (
        f"{value:.1f}".replace("-", "−") for value in (values.min(), values.max())
    )
    return f"{low} to {high}"
