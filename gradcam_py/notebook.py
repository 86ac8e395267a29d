"""Grad-CAM in three lines of Python, for notebooks and scripts.

>>> import gradcam_py
>>> found = gradcam_py.explain("dog.jpg", model="net.onnx")  # doctest: +SKIP
>>> found.overlay.save("why.png")  # doctest: +SKIP
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image

from .cli.files import read_picture
from .cli.networks import open_network
from .explaining import occlusion
from .explaining.picture import make_picture
from .explaining.pipeline import Pipeline
from .explaining.predictions import Prediction
from .explaining.question import Question
from .explaining.settings import Settings
from .image.framing import framed_box
from .image.overlay import overlay
from .image.shapes import parse_shapes
from .languages.catalogues import speak
from .model.session import Float32

Result = TypeVar("Result")
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Found:
    """What a network says of a picture, and what in the picture spoke for it.

    predictions: the five best classes, best first. target: the class explained. layer:
    the id of the layer. map: the raw map, float32 [h,w], not scaled: 0 and more for the
    methods that end with a ReLU. overlay: the picture with the map on it.
    """

    predictions: list[Prediction]
    target: int
    layer: str
    map: Float32
    overlay: Image.Image


def explain(
    photo: str | Path,
    *,
    model: str | Path,
    models: str | Path = "build/site/models",
    labels: str | Path | None = None,
    preprocess: str | None = None,
    bgr: bool = False,
    size: int | None = None,
    target: str | int | None = None,
    layer: str = "top",
    method: str = "gradcam",
    hide: Sequence[Rectangle] = (),
    fill: str = "gray",
    framing: str = "whole",
    colormap: str = "viridis",
    language: str | None = None,
) -> Found:
    """Explain a photo with Grad-CAM or one of its relatives.

    model: an ONNX file, or the name of a network in the folder ``models``. labels,
    preprocess, bgr, size: of an ONNX file, as for the command line. target: a class by
    index or name, by default the best. layer: an id, a label or an index, by default
    the last, "top". hide: rectangles (x, y, width, height) in shares 0..1 of the
    picture, filled with ``fill`` before the network sees it. language: of what errors
    say, such as "de", by default the environment's.

    Raises a `PlaygroundError` that says what was expected, what came and what to do.
    """
    speak(language)
    network = open_network(
        argparse.Namespace(
            model=str(model),
            models=Path(models),
            labels=None if labels is None else Path(labels),
            preprocess=preprocess,
            bgr=bgr or None,
            size=size,
        )
    )
    path = Path(photo)
    image = read_picture(path)
    rectangles = [
        {"tool": "rect", "x": x, "y": y, "w": w, "h": h} for x, y, w, h in hide
    ]
    settings = Settings(
        shapes=tuple(parse_shapes(rectangles)),
        fill=fill,
        framing=framing,
        target=None if target is None else network.labels.find(str(target)),
        layer=layer,
        method=method,
    )
    kept = make_picture(image, network.session.manifest.input_size, path.name)
    question = Question(kept, settings)
    pipeline = Pipeline(network.session)
    explanation = _at_once(pipeline.explain(question))
    shown = occlusion.covered(question, image, pipeline.filling(question))
    box = framed_box(image.size, framing)
    return Found(
        explanation.predictions(network.labels),
        explanation.target,
        explanation.layer,
        explanation.cam,
        overlay(shown, explanation.cam, colormap, box=box),
    )


def _at_once(work: Coroutine[Any, Any, Result]) -> Result:
    """What it gives. A notebook's own event loop lets no second one run beside it in
    its thread.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
