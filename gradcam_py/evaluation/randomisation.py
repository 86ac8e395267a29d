"""Cascading randomisation: does a map change when the network forgets?

Adebayo et al. 2018, "Sanity Checks for Saliency Maps", section 4.1: the weights are
replaced by random ones, the head's first, then those of each layer down to the stem,
and what has been replaced stays so.

The paper draws new weights. Here those of each tensor are shuffled, as they are stored:
every one is at a place where it means nothing, and each tensor keeps its mean, its
spread and its range, so that nothing overflows the two bytes in which large ones are
stored. Biases and scales stay: the exported networks have their batch norms folded
into them, and without what those do for the activations these die within a few layers
or grow until every unit is at its bound. Measured with EfficientNet-Lite0: on average
an activation grows about sixfold, and 9 to 43 % of the last layer's are positive (of
the trained network 11 %). Shuffled within each output channel alone, or drawn anew
with each channel's own mean and spread, the maps of the last layer go empty, since the
biases then outweigh everything that depends on the place. In a visitor's own network
tensors stay as well that are so small that the graphs hold them themselves.

Longer than most by its explanation.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from ..cam.similarity import WINDOW, spearman, ssim
from ..errors import NetworkError
from ..explaining.explanation import Explanation
from ..explaining.pipeline import Pipeline
from ..explaining.question import Question
from ..image.edges import sobel
from ..image.overlay import scale_map
from ..model.copied import CopiedFiles, CopiedNetwork
from ..model.manifest import Manifest
from ..model.recovery import surviving
from ..model.session import Float32
from ..onnx_file.content import FileNode, OnnxFile
from ..onnx_file.protobuf import Source
from ..onnx_file.reader import read_onnx
from ..onnx_file.tensors import Tensor
from ..words.laboratory import randomisation as words

GRAPH = "layers.onnx"  # has all weights, and names all layers
HEAD = ""  # in place of a layer's id
SHUFFLED = ("float16", "float32", "float64", "int8", "uint8", "int16", "uint16")


class Stored(NamedTuple):
    """Where a tensor lies in the file of weights, and the bytes of each value.

    >>> Stored(64, 128, 2).width
    2
    """

    start: int
    stop: int
    width: int


@dataclass(frozen=True)
class Stage:
    """What loses its weights next: a layer by its id, or the `HEAD`.

    >>> Stage(HEAD, (Stored(64, 128, 2),)).layer
    ''
    """

    layer: str
    weights: tuple[Stored, ...]


@dataclass(frozen=True)
class Likeness:
    """How like another map a map is.

    >>> Likeness(spearman=0.5, ssim=0.4).ssim
    0.4
    """

    spearman: float  # of its values' order
    ssim: float  # of both as they are shown, 0..1 and as large as the input


@dataclass(frozen=True, eq=False)
class Forgotten:
    """The network after a stage, and its map beside the trained network's.

    edges: the same comparison for a map that asks no network, the picture's edges.

    >>> same = Likeness(1.0, 1.0)
    >>> Forgotten(HEAD, np.ones((7, 7), np.float32), 0.001, same, same).cam.shape
    (7, 7)
    """

    layer: str
    cam: Float32  # raw, [h,w]
    probability: float  # of the class explained
    likeness: Likeness
    edges: Likeness


def likeness(cam: Float32, trained: Float32, side: int) -> Likeness:
    """Compare two raw maps [h,w].

    >>> steps = np.arange(49.0).reshape(7, 7)
    >>> found = likeness(2 * steps, steps, 224)
    >>> round(found.spearman, 6), round(found.ssim, 6)
    (1.0, 1.0)
    """
    shown = [scale_map(each, (side, side)) for each in (cam, trained)]
    return Likeness(spearman(cam, trained), ssim(*shown))


async def randomised(
    copy: CopiedNetwork,
    plan: Sequence[Stage],
    question: Question,
    trained: Explanation,
    seed: int = 0,
) -> AsyncGenerator[Forgotten, None]:
    """Explain the same class after each stage of a plan: one seed, the same maps.

    ``copy`` is used up, and closed in the end. Raises a `PlaygroundError`.

    >>> import asyncio
    >>> from gradcam_py.explaining.picture import make_picture
    >>> from gradcam_py.explaining.settings import Settings
    >>> from PIL import Image
    >>> from tests.tiny_copy import tiny_copy  # its layers are stem and top
    >>> picture = make_picture(Image.new("RGB", (9, 9)), 224, "A black one")
    >>> question = Question(picture, Settings())
    >>> async def forgotten():
    ...     copy = tiny_copy()
    ...     trained = await Pipeline(copy.session).explain(question)
    ...     states = randomised(copy, await plan_of(copy), question, trained)
    ...     return [state.layer async for state in states]
    >>> asyncio.run(forgotten())
    ['', 'top_activation', 'stem_activation']
    """
    about = question.about(trained.target)
    control, side = sobel(trained.image), max(len(trained.image), WINDOW)
    generator, session = np.random.default_rng(seed), copy.session

    try:
        for stage in plan:
            for stored in stage.weights:
                await shuffle(copy.files, stored, generator)
            await surviving(session, session.restart)
            found = await surviving(session, Pipeline(session).explain, about)
            yield Forgotten(
                stage.layer,
                found.cam,
                float(found.probabilities[trained.target]),
                likeness(found.cam, trained.cam, side),
                likeness(sobel(found.image), control, side),
            )
    finally:
        session.close()


async def shuffle(files: CopiedFiles, stored: Stored, generator: Generator) -> None:
    """Put the values of a tensor, as they are stored, into a random order.

    >>> import asyncio
    >>> from tests.tiny_copy import tiny_copy
    >>> files = tiny_copy().files
    >>> before = asyncio.run(files.read(0, 400))
    >>> asyncio.run(shuffle(files, Stored(0, 400, 4), np.random.default_rng(0)))
    >>> after = asyncio.run(files.read(0, 400))
    >>> after != before, sorted(after) == sorted(before)
    (True, True)
    """
    data = await files.read(stored.start, stored.stop)
    values = np.frombuffer(data, np.dtype(f"u{stored.width}"))
    files.write(stored.start, generator.permutation(values).tobytes())


async def plan_of(copy: CopiedNetwork) -> list[Stage]:
    """The stages for a network: the head, and the layers down to the stem.

    Raises `NetworkError` for a network without weights that could be shuffled.

    >>> import asyncio
    >>> from tests.tiny_copy import tiny_copy
    >>> [stage.layer for stage in asyncio.run(plan_of(tiny_copy()))]
    ['', 'top_activation', 'stem_activation']
    """
    data = await copy.files.graph(GRAPH)
    source = Source(lambda start, stop: data[start:stop], len(data))
    found = stages(read_onnx(source, in_one_file=False), copy.session.manifest)
    if not found:
        raise NetworkError(words.NOTHING_TO_SHUFFLE)
    return found


def stages(graph: OnnxFile, manifest: Manifest) -> list[Stage]:
    """The head and the layers, the last first, each with weights of its own.

    A weight belongs to the first layer that depends on it; pooling has none.

    >>> import asyncio
    >>> from tests.tiny_copy import tiny_copy
    >>> copy = tiny_copy()
    >>> data = asyncio.run(copy.files.graph(GRAPH))
    >>> source = Source(lambda start, stop: data[start:stop], len(data))
    >>> graph = read_onnx(source, in_one_file=False)
    >>> [len(stage.weights) for stage in stages(graph, copy.session.manifest)]
    [1, 1, 1]
    """
    outputs = {f"{layer.id}/activations": layer.id for layer in manifest.layers}
    makers = {name: node for node in graph.nodes for name in node.outputs}
    seen: set[str] = set()
    taken: set[Stored] = set()  # equal tensors are stored once
    found = []
    for output, layer in {**outputs, "logits": HEAD}.items():
        read = [graph.tensors.get(name) for name in _behind(output, makers, seen)]
        places = dict.fromkeys(filter(None, map(_place, filter(None, read))))
        if weights := tuple(sorted(places.keys() - taken)):
            found.append(Stage(layer, weights))
            taken.update(weights)
    return found[::-1]


def _behind(output: str, makers: dict[str, FileNode], seen: set[str]) -> Iterator[str]:
    """All values that one depends on and that have not been `seen`."""
    waiting = [output]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            yield name
            waiting += makers[name].inputs if name in makers else ()


def _place(tensor: Tensor) -> Stored | None:
    """Where a tensor lies that is multiplied with activations, a matrix or kernels."""
    if tensor.dtype is None or tensor.outside is None:
        return None
    if tensor.dtype.name not in SHUFFLED or sum(n > 1 for n in tensor.shape) < 2:
        return None
    return Stored(*tensor.outside, tensor.dtype.itemsize)
