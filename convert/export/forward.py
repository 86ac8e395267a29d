"""Keras -> ONNX: the forward pass, with the model's layers as named values.

tf2onnx traces the model, ONNX Runtime's offline optimisation at its basic level folds
batch normalisation and padding into the convolutions (the extended level would fuse
swish into an operator outside the default domain), and what is left is brought into a
canonical form, so that two builds give the same bytes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import keras
import onnx
import onnx_ir as ir
import onnxruntime as ort
import tensorflow as tf
import tf2onnx
from onnx_ir.passes import common as passes

from .canonical import canonicalize
from .preprocessing import fold_preprocessing

OPSET = 17


def export_forward(model: keras.Model, layers: Sequence[str]) -> ir.Model:
    """The forward pass of ``model`` as a canonical ONNX graph.

    model: float32 [N,224,224,3] -> logits [N,classes], with ``layers`` by name.
    The graph's input is ``image``; its outputs are ``logits`` and, for every layer,
    ``<id>/activations`` [N,C,h,w].
    """
    optimized = _optimize(_trace(model, layers))
    fold_preprocessing(optimized)
    names = ["logits", *(f"{layer}/activations" for layer in layers)]
    return canonicalize(optimized, names)


def _trace(model: keras.Model, layers: Sequence[str]) -> onnx.ModelProto:
    taps = [model.get_layer(layer).output for layer in layers]
    tapped = keras.Model(model.inputs, [model.output, *taps])
    signature = [tf.TensorSpec([None, *model.input_shape[1:]], tf.float32, "image")]
    proto, _ = tf2onnx.convert.from_keras(
        tapped, input_signature=signature, opset=OPSET
    )
    return proto


def _optimize(proto: onnx.ModelProto) -> ir.Model:
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "optimized.onnx"
        options.optimized_model_filepath = str(path)
        ort.InferenceSession(
            proto.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        model = ir.load(path)
    passes.LiftConstantsToInitializersPass(lift_all_constants=True)(model)
    return model
