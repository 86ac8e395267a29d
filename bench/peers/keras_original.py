"""The original app's work for one change, written from its description.

A Dash server ran `predict` for the table and a GradientTape Grad-CAM of one layer for
the heatmap, each a pass of its own. Its rendering of images and the network to its
visitor are left out, and the Grad-CAM model is built only once.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from keras import Model
from keras.applications import EfficientNetB0

from .serving import serve, threads

LAYER = "top_activation"


def main() -> None:
    """Serve one prediction with its heatmap after the other."""
    tf.config.threading.set_intra_op_parallelism_threads(threads())
    tf.config.threading.set_inter_op_parallelism_threads(1)
    model = EfficientNetB0(weights=None)
    tapped = Model(model.inputs, [model.get_layer(LAYER).output, model.output])
    rng = np.random.default_rng(0)

    def explain() -> None:
        picture = rng.uniform(0, 255, (1, 224, 224, 3)).astype(np.float32)
        probabilities = model.predict(picture, verbose=0)
        best = int(probabilities[0].argmax())
        gradcam(tapped, tf.constant(picture), best)

    serve(explain, {"tensorflow": tf.__version__, "keras": keras.__version__})


def gradcam(tapped: Model, picture: tf.Tensor, target: int) -> np.ndarray:
    """The normalised map of the tapped layer, [h,w]."""
    with tf.GradientTape() as tape:
        activations, probabilities = tapped(picture)
        score = probabilities[:, target]
    gradients = tape.gradient(score, activations)
    weights = tf.reduce_mean(gradients, axis=(0, 1, 2))
    cam = tf.maximum(tf.squeeze(activations[0] @ weights[:, None]), 0)
    return (cam / tf.maximum(tf.reduce_max(cam), 1e-12)).numpy()


if __name__ == "__main__":
    main()
