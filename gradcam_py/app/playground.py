"""The page's application: its state and what visitors can do with it.

Pure Python. What is drawn goes to a `View`, inference to a `PageSession`, so it runs in
tests as it runs in the page. Every action changes the state and tells the live loop;
answers are computed and shown from there alone.
"""

import asyncio
import sys
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from ..errors import PlaygroundError, SettingError
from ..explain.picture import Picture, make_picture
from ..explain.pipeline import Pipeline
from ..explain.question import Question
from ..explain.settings import Settings
from ..image.decode import load_image
from ..lesson.teacher import Teacher
from ..model.backends import Backends
from ..model.labels import Labels
from ..model.recovery import surviving
from ..view import payloads
from ..view.presenter import Presenter, Update, View
from . import downloads
from .drawing import Drawing
from .graphics_card import GraphicsCard
from .live_loop import Live
from .permalink import Shared, from_fragment, to_fragment
from .query import Inquiry
from .saved import Saved, is_saved, read_saved

# What visitors can do, by who does it.
DRAWING = ("sketch", "place", "move", "delete", "clear", "undo", "redo")
INQUIRY = ("choose", "explain", "follow", "search", "compare")
OTHERS = (
    *("sample", "restore", "retry", "dismiss"),
    *("look", "open_input", "point", "share", "save"),
    *("watch", "experiment", "compute", "suggest"),
)
# What happens without a decision of the visitor's, or is no success in itself.
PASSING = ("point", "watch", "suggest", "dismiss", "retry")


@dataclass(frozen=True, eq=False)
class Told:
    """A message on the page; `retry` if what failed can be tried again."""

    retry: bool
    in_stroke: bool  # it came while the pen was down


