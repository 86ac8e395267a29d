"""What PyTorch itself says: hooks on the real module, and pytorch-grad-cam's maps."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from pytorch_grad_cam import GradCAM, HiResCAM, LayerCAM
from pytorch_grad_cam.utils.image import scale_cam_image
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget
from torch import nn

from .corpus import Network
from .limits import ZERO_HEATMAPS

METHODS = {"gradcam": GradCAM, "hirescam": HiResCAM, "layercam": LayerCAM}


@dataclass(frozen=True, eq=False)
class Reference:
    """One network's answer to its picture.

    Activations and gradients are [1,C,h,w], or tokens, [1,C,T,1].
    """

    best: int  # the class that is explained
    activations: np.ndarray
    gradients: np.ndarray
    heatmaps: Mapping[str, np.ndarray]  # method, if not zero -> [size,size], 0..1


def reference(network: Network) -> Reference:
    """Ask PyTorch about the network's last layer and its best class."""
    model = network.modules(network.build())
    layer = model.get_submodule(network.layer)
    picture = torch.from_numpy(network.picture().transpose(0, 3, 1, 2).copy())
    best, kept = _hooked(model, layer, picture)
    assert kept.grad is not None  # of the pass that has just been made backwards
    heatmaps = {}
    for name, method in METHODS.items():
        if name in ZERO_HEATMAPS.get(network.name, ()):
            continue
        with method(model, [layer], reshape_transform=network.as_map) as explain:
            heatmaps[name] = explain(picture, [ClassifierOutputTarget(best)])[0]
    activations, gradients = (_packed(x).numpy() for x in (kept.detach(), kept.grad))
    return Reference(best, activations, gradients, heatmaps)


def as_heatmap(cam: np.ndarray, size: int) -> np.ndarray:
    """A raw map [h,w] as pytorch-grad-cam shows its own: [size,size], 0..1."""
    return scale_cam_image(cam[None], (size, size))[0]


def _packed(array: torch.Tensor) -> torch.Tensor:
    """Tokens [1,T,C] as our graphs have them, [1,C,T,1]; maps as they are."""
    return array.transpose(1, 2)[..., None] if array.ndim == 3 else array


def _hooked(
    model: nn.Module, layer: nn.Module, picture: torch.Tensor
) -> tuple[int, torch.Tensor]:
    """The best class, and the layer's output with its gradient."""
    kept: list[torch.Tensor] = []

    def keep(module: nn.Module, inputs: object, output: torch.Tensor) -> torch.Tensor:
        output.retain_grad()
        kept.append(output)
        return output.clone()  # what comes behind may work in place

    handle = layer.register_forward_hook(keep)
    logits = model(picture.requires_grad_())
    handle.remove()
    best = int(logits.argmax())
    logits[0, best].backward()
    (output,) = kept
    return best, output
