"""A visitor's own network: from its file to a session of the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ...errors import NetworkError, check_choice
from ...model.backends import Backends
from ...model.copied import CopiedNetwork
from ...model.labels import Labels
from ...model.manifest import Manifest
from ...model.recovery import PageSession, SessionLost
from ...network.bring import Bringing, Brought
from ...network.preprocessing import PREPROCESSINGS, Preprocessing, guess
from ...network.session import labels_of, manifest_of
from ...onnx_file.protobuf import Source
from ...words import own_network as words
from ...words.networks import runtime as cannot_run
from .companions import Companions, read_companions
from .facts import describe
from .known import OWN, Network, Runtime, UploadedFile
from .prepared import PreparedPageSession

Result = TypeVar("Result")

WEIGHTS = "weights.bin"  # what the runtime calls the file itself
LARGEST = 2**31 - 1  # bytes: what a browser holds in one piece


@dataclass(frozen=True, eq=False)
class OwnNetwork:
    """What is known of a visitor's network, and how its pixels are prepared.

    labels_from: the file that named the classes, or "".
    """

    file: UploadedFile
    brought: Brought
    runtime: Runtime
    manifest: Manifest
    labels: Labels
    labels_from: str
    preprocessing: Preprocessing

    async def open(self) -> PageSession:
        """A session of the network itself. Raises a `PlaygroundError`."""
        return await _living(self.runtime.open(self.manifest))

    def network(self, session: PageSession) -> Network:
        """As the page explains with it; ``session`` as `open` gave it."""

        async def open_card() -> PageSession:
            return self._prepared(await self.runtime.open_card(self.manifest))

        async def copied() -> CopiedNetwork:
            copy = await self.runtime.copied(self.manifest)
            return replace(copy, session=self._prepared(copy.session))

        backends = Backends(self._prepared(session), open_card)
        return Network(OWN, backends, self.labels, copied, self.description())

    def _prepared(self, session: PageSession) -> PreparedPageSession:
        return PreparedPageSession(session, self.preprocessing, self.brought)

    def description(self) -> dict[str, Any]:
        """What the page says of it, as plain data."""
        return describe(
            self.brought,
            self.manifest,
            self.file.size,
            self.labels_from,
            self.labels,
            self.preprocessing,
        )

    def preset(self, name: str) -> OwnNetwork:
        """With one of the usual ranges of pixels. Raises `SettingError`."""
        check_choice("preprocessing", name, PREPROCESSINGS)
        chosen = PREPROCESSINGS[name].in_order(self.preprocessing.bgr)
        return replace(self, preprocessing=chosen)

    async def resized(self, size: int, report: Callable[[str], None]) -> OwnNetwork:
        """For pictures of another size. Raises a `PlaygroundError`."""
        brought, runtime = await read(self.file, size, report)
        manifest = manifest_of(brought, self.file.name)
        return replace(self, brought=brought, runtime=runtime, manifest=manifest)

    def prepared(
        self,
        mean: Sequence[float] | None,
        deviation: Sequence[float] | None,
        bgr: bool | None,
    ) -> OwnNetwork:
        """With other numbers for its pixels; None stays. Raises `NetworkError`."""
        before = self.preprocessing
        chosen = Preprocessing(
            before.mean if mean is None else _three(mean),
            before.deviation if deviation is None else _three(deviation),
            before.bgr if bgr is None else bgr,
        )
        if min(chosen.deviation) <= 0:
            raise NetworkError(words.DEVIATION)
        return replace(self, preprocessing=chosen)

    def with_companions(self, found: Companions) -> OwnNetwork:
        """With what other files say of it."""
        changed = self
        if found.labels is not None:
            changed = replace(
                changed, labels=found.labels, labels_from=found.labels_from
            )
        if found.preprocessing is not None:
            changed = replace(changed, preprocessing=found.preprocessing)
        return changed


async def bring(
    file: UploadedFile,
    others: Sequence[UploadedFile],
    usual: Labels,
    report: Callable[[str], None],
) -> OwnNetwork:
    """Read a network's file and what comes with it.

    others: files with names of classes and the like. usual: the names that are taken
    for a network of as many classes. report: is told what is being done.

    Raises a `PlaygroundError` that says why it cannot be explained.
    """
    brought, runtime = await read(file, None, report)
    manifest = manifest_of(brought, file.name)
    own = OwnNetwork(
        file,
        brought,
        runtime,
        manifest,
        usual if len(usual) == manifest.classes else labels_of(brought),
        "",
        guess(brought.picture, brought.file.metadata),
    )
    return own.with_companions(await read_companions(others, manifest.classes))


async def read(
    file: UploadedFile, size: int | None, report: Callable[[str], None]
) -> tuple[Brought, Runtime]:
    """A network in a file, with the runtime that has its graphs.

    size: of its pictures, if the file leaves that open. Raises a `PlaygroundError`.
    """
    if file.size > LARGEST:
        raise NetworkError(words.too_large(file.name, file.size, LARGEST))
    report(words.reading(file.name))
    await file.load()
    try:
        bringing = Bringing(Source(file.read, file.size), size, where=WEIGHTS)
        probe = bringing.probe()
        runtime = file.runtime()
        report(str(words.RUNNING))
        model = probe.model.joined(file.read)
        asked = runtime.answers(model, probe.feeds, probe.outputs)
        answers = await _living(asked)
        report(str(words.DIFFERENTIATING))
        brought = bringing.finish(answers)
        for name, graph in brought.graphs.items():
            runtime.keep(name, graph.joined(file.read))
    finally:
        file.release()
    return brought, runtime


async def _living(work: Awaitable[Result]) -> Result:
    """What a runtime gives; where it dies of that, the network is refused."""
    try:
        return await work
    except SessionLost as error:
        raise NetworkError(cannot_run(str(error))) from None


def _three(values: Any) -> tuple[float, float, float]:
    try:
        red, green, blue = (float(each) for each in values)
    except (TypeError, ValueError):
        raise NetworkError(words.THREE_NUMBERS) from None
    if not all(abs(each) < float("inf") for each in (red, green, blue)):
        raise NetworkError(words.THREE_NUMBERS)
    return red, green, blue
