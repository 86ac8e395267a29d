"""A Keras network as a model folder: ONNX graphs with gradients, and weights."""
