"""The page's application with its stand-ins, on a tiny network and without a page."""

import asyncio
import contextlib
import io

import numpy as np
from PIL import Image

from gradcam_py.app.playground import Playground
from tests.page_fakes import (
    CountingSession,
    FakeNetworks,
    NativeRunner,
    RecordingView,
    as_network,
)

CREDIT = {"title": "Noise", "author": "Nobody", "licence": "CC0-1.0", "source": ""}
LEFT = {"tool": "rect", "x": 0.0, "y": 0.0, "w": 0.5, "h": 1.0}
RIGHT = {"tool": "rect", "x": 0.5, "y": 0.0, "w": 0.5, "h": 1.0}


def png(seed, size=(40, 30)):
    pixels = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).resize(size).save(buffer, "PNG")
    return buffer.getvalue()


FILES = {"samples/a.png": png(1), "samples/b.png": png(2), "samples/bad.png": b"bad"}
SAMPLES = [
    {"id": name, "file": f"{name}.png", "title": name.title(), "credits": [CREDIT]}
    for name in ("a", "b", "bad")
]


class Page:
    """A playground with its stand-ins, ready to be used."""

    def __init__(self, folder, model):
        self.session = CountingSession(folder, model.manifest)
        self.view = RecordingView()
        self.networks = FakeNetworks(folder, model)
        self.runner = NativeRunner()
        self.copies = []  # of the first network
        self.playground = Playground(
            as_network(model.manifest.name, self.session, model, self.copies),
            self.networks,
            SAMPLES,
            self.read,
            self.view,
            self.runner,
            self.get_ready,
        )
        self.delays = {}

    async def read(self, path):
        await asyncio.sleep(self.delays.get(path, 0))
        return FILES[path]

    async def get_ready(self, part):
        await asyncio.sleep(0.001)

    def do(self, action, **values):
        self.playground.perform(action, values)

    async def settled(self):
        """Everything asked for so far has been answered, the strip included."""
        async with asyncio.timeout(10):
            while not self.is_quiet():
                await asyncio.sleep(0.01)

    def is_quiet(self):
        return (
            self.view.latest["status"]["state"] != "busy"
            and self.playground.desk.presenter.strip_is_current()
        )

    @property
    def state(self):
        return self.playground.state()

    @property
    def problem(self):
        return self.view.latest["problem"]["text"]


async def ended(task):
    """Cancel a task until it has ended: `wait_for` of Python 3.11 can lose one."""
    while task and not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=0.1)


@contextlib.asynccontextmanager
async def living(folder, model):
    """A page at rest, with its loop running."""
    made = Page(folder, model)
    await made.playground.start()
    made.playground.open()
    loop = asyncio.ensure_future(made.playground.exchange.run())
    await made.settled()
    yield made
    await ended(loop)
    await ended(made.playground.formula._task)
    assert made.view.faults == []
