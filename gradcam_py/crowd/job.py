"""One picture of many: the same pipeline as one photo's, and a row of what it says."""

import io

import numpy as np
from PIL import Image

from ..cli.networks import Network
from ..errors import PlaygroundError, ShapeError
from ..evaluation import curves, orders
from ..evaluation.curves import Subject
from ..evaluation.scoring import COLUMNS, Scoring
from ..explaining import occlusion
from ..explaining.explanation import Explanation
from ..explaining.picture import Picture
from ..explaining.pipeline import Pipeline
from ..explaining.question import Question
from ..image.decode import load_image
from ..image.framing import framed_box, to_input
from ..image.overlay import overlay
from ..rows.row import Answer, Areas, check_finite, explained, failed
from ..words.command_line import crowd as words
from ..words.command_line import terminal
from .tasks import Asked, Prepared, Result, Task, contents, file_stem, one_line

QUALITY = 90  # of the overlays, which are JPEG
NOTHING = Image.new("RGB", (1, 1))  # shown of a picture that nobody looks at


class Explainer:
    """Explains one picture after the other with one network."""

    def __init__(self, network: Network, asked: Asked):
        """``asked`` of all of them; raises a `PlaygroundError` for what cannot be."""
        asked.settings.check(network.session.manifest)
        self._network, self._asked = network, asked
        self._pipeline = Pipeline(network.session)

    def prepare(self, task: Task) -> Prepared:
        """Decode a picture; may be called beside `explain`, in another thread."""
        try:
            data = contents(task) if task.data is None else task.data
            image = load_image(data, task.name)
            return Prepared(task, self._picture(image, task.name))
        except PlaygroundError as error:
            return Prepared(task, error=one_line(error))
        except Exception as error:  # noqa: BLE001  (the other pictures go on)
            return Prepared(task, error=_unforeseen(task, error), is_final=False)

    async def explain(self, prepared: Prepared) -> Result:
        """The row of a picture, and the files that are wanted.

        The calls block. Whoever has many awaits them in one run of a loop: to begin one
        costs as much as the row.
        """
        task, picture = prepared.task, prepared.picture
        if picture is None:
            row = failed(task.name, prepared.error)
            return Result(task, row, is_final=prepared.is_final)
        try:
            return await self._explain(task, picture)
        except PlaygroundError as error:
            return Result(task, failed(task.name, one_line(error)))
        except Exception as error:  # noqa: BLE001  (the other pictures go on)
            row = failed(task.name, _unforeseen(task, error))
            return Result(task, row, is_final=False)

    def _picture(self, image: Image.Image, name: str) -> Picture:
        """As much of an image as is needed: in memory there are several at a time."""
        framing = self._asked.settings.framing
        side = self._network.session.manifest.input_size
        seen = to_input(image, framing, side)
        shown = image if self._asked.overlays else NOTHING
        return Picture(name, None, image.size, shown, {framing: seen}, ())

    async def _explain(self, task: Task, picture: Picture) -> Result:
        question = Question(picture, self._asked.settings)
        if question.settings.shapes and not occlusion.mask(question).any():
            raise ShapeError(terminal.HIDES_NOTHING)
        explanation = await self._pipeline.explain(question)
        check_finite(task.name, explanation)
        areas = await self._areas(explanation) if self._asked.areas else None
        overlay_file, map_file, files = None, None, {}
        if self._asked.overlays:
            overlay_file = f"overlays/{file_stem(task.name)}.jpg"
            files[overlay_file] = self._overlay(explanation)
        if self._asked.maps:
            map_file = f"maps/{file_stem(task.name)}.npz"
            files[map_file] = _map_file(explanation)
        answer = Answer(picture, explanation, self._network.labels, areas)
        return Result(task, explained(task.name, answer, overlay_file, map_file), files)

    async def _areas(self, explanation: Explanation) -> Areas:
        """Below the curves of deletion and insertion in the map's order."""
        assert self._asked.areas
        session, question = self._pipeline.session, explanation.question
        subject = Subject(explanation.image, self._pipeline.filling(question))
        activation = session.manifest.activation
        scoring = Scoring(explanation.target, question.settings.versus, activation)
        ends = await curves.ends(session, subject, scoring)
        order = orders.by_map(explanation.cam, subject.side)
        async for traced in curves.trace(session, subject, order, scoring, ends):
            found = traced
        deletion, insertion = found.areas[COLUMNS[self._asked.areas]].tolist()
        return {"deletion": deletion, "insertion": insertion}

    def _overlay(self, explanation: Explanation) -> bytes:
        question, asked = explanation.question, self._asked
        photo = question.picture.display
        shown = occlusion.covered(question, photo, self._pipeline.filling(question))
        box = framed_box(photo.size, question.settings.framing)
        drawn = overlay(shown, explanation.cam, asked.colormap, asked.opacity, box)
        buffer = io.BytesIO()
        drawn.save(buffer, "JPEG", quality=QUALITY)
        return buffer.getvalue()


def _map_file(explanation: Explanation) -> bytes:
    """The raw map with what is needed to lay it over the picture again."""
    question, buffer = explanation.question, io.BytesIO()
    np.savez_compressed(
        buffer,
        cam=explanation.cam,
        target=np.int64(explanation.target),
        box=np.array(question.picture.box(question.settings.framing)),
    )
    return buffer.getvalue()


def _unforeseen(task: Task, error: Exception) -> str:
    return words.unforeseen(task.name, type(error).__name__, one_line(error))
