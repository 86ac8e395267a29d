"""Steps 5 to 10 of the lesson: from gradients to the heatmap over the picture.

Each function turns the arrays behind the heatmap on the page into messages (see
`message.Scene`). Nothing here runs the network.
"""

import numpy as np
from PIL import Image

from ..cam.methods import METHODS, cam
from ..cam.similarity import similarity
from ..image.overlay import scale_map
from ..image.signed_colours import signed
from ..view.captions import heatmap_text
from ..view.payloads import HEATMAP_SIDE
from ..words.grammar import sentences
from ..words.lesson import gradient_steps as words
from ..words.numbers import factor, size, with_sign
from . import decomposition
from .message import Message, Scene, limit_of, share_of, text
from .tiles import from_zero, number_grid, own_range, tiles

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
        told = words.uniform_gradients(height * width)
    else:
        shown = steps.gradients[channels]
        told = words.gradients(height, width, shown.min(), shown.max())
    images = [signed(steps.gradients[k], limit) for k in channels]
    captions = [words.gradient_map(k, steps.weights[k]) for k in channels]
    alt = words.gradient_maps(channels)
    return [text("gradients", told), tiles("gradients", images, captions, alt)]


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
    positive, negative = int((values > 0).sum()), int((values < 0).sum())
    reach = values.min(), values.max()
    told = words.weights(positive, negative, len(values), *reach)
    alt = words.curve(told)
    table = {"kind": "weights", "rows": rows, "curve": curve, "alt": alt}, None
    return [text("weights", told), table]


def weighted(scene: Scene) -> list[Message]:
    """Step 7: the maps that matter most, before and after weighting."""
    steps = scene.steps
    channels = decomposition.strongest(steps, PAIRS)
    products = decomposition.weighted_maps(steps.activations, steps.weights, channels)
    limit = limit_of(products)
    images, captions = [], []
    for channel, product in zip(channels, products, strict=True):
        images += [own_range(steps.activations[channel]), signed(product, limit)]
        captions += [words.channel_map(channel), factor(steps.weights[channel])]
    share = float(steps.ink[channels].sum() / (steps.ink.sum() or 1))
    told = words.weighted(len(channels), len(steps.weights), share, limit)
    alt = words.weighted_maps(channels)
    return [text("weighted", told), tiles("weighted", images, captions, alt)]


def total(scene: Scene) -> list[Message]:
    """Step 8: the signed sum, growing."""
    steps = scene.steps
    channels = len(steps.weights)
    counts = [*(n for n in SUMMED if n < channels), channels]
    sums = decomposition.partial_sums(steps, counts)
    limit = limit_of(steps.total)
    told = words.total(steps.total.min(), steps.total.max())
    linear = scene.shown.question.settings.score != "probability"
    if steps.gradients_are_uniform and linear:
        told = sentences(told, words.shared_out(steps.total.sum(), scene.score))
    images = [signed(each, limit) for each in sums]
    captions = [words.some_channels(n) for n in counts[:-1]]
    captions.append(words.all_channels(channels))
    return [text("sum", told), tiles("sum", images, captions, told)]


def relu(scene: Scene) -> list[Message]:
    """Step 9: what is left, and what it is divided by."""
    steps = scene.steps
    limit = limit_of(steps.total)
    cut = int((steps.total < 0).sum())
    maximum = steps.raw.max()
    left = words.normalised(maximum) if maximum > 0 else str(words.EMPTY)
    told = sentences(words.relu(cut, steps.total.size, steps.removed), left)
    images = [
        signed(steps.total, limit),
        from_zero(steps.raw, limit, scene.colormap),
        from_zero(steps.normalised, 1, scene.colormap),
    ]
    captions = [words.SUM, words.AFTER_RELU, words.DIVIDED]
    is_small = steps.raw.size <= PRINTED
    grid = number_grid(steps.normalised, scene.colormap) if is_small else []
    numbers = {"kind": "numbers", "rows": grid}, None
    return [text("relu", told), tiles("relu", images, captions, told), numbers]


def overlaid(scene: Scene, covered: Image.Image, result: Image.Image) -> list[Message]:
    """Step 10: scaled up, and laid over the picture (`covered` -> `result`)."""
    steps = scene.steps
    height, width = steps.raw.shape
    side = HEATMAP_SIDE
    told = words.scaled(height, width, side)
    cells = Image.fromarray(from_zero(steps.normalised, 1, scene.colormap))
    coarse = np.asarray(cells.resize((side, side), Image.Resampling.NEAREST))
    smooth = from_zero(scale_map(steps.raw, (side, side)), 1, scene.colormap)
    captions = [size(height, width), size(side, side)]
    alt = words.overlay(scene.title)
    pictures = [np.asarray(covered), np.asarray(result)]
    return [
        text("overlay", told),
        tiles("scaled", [coarse, smooth], captions, told),
        tiles("overlay", pictures, [words.PICTURE, words.OVERLAY], alt),
    ]


def methods(scene: Scene) -> list[Message]:
    """Every method's map of the same layer and score, and how like Grad-CAM's it is."""
    steps, side = scene.steps, HEATMAP_SIDE // 2
    messages = []
    for name, method in METHODS.items():
        raw = cam(steps.activations, steps.gradients, name)
        likeness = words.likeness(similarity(raw, steps.raw))
        colours = from_zero(scale_map(raw, (side, side)), 1, scene.colormap)
        alt = words.method(method.title, heatmap_text(raw, scene.title))
        messages.append(tiles(f"method-{name}", [colours], [likeness], alt))
    return messages
