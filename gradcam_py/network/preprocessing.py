"""What a network wants of pixels: their range, mean and deviation, and their order.

It cannot be read from the graph. `guess` asks, in this order, what the file says of
itself and what its element type leaves open; a configuration that came with the network
is read by `from_config`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..bounded_json import loads
from ..errors import NetworkError
from ..words import networks
from .survey import PictureInput

Three = tuple[float, float, float]
WHITE = 255.0
GRAY_WEIGHTS = (0.299, 0.587, 0.114)  # ITU-R BT.601, as Pillow's mode L
MOST_CONFIG = 20  # levels of nesting in a configuration


@dataclass(frozen=True)
class Preprocessing:
    """(x / 255 - mean) / deviation for every pixel x in 0..255, RGB or BGR.

    mean, deviation: of red, green and blue, as shares of 255.

    >>> PREPROCESSINGS["-1-1"].apply(np.full((1, 1, 3), 255, np.uint8))
    array([[[1., 1., 1.]]], dtype=float32)
    """

    mean: Three = (0.0, 0.0, 0.0)
    deviation: Three = (1.0, 1.0, 1.0)
    bgr: bool = False

    def in_order(self, bgr: bool) -> Preprocessing:
        """The same with the channels in that order."""
        return replace(self, bgr=bgr)

    def apply(self, image: NDArray[Any], channels: int = 3) -> NDArray[np.float32]:
        """An RGB image [h,w,3], 0..255 -> what the network wants, [h,w,channels].

        One channel is the brightness.
        """
        scale = 1 / (WHITE * np.array(self.deviation))
        shift = -np.array(self.mean) / np.array(self.deviation)
        if channels == 1:
            gray = image.astype(np.float32) @ np.array(GRAY_WEIGHTS, np.float32)
            made = gray[..., None] * scale.mean() + shift.mean()
        else:
            made = image * scale.astype(np.float32) + shift.astype(np.float32)
        turned = made[..., ::-1] if self.bgr else made
        return np.ascontiguousarray(turned, np.float32)


PREPROCESSINGS: dict[str, Preprocessing] = {
    # The mean and deviation of ImageNet's pictures, as torchvision has them.
    "imagenet": Preprocessing((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    "0-1": Preprocessing(),
    "-1-1": Preprocessing((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)),
    "0-255": Preprocessing(deviation=(1 / WHITE, 1 / WHITE, 1 / WHITE)),
}

# What a file may say of itself: Windows ML's metadata properties,
# https://github.com/onnx/onnx/blob/main/docs/MetadataProps.md.
RANGES = {
    "NominalRange_0_255": "0-255",
    "Normalized_0_1": "0-1",
    "Normalized_1_1": "-1-1",
}


def guess(picture: PictureInput, metadata: Mapping[str, str]) -> Preprocessing:
    """The likeliest preprocessing of a network of which nothing more is known."""
    said = RANGES.get(metadata.get("Image.NominalPixelRange", ""))
    whole_numbers = picture.dtype.kind == "u"
    name = said or ("0-255" if whole_numbers else "imagenet")
    bgr = metadata.get("Image.BitmapPixelFormat", "").lower().startswith("bgr")
    return PREPROCESSINGS[name].in_order(bgr)


def from_config(data: bytes, name: str) -> Preprocessing:
    """Read preprocessor_config.json of Hugging Face, or config.json of timm.

    Raises `NetworkError`, naming the file.
    """
    try:
        config = loads(data)
    except ValueError:
        raise NetworkError(networks.no_config(name)) from None
    found = _holder(config)
    if found is None:
        raise NetworkError(networks.no_config(name))
    mean = _three(found.get("image_mean", found.get("mean", 0.0)), name)
    deviation = _three(found.get("image_std", found.get("std", 1.0)), name)
    if found.get("do_normalize") is False:
        mean, deviation = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
    factor = found.get("rescale_factor", 1 / WHITE)
    if found.get("do_rescale") is False:
        factor = 1.0
    if not isinstance(factor, int | float) or not factor > 0 or min(deviation) <= 0:
        raise NetworkError(networks.no_config(name))
    # (x factor - mean) / deviation, in shares of 255
    by = WHITE * factor
    red, green, blue = mean
    r, g, b = deviation
    return Preprocessing((red / by, green / by, blue / by), (r / by, g / by, b / by))


def _holder(config: Any, depth: int = 0) -> dict[str, Any] | None:
    """The part of a configuration that has a mean or a rescaling."""
    if not isinstance(config, dict) or depth > MOST_CONFIG:
        return None
    if config.keys() & {"image_mean", "mean", "rescale_factor", "do_rescale"}:
        return config
    return next(filter(None, (_holder(v, depth + 1) for v in config.values())), None)


def _three(value: Any, name: str) -> Three:
    values = [value] * 3 if isinstance(value, int | float) else value
    if isinstance(values, list) and len(values) == 1:
        values = values * 3
    numbers = isinstance(values, list) and all(
        isinstance(each, int | float) and np.isfinite(each) for each in values
    )
    if not numbers or len(values) != 3:
        raise NetworkError(networks.no_config(name))
    red, green, blue = (float(each) for each in values)
    return red, green, blue
