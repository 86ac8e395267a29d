"""Stand-ins for the browser: a session that counts and can die, a view that records."""

import asyncio
import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from gradcam_py.app.networks.known import Network
from gradcam_py.errors import PlaygroundError
from gradcam_py.formula.answer import answer
from gradcam_py.model.backends import Backends
from gradcam_py.model.copied import CopiedNetwork
from gradcam_py.model.manifest import FILES
from gradcam_py.model.native_session import NativeGraph, NativeSession
from gradcam_py.model.recovery import SessionLost
from tests.protocol_check import faults

WEIGHTS = "weights.bin"


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
        self.delay = 0.001  # seconds that a run takes at least
        self.under_way = 0
        self.path = folder
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

    async def _run(self, graph, *arrays):
        assert not self.under_way, "two inferences at once"
        self.runs.append(graph)
        self.under_way += 1
        try:
            await asyncio.sleep(self.delay)  # as in a browser, others get their turn
        finally:
            self.under_way -= 1
        if self.deaths:
            self.deaths -= 1
            raise SessionLost("the worker stopped")
        if self.failure:
            failure, self.failure = self.failure, None
            raise failure
        return await getattr(self._native, graph)(*arrays)


class FakeFile:
    """A file in a visitor's hands, and a native runtime on it."""

    def __init__(self, name, data, failing=False):
        self.name, self.size = name, len(data)
        self._data, self._failing = data, failing
        self.is_loaded = False
        self.runtimes = []

    async def load(self):
        await asyncio.sleep(0.001)
        if self._failing:
            raise PlaygroundError("the file is gone")
        self.is_loaded = True

    def read(self, start, stop):
        assert self.is_loaded
        return self._data[start:stop]

    def release(self):
        self.is_loaded = False

    def runtime(self):
        assert self.is_loaded
        self.runtimes.append(FakeRuntime(self._data))
        return self.runtimes[-1]


class FakeRuntime:
    """Runs graphs on the weights in a file, as `Runtime` does in the page."""

    def __init__(self, weights):
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name)
        (self.path / "weights.bin").write_bytes(weights)
        self.sessions = []

    async def answers(self, model, feeds, outputs):
        await asyncio.sleep(0.001)
        self.keep("probe.onnx", model)
        return NativeGraph(self.path / "probe.onnx").run(outputs, feeds)

    def keep(self, name, graph):
        (self.path / name).write_bytes(graph)

    async def open(self, manifest):
        await asyncio.sleep(0.001)
        self.sessions.append(CountingSession(self.path, manifest))
        return self.sessions[-1]

    async def open_card(self, manifest):
        return await self.open(manifest)

    async def copied(self, manifest):
        await asyncio.sleep(0.001)
        return native_copy(self.path, manifest)


class NativeFiles:
    """The files of a network's copy, in a folder of their own."""

    def __init__(self, folder):
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name)
        for name in FILES:
            shutil.copy(folder / name, self.path)

    async def graph(self, name):
        return (self.path / name).read_bytes()

    async def read(self, start, stop):
        return (self.path / WEIGHTS).read_bytes()[start:stop]

    def write(self, start, data):
        with (self.path / WEIGHTS).open("r+b") as file:
            file.seek(start)
            file.write(data)


class CopySession(CountingSession):
    """Runs on the weights as they were at its latest restart."""

    async def restart(self):
        if self.closed:
            raise SessionLost("it is closed")
        await super().restart()
        self._native = NativeSession(self.path, self.manifest)


def native_copy(folder, manifest):
    """A copy of a network in a folder."""
    files = NativeFiles(folder)
    session = CopySession(files.path, manifest)
    return CopiedNetwork(files, session)


def as_network(name, session, model, copies=None):
    """A network of the site, without a graphics card; `copies` is given its copies."""

    async def no_card():
        raise PlaygroundError("there is no card")

    async def copied():
        await asyncio.sleep(0.001)
        copy = native_copy(session.path, model.manifest)
        if copies is not None:
            copies.append(copy)
        return copy

    return Network(name, Backends(session, no_card), model.labels, copied)


class FakeNetworks:
    """Networks of a site: the page's own, and another of the same kind."""

    def __init__(self, folder, model):
        self.titles = {model.manifest.name: "Tiny", "other": "Other"}
        self.sessions = []
        self.failure = None  # an error that opening raises
        self._folder, self._model = folder, model

    async def open(self, name):
        await asyncio.sleep(0.001)
        if self.failure:
            raise self.failure
        self.sessions.append(CountingSession(self._folder, self._model.manifest))
        return as_network(name, self.sessions[-1], self._model)

    async def get_ready(self):
        pass


class NativeRunner:
    """Runs a student's code here; fails when told to."""

    def __init__(self):
        self.runs = []  # the code of both cells, in the order of the calls
        self.failure = None  # an error that the next run raises
        self.delay = 0.001  # seconds that a run takes at least

    async def get_ready(self):
        await asyncio.sleep(0.001)

    async def start(self):
        await asyncio.sleep(0.001)

    async def run(self, cells, arrays, tries):
        self.runs.append(cells)
        await asyncio.sleep(self.delay)
        if self.failure:
            failure, self.failure = self.failure, None
            raise failure
        buffers = [np.ascontiguousarray(array).data for array in arrays]
        told, cam = answer(*cells, *buffers, arrays[0].shape, tries)
        return json.loads(told), cam


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
