"""What every exportable network tells about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

# The layers of the original app, by Keras name, from edges to meaning.
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


@dataclass(frozen=True)
class WeightsInfo:
    """Where the weights came from."""

    source: str
    licence: str
    sha256: str


@dataclass(frozen=True)
class Network:
    """A Keras model from pictures to logits, with what the manifest tells about it.

    ``keras_model``: input float32 [N,224,224,3], RGB 0..255, preprocessing inside;
    output logits float32 [N,1000]; it has a layer for each of LAYER_IDS.
    """

    name: str
    title: str
    imagenet_top1: float
    keras_model: keras.Model
    weights: WeightsInfo
