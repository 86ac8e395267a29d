"""From an ONNX file to the three graphs of a model folder, the runtime in between.

`Bringing.probe` tells what to run first, so that the runtime tells the shapes; from its
answers `Bringing.finish` finds the layers and makes the graphs. The file stays where it
is: what is made copies ranges of it, or points into it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import NetworkError
from ..onnx_file.content import OnnxFile
from ..onnx_file.protobuf import Message, Source
from ..onnx_file.reader import read_onnx
from ..words import networks
from .as_graph import NOTHING_TOLD, Told, Translated, as_graph
from .graphs import GraphMaker
from .layers import FoundLayer, find_layers
from .survey import (
    PictureInput,
    asked_for,
    check_graph,
    check_operators,
    needed,
    picture_input,
)
from .way import Way, find_way


@dataclass(frozen=True)
class Probe:
    """What to run once: a model, what it is given, and which outputs are asked for."""

    model: Message
    feeds: Mapping[str, NDArray[np.float32]]
    outputs: Sequence[str]


@dataclass(frozen=True)
class Brought:
    """A network that can be explained; graphs: file name -> model, as in a folder."""

    file: OnnxFile
    picture: PictureInput
    layers: tuple[FoundLayer, ...]
    way: Way
    graphs: Mapping[str, Message]


class Bringing:
    """One file, on its way. Raises `NetworkError` for what cannot be explained."""

    def __init__(
        self, source: Source, size: int | None = None, where: str | None = None
    ):
        """``size``: of the pictures, if the file leaves that open.

        where: the name under which the runtime is given the file itself, so that
        weights need not be copied; None to have them copied.
        """
        self._file = file = read_onnx(source)
        self._where = where
        self.picture = picture_input(file, size)
        check_graph(file)
        self._output = self._first_output()
        self._nodes = needed(file.nodes, [self._output])
        check_operators(self._nodes)
        translated, self._untold = self._translate(NOTHING_TOLD)
        self._shapes, self._numbers = self._questions(translated)

    def probe(self) -> Probe:
        """What the runtime is asked: the shapes, and what parameters come to."""
        image = np.zeros(self.picture.image_shape, np.float32)
        model, outputs = self._untold.probe(self.picture, self._shapes, self._numbers)
        return Probe(model, {"image": image}, outputs)

    def finish(self, answers: Sequence[NDArray]) -> Brought:
        """The graphs, from the answers to `probe`, in the order of its outputs."""
        translated, maker = self._translate(self._told(answers))
        way = self._way(translated)
        layers = find_layers(way.nodes, translated.values[self.picture.name])
        if not layers:
            raise NetworkError(networks.no_layers())
        graphs = {
            "features.onnx": maker.features(self.picture, layers[-1]),
            "head.onnx": maker.head(layers[-1], way),
            "layers.onnx": maker.layers(self.picture, layers, way),
        }
        return Brought(self._file, self.picture, tuple(layers), way, graphs)

    def _first_output(self) -> str:
        """The first output that depends on the picture."""
        for output in self._file.outputs:
            nodes = needed(self._file.nodes, [output])
            if any(self.picture.name in node.inputs for node in nodes):
                return output
        raise NetworkError(networks.no_way())

    def _questions(self, translated: Translated) -> tuple[list[str], list[str]]:
        shapes, numbers = asked_for(self._way(translated).nodes)
        made = {name for node in self._nodes for name in node.outputs}
        return [name for name in shapes if name in made], numbers

    def _translate(self, told: Told) -> tuple[Translated, GraphMaker]:
        translated = as_graph(self._file, self._nodes, told)
        maker = GraphMaker(self._file, self._nodes, translated, told, self._where)
        return translated, maker

    def _way(self, translated: Translated) -> Way:
        values = translated.values
        image, output = values[self.picture.name], values[self._output]
        return find_way(translated.graph, image, output)

    def _told(self, answers: Sequence[NDArray]) -> Told:
        count = len(self._shapes)
        shapes: dict[str, tuple[int, ...]] = {self.picture.name: self.picture.shape}
        for name, answer in zip(self._shapes, answers[:count], strict=True):
            shapes[name] = tuple(int(size) for size in answer)
        return Told(shapes, dict(zip(self._numbers, answers[count:], strict=True)))
