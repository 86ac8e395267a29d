"""Shows answers: which arrays are on the page, and how they get there.

A little longer than other modules: what is shown when is one matter.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from ..explaining import occlusion
from ..explaining.explanation import Explanation
from ..explaining.pipeline import Pipeline
from ..explaining.predictions import rank
from ..explaining.question import Question
from ..model.labels import Labels
from ..model.session import Float32, LayersResult
from ..words import explanations
from . import captions, payloads
from .looks import Looks
from .surface import View


@dataclass(frozen=True, eq=False)
class Update:
    """What comes to the page at once."""

    explanation: Explanation
    before: Float32 | None  # the untouched picture's raw map, if that is known
    ms: float  # what computing it took


class Presenter:
    """Draws what the pipeline gives on a view."""

    def __init__(self, pipeline: Pipeline, labels: Labels, view: View):
        self.pipeline, self.labels, self.view = pipeline, labels, view
        self.manifest = pipeline.session.manifest
        self.looks = Looks()
        self.input_is_open = False
        self.latest: Explanation | None = None  # on the page
        self.before: Float32 | None = None  # raw map of the untouched picture
        self._before: tuple[Question, Float32] | None = None  # the latest, and of what
        self.updates = 0
        self.update_ms = 0.0
        self._strip: Question | None = None  # whose layers are at a glance

    @property
    def shown(self) -> Explanation:
        """The explanation on the page, once there is one."""
        assert self.latest is not None, "nothing has been explained yet"
        return self.latest

    async def answer(self, question: Question) -> Update:
        """Predictions and both heatmaps of a question: all the inference it needs."""
        started = time.perf_counter()
        explanation = await self.pipeline.explain(question)
        before = await self._quick_before(explanation)
        return Update(explanation, before, (time.perf_counter() - started) * 1000)

    def show(self, update: Update) -> None:
        """Bring an answer to the page."""
        started = time.perf_counter()
        self.latest = update.explanation
        self.updates += 1
        self.show_heatmap()
        self.show_predictions()
        self.update_ms = update.ms + (time.perf_counter() - started) * 1000
        if update.before is None:
            self.view.show("before", {"stale": True})
        self._change_before(update.before)

    async def rest(self, is_in_the_way: Callable[[], bool]) -> None:
        """What can wait: all layers, now and before, so that moving needs no run.

        Given up between two runs when it is in the way of something newer.
        """
        question, colormap = self.shown.question, self.looks.colormap
        before = question.untouched().about(self.shown.target)
        layers = await self.pipeline.layers(question)
        if is_in_the_way():
            return
        await self._show_strip(layers, question.settings.method, colormap)
        if is_in_the_way():
            return
        await self.pipeline.layers(before)
        self._change_before(await self._before_map(before))
        if colormap == self.looks.colormap:
            self._strip = question

    def strip_is_current(self) -> bool:
        """Whether the maps of all layers belong to the answer on the page."""
        return self.latest is not None and self._strip == self.latest.question

    def wear(self, looks: Looks) -> None:
        """Draw like this from the next heatmap on."""
        self.looks = looks

    def open_input(self, is_open: bool) -> None:
        """Whether somebody looks at the network's input."""
        self.input_is_open = is_open
        self.show_input()

    def look(self, looks: Looks) -> None:
        """Show the same maps in other colours."""
        recolour = looks.colormap != self.looks.colormap
        self.looks = looks
        self.show_looks()
        if recolour and self.latest:
            self.show_heatmap()
            self.show_before()
            self._strip = None

    def summary(self) -> str:
        """The answer in one sentence, for those who hear the page."""
        shown = self.shown
        best = rank(shown.probabilities, 1)[0]
        hiding = captions.hiding(shown.question.settings.shapes)
        probability = float(shown.probabilities[best])
        return explanations.summary(self.labels.name(best), probability, hiding)

    async def _show_strip(
        self, layers: LayersResult, method: str, colormap: str
    ) -> None:
        """All layers' maps at a glance."""
        drawn = []
        for layer in self.manifest.layers:
            drawn.append(payloads.thumbnail(layers, layer.id, method, colormap))
            await asyncio.sleep(0)  # all at once they would hold the page up
        pixels, maxima = zip(*drawn, strict=True)
        self.view.show("strip", {"maxima": maxima}, np.concatenate(pixels))

    def show_looks(self) -> None:
        """Opacity, and what the colours mean."""
        legend = payloads.legend_pixels(self.looks.colormap)
        self.view.show("looks", vars(self.looks), legend)

    def show_predictions(self) -> None:
        """The table of the answer on the page."""
        table = payloads.table(self.shown, self.labels)
        self.view.show("predictions", table)

    def show_heatmap(self) -> None:
        """The map on the page, in the colours of the moment."""
        data = {
            "text": captions.map_text(self.shown, self.shown.cam, self.labels),
            "title": captions.map_title(self.shown, self.labels),
            "subject": captions.subject(self.shown, self.labels, self.manifest),
        }
        pixels = payloads.heatmap_pixels(self.shown.cam, self.looks.colormap)
        self.view.show("heatmap", data, pixels)
        self.show_input()

    def show_before(self) -> None:
        """The untouched picture's map."""
        if self.before is None:
            return
        title = captions.map_title(self.shown, self.labels)
        data = {
            "text": captions.map_text(self.shown, self.before, self.labels),
            "title": explanations.untouched(title),
            "stale": False,
        }
        pixels = payloads.heatmap_pixels(self.before, self.looks.colormap)
        self.view.show("before", data, pixels)

    def show_input(self) -> None:
        """The network's input, while somebody looks at it."""
        if self.input_is_open and self.latest:
            self.view.show("input", {}, payloads.rgba(self.shown.image))

    def explained(self) -> int:
        """The class that the page explains."""
        return self.shown.target

    def covered(self, image: Image.Image) -> Image.Image:
        """`image`, the picture at any size, as it was hidden from the network."""
        question = self.shown.question
        return occlusion.covered(question, image, self.pipeline.filling(question))

    def place_text(self, which: str, x: float, y: float) -> str:
        """The value under the pointer; `x` and `y` in 0..1 of the picture."""
        latest = self.latest
        if latest is None:
            return ""
        raw = self.before if which == "before" else latest.cam
        if raw is None:
            return ""
        return captions.place_text(latest, raw, x, y)

    async def _quick_before(self, explanation: Explanation) -> Float32 | None:
        """The untouched picture's map, unless that needs a run of all layers."""
        target = explanation.target
        before = explanation.question.untouched().about(target)
        is_top = explanation.layer == self.manifest.features_layer
        if not is_top and self.pipeline.known_layers(before, target) is None:
            return None
        return await self._before_map(before)

    async def _before_map(self, question: Question) -> Float32:
        if self._before is None or self._before[0] != question:
            self._before = question, await self.pipeline.cam(question)
        return self._before[1]  # which rarely changes while drawing

    def _change_before(self, raw: Float32 | None) -> None:
        changes = raw is not self.before
        self.before = raw
        if changes and raw is not None:
            self.show_before()
