"""The pictures that the command line writes."""

import argparse
from dataclasses import dataclass
from types import ModuleType

import numpy as np
from PIL import Image

from ..cam.methods import METHODS, Array
from ..errors import PlaygroundError
from ..evaluation.scoring import COLUMNS
from ..explaining.explanation import Explanation
from ..explaining.steps import heatmap
from ..image.fills import FILLS
from ..image.framing import framed_box
from ..image.overlay import overlay
from ..languages.fonts import drawable
from ..model.session import LayersResult
from ..words.command_line import experiments as words
from ..words.command_line import terminal
from . import report
from .contact_sheet import contact_sheet
from .map_pair import Half, map_pair, scaled
from .measured import Compared, Estimated, Occluded
from .networks import Network

CELL = 64  # pixels of a hidden cell before it is scaled, so that its edges stay sharp


@dataclass(frozen=True, eq=False)
class Pictures:
    """Makes them of one answer and of the photo as the network was given it."""

    options: argparse.Namespace
    network: Network
    explanation: Explanation
    shown: Image.Image

    def overlay(self) -> Image.Image:
        """The heatmap over the photo."""
        return self._over(self.shown, self.explanation.cam)

    @drawable()
    def sheet(self, layers: LayersResult) -> Image.Image:
        """The heatmaps of all layers."""
        manifest = self.network.session.manifest
        settings = self.explanation.question.settings
        maps = [
            (layer, heatmap(layers, layer.id, settings.method))
            for layer in manifest.layers
        ]
        return contact_sheet(
            self.shown,
            maps,
            title=self._question,
            subtitle=terminal.sheet_facts(self._method, manifest.title, self._photo),
            colormap=self.options.colormap,
            opacity=self.options.opacity,
            box=framed_box(self.shown.size, settings.framing),
        )

    @drawable()
    def chart(self, compared: Compared, score: str) -> Image.Image:
        """The curves of deletion and insertion of that score."""
        against = self.explanation.question.settings.score == "counterfactual"
        better = words.LOWER, words.HIGHER
        drawing = chart_module()
        said = drawing.Said(
            self._question,
            words.chart_facts(self._heatmap, self._facts),
            self._followed(score),
            self._method,
            better[::-1] if against else better,
        )
        picture: Image.Image = drawing.chart(compared, COLUMNS[score], said)
        return picture

    @drawable()
    def occlusion(self, occluded: Occluded, score: str) -> Image.Image:
        """The heatmap beside the map of hidden cells."""
        falls = occluded.drops[..., COLUMNS[score]]
        half = Half(
            self._scaled_over(np.kron(falls, np.ones((CELL, CELL)))),
            words.occlusion(len(falls)),
            str(words.OCCLUSION_SHOWS),
            str(words.NO_FALL if falls.min() < 0 else words.NOTHING),
            words.end(falls.max()),
        )
        return self._pair(half, occluded, score)

    @drawable()
    def rise(self, estimated: Estimated, score: str) -> Image.Image:
        """The heatmap beside the map of random masks."""
        found = estimated.estimate.map[..., COLUMNS[score]]
        half = Half(
            self._scaled_over(found - found.min()),
            words.rise(estimated.estimate.masks, estimated.seed),
            str(words.RISE_SHOWS),
            words.end(found.min()),
            words.end(found.max()),
        )
        return self._pair(half, estimated, score)

    def _pair(
        self, second: Half, found: Occluded | Estimated, score: str
    ) -> Image.Image:
        raw = self.explanation.cam
        first = Half(
            self._scaled_over(raw),
            self._heatmap,
            str(words.HEATMAP_SHOWS),
            words.NOTHING,
            words.end(max(raw.max(), 0)),
        )
        return map_pair(
            (first, second),
            self._question,
            words.with_score(self._facts, self._followed(score)),
            report.likeness(found, COLUMNS[score], self._method),
            self.options.colormap,
        )

    def _scaled_over(self, raw: Array) -> Image.Image:
        return self._over(scaled(self.shown), raw)

    def _over(self, photo: Image.Image, raw: Array) -> Image.Image:
        framing = self.explanation.question.settings.framing
        box = framed_box(photo.size, framing)
        return overlay(photo, raw, self.options.colormap, self.options.opacity, box)

    def _followed(self, score: str) -> str:
        return report.followed(self.explanation, self.network.labels, score)

    @property
    def _question(self) -> str:
        return report.question(self.explanation, self.network.labels)

    @property
    def _method(self) -> str:
        return METHODS[self.explanation.question.settings.method].title

    @property
    def _heatmap(self) -> str:
        layer = self.network.session.manifest.layer(self.explanation.layer)
        return words.heatmap(self._method, layer.label)

    @property
    def _facts(self) -> str:
        fill = str(FILLS[self.explanation.question.settings.fill].title)
        return words.facts(self.network.session.manifest.title, self._photo, fill)

    @property
    def _photo(self) -> str:
        # The font that Pillow brings has little beyond ASCII.
        return self.options.photo.name.encode("ascii", "replace").decode()


def chart_module() -> ModuleType:
    """What draws curves; raises `PlaygroundError` where matplotlib is not installed."""
    try:
        from . import chart
    except ImportError:
        raise PlaygroundError(terminal.NO_CHARTS) from None
    return chart
