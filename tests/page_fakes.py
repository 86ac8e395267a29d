"""Stand-ins for the browser: a session that counts and can die, a view that records."""

import asyncio
from dataclasses import replace

from gradcam_py.model.native_session import NativeSession
from gradcam_py.model.recovery import SessionLost
from tests.protocol_check import faults


class CountingSession:
    """A native session that notes each run, and fails when told to."""

    threads = 1
    backend = "wasm"

    def __init__(self, folder, manifest):
        self.manifest = manifest
        self.timings = {}
        self.runs = []  # names of the graphs, in the order of the calls
        self.deaths = 0  # runs that are still to die
        self.restarts = 0
        self.failure = None  # an error that the next run raises
        self.factor = 1.0  # of the head's gradients: a kernel that is wrong
        self.closed = 0
        self.under_way = 0
        self._native = NativeSession(folder, manifest)

    async def features(self, images):
        return await self._run("features", images)

    async def head(self, features, seed):
        return await self._run("head", features, seed)

    async def both(self, images, seed):
        features, head = await self._run("both", images, seed)
        return features, replace(head, gradients=head.gradients * self.factor)

    async def layers(self, image, seed):
        return await self._run("layers", image, seed)

    async def prepare_layers(self):
        pass

    async def restart(self):
        self.restarts += 1

    def close(self):
        self.closed += 1

    def take_fault(self):  # as Backends
        return ""

    async def _run(self, graph, *arrays):
        assert not self.under_way, "two inferences at once"
        self.runs.append(graph)
        self.under_way += 1
        await asyncio.sleep(0.001)  # as in a browser, others get their turn
        self.under_way -= 1
        if self.deaths:
            self.deaths -= 1
            raise SessionLost("the worker stopped")
        if self.failure:
            failure, self.failure = self.failure, None
            raise failure
        return await getattr(self._native, graph)(*arrays)


class RecordingView:
    """Keeps what was shown: the latest of each part, and everything in order.

    `faults` tells every message that was not as it is declared. It is no exception
    here: the application would catch that, and show it.
    """

    def __init__(self):
        self.faults = []
        self.latest = {}
        self.pixels = {}
        self.shown = []

    def show(self, part, data, pixels=None):
        self.faults += faults(part, data, pixels)
        if part == "status":  # busy comes without words
            data = {**self.latest.get(part, {}), **data}
        self.latest[part] = data
        self.shown.append((part, data))
        if pixels is not None:
            self.pixels[part] = pixels

    def count(self, part):
        return sum(name == part for name, _ in self.shown)
