"""Networks from anywhere: an ONNX file becomes a model that can be explained.

In the order a reader needs them: :mod:`protobuf` and :mod:`tensors` (bytes),
:mod:`onnx_file` (what is in the file), :mod:`as_graph` (as the gradient engine sees
it), :mod:`survey` (input, logits, layers), :mod:`write` (the graphs that are run),
:mod:`bring` (all of it, with the runtime in between).
"""
