"""Occlusion maps: hide one cell after the other and note how the score falls.

Zeiler and Fergus 2014, "Visualizing and Understanding Convolutional Networks", section
4.2, with cells that lie side by side.
"""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..explaining import occlusion
from ..explaining.question import Question
from ..image.fills import blend
from ..image.shapes import Shape
from ..model.session import Float32
from .passes import Forward, passes
from .scoring import Scoring

GRIDS = (7, 14)  # cells of a side


def cell(question: Question, grid: int, row: int, column: int) -> Shape:
    """One cell of the part that the network sees, as a box that people could draw.

    >>> from gradcam_py.explaining.settings import Settings
    >>> from tests.toy_session import PICTURE
    >>> cell(Question(PICTURE, Settings()), 2, 0, 1)
    {'tool': 'rect', 'x': 0.5, 'y': 0.0, 'w': 0.5, 'h': 0.5}
    """
    left, top, right, bottom = question.picture.box(question.settings.framing)
    width, height = (right - left) / grid, (bottom - top) / grid
    x, y = left + column * width, top + row * height
    return {"tool": "rect", "x": x, "y": y, "w": width, "h": height}


async def occlusion_map(
    session: Forward, question: Question, filling: Float32, scoring: Scoring, grid: int
) -> AsyncGenerator[NDArray[np.float64], None]:
    """By how much each cell's hiding lowers the scores: [grid,grid,scores].

    What is known of it after each pass, NaN elsewhere: grid * grid states of one array.
    The picture is taken as it is, with the question's own shapes under their own fill;
    the cells are hidden under `filling`.

    >>> import asyncio
    >>> from gradcam_py.explaining.settings import Settings
    >>> from tests.toy_session import PICTURE, ToySession
    >>> async def mapped():
    ...     question, black = Question(PICTURE, Settings()), np.zeros((1, 1, 3))
    ...     maps = occlusion_map(ToySession(), question, black, Scoring(0), 2)
    ...     async for found in maps:
    ...         pass
    ...     return found[..., 1]
    >>> asyncio.run(mapped()).tolist()  # three quarters are red
    [[1.0, 0.0], [1.0, 1.0]]
    """
    async with aclosing(passes(session, _inputs(question, filling, grid))) as logits:
        whole = scoring.scores(await anext(logits))
        drops = np.full((grid, grid, len(whole)), np.nan)
        for row, column in np.ndindex(grid, grid):
            drops[row, column] = whole - scoring.scores(await anext(logits))
            yield drops


def on_grid(raw: NDArray[np.floating], grid: int) -> Float32:
    """A map [h,w] averaged over the cells of a grid: [grid,grid].

    A value that lies in several cells counts in each with the part that lies there.

    >>> on_grid(np.array([[1.0, 3.0], [2.0, 2.0]]), 1).tolist()
    [[2.0]]
    """
    height, width = raw.shape
    means = _parts(height, grid) @ raw.astype(np.float64) @ _parts(width, grid).T
    return means.astype(np.float32)


def _parts(values: int, grid: int) -> NDArray[np.float64]:
    """Of each cell the part that each value makes up: [grid,values], 0..1, sums 1."""
    cells, places = np.arange(grid + 1) * values, np.arange(values + 1) * grid
    ends = np.minimum(cells[1:, None], places[1:])
    starts = np.maximum(cells[:-1, None], places[:-1])
    parts: NDArray[np.float64] = (ends - starts).clip(0) / values
    return parts


def _inputs(question: Question, filling: Float32, grid: int) -> Iterator[Float32]:
    image = occlusion.network_input(question, occlusion.filling(question))
    yield image
    for row, column in np.ndindex(grid, grid):
        shapes = (cell(question, grid, row, column),)
        alone = Question(question.picture, replace(question.settings, shapes=shapes))
        yield blend(image, occlusion.mask(alone), filling)
