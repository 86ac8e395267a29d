"""Maps by perturbation beside the heatmap: occlusion, and RISE."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..cam.similarity import pearson, spearman
from ..evaluation.occlusion_map import occlusion_map, on_grid
from ..evaluation.passes import Forward
from ..evaluation.rise import Estimate, rise
from ..evaluation.scoring import COLUMNS
from ..image.colormap import colourise
from ..image.overlay import scale_map
from ..image.signed_colours import signed
from ..model.session import Float32
from ..view.payloads import HEATMAP_SIDE, rgba
from ..words import numbers
from ..words.laboratory import trials
from ..words.language import Text
from .trial import ByPasses, Message, Subject

UNKNOWN = 128  # gray of a cell that has not been hidden yet
SIZE = (HEATMAP_SIDE, HEATMAP_SIDE)


class OcclusionTrial(ByPasses):
    """Hides each cell of a grid."""

    def __init__(self, subject: Subject, grid: int):
        self.subject, self.grid = subject, grid
        self.total = 1 + grid * grid
        self._drops = np.full((grid, grid, len(COLUMNS)), np.nan)

    async def stream(self, session: Forward) -> AsyncGenerator[object, None]:
        """See `Trial.stream`."""
        subject = self.subject
        question, scoring = subject.shown.question, subject.scoring
        maps = occlusion_map(session, question, subject.filling, scoring, self.grid)
        async with aclosing(maps):
            async for self._drops in maps:
                yield self._drops

    def outcome(self, score: str) -> Iterator[Message]:
        """See `Trial.outcome`: the map in colours, and how like the heatmap it is."""
        drops = self._drops[..., COLUMNS[score]]
        limit = float(np.nanmax(np.abs(drops), initial=0))
        colours = signed(np.nan_to_num(drops), limit)
        colours[np.isnan(drops)] = UNKNOWN
        own = Image.fromarray(colours).resize(SIZE, Image.Resampling.NEAREST)
        texts = self._texts(drops, score)
        yield beside(self.subject, np.asarray(own), trials.OCCLUSION, texts)

    def _texts(self, drops: NDArray[np.float64], score: str) -> list[str]:
        if np.isnan(drops).any():
            return []
        place = int(np.abs(drops).argmax())
        row, column = divmod(place, self.grid)
        change = -float(drops[row, column])
        told = (
            numbers.signed_points(change)
            if score == "probability"
            else numbers.with_sign(change)
        )
        raw = on_grid(self.subject.shown.cam, self.grid)
        return [
            alike(self.subject, drops, raw),
            trials.strongest_drop(row + 1, column + 1, self.grid, told),
        ]


class RiseTrial(ByPasses):
    """Hides random parts, again and again."""

    def __init__(self, subject: Subject, masks: int):
        self.subject, self.total = subject, masks
        self._estimate: Estimate | None = None

    async def stream(self, session: Forward) -> AsyncGenerator[object, None]:
        """See `Trial.stream`."""
        subject = self.subject
        image, filling = subject.shown.image, subject.filling
        states = rise(session, image, filling, subject.scoring, self.total)
        async with aclosing(states):
            async for self._estimate in states:
                yield self._estimate

    def outcome(self, score: str) -> Iterator[Message]:
        """See `Trial.outcome`: the estimate in colours, and how settled it is."""
        if self._estimate is None:
            return
        column = COLUMNS[score]
        found = self._estimate.map[..., column]
        scaled = np.asarray(Image.fromarray(_from_zero(found)).resize(SIZE))
        shown = scale_map(self.subject.shown.cam, (len(found), len(found)))
        texts = [alike(self.subject, found, shown)]
        if self._estimate.masks > 1:
            halves = self._estimate.halves[..., column]
            texts.append(trials.halves(pearson(*halves)))
        colours = colourise(scaled, self.subject.colormap)
        yield beside(self.subject, colours, trials.RISE, texts)


def beside(
    subject: Subject, colours: NDArray[np.uint8], caption: Text, texts: list[str]
) -> Message:
    """The picture, its heatmap, and another map in colours [h,w,3]: three tiles."""
    heatmap = colourise(scale_map(subject.shown.cam, SIZE), subject.colormap)
    tiles = subject.picture(SIZE), subject.over(heatmap), subject.over(colours)
    data = {
        "kind": "maps",
        "captions": [str(trials.PICTURE), subject.method, str(caption)],
        "texts": texts,
    }
    return data, np.concatenate([rgba(each) for each in tiles])


def alike(subject: Subject, found: NDArray, heatmap: NDArray) -> str:
    """How like the heatmap a map of the same size is."""
    correlations = pearson(found, heatmap), spearman(found, heatmap)
    return trials.alike(*correlations, subject.method)


def _from_zero(found: NDArray[np.float64]) -> Float32:
    """From its smallest value, which means nothing, to its largest: 0..1."""
    low, high = found.min(), found.max()
    shares = (found - low) / (high - low) if high > low else np.zeros(found.shape)
    return shares.astype(np.float32)
