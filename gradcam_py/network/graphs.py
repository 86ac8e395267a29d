"""The graphs of a model folder, cut from a file. What they do: `model.session`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..autodiff import (
    Gradients,
    Graph,
    Node,
    UnsupportedOperators,
    Value,
    differentiate,
)
from ..errors import NetworkError
from ..onnx_file.content import FileNode, OnnxFile
from ..onnx_file.protobuf import Message
from ..words import networks
from .adapters import Adapters
from .as_graph import Told, Translated
from .layers import FoundLayer
from .survey import PictureInput
from .way import Way
from .write import GraphFile, cut

PREFIX = "gradients-of"  # of our names: a file that has such names is refused
NO_GRADIENTS = Gradients((), (), {})


class GraphMaker:
    """Makes graphs of one file, with what a run has told of it."""

    def __init__(
        self,
        file: OnnxFile,
        nodes: Sequence[FileNode],
        translated: Translated,
        told: Told,
        where: str | None,
    ):
        """``where``: see `Tensor.message`."""
        self._file, self._nodes, self._told = file, nodes, told
        self._values, self._opset = translated.values, translated.graph.opset
        self._theirs = set(translated.values.values())
        self._where = where

    def probe(
        self, picture: PictureInput, shapes: Sequence[str], numbers: Sequence[str]
    ) -> tuple[Message, list[str]]:
        """image -> the shapes of some values of the file, and the numbers of others.

        Also returns the names of these outputs, in that order.
        """
        adapters = self._of_image(picture)
        outputs = []
        for i, name in enumerate(shapes):
            outputs.append(f"shape/{i}")
            read, made = (self._values[name],), (Value(outputs[-1]),)
            adapters.behind.append(Node("Shape", read, made, {}, outputs[-1]))
        for i, name in enumerate(numbers):
            outputs.append(f"number/{i}")
            adapters.renamed[self._values[name]] = outputs[-1]
        inputs = {"image": picture.image_shape}
        wanted = [*shapes, *numbers]
        return self._write(inputs, outputs, adapters, [], wanted), outputs

    def features(self, picture: PictureInput, layer: FoundLayer) -> Message:
        """image -> features."""
        adapters = self._of_image(picture)
        adapters.map(layer, layer.value, "features")
        inputs = {"image": picture.image_shape}
        return self._write(inputs, ["features"], adapters, [], [layer.value.name])

    def head(self, layer: FoundLayer, way: Way) -> Message:
        """features, seed -> logits, gradients."""
        adapters = Adapters(self._theirs)
        adapters.features(layer)
        gradients = self._gradients(adapters, [layer], way)
        adapters.logits(way.logits, way.classes)
        adapters.map(layer, gradients.of[layer.value], "gradients")
        return self._write(
            {"features": (1, *layer.packed_shape), "seed": (1, way.classes)},
            ["logits", "gradients"],
            adapters,
            [layer.value.name],
            [way.logits.name],
            gradients,
        )

    def layers(
        self, picture: PictureInput, layers: Sequence[FoundLayer], way: Way
    ) -> Message:
        """image, seed -> logits, and of each layer its activations and gradients."""
        adapters = self._of_image(picture)
        gradients = self._gradients(adapters, layers, way)
        adapters.logits(way.logits, way.classes)
        outputs = ["logits"]
        for layer in layers:
            activations, slopes = (
                f"{layer.value.name}/{kind}" for kind in ("activations", "gradients")
            )
            adapters.map(layer, layer.value, activations)
            adapters.map(layer, gradients.of[layer.value], slopes)
            outputs += [activations, slopes]
        inputs = {"image": picture.image_shape, "seed": (1, way.classes)}
        return self._write(inputs, outputs, adapters, [], [way.logits.name], gradients)

    def _of_image(self, picture: PictureInput) -> Adapters:
        adapters = Adapters(self._theirs)
        adapters.image(picture, self._values[picture.name])
        return adapters

    def _gradients(
        self, adapters: Adapters, layers: Sequence[FoundLayer], way: Way
    ) -> Gradients:
        """What else a file computes is no function of the picture's numbers."""
        seed = adapters.seed(way.logits, way.classes)
        targets = [layer.value for layer in layers]
        graph = Graph(tuple(way.nodes), (), self._opset)
        try:
            return differentiate(graph, way.logits, seed, targets, prefix=PREFIX)
        except UnsupportedOperators as error:
            raise NetworkError(networks.no_rules(error.nodes)) from None
        except ValueError as error:
            raise NetworkError(str(error)) from None

    def _write(
        self,
        inputs: Mapping[str, Sequence[int]],
        outputs: Sequence[str],
        adapters: Adapters,
        given: Sequence[str],
        wanted: Sequence[str],
        gradients: Gradients = NO_GRADIENTS,
    ) -> Message:
        graph = GraphFile(
            inputs,
            outputs,
            self._theirs,
            adapters.before,
            [*gradients.nodes, *adapters.behind],
            [*adapters.constants, *gradients.constants],
            adapters.renamed,
        )
        part = cut(self._nodes, given, wanted, self._told)
        return graph.message(self._file, part, self._where)
