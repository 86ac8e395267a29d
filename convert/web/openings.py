"""The answer that the page opens with: of its first picture, by each network.

The page shows it while the runtimes and the network are still on their way, and puts
its own in its place. It is what `Presenter` brings to any page, once for each language.
"""

import asyncio
import base64
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gradcam_py.app.gallery import Gallery
from gradcam_py.explaining.pipeline import Pipeline
from gradcam_py.model.folder import built_models, load_model_folder, read_from
from gradcam_py.model.native_session import NativeSession
from gradcam_py.view import payloads
from gradcam_py.view.presenter import Presenter
from gradcam_py.words.language import ENGLISH, Catalogue, choose, chosen

from ..languages.packed import FOLDER as LANGUAGES
from ..languages.packed import REST, compact_json

FOLDER = "openings"  # of the site


class Recorded:
    """A view that writes down what it is shown: each image once."""

    def __init__(self) -> None:
        self.parts: list[dict[str, Any]] = []
        self.images: list[str] = []

    def show(
        self, part: str, data: dict[str, Any], pixels: NDArray[np.uint8] | None = None
    ) -> None:
        """See `View.show`."""
        image = None if pixels is None else self._place(_packed(pixels))
        self.parts.append({"part": part, "data": data, "image": image})

    def _place(self, data: bytes) -> int:
        told = base64.b64encode(data).decode()
        if told not in self.images:
            self.images.append(told)
        return self.images.index(told)


def path_of(model: str, tag: str) -> str:
    """Where the opening of a network in a language lies in the site."""
    return f"{FOLDER}/{model}.{tag}.json"


def openings(site: Path, catalogues: Mapping[str, bytes]) -> dict[str, bytes]:
    """The opening of every network in every language: path in the site -> content.

    `catalogues` are the languages' files as the page fetches them. Nothing where there
    is no picture to open with.
    """
    index = site / "samples" / "samples.json"
    if not index.exists():
        return {}
    spoken = {ENGLISH: None} | _catalogues(catalogues)
    samples = json.loads(index.read_bytes())
    assert chosen() == ENGLISH, "a build speaks English"
    try:
        return {
            path_of(name, tag): told
            for name in built_models(site / "models")
            for tag, told in asyncio.run(_told(site, name, samples, spoken)).items()
        }
    finally:
        choose(ENGLISH)


async def _told(
    site: Path,
    name: str,
    samples: list[dict[str, Any]],
    spoken: Mapping[str, Catalogue | None],
) -> dict[str, bytes]:
    """One network's, by language; it computes once."""
    folder = site / "models" / name

    async def read(path: str) -> bytes:
        return (site / path).read_bytes()

    model = load_model_folder(read_from(folder))
    gallery = Gallery(samples, read, model.manifest)
    page = await gallery.open(gallery.first())
    pipeline = Pipeline(NativeSession(folder, model.manifest))
    told = {}
    for tag, catalogue in spoken.items():
        choose(tag, catalogue)
        view = Recorded()
        presenter = Presenter(pipeline, model.labels, view)
        presenter.show_looks()
        shown = payloads.settings(page.question, [], model.manifest)
        filling = pipeline.filling(page.question)
        view.show("settings", shown, payloads.fill_pixels(filling))
        presenter.show(await presenter.answer(page.question))
        content = {
            "sample": page.picture.sample,
            "parts": view.parts,
            "images": view.images,
        }
        told[tag] = compact_json(content)
    return told


def _catalogues(files: Mapping[str, bytes]) -> dict[str, Catalogue]:
    """Both files of each language as one catalogue, by tag."""
    found = {}
    for path, first in files.items():
        if path.endswith(f"{REST}.json"):
            continue
        tag = path.removeprefix(f"{LANGUAGES}/").removesuffix(".json")
        later = files[f"{LANGUAGES}/{tag}{REST}.json"]
        told = json.loads(first)
        messages = told["python"] | json.loads(later)["python"]
        found[tag] = Catalogue(messages, told["forms"])
    return found


def _packed(pixels: NDArray[np.uint8]) -> bytes:
    """Opaque pixels [h,w,4] as a lossless WebP: half of a PNG."""
    file = io.BytesIO()
    rgb = Image.fromarray(pixels[..., :3])
    rgb.save(file, "WEBP", lossless=True, quality=100, method=6)
    return file.getvalue()
