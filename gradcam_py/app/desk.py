"""The page's desk: it owns the state and brings every change of it to the page.

Every change puts another `PageState` in place of the one before and tells the live
loop; answers are computed and shown from there alone:

    change -> PageState -> Live -> Presenter.answer -> Pipeline.explain
                                -> Presenter.show -> View

A little longer than other modules: everything that lies on the page meets here.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any, TypeVar

from ..errors import PlaygroundError
from ..explaining.pipeline import Pipeline
from ..explaining.question import Question
from ..explaining.settings import Settings
from ..laboratory.comparing import Comparing
from ..laboratory.laboratory import Laboratory
from ..laboratory.tiles import Tiles
from ..lesson.teacher import Teacher
from ..missions.control import Missions
from ..model.recovery import surviving
from ..view import payloads
from ..view.looks import Looks
from ..view.presenter import Presenter, Update
from ..view.surface import View, ViewForATime
from .drawing import Drawing
from .gallery import Gallery, Wanted
from .graphics_card import GraphicsCard
from .live_loop import Live
from .messages import Messages
from .networks.known import Network
from .query import Inquiry
from .state import PageState

Result = TypeVar("Result")


class Desk:
    """What lies on the page at this moment, and what becomes of it."""

    def __init__(self, network: Network, gallery: Gallery, view: View, tiles: Tiles):
        self.network, self.gallery = network, gallery
        self.session, self.labels = session, labels = network.session, network.labels
        self.view = view = ViewForATime(view)
        self.messages = Messages(view)
        self.presenter = Presenter(Pipeline(session), labels, view)
        self.inquiry = Inquiry(session.manifest, labels, self.presenter.explained)
        self.live = Live(
            self._question, self._answer, self._show, self._rest, self._settled
        )
        self.teacher = Teacher(self.presenter, self.is_drawing, self._begin)
        self.comparing = Comparing(self.presenter, tiles, self.live.changed)
        self.missions = Missions(self.presenter, self.live.changed)
        self.laboratory = Laboratory(
            self.presenter, session, network.copied, self.live.changed
        )
        self.card = GraphicsCard(session, self.presenter, self.tell, self.live.changed)
        self._page: PageState | None = None
        self._wanted: Wanted | None = None  # the sample chosen last
        self._failed = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def page(self) -> PageState:
        """What the visitor has chosen."""
        assert self._page is not None, "nothing can be done before a picture is open"
        return self._page

    def is_drawing(self) -> bool:
        """Whether the pen is down."""
        return self._page is not None and self._page.is_drawing

    def draw(self, drawing: Drawing) -> None:
        """Put another drawing in place of the one before."""
        self._page = replace(self.page, drawing=drawing)
        self._drawn()

    def ask(self, settings: Settings) -> None:
        """Ask something else about the picture."""
        self._page = replace(self.page, settings=settings)
        self.changed()
        self.show_settings()

    def look(self, looks: Looks) -> None:
        """Show the same numbers in another way."""
        self._page = replace(self.page, looks=looks)
        self.presenter.look(looks)
        self.teacher.refresh()
        if not self.presenter.strip_is_current():
            self.live.changed()  # once at rest it is drawn again

    def tell(self, error: PlaygroundError, retry: bool = False) -> None:
        """Show a message; what was on the page stays."""
        self.messages.tell(error, retry, in_stroke=self.is_drawing())

    def begin_opening(
        self, wanted: Wanted, then: Callable[[], None] | None = None
    ) -> None:
        """Open a sample. Of several wanted in a row only the last one appears.

        `then` is done when it has.
        """
        self._wanted = wanted
        self.messages.report("busy")
        self._begin(self._open(wanted, then))

    async def open(self, wanted: Wanted) -> None:
        """Open a sample, unless another one is wanted meanwhile."""
        self._wanted = wanted
        await self._open(wanted, None)

    async def _open(self, wanted: Wanted, then: Callable[[], None] | None) -> None:
        opened = await self.gallery.open(wanted)
        if self._wanted is wanted:
            self.take(opened)
            if wanted.mission:
                self.missions.begin(wanted.mission)
                self.missions.lock(self.page.question, wanted.answer)
            if then:
                then()

    def take(self, page: PageState) -> None:
        """Another picture, with all that is asked about it."""
        self.missions.leave()
        self._page = replace(page, settings=self.inquiry.checked(page.settings))
        self._wanted = None
        self.presenter.wear(page.looks)
        self.messages.dismiss()
        self.view.show("picture", *payloads.picture(page.picture))
        self.show_settings()
        self._drawn()

    def leave(self, keeps_runtime: bool) -> None:
        """Another desk takes the page. Another session may need the same runtime."""
        self.laboratory.stop()
        self.missions.leave()
        self.view.close()
        self.live.end()
        self.card.end()
        if not keeps_runtime:
            self.session.close()

    def changed(self) -> None:
        """Something is to be answered."""
        self.messages.report("busy")
        self.live.changed()

    def show_settings(self) -> None:
        """Put every control where the settings are."""
        question, manifest = self.page.question, self.session.manifest
        data = payloads.settings(question, self.inquiry.classes, manifest)
        self.presenter.show_looks()
        filling = self.presenter.pipeline.filling(question)
        self.view.show("settings", data, payloads.fill_pixels(filling))

    def say_again(self) -> None:
        """Bring all that has words to the page, in the language that is spoken now.

        What was computed is known: nothing runs.
        """
        self.view.show("picture", *payloads.picture(self.page.picture))
        self.show_settings()
        if self.presenter.latest:
            self.presenter.show_heatmap()
            self.presenter.show_before()
            self.presenter.show_predictions()
        self.messages.say_again(self.presenter.summary)
        self.card.say_again()
        self.missions.say_again()
        self.teacher.say_again()
        self.laboratory.say_again()
        self.comparing.tiles.show()

    def _drawn(self) -> None:
        """The shapes are others now; the page itself draws the stroke under way."""
        if not self.is_drawing():
            history = self.page.drawing.history
            can_do = bool(history.past), bool(history.future)
            self.view.show("shapes", payloads.shapes(history.present, *can_do))
        self.changed()

    def _question(self) -> Question:
        return self.page.question

    async def _answer(self, question: Question) -> Update | None:
        return await self._surviving(self.presenter.answer, question)

    def _show(self, update: Update | None) -> None:
        if update:  # else it went wrong and has been told
            self.presenter.show(update)
            self.teacher.refresh()
            if self.messages.told and self.messages.told.retry:
                self.messages.dismiss()  # it went well this time

    def _settled(self) -> None:
        if not self._failed:
            self.messages.report("ready", self.presenter.summary())

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
        if not is_in_the_way():
            await self._surviving(self.comparing.run, is_in_the_way)
            await self._surviving(self.missions.run, is_in_the_way)
        # It takes longest. A pen that rests is about to move. What an experiment cannot
        # do is no fault of the page, and its runs survive the runtime by themselves.
        await self._telling(
            self.laboratory.run(lambda: is_in_the_way() or self.is_drawing())
        )

    async def _surviving(
        self, action: Callable[..., Awaitable[Result]], *values: Any
    ) -> Result | None:
        """Do something with the session; what goes wrong is told, with another try."""
        self._failed = False
        try:
            return await surviving(self.session, action, *values)
        except PlaygroundError as error:
            self._failed = True
            self.messages.report("error", str(error))
            self.tell(error, retry=True)
            return None
        finally:
            self.card.report_fault()

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
            self.messages.tell_unexpected(error)
            self.live.changed()
