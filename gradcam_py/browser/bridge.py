"""Joins the playground to the page's JavaScript; only this folder knows a browser.

`playground_page` is what site/python/interpreter.mjs registers: the page's own modules
(runtime, view, files), and `rest`, to be called when the page is at rest.
"""

import asyncio
import json
from collections.abc import Coroutine
from typing import Any

import numpy as np
import playground_page as page
from js import JSON
from numpy.typing import NDArray
from pyodide.ffi import JsProxy, create_proxy, to_js
from pyscript import window

from ..app.playground import Playground
from ..errors import PlaygroundError
from ..words import computing
from ..words.language import ENGLISH, Catalogue, choose, chosen
from .archives import unpack
from .formula import BrowserRunner
from .inference import awaited
from .networks import BrowserFile, SiteNetworks, read

NOISE = "noise"  # the fill that draws random numbers
_TASKS: set[asyncio.Task[None]] = set()  # the event loop itself would forget them


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
            view.show(
                "status", {"state": "loading", "text": str(computing.LOADING_AGAIN)}
            )
    _listen(playground)
    if (told := _told())["tag"] != chosen():  # by somebody to whom nobody listened
        playground.speak(**told)
    playground.open()
    page.words.opened()
    page.rest()
    _begin(_forever(playground))
    if await awaited(page.runtime.hasWebgpu()):
        playground.exchange.offer_card()
    return playground


async def _open(view: BrowserView) -> Playground:
    await awaited(page.words.ready())
    told = _told()
    choose(told["tag"], Catalogue(told["messages"], told["forms"]))
    listing = await awaited(page.assets.site())
    networks = SiteNetworks({model.name: model.title for model in listing.models})
    network = await networks.first()
    samples = json.loads(await read("samples/samples.json"))
    runner = BrowserRunner()
    playground = Playground(
        network,
        networks,
        samples,
        read,
        view,
        runner,
        lambda part: unpack(f"{part}.zip"),
    )
    fragment = window.location.hash
    if NOISE in fragment:  # of a link: its picture cannot be had without
        await awaited(page.later())
    await playground.start(fragment)
    # From here on nothing needs the network.
    rest = [f"samples/{sample['file']}" for sample in samples]
    layers = f"models/{network.name}/layers.onnx"
    await awaited(page.words.complete())
    told = _told()
    if told["tag"] != ENGLISH or chosen() != ENGLISH:
        playground.speak(**told)
    await awaited(page.assets.keepAll([*rest, layers]))
    await awaited(page.later())
    view.show("thumbnails", {})
    view.show("credits", {"works": json.loads(await read("credits.json"))})
    return playground


def _told() -> dict[str, Any]:
    """The values of `Playground.speak`."""
    return page.words.ofPython().to_py()


def _listen(playground: Playground) -> None:
    """Hand what visitors do to the playground, and its state to everybody."""

    def perform(action: str, values: str) -> None:
        playground.perform(action, json.loads(values))

    def upload(files: JsProxy, meant: str) -> None:
        brought = [BrowserFile(file.name, file.blob) for file in files]
        _begin(playground.receive(brought, meant))

    def state() -> JsProxy:
        return _plain(playground.state())

    page.view.connect(*(create_proxy(door) for door in (perform, upload, state)))


async def _forever(playground: Playground) -> None:
    """The live loop. A programming error is told as well, and the loop goes on."""
    while True:
        try:
            await playground.exchange.run()
        except Exception as error:  # noqa: BLE001  (the page must not die of any)
            playground.desk.messages.tell_unexpected(error)
            await asyncio.sleep(1)


def _begin(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    _TASKS.add(task)
    task.add_done_callback(_TASKS.discard)


def _plain(data: Any) -> JsProxy:
    """Plain data as JavaScript's own: JSON is the fastest way across."""
    return JSON.parse(json.dumps(data))
