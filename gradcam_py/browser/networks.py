"""The page's networks in a browser: the site's own, and files that visitors bring."""

from collections.abc import Mapping, Sequence

import numpy as np
import playground_page as page
from numpy.typing import NDArray
from pyodide.ffi import JsProxy, to_js

from ..app.networks.known import Network
from ..app.saved import is_saved
from ..errors import NetworkError, PlaygroundError
from ..image import jpeg
from ..model.backends import GRAPHICS_CARD, PROCESSOR, Backends
from ..model.copied import CopiedNetwork
from ..model.labels import Labels
from ..model.manifest import Manifest, parse_manifest
from ..words import networks as words
from . import pictures
from .archives import unpack
from .inference import BrowserSession, arrays, awaited, tensors

CODE = "networks.zip"  # of the package, what reads files of networks
PROBE = "probe"
HEAD = 64  # bytes of a file that tell what it is
FIRST = ("features", "head")  # graphs of a model


class SiteNetworks:
    """The networks of the site, and the code for others."""

    def __init__(self, titles: Mapping[str, str]):
        """`titles` of the site's networks by their names."""
        self.titles = titles
        self._is_ready = False

    async def first(self) -> Network:
        """The one that the page opens with. Raises a `PlaygroundError`."""
        return await self._of_site(await awaited(page.runtime.open()))

    async def open(self, name: str) -> Network:
        """See `Networks.open`."""
        return await self._of_site(await awaited(page.runtime.openModel(name)))

    async def get_ready(self) -> None:
        """See `Networks.get_ready`."""
        if not self._is_ready:
            await unpack(CODE)
            self._is_ready = True

    async def _of_site(self, model: JsProxy) -> Network:
        manifest = parse_manifest(await read(f"{model.folder}manifest.json"))
        labels = Labels.load(await read(f"{model.folder}{manifest.labels}"))

        async def open_card() -> BrowserSession:
            return await _on_card(model.network, manifest)

        async def copied() -> CopiedNetwork:
            await self.get_ready()
            return await _copied(model.network, manifest)

        session = BrowserSession(manifest, model.inference, PROCESSOR)
        return Network(model.name, Backends(session, open_card), labels, copied)


class BrowserFile:
    """A visitor's file: `UploadedFile` over a Blob."""

    def __init__(self, name: str, blob: JsProxy):
        self.name, self.size = name, int(blob.size)
        self._blob = blob
        self._buffer: JsProxy | None = None

    async def load(self) -> None:
        """See `UploadedFile.load`."""
        self._buffer = await awaited(self._blob.arrayBuffer())
        head = self.read(0, HEAD)
        if head.startswith(jpeg.START) or is_saved(head):
            await pictures.get_ready()  # a saved page may hold one, too

    def read(self, start: int, stop: int) -> bytes:
        """See `UploadedFile.read`."""
        assert self._buffer is not None, "it has to be loaded first"
        return self._buffer.slice(start, stop).to_bytes()

    def release(self) -> None:
        """See `UploadedFile.release`."""
        if self._buffer is not None:
            page.runtime.free(self._buffer)
            self._buffer = None

    def runtime(self) -> "BrowserRuntime":
        """See `UploadedFile.runtime`."""
        return BrowserRuntime(page.runtime.own(self._buffer))


class BrowserRuntime:
    """`Runtime` over site/inference/runtime.mjs."""

    def __init__(self, network: JsProxy):
        self._network = network

    async def answers(
        self,
        model: bytes,
        feeds: Mapping[str, NDArray[np.float32]],
        outputs: Sequence[str],
    ) -> list[NDArray]:
        """See `Runtime.answers`: in a worker that ends with it, memory and all."""
        self.keep(f"{PROBE}.onnx", model)
        worker = self._network.processor(PROBE)
        try:
            await awaited(worker.open())
            answer = await awaited(worker.run(PROBE, tensors(worker, feeds)))
            found = arrays(worker, answer)
        except PlaygroundError as error:
            raise NetworkError(words.runtime(str(error))) from None
        finally:
            worker.close()
        return [found[name] for name in outputs]

    def keep(self, name: str, graph: bytes) -> None:
        """See `Runtime.keep`."""
        self._network.put(name, to_js(graph))

    async def open(self, manifest: Manifest) -> BrowserSession:
        """See `Runtime.open`."""
        worker = await opened(self._network.processor(*FIRST))
        return BrowserSession(manifest, worker, PROCESSOR)

    async def open_card(self, manifest: Manifest) -> BrowserSession:
        """See `Runtime.open_card`."""
        return await _on_card(self._network, manifest)

    async def copied(self, manifest: Manifest) -> CopiedNetwork:
        """See `Runtime.copied`."""
        return await _copied(self._network, manifest)


class BrowserFiles:
    """`CopiedFiles` over a copy of site/inference/runtime.mjs."""

    def __init__(self, copy: JsProxy):
        self._copy = copy

    async def graph(self, name: str) -> bytes:
        """See `CopiedFiles.graph`."""
        return _taken(await awaited(self._copy.read(name)))

    async def read(self, start: int, stop: int) -> bytes:
        """See `CopiedFiles.read`."""
        return _taken(await awaited(self._copy.range(start, stop)))

    def write(self, start: int, data: bytes) -> None:
        """See `CopiedFiles.write`."""
        self._copy.write(start, to_js(data))


def _taken(buffer: JsProxy) -> bytes:
    """The bytes of a buffer that nobody else needs."""
    data = buffer.to_bytes()
    page.runtime.free(buffer)
    return data


async def opened(worker: JsProxy) -> JsProxy:
    """The worker, once it is open; where that goes wrong it ends."""
    try:
        await awaited(worker.open())
    except BaseException:  # the visitor may have chosen otherwise meanwhile
        worker.close()
        raise
    return worker


async def read(path: str) -> bytes:
    """A file of the site, verified by its loader. Raises `FileError`."""
    buffer = await awaited(page.assets.load(path))
    data = buffer.to_bytes()
    if pictures.is_subsampled(data):  # as a teacher's own picture may be
        await pictures.get_ready()
    return data


async def _on_card(network: JsProxy, manifest: Manifest) -> BrowserSession:
    worker = await opened(network.card(*FIRST))
    return BrowserSession(manifest, worker, GRAPHICS_CARD)


async def _copied(network: JsProxy, manifest: Manifest) -> CopiedNetwork:
    copy = await awaited(network.copy())
    session = BrowserSession(manifest, copy.processor(*FIRST), PROCESSOR)
    return CopiedNetwork(BrowserFiles(copy), session)