class Playground:
    """One visitor's page: `perform` does what the visitor does."""

    def __init__(
        self,
        session: Backends,
        labels: Labels,
        samples: list[dict[str, Any]],
        read: Callable[[str], Awaitable[bytes]],
        view: View,
    ):
        """`samples` is samples.json, the first opens; `read` gives a sample's file."""
        self.session, self.labels, self.view = session, labels, view
        self.samples = {sample["id"]: sample for sample in samples}
        self.presenter = Presenter(Pipeline(session), labels, view)
        self.live = Live(
            self.question, self._answer, self._show, self._rest, self._settled
        )
        self.picture: Picture | None = None
        self.drawing = Drawing()
        self.teacher = Teacher(self.presenter, self._is_drawing, self._begin)
        self.card = GraphicsCard(session, self.presenter, self.tell, self.live.changed)
        self.inquiry = Inquiry(session.manifest, labels, self.presenter.explained)
        self._read = read
        self._own: tuple[str, bytes] | None = None  # title and file of an own picture
        self._wanted = ""  # the sample chosen last
        self._failed = False
        self._told: Told | None = None  # the message on the page
        self._is_open = False
        self._reported = {"state": "busy"}
        self._tasks: set[asyncio.Task] = set()

    @property
    def settings(self) -> Settings:
        """What is asked, with the shapes drawn at this moment."""
        return replace(self.inquiry.settings, shapes=self.drawing.shapes)

    def question(self) -> Question:
        """What the page asks at this moment."""
        return Question(self.picture, self.settings)

    async def start(self, fragment: str = "") -> None:
        """Show and explain what a link describes, or else the first sample.

        The page counts as loading until `open` is called.
        """
        manifest, samples = self.session.manifest, list(self.samples.values())
        controls = payloads.controls(manifest, self.labels, samples)
        self.view.show("controls", controls)
        try:
            await self._restore(self._read_link(fragment))
        except PlaygroundError as error:
            await self._restore(Shared())
            self.tell(error)
        await self.live.settle()

    def open(self) -> None:
        """From now on visitors can use the page."""
        self._is_open = True
        self.view.show("status", self._reported)
        self.teacher.open()

    def perform(self, action: str, values: dict[str, Any]) -> None:
        """Do something that visitors can; what goes wrong is told, changing nothing."""
        before = self._told
        # What a stroke is told on its way has not been read when the stroke ends.
        is_going_on = before and before.in_stroke and self._is_drawing()
        try:
            if action in DRAWING:
                getattr(self.drawing, action)(**values)
                self._drawn()
            elif action in INQUIRY:
                getattr(self.inquiry, action)(**values)
                self._changed()
                self._show_settings()
            elif action in OTHERS:
                getattr(self, action)(**values)
            else:
                raise ValueError(f"unknown action {action!r}")
            is_new = not is_going_on and action not in PASSING
            if before and is_new and self._told is before:
                self.dismiss()
        except PlaygroundError as error:
            self.tell(error)
            if action in INQUIRY:
                self._show_settings()  # a control may stand at what was refused

    def tell(self, error: PlaygroundError, retry: bool = False) -> None:
        """Show a message; what was on the page stays."""
        self._told = Told(retry, self._is_drawing())
        self.view.show("problem", {"text": str(error), "retry": retry})

    def tell_unexpected(self, error: Exception) -> None:
        """Show a programming error, its traceback on the console: the page goes on."""
        traceback.print_exception(error, file=sys.stderr)
        text = f"Unexpected error: {type(error).__name__}: {error}"
        self.tell(PlaygroundError(text), retry=True)

    def dismiss(self) -> None:
        """The message has been read, or something has succeeded since."""
        self._told = None
        self.view.show("problem", {"text": "", "retry": False})

    def retry(self) -> None:
        """Repeat what failed last."""
        self.dismiss()
        self.live.repeat()
        self._changed()

    def sample(self, name: str) -> None:
        """Open a sample. Of several chosen in a row only the last one appears."""
        self._wanted = name
        self._report("busy")
        self._begin(self._open_sample(name, self.inquiry.fresh()))

    def upload(self, data: bytes, title: str) -> None:
        """Open a visitor's file: a picture, or what the page itself has saved.

        One that cannot be read changes nothing.
        """
        try:
            if is_saved(data):
                self._open_saved(read_saved(data, title))
            else:
                self._open_picture(data, title, self.inquiry.fresh())
        except PlaygroundError as error:
            self.tell(error)

    def restore(self, fragment: str) -> None:
        """Show what a link describes. Raises `PlaygroundError`."""
        restoring = self._restore(self._read_link(fragment))
        self._report("busy")
        self._begin(restoring)

    def look(self, **changes: Any) -> None:
        """Change colour map or opacity: what the heatmaps look like, and no number."""
        self.presenter.look(replace(self.presenter.looks, **changes))
        self.teacher.refresh()
        if not self.presenter.strip_is_current():
            self.live.changed()  # once at rest it is drawn again

    def open_input(self, is_open: bool) -> None:
        """Whether the network's input is to be shown."""
        self.presenter.input_is_open = is_open
        self.presenter.show_input()

    def point(self, which: str, x: float, y: float) -> None:
        """Tell the value under the pointer; `x` and `y` in 0..1 of the picture."""
        text = self.presenter.place_text(which, x, y)
        self.view.show("place", {"which": which, "text": text})

    def share(self) -> None:
        """Make the link that restores the page."""
        shared = Shared(self.picture.sample, self.settings, self.presenter.looks)
        is_own = self.picture.sample is None
        data = {"fragment": to_fragment(shared), "own_picture": is_own}
        self.view.show("link", data)

    def save(self, kind: str) -> None:
        """Hand over the overlay (`png`) or the state with all numbers (`json`).

        A `lesson` is the state, with the picture where that is the visitor's own.
        """
        own = self._own if kind == "lesson" else None
        name, mime, data = downloads.file(kind, self.presenter, self.session, own)
        self.view.show("file", {"name": name, "mime": mime}, data)

    def watch(self, is_watched: bool) -> None:
        """Whether the lesson is in sight."""
        self.teacher.watch(is_watched)

    def suggest(self, field: str, text: str) -> None:
        """Classes to choose from for what was typed into a field of the page."""
        found = self.labels.search(text)
        shown = payloads.suggestions(field, found, self.labels)
        self.view.show("suggestions", shown)

    def experiment(self, name: str) -> None:
        """Run one of the lesson's experiments as soon as nothing else runs."""
        self.teacher.ask(name)
        self._changed()

    def compute(self, on_card: bool) -> None:
        """Compute on the graphics card, or on the processor again."""
        self.card.switch(on_card)

    def state(self) -> dict[str, Any]:
        """What the page shows, as plain JSON with all numbers."""
        return downloads.state(self.presenter, self.session)

    def _read_link(self, fragment: str) -> Shared:
        """A link's content, if this page can show it. Raises `PlaygroundError`."""
        return self._checked(from_fragment(fragment))

    def _checked(self, shared: Shared) -> Shared:
        shared.settings.check(self.session.manifest)
        if shared.sample not in (None, *self.samples):
            known = ", ".join(self.samples)
            raise SettingError(f"unknown sample {shared.sample!r}: choose {known}")
        return shared

    def _open_saved(self, saved: Saved) -> None:
        """Show what a file holds. Raises `PlaygroundError`."""
        name = self.session.manifest.name
        if saved.model != name:
            raise SettingError(
                f"the file was saved with the network {saved.model}, this page runs "
                f"{name}: choose that network first"
            )
        shared = self._checked(saved.shared)
        if saved.picture is not None:
            looks, self.presenter.looks = self.presenter.looks, shared.looks
            try:
                self._open_picture(saved.picture, saved.title, shared.settings)
            except PlaygroundError:
                self.presenter.looks = looks
                raise
        elif shared.sample is None:
            raise SettingError(
                "the file has no picture, as that was a visitor's own: save it as a "
                "lesson, which holds the picture too"
            )
        else:
            self._report("busy")
            self._begin(self._restore(shared))

    async def _restore(self, shared: Shared) -> None:
        self.presenter.looks = shared.looks
        self._wanted = shared.sample or next(iter(self.samples))
        await self._open_sample(self._wanted, shared.settings)

    async def _open_sample(self, name: str, settings: Settings) -> None:
        sample = self.samples[name]
        data = await self._read(f"samples/{sample['file']}")
        if self._wanted == name:
            self._open_picture(data, sample["title"], settings, sample)

    def _open_picture(
        self,
        data: bytes,
        title: str,
        settings: Settings,
        sample: dict[str, Any] | None = None,
    ) -> None:
        """Decode first: what cannot be read leaves everything as it was."""
        image = load_image(data, title)
        size = self.session.manifest.input_size
        self.picture = make_picture(image, size, title, sample)
        self._own = (title, data) if sample is None else None
        self._wanted = self.picture.sample or ""
        self.drawing = Drawing(settings.shapes)
        self.inquiry.take(settings)
        self.dismiss()
        self.view.show("picture", *payloads.picture(self.picture))
        self._show_settings()
        self._drawn()

    def _show_settings(self) -> None:
        question = self.question()
        manifest = self.session.manifest
        data = payloads.settings(question, self.inquiry.classes, manifest)
        self.presenter.show_looks()
        filling = self.presenter.pipeline.filling(question)
        self.view.show("settings", data, payloads.fill_pixels(filling))

    def _drawn(self) -> None:
        """The shapes are others now; the page itself draws the stroke under way."""
        if self.drawing.draft is None:
            self.view.show("shapes", self._placed_shapes())
        self._changed()

    def _placed_shapes(self) -> dict[str, Any]:
        history = self.drawing.history
        can_undo, can_redo = bool(history.past), bool(history.future)
        return payloads.shapes(history.present, can_undo, can_redo)

    def _changed(self) -> None:
        self._report("busy")
        self.live.changed()

    def _settled(self) -> None:
        if not self._failed:
            self._report("ready", self.presenter.summary())

    def _report(self, state: str, text: str = "") -> None:
        before, self._reported = self._reported, {"state": state, "text": text}
        if self._is_open and self._reported != before:
            self.view.show("status", self._reported)

    async def _answer(self, question: Question) -> Update | None:
        return await self._surviving(self.presenter.answer, question)

    def _show(self, update: Update | None) -> None:
        if update:  # else it went wrong and has been told
            self.presenter.show(update)
            self.teacher.refresh()
            if self._told and self._told.retry:
                self.dismiss()  # it went well this time

    async def _rest(self) -> None:
        self.teacher.refresh()  # a stroke may have ended without another question
        # Whatever takes several runs asks between them whether it is in the way.
        is_in_the_way = self.live.is_waiting
        await self._surviving(self.teacher.experiment, is_in_the_way)
        if not is_in_the_way():
            await self._surviving(self.session.prepare_layers)
        if not is_in_the_way():
            await self._surviving(self.presenter.rest, is_in_the_way)
        if not is_in_the_way():
            await self._surviving(self.card.rest)

    async def _surviving(self, action: Callable[..., Awaitable[Any]], *values) -> Any:
        """Do something with the session; what goes wrong is told, with another try."""
        self._failed = False
        try:
            return await surviving(self.session, action, *values)
        except PlaygroundError as error:
            self._failed = True
            self._report("error", str(error))
            self.tell(error, retry=True)
            return None

    def _is_drawing(self) -> bool:
        return self.drawing.draft is not None

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Start something that takes its time; what goes wrong in it is told."""
        task = asyncio.ensure_future(self._telling(work))
        self._tasks.add(task)  # the event loop itself would forget it
        task.add_done_callback(self._tasks.discard)

    async def _telling(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except PlaygroundError as error:
            self.tell(error)
            self.live.changed()  # the page is ready again
        except Exception as error:  # noqa: BLE001  (nobody else would hear of it)
            self.tell_unexpected(error)
            self.live.changed()
