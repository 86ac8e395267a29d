"""ONNX graphs evaluated by PyTorch, which differentiates them: the layers' reference.

Nothing of ours takes part. `tests/onnx_in_tensorflow.py` does the same in the
environment of the tests, which has no PyTorch.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import onnx
import torch
from torch import Tensor

from .torch_operators import OPERATORS, tensor


def gradients(
    model: onnx.ModelProto,
    image: np.ndarray,
    logits: str,
    seed: np.ndarray,
    layers: Sequence[str],
    forced: Mapping[str, np.ndarray],
) -> dict[str, np.ndarray]:
    """d(sum(seed * logits)) / d(layer) for each name in ``layers``.

    forced: what values are set to, with the gradient as it was: two runtimes fall on
    different sides of some kinks otherwise.
    """
    values = evaluated(model, image, forced)
    score = (torch.from_numpy(seed).ravel() * values[logits].ravel()).sum()
    found = torch.autograd.grad(score, [values[layer] for layer in layers])
    return {
        layer: gradient.numpy() for layer, gradient in zip(layers, found, strict=True)
    }


def evaluated(
    model: onnx.ModelProto, image: np.ndarray, forced: Mapping[str, np.ndarray]
) -> dict[str, Tensor]:
    """Every value of a model, by its name."""
    graph = model.graph
    values = {each.name: tensor(each) for each in graph.initializer}
    (name,) = (each.name for each in graph.input if each.name not in values)
    values[name] = torch.from_numpy(image).requires_grad_()
    for node in graph.node:
        attributes = {
            a.name: onnx.helper.get_attribute_value(a) for a in node.attribute
        }
        inputs = [values[x] if x else None for x in node.input]
        made = OPERATORS[node.op_type](attributes, *inputs)
        made = [made] if isinstance(made, Tensor) else made
        for output, value in zip(node.output, made, strict=False):
            if output in forced and value.requires_grad:
                value = value + (torch.from_numpy(forced[output]) - value).detach()
            values[output] = value
    return values
