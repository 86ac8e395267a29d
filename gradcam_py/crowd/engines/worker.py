"""A process that explains: it decodes the next picture while the network computes."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import Queue
from threading import Thread

from ...errors import PlaygroundError
from ..job import Explainer
from ..opening import Opening
from ..tasks import Prepared

DECODED = 1  # pictures that wait for the network


@dataclass(frozen=True)
class Ready:
    """The network is loaded."""


@dataclass(frozen=True)
class Refused:
    """It cannot be, for that reason."""

    reason: str


def work(opening: Opening, connection: Connection) -> None:
    """Answer every `Task` that comes with its `Result`, in order, until no more can.

    Before the first comes `Ready`, or `Refused` and the end.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who began this ends it
    try:
        explainer = opening.open()
    except PlaygroundError as error:
        connection.send(Refused(str(error)))
        return
    waiting: Queue[Prepared | None] = Queue(DECODED)
    Thread(target=_decode, args=(explainer, connection, waiting), daemon=True).start()
    with suppress(OSError):  # nobody listens any more
        connection.send(Ready())
        asyncio.run(_explain(explainer, connection, waiting))


async def _explain(
    explainer: Explainer, connection: Connection, waiting: Queue[Prepared | None]
) -> None:
    while prepared := waiting.get():
        connection.send(await explainer.explain(prepared))


def _decode(
    explainer: Explainer, connection: Connection, waiting: Queue[Prepared | None]
) -> None:
    try:
        with suppress(EOFError, OSError):
            while True:
                waiting.put(explainer.prepare(connection.recv()))
    finally:  # also of an error that nobody foresaw: the process must end, not wait
        waiting.put(None)
