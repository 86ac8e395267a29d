"""Checks the gradients of any layer against the network itself, by fading the picture.

A picture that fades a little changes a layer's activations A by some dA, and the score
y by some dy. The gradients g say by how much, to first order: dy = sum(g * dA), over
all channels and places at once. Everything behind the layer is in that claim, kinks
and curves included, so the two agree the better the smaller the step is.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..cam.seeds import value
from ..image.overlay import scale_map
from ..model.session import Float32, Session

# Shares of full grey, both ways. At 10 % most networks are far from linear; below 0.1 %
# the rounding of float32 logits (1e-6) is no longer small beside the score's change.
STEPS = (0.1, 0.02, 0.005, 0.001)
GRAY = 127.5  # the middle of 0..255


@dataclass(frozen=True)
class Change:
    """How the score changed as the picture faded by `step`, and what was foretold.

    >>> round(Change(step=0.1, actual=2.0, foretold=1.9).error, 6)
    0.05
    """

    step: float  # 0..1
    actual: float  # the score at +step minus the score at -step
    foretold: float  # from the gradients

    @property
    def error(self) -> float:
        """The difference of the two, relative to the actual change."""
        return abs(self.foretold - self.actual) / max(
            abs(self.actual), float(np.finfo(np.float32).tiny)
        )


def fading(image: Float32, raw: Float32) -> Float32:
    """The way of an image [h,w,3] to grey where a raw map is bright, [h,w,3].

    An empty map lets the whole picture fade.

    >>> white = np.full((2, 2, 3), 255, np.float32)
    >>> fading(white, np.zeros((1, 1), np.float32))[0, 0].tolist()
    [-127.5, -127.5, -127.5]
    """
    height, width = image.shape[:2]
    share = np.ones((height, width), np.float32)
    if raw.max() > 0:
        share = scale_map(raw, (width, height))
    return (share[..., None] * (GRAY - image)).astype(np.float32)


async def check_layer(
    session: Session,
    image: Float32,
    seed: Float32,
    layer: str,
    gradients: Float32,
    raw: Float32,
    steps: Sequence[float] = STEPS,
) -> AsyncIterator[Change]:
    """Compare a layer's gradients with central differences, one `Change` a step.

    `image` [h,w,3] 0..255, `seed` [classes], `layer` an id, `gradients` [C,h,w] its
    gradients of that seed, `raw` the map [h,w] that says where the picture is to fade.
    Two runs of all layers for each step.

    >>> import asyncio
    >>> from tests.toy_session import IMAGE, ToySession
    >>> seed, everywhere = np.array([1, 0], np.float32), np.zeros((2, 2), np.float32)
    >>> gradients = np.stack([np.ones((2, 2)), np.zeros((2, 2))])  # of red, of green
    >>> async def first():
    ...     changes = check_layer(
    ...         ToySession(), IMAGE, seed, "quarters", gradients, everywhere
    ...     )
    ...     return await anext(changes)
    >>> change = asyncio.run(first())
    >>> round(change.actual, 3), round(change.foretold, 3)
    (-0.2, -0.2)
    """
    way = fading(image, raw)
    for step in steps:
        ahead = await session.layers((image + step * way)[None], seed[None])
        behind = await session.layers((image - step * way)[None], seed[None])
        moved = ahead.activations[layer].astype(np.float64) - behind.activations[layer]
        actual = value(seed, ahead.logits[0]) - value(seed, behind.logits[0])
        yield Change(step, actual, float((gradients * moved).sum()))
