"""What a model has to tell, so that it can be exported."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import keras

# The layers of the original app, by keras.applications' names for EfficientNetB0.
LAYER_IDS = (
    "stem_activation",
    "block1a_project_bn",
    "block2a_project_bn",
    "block2b_add",
    "block3a_project_bn",
    "block3b_add",
    "block4a_project_bn",
    "block4b_add",
    "block4c_add",
    "block5a_project_bn",
    "block5b_add",
    "block5c_add",
    "block6a_project_bn",
    "block6b_add",
    "block6c_add",
    "block6d_add",
    "block7a_project_bn",
    "top_activation",
)


class WeightsUnavailable(Exception):
    """The weights of a model could not be had; the message says why, in one line."""


class Model(ABC):
    """A model that the build can make: one subclass, in a module of this folder.

    That is all that it takes, see registry.py. Its module imports Keras only where it
    is used: a build that finds everything up to date must not wait for TensorFlow.
    """

    name: ClassVar[str]  # of the model's folder, and in links
    title: ClassVar[str]  # what people call it
    imagenet_top1: ClassVar[float]  # share of the validation pictures, 0..1
    # Those that are explained, by Keras name, from edges to meaning: the last one is
    # the last activation. architecture.py tells how their convolutions are named.
    layers: ClassVar[tuple[str, ...]] = LAYER_IDS
    takes_weights_file: ClassVar[bool] = False

    def __init__(self, weights_file: Path | None = None):
        """With the weights of a file, where the model takes one, or its usual ones."""
        self.weights_file = weights_file

    @abstractmethod
    def weights_id(self) -> str | None:
        """The sha256 of the weights, or None while it cannot be known."""

    @abstractmethod
    def load(self) -> Network:
        """Raises WeightsUnavailable, saying why, when the weights can't be had."""


@dataclass(frozen=True)
class WeightsInfo:
    """Where the weights came from."""

    source: str
    licence: str
    sha256: str


@dataclass(frozen=True)
class Network:
    """A model in Keras, with its weights.

    ``keras_model``: input float32 [N,224,224,3], RGB 0..255, preprocessing inside;
    output logits float32 [N,1000]; it has every layer that ``model`` names.
    """

    model: type[Model]
    keras_model: keras.Model
    weights: WeightsInfo
