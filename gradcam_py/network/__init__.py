"""Networks from anywhere: an ONNX file becomes a model that can be explained.

In the order a reader needs them: :mod:`as_graph` (the file as the gradient engine sees
it), :mod:`survey` (its input, its logits, what a run must tell), :mod:`layers` (which
values are layers), :mod:`write` and :mod:`adapters` (graphs cut from the file),
:mod:`graphs` (those of a model folder), :mod:`bring` (all of it, with the runtime in
between), :mod:`tokens` (transformers), :mod:`preprocessing`, and :mod:`session`.
"""
