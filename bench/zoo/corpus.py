"""The networks of the zoo, with seeded random weights, and a picture for them."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import torch
import torchvision
from torch import Tensor, nn

from tests.spread_weights import spread

SEED = 24  # no network's heatmap is empty with it: an empty one compares with nothing
BLOBS = 8  # the picture's large shapes, on each side


def as_modules(model: nn.Module) -> nn.Module:
    """The network as it is."""
    return model


def densenet_as_modules(model: nn.Module) -> nn.Module:
    """The same network with its last ReLU, which is no module, as a module.

    torchvision calls a function there, in place: no hook sees what it gives.
    """
    return nn.Sequential(
        model.features,
        nn.ReLU(),
        nn.AdaptiveAvgPool2d((1, 1)),
        nn.Flatten(),
        model.classifier,
    )


def as_map(activations: Tensor) -> Tensor:
    """A layer's activations as they are, [1,C,h,w]."""
    return activations


def patches_as_map(tokens: Tensor) -> Tensor:
    """Tokens [1,T,C] without the class token, in a square: [1,C,h,w]."""
    count = tokens.shape[1] - 1
    side = math.isqrt(count)
    return tokens[:, 1:].transpose(1, 2).reshape(1, -1, side, side)


@dataclass(frozen=True)
class Network:
    """One of torchvision's, and the module that its last layer is.

    as_map: how that module's output lies.
    """

    name: str
    layer: str
    size: int = 224
    as_map: Callable[[Tensor], Tensor] = as_map
    options: Mapping[str, bool] = field(default_factory=dict)
    modules: Callable[[nn.Module], nn.Module] = as_modules

    def build(self) -> nn.Module:
        """The network, as torchvision has it, with the same weights each time."""
        torch.manual_seed(SEED)
        make = getattr(torchvision.models, self.name)
        model = make(weights=None, **self.options).eval()
        with torch.no_grad():
            _spread(model)
        return model

    def picture(self) -> np.ndarray:
        """Large soft shapes with some noise, float32 [1,h,w,3], as ImageNet is fed."""
        rng = np.random.default_rng(SEED)
        blobs = torch.from_numpy(rng.normal(0, 1, (1, 3, BLOBS, BLOBS)))
        size = (self.size, self.size)
        soft = nn.functional.interpolate(blobs, size, mode="bicubic").numpy()
        noisy = soft + rng.normal(0, 0.2, soft.shape)
        return noisy.transpose(0, 2, 3, 1).astype(np.float32)


def _spread(model: nn.Module) -> None:
    rng = np.random.default_rng(SEED)
    for weight in model.state_dict().values():
        weight.copy_(torch.from_numpy(spread(weight.numpy(), rng)))


ONE_OUTPUT = {"init_weights": False, "aux_logits": False}

NETWORKS = (
    Network("resnet18", "layer4"),
    Network("resnet50", "layer4"),
    Network("resnext50_32x4d", "layer4"),
    Network("mobilenet_v2", "features"),
    Network("mobilenet_v3_small", "features"),
    Network("mobilenet_v3_large", "features"),
    Network("vgg11_bn", "features"),
    Network("squeezenet1_1", "classifier.2"),
    Network("densenet121", "1", modules=densenet_as_modules),
    Network("googlenet", "inception5b", options=ONE_OUTPUT),
    Network("inception_v3", "Mixed_7c", size=299, options=ONE_OUTPUT),
    Network("shufflenet_v2_x1_0", "conv5"),
    Network("regnet_y_400mf", "trunk_output"),
    Network("efficientnet_b0", "features"),
    Network("convnext_tiny", "features"),
    Network("mnasnet1_0", "layers"),
    Network("swin_t", "permute"),
    # Of the last block's tokens the classifier reads the class token alone.
    Network("vit_b_16", "encoder.layers.encoder_layer_10", as_map=patches_as_map),
)
