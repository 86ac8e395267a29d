"""Which models there are and where their weights lie; imports no TensorFlow.

A build that finds everything up to date must not wait for TensorFlow's import, so the
networks themselves are imported when they are loaded.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..thirdparty.hashing import sha256_of
from ..thirdparty.table import table
from .network import Network

LITE0_ASSET = "efficientnet-lite0"


class Source(Protocol):
    """A model that the build can make."""

    @property
    def name(self) -> str:
        """Of the model's folder, and in links."""

    @property
    def title(self) -> str:
        """What people call it."""

    def weights_id(self) -> str | None:
        """The sha256 of the weights, or None while it cannot be known."""

    def load(self) -> Network:
        """Raises WeightsUnavailable, saying why, when the weights can't be had."""


@dataclass(frozen=True)
class B0:
    """EfficientNet-B0 with a local weights file or the ones that Keras downloads."""

    weights_file: Path | None = None
    name: str = "b0"
    title: str = "EfficientNet-B0"

    def weights_id(self) -> str | None:
        path = self.weights_file or keras_cache()
        return sha256_of(path) if path.is_file() else None

    def load(self) -> Network:
        from . import efficientnet_b0

        return efficientnet_b0.load(self.weights_file)


@dataclass(frozen=True)
class Lite0:
    """EfficientNet-Lite0 with the weights of the asset table."""

    name: str = "lite0"
    title: str = "EfficientNet-Lite0"

    def weights_id(self) -> str:
        return table()[LITE0_ASSET].sha256

    def load(self) -> Network:
        from . import efficientnet_lite0

        return efficientnet_lite0.load()


def keras_cache() -> Path:
    """Where keras.applications keeps B0's ImageNet weights."""
    home = os.environ.get("KERAS_HOME", "~/.keras")
    return Path(home).expanduser() / "models" / "efficientnetb0.h5"
