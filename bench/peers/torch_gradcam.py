"""pytorch-grad-cam on EfficientNet-B0 with 18 target layers.

Run by the Python of .venv-bench: `torch_gradcam THREADS plain|frozen`.

plain   as grad-cam's README has it
frozen  with a gradient asked for the picture and for no weight, which saves autograd
        about half of the backward pass; its user has to think of it

The network comes from efficientnet_pytorch, with the plain SiLU, which is faster than
the memory-saving one that training wants.
"""

import sys
from importlib.metadata import version
from types import ModuleType

import torch
from efficientnet_pytorch import EfficientNet

from .serving import serve, threads

# What grad-cam imports of torchvision when it is imported, and never calls here.
TORCHVISION = {
    "torchvision": (),
    "torchvision.transforms": ("Compose", "Normalize", "ToTensor"),
    "torchvision.transforms.functional": ("resize",),
}
CLASS = 281
PACKAGES = ("torch", "grad-cam", "efficientnet-pytorch")


def main() -> None:
    """Serve one Grad-CAM of all 18 layers after the other."""
    frozen = sys.argv[2] == "frozen"
    stub_torchvision()
    from pytorch_grad_cam import GradCAM
    from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

    torch.set_num_threads(threads())
    torch.manual_seed(0)
    model = EfficientNet.from_name("efficientnet-b0").eval()
    model.set_swish(memory_efficient=False)
    model.requires_grad_(not frozen)
    # Stem and top before their activation: its module is one and the same for both.
    layers = [model._bn0, *model._blocks, model._bn1]
    cam = GradCAM(model=model, target_layers=layers)
    picture = torch.rand(1, 3, 224, 224, requires_grad=frozen)
    targets = [ClassifierOutputTarget(CLASS)]
    serve(lambda: cam(picture, targets), {name: version(name) for name in PACKAGES})


def stub_torchvision() -> None:
    """Empty modules: PyPI has no torchvision that fits every CPU build of torch."""
    for name, members in TORCHVISION.items():
        module = ModuleType(name)
        for member in members:
            setattr(module, member, None)
        sys.modules[name] = module


if __name__ == "__main__":
    main()
