"""The oracle for gradients: TensorFlow's own reverse mode on the Keras model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from convert.models.network import LAYER_IDS

Score = Callable[[tf.Tensor], tf.Tensor]  # logits [1,classes] -> a scalar


@dataclass(frozen=True)
class TapeResult:
    """Everything that layers.onnx returns, in its layout, for one score."""

    logits: np.ndarray  # [1,classes]
    activations: dict[str, np.ndarray]  # [C,h,w]
    gradients: dict[str, np.ndarray]  # [C,h,w]


class MaskedReLU6(keras.layers.Layer):
    """ReLU6 whose derivative, where ``mask`` is set, is that mask (0 or 1)."""

    mask: np.ndarray | None = None  # [1,h,w,C]
    seen: np.ndarray  # the last input, [1,h,w,C]

    def call(self, x):
        self.seen = x.numpy() if tf.executing_eagerly() else None
        if self.mask is None:
            return tf.nn.relu6(x)
        mask = tf.constant(self.mask, x.dtype)
        return tf.custom_gradient(lambda x: (tf.nn.relu6(x), lambda g: g * mask))(x)


def _make_masked(layer: keras.layers.Layer) -> keras.layers.Layer:
    if isinstance(layer, keras.layers.ReLU):
        return MaskedReLU6(name=layer.name)
    return layer.__class__.from_config(layer.get_config())


class TapedModel:
    """A Keras model whose 18 layers can be differentiated."""

    def __init__(self, model: keras.Model):
        copy = keras.models.clone_model(model, clone_function=_make_masked)
        copy.set_weights(model.get_weights())
        for layer in copy.layers:
            if isinstance(layer, keras.layers.Normalization):
                layer.finalize_state()
        taps = [copy.get_layer(layer).output for layer in LAYER_IDS]
        self._tapped = keras.Model(copy.inputs, [copy.output, *taps])
        self.relus = [x for x in copy.layers if isinstance(x, MaskedReLU6)]

    def explain(
        self, image: np.ndarray, score: Score, masks: Mapping[str, np.ndarray] = {}
    ) -> TapeResult:
        """image [1,224,224,3] -> gradients of score(logits) at every layer.

        masks: derivatives of ReLU6 by layer name, [1,h,w,C], in place of TensorFlow's.
        """
        for relu in self.relus:
            relu.mask = masks.get(relu.name)
        with tf.GradientTape() as tape:
            tape.watch(inputs := tf.constant(image))
            logits, *taps = self._tapped(inputs, training=False)
            value = score(logits)
        gradients = tape.gradient(value, taps)
        return TapeResult(
            logits.numpy(),
            {i: _nchw(a) for i, a in zip(LAYER_IDS, taps, strict=True)},
            {i: _nchw(g) for i, g in zip(LAYER_IDS, gradients, strict=True)},
        )


def _nchw(tensor: tf.Tensor) -> np.ndarray:
    return tensor.numpy()[0].transpose(2, 0, 1)
