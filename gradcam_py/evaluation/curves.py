"""Deletion and insertion: does what a map calls important matter to the network?

Petsiuk et al. 2018, "RISE", section 4.1: pixels are hidden in the order of the map, the
most important first, and the class's score is followed (deletion); and shown in that
order on a picture in which all is hidden (insertion). A faithful map makes the first
curve fall soon and the second rise soon, which the areas below them tell in one number.
"""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..image.fills import blend
from ..model.session import Float32
from .orders import Order
from .passes import Forward, passes
from .scoring import Scoring

STEPS = 49


@dataclass(frozen=True, eq=False)
class Ends:
    """The scores of the whole picture and of one that is hidden altogether: [scores].

    >>> Ends(np.array([0.9, 7.0]), np.array([0.0, 1.0])).whole.tolist()
    [0.9, 7.0]
    """

    whole: NDArray[np.float64]
    hidden: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Curves:
    """Scores as more and more pixels are hidden or shown, [steps+1, scores].

    NaN where nothing has been measured yet. The columns are those of `Scoring`.

    >>> falling = np.array([[1.0], [0.0], [0.0]])
    >>> Curves(falling, 1 - falling).areas.tolist()
    [[0.25, 0.75]]
    """

    deletion: NDArray[np.float64]
    insertion: NDArray[np.float64]

    @property
    def shares(self) -> NDArray[np.float64]:
        """Of the pixels that are hidden, or shown, at each step: 0..1, [steps+1]."""
        return np.linspace(0, 1, len(self.deletion))

    @property
    def areas(self) -> NDArray[np.float64]:
        """Below deletion and insertion over shares 0..1 of the pixels: [scores, 2]."""
        return np.stack([area(self.deletion), area(self.insertion)], axis=-1)


def area(curve: NDArray[np.float64]) -> NDArray[np.float64]:
    """The area below a curve [n,...] over 0..1, by the trapezoidal rule.

    >>> area(np.array([1.0, 0.5, 0.0]))
    np.float64(0.5)
    """
    below: NDArray[np.float64] = ((curve[:-1] + curve[1:]) / 2).mean(axis=0)
    return below


def hiding_mask(order: Order, hidden: int, side: int) -> Float32:
    """The mask [side,side] of the first so many pixels of an order: 1 or 0.

    >>> hiding_mask(np.array([3, 0, 1, 2]), 1, 2).tolist()
    [[0.0, 0.0], [0.0, 1.0]]
    """
    mask = np.zeros(side * side, np.float32)
    mask[order[:hidden]] = 1
    return mask.reshape(side, side)


@dataclass(frozen=True, eq=False)
class Subject:
    """What is hidden step by step, and under what.

    >>> Subject(np.zeros((2, 2, 3), np.float32), np.ones((1, 1, 3), np.float32)).side
    2
    """

    image: Float32  # [h,w,3], 0..255: the network's input
    filling: Float32  # [h,w,3] or [1,1,3], see `image.fills`
    steps: int = STEPS

    @property
    def side(self) -> int:
        """Pixels of a side."""
        return len(self.image)

    def deleted(self, order: Order, step: int) -> Float32:
        """The input after so many steps of deletion, [h,w,3]."""
        return blend(self.image, self._mask(order, step), self.filling)

    def inserted(self, order: Order, step: int) -> Float32:
        """The input after so many steps of insertion, [h,w,3]."""
        return blend(self.image, 1 - self._mask(order, step), self.filling)

    def _mask(self, order: Order, step: int) -> Float32:
        pixels = round(self.side**2 * step / self.steps)
        return hiding_mask(order, pixels, self.side)


async def ends(session: Forward, subject: Subject, scoring: Scoring) -> Ends:
    """Both ends, which the curves of all orders share: two passes.

    >>> import asyncio
    >>> from tests.toy_session import IMAGE, ToySession
    >>> subject = Subject(IMAGE, np.zeros((1, 1, 3), np.float32))  # hidden under black
    >>> found = asyncio.run(ends(ToySession(), subject, Scoring(0)))
    >>> found.whole.round(2).tolist(), found.hidden.tolist()
    ([0.88, 3.0], [0.5, 0.0])
    """
    order = np.arange(subject.side**2)
    inputs = iter([subject.image, subject.deleted(order, subject.steps)])
    found = [scoring.scores(logits) async for logits in passes(session, inputs)]
    return Ends(*found)


async def trace(
    session: Forward, subject: Subject, order: Order, scoring: Scoring, known: Ends
) -> AsyncGenerator[Curves, None]:
    """Follow an order's two curves: what is known of them after each pass.

    Deletion and insertion grow together. Gives 2 * (steps - 1) states of one object.

    >>> import asyncio
    >>> from tests.toy_session import IMAGE, ToySession
    >>> async def traced():
    ...     black = np.zeros((1, 1, 3), np.float32)
    ...     subject, scoring = Subject(IMAGE, black, steps=4), Scoring(0)
    ...     both = await ends(ToySession(), subject, scoring)
    ...     rows = np.arange(16)  # from the top to the bottom, the first is half red
    ...     async for curves in trace(ToySession(), subject, rows, scoring, both):
    ...         pass
    ...     return curves
    >>> asyncio.run(traced()).deletion[:, 1].tolist()  # the logit of red
    [3.0, 2.5, 2.0, 1.0, 0.0]
    """
    curves = _empty(subject.steps, known)
    places = list(range(1, subject.steps))
    async with aclosing(passes(session, _inputs(subject, order, places))) as logits:
        for step in places:
            for curve in (curves.deletion, curves.insertion):
                curve[step] = scoring.scores(await anext(logits))
                yield curves


def _inputs(subject: Subject, order: Order, places: list[int]) -> Iterator[Float32]:
    for step in places:
        yield subject.deleted(order, step)
        yield subject.inserted(order, step)


def _empty(steps: int, known: Ends) -> Curves:
    shape = (steps + 1, len(known.whole))
    deletion, insertion = np.full(shape, np.nan), np.full(shape, np.nan)
    deletion[0] = insertion[-1] = known.whole
    deletion[-1] = insertion[0] = known.hidden
    return Curves(deletion, insertion)
