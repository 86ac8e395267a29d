"""Gives the page's lesson: draws it when it is in sight, and runs its experiments.

The lesson follows the heatmap on the page. It is drawn only while somebody can see it,
only when that heatmap is another one than before, and never begun during a stroke.

Longer than most: what is drawn when, and what was found, is one matter.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import check_choice
from ..explaining import occlusion
from ..explaining.explanation import Explanation
from ..image.framing import framed_box
from ..image.overlay import overlay
from ..model.session import Float32
from ..view.captions import question_text
from ..view.presenter import Presenter
from . import experiments, fill_comparison, forward_steps, gradient_steps
from .decomposition import take_apart
from .message import Message, Scene
from .sources import sources
from .tiles import legend

EXPERIMENTS = ("check", "compare", "fade")
OVERLAY_SIDE = 480  # pixels of the longer side


class Teacher:
    """The lesson of one page."""

    def __init__(
        self,
        presenter: Presenter,
        is_drawing: Callable[[], bool],
        begin: Callable[[Coroutine[Any, Any, None]], None],
    ):
        """What a lesson needs of its page, besides what explains:

        `is_drawing` tells whether the visitor is in the middle of a stroke, `begin`
        does something that takes its time.
        """
        self.presenter, self.is_drawing, self._begin = presenter, is_drawing, begin
        self.is_watched = False
        self._drawn: tuple[Explanation, str] | None = None  # heatmap and colour map
        self._has_sources = False
        self._asked: list[str] = []  # experiments
        self._found: dict[str, experiments.Found] = {}  # by them, on this heatmap

    def open(self) -> None:
        """From now on the page tells whether the lesson is in sight."""
        self._send({"kind": "open"}, None)

    def watch(self, is_watched: bool) -> None:
        """Whether the lesson is in sight."""
        self.is_watched = is_watched
        self.refresh()

    def refresh(self) -> None:
        """Draw the lesson if it is time to."""
        latest = self.presenter.latest
        if latest is None or not self.is_watched or self.is_drawing():
            return
        wanted = latest, self.presenter.looks.colormap
        if wanted != self._drawn:
            if not self._drawn or self._drawn[0] is not latest:
                self._found.clear()
            self._drawn = wanted
            self._draw()

    def say_again(self) -> None:
        """Tell everything in the language that is spoken now."""
        self._drawn, self._has_sources = None, False
        found = dict(self._found)
        self.refresh()
        self._found = found
        for each in found.values():
            self._send(*each())

    def ask(self, name: str) -> None:
        """Put one of `EXPERIMENTS` on the list. Raises `SettingError`."""
        check_choice("experiment", name, EXPERIMENTS)
        if name not in self._asked:
            self._asked.append(name)

    async def experiment(self, is_in_the_way: Callable[[], bool]) -> None:
        """Run what is on the list, on the heatmap on the page, and show the results.

        Given up between two runs when it is in the way of something newer; it stays on
        the list then, and begins anew at the next rest.
        """
        run = (self._check, self._compare, self._fade)
        ways = dict(zip(EXPERIMENTS, run, strict=True))
        while self._asked and not is_in_the_way():
            found = await ways[self._asked[0]](is_in_the_way)
            if found is None:
                return
            name = self._asked.pop(0)  # only now: the runtime may have died of it
            self._found[name] = found
            self._send(*found())

    def _draw(self) -> None:
        scene = self._scene()
        layers = [layer.label for layer in self.presenter.manifest.layers]
        state = {"kind": "state", "layers": layers, "layer": scene.layer.label}
        self._send(state, None)
        self._begin(self._draw_steps(scene))

    async def _draw_steps(self, scene: Scene) -> None:
        """One after the other: all at once they would hold the page up.

        As soon as another heatmap is to be explained they are given up.
        """
        drawn = self._drawn
        for message in self._messages(scene):
            self._send(*message)
            await asyncio.sleep(0)
            if self._drawn is not drawn:
                return
        self._send({"kind": "drawn"}, None)

    def _messages(self, scene: Scene) -> Iterator[Message]:
        if not self._has_sources:
            yield legend()
            yield {"kind": "sources", "sources": sources()}, None
            self._has_sources = True
        image, mask, own = self._hidden(scene.shown)
        yield from forward_steps.method(scene)
        yield from forward_steps.picture(scene, image, mask)
        yield from forward_steps.features(scene)
        yield from forward_steps.scores(scene)
        yield from gradient_steps.gradients(scene)
        yield from gradient_steps.weights(scene)
        yield from gradient_steps.weighted(scene)
        yield from gradient_steps.total(scene)
        yield from gradient_steps.relu(scene)
        yield from self._overlaid(scene)
        yield from gradient_steps.methods(scene)
        yield from fill_comparison.fills(image, mask, own)

    def _scene(self) -> Scene:
        presenter, shown = self.presenter, self.presenter.shown
        return Scene(
            shown,
            take_apart(shown.activations, shown.gradients),
            presenter.labels,
            presenter.manifest.layer(shown.layer),
            presenter.looks.colormap,
            question_text(shown, presenter.labels),
        )

    def _hidden(self, shown: Explanation) -> tuple[NDArray[np.uint8], Float32, bool]:
        """The untouched input, a mask on it, and whether the visitor drew that."""
        question, own = shown.question, bool(shown.question.settings.shapes)
        if not own:
            middle = replace(question.settings, shapes=(fill_comparison.MIDDLE,))
            question = replace(question, settings=middle)
        return occlusion.untouched_input(question), occlusion.mask(question), own

    def _overlaid(self, scene: Scene) -> list[Message]:
        question = scene.shown.question
        image = question.picture.display.copy()
        image.thumbnail((OVERLAY_SIDE, OVERLAY_SIDE))
        image = self.presenter.covered(image)
        box = framed_box(image.size, question.settings.framing)
        looks, raw = self.presenter.looks, scene.steps.raw
        result = overlay(image, raw, looks.colormap, looks.opacity, box)
        return gradient_steps.overlaid(scene, image, result)

    async def _check(self, _: Callable[[], bool]) -> experiments.Found:
        return await experiments.check(
            self.presenter.pipeline.session, self.presenter.shown
        )

    async def _compare(
        self, is_in_the_way: Callable[[], bool]
    ) -> experiments.Found | None:
        presenter = self.presenter
        image, mask, _ = self._hidden(presenter.shown)
        return await experiments.compare(
            presenter.pipeline.session,
            presenter.labels,
            image,
            mask,
            presenter.shown.target,
            is_in_the_way,
        )

    async def _fade(
        self, is_in_the_way: Callable[[], bool]
    ) -> experiments.Found | None:
        presenter = self.presenter
        return await experiments.fade(
            presenter.pipeline.session, presenter.shown, is_in_the_way
        )

    def _send(self, data: dict, pixels: NDArray[np.uint8] | None) -> None:
        self.presenter.view.show("lesson", data, pixels)
