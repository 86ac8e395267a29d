"""The one module that knows a browser: it joins `playground` to the page's JavaScript.

`playground_page` is what site/python/interpreter.mjs registers: the page's own modules
(runtime, view, files), and `rest`, to be called when the page is at rest. Arrays cross
the boundary once, by a single copy, and go on to the inference worker by transfer.
"""

import asyncio
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import playground_page as page
from js import JSON, Object
from numpy.typing import NDArray
from pyodide.ffi import JsException, JsProxy, create_proxy, to_js
from pyscript import window

from ..app.playground import Playground
from ..errors import PlaygroundError
from ..model.backends import GRAPHICS_CARD, PROCESSOR, Backends
from ..model.labels import Labels
from ..model.manifest import Manifest, parse_manifest
from ..model.recovery import SessionLost
from ..model.session import Float32, HeadResult, LayersResult

_TASKS: set[asyncio.Task[None]] = set()  # the event loop itself would forget them


class FileError(PlaygroundError):
    """A file of the site is missing or not what it should be."""


class BrowserSession:
    """The session protocol over an inference worker (site/inference/inference.mjs)."""

    def __init__(self, manifest: Manifest, backend: str):
        """`backend` names one that page.runtime has opened."""
        self.manifest, self.backend = manifest, backend
        self._inference = getattr(page.runtime, backend)
        self.threads = int(self._inference.threads)
        self.timings: dict[str, float] = {}
        self._has_layers = False

    async def features(self, images: Float32) -> Float32:
        """See `Session.features`."""
        outputs = await self._run("features", {"image": images})
        return outputs["features"]

    async def head(self, features: Float32, seed: Float32) -> HeadResult:
        """See `Session.head`."""
        outputs = await self._run("head", {"features": features, "seed": seed})
        return HeadResult(outputs["logits"], outputs["gradients"])

    async def both(self, images: Float32, seed: Float32) -> tuple[Float32, HeadResult]:
        """See `Session.both`: one message to the worker and one back."""
        outputs = await self._run("features", {"image": images}, "head", {"seed": seed})
        result = HeadResult(outputs["logits"], outputs["gradients"])
        return outputs["features"], result

    async def layers(self, image: Float32, seed: Float32) -> LayersResult:
        """See `Session.layers`."""
        await self.prepare_layers()
        outputs = await self._run("layers", {"image": image, "seed": seed})
        return LayersResult.from_outputs(outputs, self.manifest)

    async def prepare_layers(self) -> None:
        """See `PageSession.prepare_layers`."""
        if not self._has_layers:
            await _awaited(self._inference.create("layers"))
            self._has_layers = True

    async def restart(self) -> None:
        """Replace the worker by a new one."""
        self._has_layers = False
        await _awaited(self._inference.reopen())

    def close(self) -> None:
        """End the worker."""
        self._inference.close()

    async def _run(
        self,
        graph: str,
        feeds: dict[str, Float32],
        then: str = "",
        then_feeds: Mapping[str, Float32] = MappingProxyType({}),
    ) -> dict[str, Float32]:
        """The outputs of a graph and, if one is named, of the next on top of it."""
        chain = [_tensors(feeds)]
        if then:
            chain.append(_object(name=then, feeds=_tensors(then_feeds)))
        answer = await _awaited(self._inference.run(graph, *chain))
        self.timings.update(answer.ms.to_py())
        return {name: _array(output) for name, output in Object.entries(answer.outputs)}


class BrowserView:
    """The view protocol over site/python/view.mjs."""

    def show(
        self, part: str, data: dict[str, Any], pixels: NDArray[np.uint8] | None = None
    ) -> None:
        """See `View.show`. The pixels are copied once, into a buffer of JavaScript."""
        if pixels is None:
            page.view.show(part, _plain(data))
            return
        height, width = pixels.shape[:2] if pixels.ndim == 3 else (1, pixels.size)
        buffer = to_js(np.ascontiguousarray(pixels).ravel())
        page.view.show(part, _plain(data), buffer, width, height)


