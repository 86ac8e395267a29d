"""Forward passes in a row, with the next input made while the network computes."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ..model.manifest import Manifest
from ..model.session import Float32, HeadResult


class Forward(Protocol):
    """What experiments need of a session: predictions.

    >>> from tests.toy_session import ToySession
    >>> forward: Forward = ToySession()
    """

    @property
    def manifest(self) -> Manifest:
        """What the network is."""
        ...

    async def both(self, images: Float32, seed: Float32) -> tuple[Float32, HeadResult]:
        """See `Session.both`."""
        ...


async def passes(
    session: Forward, inputs: Iterator[Float32]
) -> AsyncGenerator[NDArray[np.float32], None]:
    """The logits [classes] of each input [h,w,3], 0..255, in their order.

    One pass is asked for at a time, and none before the one before has been taken:
    whoever stops taking leaves the network idle.

    >>> from tests.toy_session import IMAGE, ToySession
    >>> async def taken():
    ...     return [one.tolist() async for one in passes(ToySession(), iter([IMAGE]))]
    >>> asyncio.run(taken())
    [[3.0, 1.0]]
    """
    seed = np.zeros((1, session.manifest.classes), np.float32)
    following = next(inputs, None)
    while following is not None:
        run = asyncio.ensure_future(session.both(following[None], seed))
        try:
            await asyncio.sleep(0)  # the network begins before the next one is made
            following = next(inputs, None)
            _, head = await run
        except BaseException:
            run.cancel()
            raise
        yield head.logits[0]
