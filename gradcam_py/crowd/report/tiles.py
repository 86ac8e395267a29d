"""Small pictures for the page, as addresses that hold their data."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...errors import PlaygroundError
from ...explaining import occlusion
from ...explaining.picture import Picture
from ...explaining.question import Question
from ...image.decode import load_image
from ...image.framing import framed_box, to_input
from ...image.overlay import overlay
from ...rows.tiles import MEAN_SIDE, mean_image, thumbnail
from ..tasks import Asked, Task, contents

QUALITY = 75
INPUT_SIDE = 224  # what is hidden is found on an input of that size


@dataclass(frozen=True)
class Tile:
    """A picture without and with its heatmap: addresses, and its size in pixels."""

    photo: str
    heat: str
    width: int
    height: int


def tile(task: Task, raw: NDArray[np.floating], asked: Asked) -> Tile | None:
    """The tile of a picture and its raw map; None if the file cannot be read now."""
    try:
        image = load_image(contents(task), task.name)
    except PlaygroundError:
        return None
    framing = asked.settings.framing
    small = thumbnail(image)
    inputs = {framing: to_input(image, framing, INPUT_SIDE)}
    picture = Picture(task.name, None, image.size, small, inputs, ())
    question = Question(picture, asked.settings)
    shown = occlusion.covered(question, small, occlusion.filling(question))
    box = framed_box(small.size, framing)
    heat = overlay(shown, raw, asked.colormap, asked.opacity, box)
    return Tile(_jpeg(small), _jpeg(heat), *small.size)


def mean_tile(values: NDArray[np.floating], colormap: str) -> Tile:
    """A mean of maps [h,w], drawn as a square; its strongest colour is its maximum."""
    drawn = _jpeg(mean_image(values, colormap, MEAN_SIDE))
    return Tile(drawn, drawn, MEAN_SIDE, MEAN_SIDE)


def _jpeg(image: Image.Image) -> str:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY)
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}"
