"""The corpus as ONNX files, by both of PyTorch's exporters; kept under build/."""

import hashlib
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import torch
import torchvision
from torch import nn

from tests import spread_weights

from . import corpus
from .corpus import Network

CACHE = Path(__file__).parents[2] / "build" / "zoo"


def exported(network: Network, exporter: str) -> Path:
    """The file, which is made unless it is there."""
    path = CACHE / _key() / f"{network.name}.{exporter}.onnx"
    if not path.exists():
        print(f"zoo: exporting {path.name}", file=sys.stderr, flush=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        begun = path.with_suffix(".part")  # what is cut off is no file of the cache
        picture = torch.from_numpy(network.picture().transpose(0, 3, 1, 2).copy())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            EXPORTERS[exporter](network.build(), picture, begun)
        begun.rename(path)
    return path


def _script(model: nn.Module, picture: torch.Tensor, path: Path) -> None:
    torch.onnx.export(model, (picture,), path, dynamo=False)


def _dynamo(model: nn.Module, picture: torch.Tensor, path: Path) -> None:
    program = torch.onnx.export(
        model, (picture,), dynamo=True, verbose=False, external_data=False
    )
    program.save(path)


EXPORTERS: dict[str, Callable[[nn.Module, torch.Tensor, Path], None]] = {
    "script": _script,
    "dynamo": _dynamo,
}


def _key() -> str:
    """What the files depend on: other weights or another exporter make others."""
    files = (corpus.__file__, spread_weights.__file__, __file__)
    sources = [Path(file).read_text() for file in files]
    parts = (torch.__version__, torchvision.__version__, *sources)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
