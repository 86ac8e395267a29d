"""Steps 5 to 10 of the lesson: from gradients to the heatmap over the picture.

Each function turns the arrays behind the heatmap on the page into messages (see
`lesson_scene`). Nothing here runs the network.
"""

import numpy as np
from PIL import Image

from ..cam.methods import METHODS, cam
from ..cam.similarity import similarity
from ..image.overlay import scale_map
from ..view import wording
from ..view.payloads import HEATMAP_SIDE
from . import decomposition
from .message import Message, Scene, limit_of, share_of, text, with_sign
from .tiles import from_zero, number_grid, own_range, signed, tiles

EXTREMES = 5  # channels of either sign
PAIRS = 6  # weighted maps
SUMMED = (1, 8, 64)  # channels, before all of them
CURVE_POINTS = 160
PRINTED = 64  # numbers of a map, at most


def gradients(scene: Scene) -> list[Message]:
    """Step 5: gradient maps of the channels with the largest weights."""
    steps = scene.steps
    channels = decomposition.extremes(steps.weights, EXTREMES - 1)
    limit = limit_of(steps.gradients[channels])
    height, width = steps.total.shape
    if steps.gradients_are_uniform:
        words = (
            "Every map here has one colour: after this layer the network only averages "
            f"the maps, so all {height * width} gradients of a channel are equal. "
            "Choose an earlier layer to see them differ."
        )
    else:
        words = (
            f"Each map has its own gradient in every one of its {height} × {width} "
            f"cells, here from {with_sign(steps.gradients[channels].min())} to "
            f"{with_sign(steps.gradients[channels].max())}."
        )
    images = [signed(steps.gradients[k], limit) for k in channels]
    captions = [f"{k}\n{with_sign(steps.weights[k], 2)}" for k in channels]
    alt = "Gradients of channels " + ", ".join(map(str, channels))
    return [text("gradients", words), tiles("gradients", images, captions, alt)]


def weights(scene: Scene) -> list[Message]:
    """Step 6: the channel weights, the strongest as a table and all as a curve."""
    values = scene.steps.weights
    limit = limit_of(values)
    rows = [
        {
            "channel": k,
            "weight": with_sign(values[k]),
            "length": share_of(values[k], limit),
        }
        for k in decomposition.extremes(values, EXTREMES)
    ]
    curve = [
        share_of(v, limit) for v in decomposition.sorted_curve(values, CURVE_POINTS)
    ]
    words = (
        f"{int((values > 0).sum()):,} of the {len(values):,} weights are positive, "
        f"{int((values < 0).sum()):,} negative. They reach from "
        f"{with_sign(values.min())} to {with_sign(values.max())}."
    )
    table = {"kind": "weights", "rows": rows, "curve": curve, "alt": words}, None
    return [text("weights", words), table]


def weighted(scene: Scene) -> list[Message]:
    """Step 7: the maps that matter most, before and after weighting."""
    steps = scene.steps
    channels = decomposition.strongest(steps, PAIRS)
    products = decomposition.weighted_maps(steps.activations, steps.weights, channels)
    limit = limit_of(products)
    images, captions = [], []
    for channel, product in zip(channels, products, strict=True):
        images += [own_range(steps.activations[channel]), signed(product, limit)]
        captions += [f"map {channel}", f"× {with_sign(steps.weights[channel])}"]
    share = wording.percent(float(steps.ink[channels].sum() / (steps.ink.sum() or 1)))
    words = (
        f"These {len(channels)} products are the strongest: {share} of all that the "
        f"{len(steps.weights):,} weighted maps draw. One scale for all, up to "
        f"±{wording.number(limit)}."
    )
    alt = "Maps before and after weighting: channels " + ", ".join(map(str, channels))
    return [text("weighted", words), tiles("weighted", images, captions, alt)]


def total(scene: Scene) -> list[Message]:
    """Step 8: the signed sum, growing."""
    steps = scene.steps
    channels = len(steps.weights)
    counts = [*(n for n in SUMMED if n < channels), channels]
    sums = decomposition.partial_sums(steps, counts)
    limit = limit_of(steps.total)
    words = (
        f"The cells reach from {with_sign(steps.total.min())} to "
        f"{with_sign(steps.total.max())}."
    )
    linear = scene.shown.question.settings.score != "probability"
    if steps.gradients_are_uniform and linear:
        words += (
            f" All together they are {with_sign(steps.total.sum())}, and the score is "
            f"y = {with_sign(scene.score)}: at this layer the sum shares the score out "
            "among the cells. What is missing is the classes' constant, the bias, "
            "which no pixel can change."
        )
    images = [signed(each, limit) for each in sums]
    captions = [f"{n:,} channel{'s' * (n > 1)}" for n in counts]
    captions[-1] = f"all {channels:,}"
    return [text("sum", words), tiles("sum", images, captions, words)]


def relu(scene: Scene) -> list[Message]:
    """Step 9: what is left, and what it is divided by."""
    steps = scene.steps
    limit = limit_of(steps.total)
    cut = int((steps.total < 0).sum())
    words = (
        f"ReLU empties {cut:,} of {steps.total.size:,} cells, "
        f"{wording.percent(steps.removed)} of the sum's magnitude. "
    )
    if steps.raw.max() > 0:
        words += (
            f"The rest is divided by its maximum, {wording.number(steps.raw.max())}."
        )
    else:
        words += "Nothing positive is left, so the heatmap is empty."
    images = [
        signed(steps.total, limit),
        from_zero(steps.raw, limit, scene.colormap),
        from_zero(steps.normalised, 1, scene.colormap),
    ]
    captions = ["the sum", "after ReLU", "divided by the maximum"]
    is_small = steps.raw.size <= PRINTED
    grid = number_grid(steps.normalised, scene.colormap) if is_small else []
    numbers = {"kind": "numbers", "rows": grid}, None
    return [text("relu", words), tiles("relu", images, captions, words), numbers]


def overlaid(scene: Scene, covered: Image.Image, result: Image.Image) -> list[Message]:
    """Step 10: scaled up, and laid over the picture (`covered` -> `result`)."""
    steps = scene.steps
    height, width = steps.raw.shape
    side = HEATMAP_SIDE
    words = (
        f"{height} × {width} numbers become {side} × {side} by bicubic interpolation: "
        "the smooth edges come from it, not from the network."
    )
    cells = Image.fromarray(from_zero(steps.normalised, 1, scene.colormap))
    coarse = np.asarray(cells.resize((side, side), Image.Resampling.NEAREST))
    smooth = from_zero(scale_map(steps.raw, (side, side)), 1, scene.colormap)
    captions = [f"{height} × {width}", f"{side} × {side}"]
    alt = f"Heatmap of {scene.title} over the picture"
    pictures = [np.asarray(covered), np.asarray(result)]
    return [
        text("overlay", words),
        tiles("scaled", [coarse, smooth], captions, words),
        tiles("overlay", pictures, ["the picture", "with the heatmap"], alt),
    ]


def methods(scene: Scene) -> list[Message]:
    """Every method's map of the same layer and score, and how like Grad-CAM's it is."""
    steps, side = scene.steps, HEATMAP_SIDE // 2
    messages = []
    for name, method in METHODS.items():
        raw = cam(steps.activations, steps.gradients, name)
        likeness = f"cosine {similarity(raw, steps.raw):.2f}"
        colours = from_zero(scale_map(raw, (side, side)), 1, scene.colormap)
        alt = f"{method.title}. {wording.heatmap_text(raw, scene.title)}"
        messages.append(tiles(f"method-{name}", [colours], [likeness], alt))
    return messages