async def start() -> Playground:
    """Bring the page to life; returns when the first picture has been explained."""
    view = BrowserView()
    while True:
        try:
            playground = await _open(view)
            break
        except PlaygroundError as error:
            view.show("status", {"state": "error", "text": str(error)})
            view.show("problem", {"text": str(error), "retry": True})
            await page.view.retried()
            view.show("problem", {"text": "", "retry": False})
            view.show("status", {"state": "loading", "text": "Loading again"})
    _listen(playground)
    playground.open()
    page.rest()
    _TASKS.add(asyncio.ensure_future(_forever(playground)))
    if await _awaited(page.runtime.hasWebgpu()):
        playground.card.offer()
    return playground


async def _open(view: BrowserView) -> Playground:
    model = await _awaited(page.runtime.open())
    read = _read
    manifest = parse_manifest(await read(f"{model.folder}manifest.json"))
    session = Backends(BrowserSession(manifest, PROCESSOR), lambda: _card(manifest))
    labels = Labels.load(await read(f"{model.folder}{session.manifest.labels}"))
    samples = json.loads(await read("samples/samples.json"))
    playground = Playground(session, labels, samples, read, view)
    await playground.start(window.location.hash)
    # From here on nothing needs the network.
    rest = [f"samples/{sample['file']}" for sample in samples]
    await _awaited(page.assets.keepAll([*rest, f"{model.folder}layers.onnx"]))
    view.show("thumbnails", {})
    view.show("credits", {"works": json.loads(await read("credits.json"))})
    return playground


async def _card(manifest: Manifest) -> BrowserSession:
    try:
        await _awaited(page.runtime.openWebgpu())
    except BaseException:  # the visitor may have chosen otherwise meanwhile
        page.runtime.webgpu.close()
        raise
    return BrowserSession(manifest, GRAPHICS_CARD)


async def _read(path: str) -> bytes:
    """A file of the site, verified by its loader. Raises `FileError`."""
    buffer = await _awaited(page.assets.load(path))
    return buffer.to_bytes()


def _listen(playground: Playground) -> None:
    """Hand what visitors do to the playground, and its state to everybody."""

    def perform(action: str, values: str) -> None:
        playground.perform(action, json.loads(values))

    def upload(data: JsProxy, title: str) -> None:
        playground.upload(data.to_bytes(), title)

    def state() -> JsProxy:
        return _plain(playground.state())

    page.view.connect(*(create_proxy(door) for door in (perform, upload, state)))


async def _forever(playground: Playground) -> None:
    """The live loop. A programming error is told as well, and the loop goes on."""
    while True:
        try:
            playground.live.changed()
            await playground.live.run()
        except Exception as error:  # noqa: BLE001  (the page must not die of any)
            playground.messages.tell_unexpected(error)
            await asyncio.sleep(1)


async def _awaited(promise: JsProxy) -> JsProxy:
    """What a promise gives; its errors as the playground's own."""
    try:
        return await promise
    except JsException as error:
        if error.name == "WorkerDied":
            raise SessionLost(error.message) from None
        raise FileError(error.message) from None


def _tensors(arrays: Mapping[str, Float32]) -> JsProxy:
    return _object(**{name: _tensor(array) for name, array in arrays.items()})


def _tensor(array: Float32) -> JsProxy:
    data = to_js(np.ascontiguousarray(array, np.float32).ravel())
    return _object(data=data, dims=to_js(list(array.shape)))


def _object(**values: Any) -> JsProxy:
    made = Object.new()
    for name, value in values.items():
        setattr(made, name, value)
    return made


def _array(output: JsProxy) -> Float32:
    """Copy an output into Python's memory; JavaScript's is given back."""
    array = np.asarray(output.data.to_py()).reshape(output.dims.to_py())
    page.runtime.free(output.data.buffer)
    return array


def _plain(data: Any) -> JsProxy:
    """Plain data as JavaScript's own: JSON is the fastest way across."""
    return JSON.parse(json.dumps(data))
