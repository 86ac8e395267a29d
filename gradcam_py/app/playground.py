"""The page's application: what visitors can do, each by its name.

Pure Python. What is drawn goes to a `View`, inference to a `PageSession`, so it runs in
tests as it runs in the page. `Desk` owns the state and has it answered.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from ..errors import PlaygroundError
from ..model.backends import Backends
from ..model.labels import Labels
from ..view import choices
from ..view.surface import View
from ..words import refusals
from . import downloads
from .desk import Desk
from .drawing import DRAWING
from .gallery import Gallery, Wanted
from .permalink import Shared, to_fragment
from .query import INQUIRY, fresh

# What happens without a decision of the visitor's, or is no success in itself.
PASSING = ("point", "watch", "suggest", "dismiss", "retry")


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
        self.gallery = Gallery(samples, read, session.manifest)
        self.desk = Desk(session, labels, self.gallery, view)
        self.presenter, self.live = self.desk.presenter, self.desk.live
        self.teacher, self.card = self.desk.teacher, self.desk.card
        self.messages = self.desk.messages

    async def start(self, fragment: str = "") -> None:
        """Show and explain what a link describes, or else the first sample.

        The page counts as loading until `open` is called.
        """
        samples = list(self.gallery.samples.values())
        controls = choices.controls(self.session.manifest, self.labels, samples)
        self.view.show("controls", controls)
        try:
            await self.desk.open(self.gallery.linked(fragment))
        except PlaygroundError as error:
            await self.desk.open(self.gallery.first())
            self.desk.tell(error)
        await self.live.settle()

    def open(self) -> None:
        """From now on visitors can use the page."""
        self.messages.open()
        self.teacher.open()

    def perform(self, action: str, values: dict[str, Any]) -> None:
        """Do something that visitors can; what goes wrong is told, changing nothing."""
        before = self.messages.told
        # What a stroke is told on its way has not been read when the stroke ends.
        is_going_on = before and before.in_stroke and self.desk.is_drawing()
        try:
            if action in DRAWING:
                self.desk.draw(DRAWING[action](self.desk.page.drawing, **values))
            elif action in INQUIRY:
                inquiry, settings = self.desk.inquiry, self.desk.page.settings
                self.desk.ask(INQUIRY[action](inquiry, settings, **values))
            elif action in OTHERS:
                OTHERS[action](self, **values)
            else:
                raise ValueError(refusals.unknown_action(action))
            is_new = not is_going_on and action not in PASSING
            if before and is_new and self.messages.told is before:
                self.messages.dismiss()
        except PlaygroundError as error:
            self.desk.tell(error)
            if action in INQUIRY:
                self.desk.show_settings()  # a control may stand at what was refused

    def dismiss(self) -> None:
        """The message has been read."""
        self.messages.dismiss()

    def retry(self) -> None:
        """Repeat what failed last."""
        self.dismiss()
        self.live.repeat()
        self.desk.changed()

    def sample(self, name: str) -> None:
        """Open a sample. Of several chosen in a row only the last one appears."""
        self.desk.begin_opening(
            Wanted(name, fresh(self.desk.page.settings), self.desk.page.looks)
        )

    def restore(self, fragment: str) -> None:
        """Show what a link describes. Raises `PlaygroundError`."""
        self.desk.begin_opening(self.gallery.linked(fragment))

    def upload(self, data: bytes, title: str) -> None:
        """Open a visitor's file: a picture, or what the page itself has saved.

        One that cannot be read changes nothing.
        """
        settings, looks = fresh(self.desk.page.settings), self.desk.page.looks
        try:
            brought = self.gallery.brought(data, title, settings, looks)
        except PlaygroundError as error:
            self.desk.tell(error)
            return
        if isinstance(brought, Wanted):
            self.desk.begin_opening(brought)
        else:
            self.desk.take(brought)

    def look(self, **changes: Any) -> None:
        """Change colour map or opacity: what the heatmaps look like, and no number."""
        self.desk.look(replace(self.desk.page.looks, **changes))

    def open_input(self, is_open: bool) -> None:
        """Whether the network's input is to be shown."""
        self.presenter.open_input(is_open)

    def point(self, which: str, x: float, y: float) -> None:
        """Tell the value under the pointer; `x` and `y` in 0..1 of the picture."""
        text = self.presenter.place_text(which, x, y)
        self.view.show("place", {"which": which, "text": text})

    def share(self) -> None:
        """Make the link that restores the page."""
        page = self.desk.page
        sample = page.picture.sample
        shared = Shared(sample, page.question.settings, page.looks)
        data = {"fragment": to_fragment(shared), "own_picture": sample is None}
        self.view.show("link", data)

    def save(self, kind: str) -> None:
        """Hand over the overlay (`png`) or the state with all numbers (`json`).

        A `lesson` is the state, with the picture where that is the visitor's own.
        """
        own = self.desk.page.own if kind == "lesson" else None
        name, mime, data = downloads.file(kind, self.presenter, self.session, own)
        self.view.show("file", {"name": name, "mime": mime}, data)

    def watch(self, is_watched: bool) -> None:
        """Whether the lesson is in sight."""
        self.teacher.watch(is_watched)

    def suggest(self, field: str, text: str) -> None:
        """Classes to choose from for what was typed into a field of the page."""
        found = self.labels.search(text)
        shown = choices.suggestions(field, found, self.labels)
        self.view.show("suggestions", shown)

    def experiment(self, name: str) -> None:
        """Run one of the lesson's experiments as soon as nothing else runs."""
        self.teacher.ask(name)
        self.desk.changed()

    def compute(self, on_card: bool) -> None:
        """Compute on the graphics card, or on the processor again."""
        self.card.switch(on_card)

    def state(self) -> dict[str, Any]:
        """What the page shows, as plain JSON with all numbers."""
        return downloads.state(self.presenter, self.session)


OTHERS: dict[str, Callable[..., None]] = {
    "sample": Playground.sample,
    "restore": Playground.restore,
    "retry": Playground.retry,
    "dismiss": Playground.dismiss,
    "look": Playground.look,
    "open_input": Playground.open_input,
    "point": Playground.point,
    "share": Playground.share,
    "save": Playground.save,
    "watch": Playground.watch,
    "experiment": Playground.experiment,
    "compute": Playground.compute,
    "suggest": Playground.suggest,
}
