"""Heatmaps side by side: up to four, of any class, method, layer, picture and network.

A tile keeps what it shows, so it stays when picture or network of the page change. It
can be changed as long as its network is on the page.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..cam.methods import METHODS
from ..cam.similarity import similarity
from ..errors import SettingError
from ..explaining import occlusion
from ..explaining.explanation import Explanation
from ..explaining.predictions import rank
from ..explaining.question import Question
from ..image.framing import framed_box
from ..image.overlay import OPACITY, overlay
from ..model.labels import Labels
from ..model.manifest import Manifest
from ..model.session import Float32
from ..view.captions import subject
from ..view.surface import View
from ..words import numbers
from ..words.laboratory import tiles as words

MOST = 4
SIDE = 320  # pixels of a tile


@dataclass(frozen=True, eq=False)
class Tile:
    """One heatmap: what it answers, and the answer once there is one."""

    question: Question
    manifest: Manifest
    labels: Labels
    picture: Image.Image  # as it was hidden from the network, at most SIDE long
    colormap: str
    shown: Explanation | None = None

    def answered(self, explanation: Explanation) -> "Tile":
        """The tile with its answer; it needs no more of that than is shown."""
        return replace(self, shown=explanation)


def tile(question: Question, manifest: Manifest, labels: Labels, colormap: str) -> Tile:
    """A tile that has no answer yet."""
    small = question.picture.display.copy()
    small.thumbnail((SIDE, SIDE))
    covered = occlusion.covered(question, small, occlusion.filling(question))
    return Tile(question, manifest, labels, covered, colormap)


class Tiles:
    """The tiles of a page, shown anew with every change."""

    def __init__(self, view: View):
        self._view = view
        self.tiles: list[Tile] = []
        self.is_common = False  # one scale for all

    def add(self, *added: Tile) -> None:
        """Put tiles behind those that are there. Raises `SettingError`."""
        if len(self.tiles) + len(added) > MOST:
            raise SettingError(words.too_many(MOST))
        self.tiles += added
        self.show()

    def put(self, before: Tile, after: Tile) -> None:
        """Another tile in the place of one, if that is still there."""
        if before in self.tiles:
            self.tiles[self.tiles.index(before)] = after
            self.show()

    def remove(self, index: int) -> None:
        """One tile less."""
        del self.tiles[index]
        self.show()

    def discard(self, unanswered: Tile) -> None:
        """One tile less, which could not be answered."""
        if unanswered in self.tiles:
            self.remove(self.tiles.index(unanswered))

    def clear(self) -> None:
        """None at all."""
        self.tiles = []
        self.show()

    def scale(self, is_common: bool) -> None:
        """One scale for all, or each tile its own."""
        self.is_common = is_common
        self.show()

    def show(self) -> None:
        """Bring the tiles to the page."""
        data = {
            "tiles": [_told(each) for each in self.tiles],
            "cosines": self._cosines(),
            "common": self.is_common,
            "text": str(words.COMMON if self.is_common else words.OWN),
            "cosines_text": str(words.COSINES) if len(self.tiles) > 1 else "",
        }
        self._view.show("tiles", data, self._pixels())

    def _pixels(self) -> NDArray[np.uint8] | None:
        answers = [each.shown for each in self.tiles if each.shown]
        highest = max((float(shown.cam.max()) for shown in answers), default=0.0)
        limit = highest if self.is_common else None
        drawn = [_drawn(each, limit) for each in self.tiles]
        return np.concatenate(drawn) if drawn else None

    def _cosines(self) -> list[list[str]]:
        maps = [each.shown.cam if each.shown else None for each in self.tiles]
        return [[_cosine(first, second) for second in maps] for first in maps]


def _told(each: Tile) -> dict[str, Any]:
    """What stands at a tile, and where its controls are."""
    manifest, labels, shown = each.manifest, each.labels, each.shown
    settings = each.question.settings
    told = {
        "title": subject(shown, labels, manifest) if shown else words.WAITING,
        "text": words.maximum(float(shown.cam.max())) if shown else "",
        "method": settings.method,
        "methods": {key: method.title for key, method in METHODS.items()},
        "layer": manifest.layer(settings.layer).label,
        "layers": [layer.label for layer in manifest.layers],
        "target": shown.target if shown else -1,
        "classes": _classes(shown, labels) if shown else [],
    }
    return told


def _classes(shown: Explanation, labels: Labels) -> list[dict[str, Any]]:
    """The best classes, and the explained one."""
    best = rank(shown.probabilities_before)
    indices = best if shown.target in best else [*best, shown.target]
    probabilities = shown.probabilities
    return [
        {
            "index": index,
            "text": words.probability(labels.name(index), float(probabilities[index])),
        }
        for index in indices
    ]


def _drawn(each: Tile, limit: float | None) -> NDArray[np.uint8]:
    """The tile as RGBA [SIDE,SIDE,4], the picture in its middle."""
    image = each.picture
    if each.shown:
        box = framed_box(image.size, each.question.settings.framing)
        raw = each.shown.cam
        image = overlay(image, raw, each.colormap, OPACITY, box, limit)
    square = Image.new("RGBA", (SIDE, SIDE))
    square.paste(image, ((SIDE - image.width) // 2, (SIDE - image.height) // 2))
    return np.asarray(square)


def _cosine(first: Float32 | None, second: Float32 | None) -> str:
    if first is None or second is None:
        return words.WAITING
    size = max(first.shape[::-1], second.shape[::-1])
    return numbers.fixed(similarity(resized(first, size), resized(second, size)), 2)


def resized(raw: Float32, size: tuple[int, int]) -> Float32:
    """A map [h,w] with so many cells, width and height.

    >>> resized(np.ones((2, 2), np.float32), (3, 3)).shape
    (3, 3)
    """
    if raw.shape[::-1] == size:
        return raw
    scaled = Image.fromarray(raw).resize(size, Image.Resampling.BILINEAR)
    return np.asarray(scaled)
