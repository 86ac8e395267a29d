"""Up to fifty pictures, each explained with the page's settings for its best guess."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from ..cam.methods import METHODS
from ..errors import PlaygroundError, SettingError
from ..evaluation.passes import Forward
from ..explaining.picture import Picture
from ..explaining.pipeline import Pipeline
from ..explaining.question import Question
from ..explaining.settings import Settings
from ..image.decode import load_image
from ..image.framing import framed_box, to_input
from ..image.overlay import OPACITY, overlay
from ..model.labels import Labels
from ..model.recovery import PageSession, surviving
from ..model.session import Float32
from ..rows.row import Answer, Row, check_finite, explained, failed
from ..rows.tiles import SIDE, thumbnail
from ..view.payloads import Pixels
from ..words.laboratory import crowd as words
from ..words.laboratory import trials
from .crowd_sheet import sheet
from .trial import Message

MOST = 50  # pictures: a page has no more room, nor its visitor the patience
LARGEST = 200_000_000  # bytes of one


@dataclass(frozen=True, eq=False)
class Brought:
    """A visitor's file, which is read when its turn comes."""

    name: str
    size: int  # bytes
    read: Callable[[], Awaitable[bytes]]


@dataclass(frozen=True)
class Asked:
    """What is asked of every picture, by which network, and in which colours."""

    settings: Settings
    session: PageSession
    labels: Labels
    colormap: str

    @property
    def title(self) -> str:
        """In words."""
        settings, manifest = self.settings, self.session.manifest
        method = METHODS[settings.method].title
        return words.subject(
            method, manifest.layer(settings.layer).label, manifest.title
        )


class CrowdTrial:
    """The pictures as an experiment of the laboratory: it waits for all else.

    Of a picture there stay its row, its map and its file; the page has its tile.
    """

    counts = trials.PICTURES

    def __init__(self, files: Sequence[Brought], asked: Asked):
        """Sort them by their names. Raises `SettingError` for more than `MOST`."""
        if len(files) > MOST:
            raise SettingError(words.too_many(len(files), MOST))
        settings = replace(asked.settings, target=None, versus=None, shapes=())
        self.asked = replace(asked, settings=settings)
        self.files = sorted(files, key=lambda file: file.name)
        self.rows: list[Row] = []  # of the first files
        self._names = _told_apart([file.name for file in self.files])
        self._pipeline = Pipeline(asked.session)
        self._maps: dict[str, Float32] = {}
        self._tiles: list[tuple[int, Pixels]] = []  # that the page has not got yet
        self._is_over = False

    @property
    def subject(self) -> Asked:
        """See `Trial.subject`."""
        return self.asked

    @property
    def total(self) -> int:
        """How many pictures there are."""
        return len(self.files)

    def done(self, passes: int) -> int:
        """See `Trial.done`."""
        return len(self.rows)

    def close(self) -> None:
        """See `Trial.close`: what the pipeline remembers. No row comes any more."""
        self._is_over = True
        self._pipeline = Pipeline(self.asked.session)

    async def stream(self, session: Forward) -> AsyncGenerator[object, None]:
        """See `Trial.stream`: something after each picture, None within one."""
        for name, file in zip(self._names, self.files, strict=True):
            try:
                data = await _content(name, file)
                yield None
                image = load_image(data, name)
                picture = self._picture(image, name)
            except Exception as error:  # noqa: BLE001  (the other pictures go on)
                self.rows.append(failed(name, _reason(name, error)))
                yield name
                continue
            del data, image
            yield None
            question = Question(picture, self.asked.settings)
            explain = self._pipeline.explain
            explanation = await surviving(self.asked.session, explain, question)
            if self._is_over:
                return
            try:
                check_finite(name, explanation)
            except PlaygroundError as error:
                self.rows.append(failed(name, str(error)))
            else:
                answer = Answer(picture, explanation, self.asked.labels, None)
                self._keep(explained(name, answer), picture.display, explanation.cam)
            yield name

    def outcome(self, score: str) -> Iterator[Message]:
        """See `Trial.outcome`: the tiles that are new, then what all rows say."""
        tiles, self._tiles = self._tiles, []
        if tiles:
            indices = [index for index, _ in tiles]
            data = {"kind": "tiles", "indices": indices}
            yield data, np.concatenate([pixels for _, pixels in tiles])
        data, pixels = sheet(self.rows, self._names, self._maps, self.asked.colormap)
        yield {**data, "is_over": self._is_over}, pixels

    def step(self, step: int, score: str) -> Iterator[Message]:
        """See `Trial.step`: there is nothing to look at."""
        yield from ()

    def _picture(self, image: Image.Image, name: str) -> Picture:
        """As much of an image as is needed."""
        framing = self.asked.settings.framing
        seen = to_input(image, framing, self.asked.session.manifest.input_size)
        return Picture(name, None, image.size, thumbnail(image), {framing: seen}, ())

    def _keep(self, row: Row, small: Image.Image, raw: Float32) -> None:
        box = framed_box(small.size, self.asked.settings.framing)
        drawn = overlay(small, raw, self.asked.colormap, OPACITY, box)
        square = Image.new("RGBA", (SIDE, SIDE))
        square.paste(drawn, ((SIDE - drawn.width) // 2, (SIDE - drawn.height) // 2))
        self._tiles.append((len(self.rows), np.asarray(square)))
        self._maps[row["picture"]] = raw
        self.rows.append(row)


async def _content(name: str, file: Brought) -> bytes:
    if file.size > LARGEST:
        raise PlaygroundError(words.too_long(name, file.size, LARGEST))
    return await file.read()


def _reason(name: str, error: Exception) -> str:
    """Why a picture could not be read, in a line that begins with its name."""
    said = " ".join(str(error).split())
    if not isinstance(error, PlaygroundError):
        return words.unforeseen(name, type(error).__name__, said)
    return said if said.startswith(name) else words.because(name, said)


def _told_apart(names: Sequence[str]) -> list[str]:
    """Names, of which those that come again have a number."""
    seen: Counter[str] = Counter()
    told = []
    for name in names:
        seen[name] += 1
        told.append(words.again(name, seen[name]) if seen[name] > 1 else name)
    return told
