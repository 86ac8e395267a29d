"""ONNX files, read in place: what is long, such as a weight, is never copied.

In the order a reader needs them: :mod:`protobuf` (the wire format), :mod:`tensors`,
:mod:`content` (nodes, constants, inputs and outputs), :mod:`order`, :mod:`reader`.
"""
