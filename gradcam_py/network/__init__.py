"""Networks from anywhere: an ONNX file becomes a model that can be explained.

In the order a reader needs them: :mod:`as_graph` (the file as the gradient engine sees
it), :mod:`survey` (its input, what a run must tell), :mod:`way` (to its logits),
:mod:`layers` and :mod:`tokens` (which values are maps), :mod:`write` and
:mod:`adapters` (graphs cut from the file), :mod:`graphs` (those of a model folder),
:mod:`bring` (all of it, with the runtime in between), :mod:`preprocessing`, and
:mod:`session`.
"""
