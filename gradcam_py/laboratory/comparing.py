"""Answers the questions of the tiles whenever nothing else is to be done."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ..errors import PlaygroundError, SettingError
from ..explaining.pipeline import Pipeline
from ..explaining.question import Question
from ..view.presenter import Presenter
from ..words.laboratory import tiles as words
from .tiles import Tile, Tiles, tile


class Comparing:
    """The tiles as the page's network sees them: there is one for each network."""

    def __init__(self, presenter: Presenter, tiles: Tiles, wake: Callable[[], None]):
        """`wake` lets the page notice that there is something to answer."""
        self.presenter, self.tiles, self._wake = presenter, tiles, wake

    def keep(self) -> None:
        """Another tile: the heatmap on the page. Raises `SettingError`."""
        shown = self.presenter.shown
        self.tiles.add(self._tile(shown.question).answered(shown))

    def classes(self, question: Question, names: Sequence[str]) -> None:
        """Instead of all tiles those of some classes. Raises `TargetError`."""
        targets = [self.presenter.labels.find(name) for name in names]
        self.tiles.clear()
        self.tiles.add(*(self._tile(question.about(target)) for target in targets))
        self._wake()

    def change(self, index: int, **settings: Any) -> None:
        """Ask something else of a tile. Raises a `PlaygroundError`."""
        before = self.tiles.tiles[index]
        if before.manifest is not self.presenter.manifest:
            raise SettingError(words.gone())
        question = before.question
        asked = replace(question.settings, **settings)
        if "target" not in settings and before.shown:
            asked = replace(asked, target=before.shown.target)
        asked.check(before.manifest)
        after = replace(before, question=Question(question.picture, asked), shown=None)
        self.tiles.put(before, after)
        self._wake()

    async def run(self, is_in_the_way: Callable[[], bool]) -> None:
        """Answer what is open, one tile after the other."""
        while not is_in_the_way() and (opened := self._open()):
            # Its memory is its own: a page's pipeline remembers what the page shows.
            pipeline = Pipeline(self.presenter.pipeline.session)
            try:
                shown = await pipeline.explain(opened.question)
            except PlaygroundError:
                self.tiles.discard(opened)
                raise
            self.tiles.put(opened, opened.answered(shown))

    def _open(self) -> Tile | None:
        manifest = self.presenter.manifest
        for each in self.tiles.tiles:
            if each.shown is None and each.manifest is manifest:
                return each
        return None

    def _tile(self, question: Question) -> Tile:
        presenter = self.presenter
        colormap = presenter.looks.colormap
        return tile(question, presenter.manifest, presenter.labels, colormap)
