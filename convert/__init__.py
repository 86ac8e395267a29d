"""Build time: weights -> ONNX -> gradient graph -> model folder -> site -> bundle."""
