"""The page's application: its state and what visitors can do with it.

Pure Python. What is drawn goes to a `View`, inference to a `PageSession`, so it runs in
tests as it runs in the page. Every action changes the state and tells the live loop;
answers are computed and shown from there alone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

from . import keep, presenting
from .answers import Answers, Question
from .drawing import Drawing
from .errors import PlaygroundError, SettingError
from .image import load_image
from .labels import Labels
from .live import Live
from .page_session import PageSession, SessionLost
from .picture import Picture, make_picture
from .presenter import Presenter, View
from .settings import Settings
from .shapes import Shape
from .share import Shared, from_fragment, to_fragment
from .teacher import Teacher

TRIES = 3  # of one action, when the runtime dies under it
# Settings that a control of the page sets as they are.
PLAIN = ("fill", "framing", "score", "layer", "method")
# What `perform` may be asked to do.
ACTIONS = (
    *("sample", "restore", "retry", "dismiss"),
    *("sketch", "place", "move", "delete", "clear", "undo", "redo"),
    *("choose", "explain", "follow", "search", "compare"),
    *("look", "open_input", "point", "share", "save"),
    *("watch", "experiment"),
)


class Playground:
    """One visitor's page. The public methods of `ACTIONS` are what a visitor can do."""

    def __init__(
        self,
        session: PageSession,
        labels: Labels,
        samples: list[dict[str, Any]],
        read: Callable[[str], Awaitable[bytes]],
        view: View,
    ):
        """`samples` is samples.json, the first opens; `read` gives a sample's file."""
        self.session, self.labels, self.view = session, labels, view
        self.samples = {sample["id"]: sample for sample in samples}
        self.presenter = Presenter(Answers(session), labels, view)
        self.live = Live(self.question, self._answer, self._rest, self._settled)
        self.picture: Picture | None = None
        self.drawing = Drawing()
        self.teacher = Teacher(self.presenter, lambda: self.drawing.draft is not None)
        self._settings = Settings()  # without the shapes
        self._classes = presenting.class_names(labels)
        self._read = read
        self._wanted = ""  # the sample chosen last
        self._failed = False
        self._is_open = False
        self._tasks: set[asyncio.Task] = set()

    @property
    def settings(self) -> Settings:
        """What is asked, with the shapes drawn at this moment."""
        return replace(self._settings, shapes=self.drawing.shapes)

    def question(self) -> Question:
        """What the page asks at this moment."""
        return Question(self.picture, self.settings)

    async def start(self, fragment: str = "") -> None:
        """Show and explain what a link describes, or else the first sample.

        The page counts as loading until `open` is called.
        """
        manifest, samples = self.session.manifest, list(self.samples.values())
        controls = presenting.controls(manifest, self.labels, samples)
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
        self._settled()
        self.teacher.open()

    def perform(self, action: str, values: dict[str, Any]) -> None:
        """Do one of `ACTIONS`; what goes wrong is told and changes nothing."""
        if action not in ACTIONS:
            raise ValueError(f"unknown action {action!r}")
        try:
            getattr(self, action)(**values)
        except PlaygroundError as error:
            self.tell(error)

    def tell(self, error: PlaygroundError, retry: bool = False) -> None:
        """Show a message; what was on the page stays."""
        self.view.show("problem", {"text": str(error), "retry": retry})

    def dismiss(self) -> None:
        """The message has been read."""
        self.view.show("problem", {"text": "", "retry": False})

    def retry(self) -> None:
        """Repeat what failed last."""
        self.dismiss()
        self.live.repeat()
        self._changed()

    def sample(self, name: str) -> None:
        """Open a sample. Of several chosen in a row only the last one appears."""
        self._wanted = name
        self._begin(self._open_sample(name, self._fresh_settings()))

    def upload(self, data: bytes, title: str) -> None:
        """Open a visitor's own picture; one that cannot be read changes nothing."""
        try:
            self._open_picture(data, title, self._fresh_settings())
        except PlaygroundError as error:
            self.tell(error)

    def restore(self, fragment: str) -> None:
        """Show what a link describes. Raises `PlaygroundError`."""
        self._begin(self._restore(self._read_link(fragment)))

    def sketch(self, shape: Shape | None, index: int | None = None) -> None:
        """The stroke so far; None gives it up."""
        self.drawing.sketch(shape, index)
        self._changed()

    def place(self, shape: Shape, index: int | None = None) -> None:
        """The stroke is finished."""
        self.drawing.place(shape, index)
        self._drawn()

    def move(self, index: int, dx: float, dy: float, done: bool) -> None:
        """Move a shape by a part of the picture's width and height."""
        self.drawing.move(index, dx, dy, done)
        self._drawn() if done else self._changed()

    def delete(self, index: int) -> None:
        """Remove one shape."""
        self.drawing.delete(index)
        self._drawn()

    def clear(self) -> None:
        """Remove all shapes."""
        self.drawing.clear()
        self._drawn()

    def undo(self) -> None:
        """Take the last change of the shapes back."""
        self.drawing.undo()
        self._drawn()

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        self.drawing.redo()
        self._drawn()

    def choose(self, name: str, value: str) -> None:
        """Set one of the `PLAIN` settings."""
        if name not in PLAIN:
            raise SettingError(f"unknown setting {name!r}: choose {', '.join(PLAIN)}")
        self._ask(replace(self._settings, **{name: value}))

    def explain(self, target: int) -> None:
        """Explain this class from now on."""
        self._ask(replace(self._settings, target=target))

    def follow(self) -> None:
        """Explain whichever class is best."""
        self._ask(replace(self._settings, target=None, versus=None))

    def search(self, text: str) -> None:
        """Explain the class that was typed."""
        self.explain(self._class(text))

    def compare(self, text: str) -> None:
        """Why the explained class rather than the one typed; empty text ends it.

        The class explained stays the same from then on, whichever becomes the best.
        """
        if not text.strip():
            self._ask(replace(self._settings, versus=None))
            return
        target = self.presenter.shown.top.target
        versus = self._class(text)
        self._ask(replace(self._settings, target=target, versus=versus, score="logit"))

    def look(self, **changes: Any) -> None:
        """Change colour map or opacity: what the heatmaps look like, and no number."""
        self.presenter.look(replace(self.presenter.looks, **changes))
        self.teacher.refresh()

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
        """Hand the overlay (`png`) or the state with all numbers (`json`) over."""
        name, mime, data = keep.file(kind, self.presenter, self.session)
        self.view.show("file", {"name": name, "mime": mime}, data)

    def watch(self, is_watched: bool) -> None:
        """Whether the lesson is in sight."""
        self.teacher.watch(is_watched)

    def experiment(self, name: str) -> None:
        """Run one of the lesson's experiments (see `Teacher.experiment`)."""
        self._begin(self._experiment(name))

    def state(self) -> dict[str, Any]:
        """What the page shows, as plain JSON with all numbers."""
        return keep.state(self.presenter, self.session)

    def _class(self, text: str) -> int:
        """The class of a name as it is offered, or as people type it."""
        if text in self._classes:
            return self._classes.index(text)
        return self.labels.find(text)

    def _fresh_settings(self) -> Settings:
        """Those for a new picture: how it is asked stays, what is asked does not."""
        return replace(self._settings, target=None, versus=None)

    def _read_link(self, fragment: str) -> Shared:
        """A link's content, if this page can show it. Raises `PlaygroundError`."""
        shared = from_fragment(fragment)
        shared.settings.check(self.session.manifest)
        if shared.sample not in (None, *self.samples):
            known = ", ".join(self.samples)
            raise SettingError(f"unknown sample {shared.sample!r}: choose {known}")
        return shared

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
        self._wanted = self.picture.sample or ""
        self.drawing = Drawing(settings.shapes)
        self._settings = replace(settings, shapes=())
        self.dismiss()
        self.view.show("picture", *presenting.picture(self.picture))
        self._show_settings()
        self._drawn()

    def _ask(self, settings: Settings) -> None:
        """Take settings over that this model can answer. Raises `PlaygroundError`."""
        try:
            settings.check(self.session.manifest)
            self._settings = settings
        finally:
            self._show_settings()  # a control may stand at what was refused
        self._changed()

    def _show_settings(self) -> None:
        question = self.question()
        data = presenting.settings(question, self._classes)
        self.presenter.show_looks()
        filling = self.presenter.answers.filling(question)
        self.view.show("settings", data, presenting.fill_pixels(filling))

    def _drawn(self) -> None:
        """The placed shapes are others now."""
        self.view.show("shapes", presenting.shapes(self.drawing.history))
        self._changed()

    def _changed(self) -> None:
        self._report("busy")
        self.live.changed()

    def _settled(self) -> None:
        if not self._failed:
            self._report("ready", self.presenter.summary())

    def _report(self, state: str, text: str = "") -> None:
        if self._is_open:
            self.view.show("status", {"state": state, "text": text})

    async def _answer(self, question: Question) -> None:
        await self._surviving(self.presenter.answer, question)

    async def _rest(self) -> None:
        self.teacher.refresh()  # a stroke may have ended without another question
        await self._surviving(self.session.prepare_layers)
        if not self.live.is_waiting():
            await self._surviving(self.presenter.rest)

    async def _surviving(self, action: Callable[..., Awaitable[None]], *values) -> None:
        """Do something, again in a new runtime if the old one dies of it."""
        self._failed = False
        try:
            for _ in range(TRIES):
                try:
                    return await action(*values)
                except SessionLost:
                    await self.session.restart()
            raise PlaygroundError(
                f"the inference worker stopped {TRIES} times in a row: try again, or "
                "close other pages if the memory is short"
            )
        except PlaygroundError as error:
            self._failed = True
            self._report("error", str(error))
            self.tell(error, retry=True)

    async def _experiment(self, name: str) -> None:
        await self._surviving(self.teacher.experiment, name)
        self.live.changed()  # the page is ready again

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Start something that takes its time; what goes wrong in it is told."""
        self._report("busy")
        task = asyncio.ensure_future(self._telling(work))
        self._tasks.add(task)  # the event loop itself would forget it
        task.add_done_callback(self._tasks.discard)

    async def _telling(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except PlaygroundError as error:
            self.tell(error)
            self.live.changed()  # the page is ready again
