"""The page's application: what visitors can do, each by its name.

Pure Python. What is drawn goes to a `View`, inference to a `PageSession`, so it runs in
tests as it runs in the page. A `Desk` owns the state and has it answered: one for each
network that comes to the page.

Longer than most: what visitors can do stands in one place.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from ..errors import PlaygroundError, SettingError, check_choice
from ..evaluation.occlusion_map import GRIDS
from ..evaluation.rise import MASKS
from ..laboratory.trial import Choices
from ..missions.registry import MISSIONS
from ..view import choices
from ..view.surface import View
from ..words import refusals
from ..words.laboratory.tiles import ANIMALS
from ..words.language import Catalogue, choose
from . import downloads
from .classroom.door import COURSE, ClassroomDoor
from .crowd.door import NAME as CROWD
from .crowd.door import CrowdDoor
from .desk import Desk
from .drawing import DRAWING
from .formula.door import FollowedView, FormulaDoor, Runner
from .gallery import Wanted
from .networks.chooser import Chooser
from .networks.exchange import Exchange
from .networks.known import Network, Networks, UploadedFile, content
from .permalink import Shared, to_fragment
from .query import INQUIRY, fresh
from .saved import LARGEST, has_pages, language_of

CAT_AND_DOG = "cat-and-dog"  # the sample that the page opens with
# What happens without a decision of the visitor's, or is no success in itself.
PASSING = (
    *("point", "watch", "suggest", "dismiss", "retry", "look_at_trial"),
    "remember_answers",
)


class Playground:
    """One visitor's page: `perform` does what the visitor does."""

    def __init__(
        self,
        network: Network,
        networks: Networks,
        samples: list[dict[str, Any]],
        read: Callable[[str], Awaitable[bytes]],
        view: View,
        runner: Runner,
        get_ready: Callable[[str], Awaitable[None]],
    ):
        """`network` is the page's first, `networks` gives others.

        `samples` is samples.json, the first opens; `read` gives a sample's file.
        `runner` runs a student's formula, `get_ready` loads a part of the package.
        """
        self.view, self.samples = view, samples
        self.formula = FormulaDoor(
            runner, lambda: self.desk.presenter, view, self._tell
        )
        followed = FollowedView(view, self.formula.follow)
        self.exchange = Exchange(network, samples, read, followed)
        self.chooser = Chooser(
            networks,
            lambda: self.exchange.network,
            self._adopt,
            self._report,
            self._tell,
        )
        self.classroom = ClassroomDoor(
            partial(get_ready, "course"),
            lambda: self.desk,
            self.chooser,
            view,
            self._tell,
        )
        self.crowd = CrowdDoor(
            partial(get_ready, CROWD),
            lambda: self.desk,
            view,
            lambda file: self.receive([file]),
        )

    @property
    def desk(self) -> Desk:
        """What lies on the page at this moment."""
        return self.exchange.desk

    async def start(self, fragment: str = "") -> None:
        """Show and explain what a link describes, or else the first sample.

        The page counts as loading until `open` is called.
        """
        self.view.show("controls", choices.controls(self.samples))
        self._show_network()
        try:
            await self.desk.open(self.desk.gallery.linked(fragment))
        except PlaygroundError as error:
            await self.desk.open(self.desk.gallery.first())
            self.desk.tell(error)
        await self.desk.live.settle()

    def open(self) -> None:
        """From now on visitors can use the page."""
        self.desk.messages.open()
        self.desk.teacher.open()
        self.formula.offer()
        self.desk.missions.offer()
        self.classroom.offer()

    def perform(self, action: str, values: dict[str, Any]) -> None:
        """Do something that visitors can; what goes wrong is told, changing nothing."""
        before = self.desk.messages.told
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
            elif action in COURSE:
                self.classroom.perform(action, values)
            else:
                raise ValueError(refusals.unknown_action(action))
            is_new = not is_going_on and action not in PASSING
            if before and is_new and self.desk.messages.told is before:
                self.desk.messages.dismiss()
        except PlaygroundError as error:
            self.desk.tell(error)
            if action in INQUIRY:
                self.desk.show_settings()  # a control may stand at what was refused
            if action in CHOOSING:
                self._show_network()

    def dismiss(self) -> None:
        """The message has been read."""
        self.desk.messages.dismiss()

    def retry(self) -> None:
        """Repeat what failed last."""
        self.dismiss()
        self.desk.live.repeat()
        self.desk.changed()

    def sample(self, name: str) -> None:
        """Open a sample. Of several chosen in a row only the last one appears."""
        self.desk.begin_opening(
            Wanted(name, fresh(self.desk.page.settings), self.desk.page.looks)
        )

    def restore(self, fragment: str) -> None:
        """Show what a link describes. Raises `PlaygroundError`."""
        self.desk.begin_opening(self.desk.gallery.linked(fragment))

    async def receive(self, files: Sequence[UploadedFile], meant: str = "") -> None:
        """Open what a visitor has brought: pictures, a saved page, or a network.

        `meant` is what they were chosen as: a "network" or a "crowd", or whatever
        they are. What goes wrong is told.
        """
        try:
            if meant == CROWD or (not meant and self.chooser.leaves_several(files)):
                await self.crowd.bring(files)
                return
            if meant or self.chooser.takes(files):
                self.chooser.bring(files)
                return
            for file in files:
                if file.name.lower().endswith(".json") and file.size > LARGEST:
                    told = refusals.large_file(file.name, file.size, LARGEST)
                    raise SettingError(told)
                self.upload(await content(file), file.name)
        except Exception as error:  # noqa: BLE001  (nobody else would hear of it)
            self._tell(error)

    def upload(self, data: bytes, title: str) -> None:
        """Open a visitor's file: a picture, a lesson, or what the page has saved.

        One that cannot be read changes nothing.
        """
        settings, looks = fresh(self.desk.page.settings), self.desk.page.looks
        try:
            if has_pages(data):
                self.classroom.open(data, title)
                return
            brought = self.desk.gallery.brought(data, title, settings, looks)
            if language := language_of(data):
                self.view.show("language", {"tag": language})
        except PlaygroundError as error:
            self.desk.tell(error)
            return
        if isinstance(brought, Wanted):
            self.desk.begin_opening(brought)
        else:
            self.desk.take(brought)

    def network(self, name: str) -> None:
        """Explain with another network."""
        self.chooser.choose(name)

    def preset(self, name: str) -> None:
        """Prepare pixels for a visitor's own network in one of the usual ways."""
        self.chooser.preset(name)

    def prepare(
        self,
        mean: list[float] | None = None,
        deviation: list[float] | None = None,
        bgr: bool | None = None,
    ) -> None:
        """Prepare pixels for a visitor's own network by these numbers."""
        self.chooser.prepare(mean, deviation, bgr)

    def resize(self, size: int) -> None:
        """Give a visitor's own network pictures of another size."""
        self.chooser.resize(size)

    def speak(self, tag: str, forms: str, messages: dict[str, list[str]]) -> None:
        """Say everything in another language; see `Catalogue`. Nothing is computed."""
        choose(tag, Catalogue(messages, forms) if messages else None)
        self.view.show("controls", choices.controls(self.samples))
        self._show_network()
        self.desk.say_again()
        self.formula.say_again()
        self.classroom.say_again()

    def look(self, **changes: Any) -> None:
        """Change colour map or opacity: what the heatmaps look like, and no number."""
        self.desk.look(replace(self.desk.page.looks, **changes))

    def open_input(self, is_open: bool) -> None:
        """Whether the network's input is to be shown."""
        self.desk.presenter.open_input(is_open)

    def point(self, which: str, x: float, y: float) -> None:
        """Tell the value under the pointer; `x` and `y` in 0..1 of the picture."""
        text = self.desk.presenter.place_text(which, x, y)
        self.view.show("place", {"which": which, "text": text})

    def share(self) -> None:
        """Make the link that restores the page."""
        page = self.desk.page
        sample = page.picture.sample
        missions = self.desk.missions
        shared = Shared(
            sample,
            page.question.settings,
            page.looks,
            missions.name if missions.is_locked else None,
            missions.choice,
        )
        self.view.show(
            "link",
            {
                "fragment": to_fragment(shared),
                "own_picture": sample is None,
                "own_network": self.desk.network.own is not None,
            },
        )

    def save(self, kind: str) -> None:
        """Hand over the overlay (`png`) or the state with all numbers (`json`).

        A `lesson` is the state, with the picture where that is the visitor's own.
        """
        own = self.desk.page.own if kind == "lesson" else None
        presenter, session = self.desk.presenter, self.desk.session
        name, mime, data = downloads.file(kind, presenter, session, own)
        self.view.show("file", {"name": name, "mime": mime}, data)

    def watch(self, is_watched: bool) -> None:
        """Whether the lesson is in sight."""
        self.desk.teacher.watch(is_watched)

    def suggest(self, field: str, text: str) -> None:
        """Classes to choose from for what was typed into a field of the page."""
        labels = self.desk.labels
        shown = choices.suggestions(field, labels.search(text), labels)
        self.view.show("suggestions", shown)

    def experiment(self, name: str) -> None:
        """Run one of the lesson's experiments as soon as nothing else runs."""
        self.desk.teacher.ask(name)
        self.desk.changed()

    def trial(
        self,
        name: str,
        score: str = "probability",
        fill: str = "gray",
        grid: int = GRIDS[0],
        masks: int = MASKS,
    ) -> None:
        """Begin an experiment of the laboratory on the heatmap on the page."""
        self.desk.laboratory.begin(name, Choices(score, fill, grid, masks))

    def stop_trial(self) -> None:
        """End the experiment that is running; what it has found stays."""
        self.desk.laboratory.stop()

    def look_at_trial(self, name: str, score: str, step: int | None = None) -> None:
        """See what an experiment has found in another score, or one of its steps."""
        self.desk.laboratory.look(name, score, step)

    def mission(self, name: str) -> None:
        """Begin a mission, with its picture or that of the page."""
        check_choice("mission", name, MISSIONS)
        mission, desk = MISSIONS[name], self.desk
        settings = fresh(desk.page.settings)
        if mission.target is not None:
            settings = replace(settings, target=desk.labels.find(mission.target))
        if mission.sample:
            wanted = Wanted(mission.sample, settings, desk.page.looks)
            desk.begin_opening(wanted, lambda: desk.missions.begin(name))
        else:
            desk.draw(DRAWING["clear"](desk.page.drawing))
            desk.ask(settings)
            desk.missions.begin(name)

    def lock_mission(self, choice: str = "") -> None:
        """The answer of the mission under way, which cannot be changed any more."""
        self.desk.missions.lock(self.desk.page.question, choice)

    def leave_mission(self) -> None:
        """Go on without it."""
        self.desk.missions.leave()

    def keep_tile(self) -> None:
        """Put the heatmap on the page beside others."""
        self.desk.comparing.keep()

    def change_tile(
        self,
        index: int,
        target: int | None = None,
        method: str | None = None,
        layer: str | None = None,
    ) -> None:
        """Ask something else of one of the heatmaps that are compared."""
        asked = {"target": target, "method": method, "layer": layer}
        given = {name: value for name, value in asked.items() if value is not None}
        self.desk.comparing.change(index, **given)

    def remove_tile(self, index: int) -> None:
        """Take one of them away."""
        self.desk.comparing.tiles.remove(index)

    def scale_tiles(self, common: bool) -> None:
        """Give them one scale, or each its own."""
        self.desk.comparing.tiles.scale(common)

    def cat_and_dog(self) -> None:
        """Compare what speaks for the cat with what speaks for the dog."""
        desk = self.desk
        wanted = Wanted(CAT_AND_DOG, fresh(desk.page.settings), desk.page.looks)
        desk.begin_opening(
            wanted, lambda: desk.comparing.classes(desk.page.question, ANIMALS)
        )

    def compute(self, on_card: bool) -> None:
        """Compute on the graphics card, or on the processor again."""
        self.desk.card.switch(on_card)

    def open_formula(self) -> None:
        """Get the formula ready to be tried."""
        self.formula.open()

    def open_crowd(self, index: int) -> None:
        """Show one of many pictures as the page's."""
        self.crowd.open(index)

    def save_crowd(self, kind: str) -> None:
        """Hand over the rows of many pictures."""
        self.crowd.save(kind)

    def run_formula(self, weights: str, heatmap: str) -> None:
        """Run a student's formula on what is on the page."""
        self.formula.run(weights, heatmap)

    def exercise(self, name: str) -> None:
        """Do one of the formula's exercises, or none."""
        self.formula.exercise(name)

    def state(self) -> dict[str, Any]:
        """What the page shows, as plain JSON with all numbers."""
        return downloads.state(self.desk.presenter, self.desk.session)

    def _show_network(self) -> None:
        """Also where a control may stand at what was refused."""
        self.exchange.show(self.chooser.titles)

    async def _adopt(
        self, network: Network, keeps_runtime: bool, names: dict[str, str]
    ) -> None:
        """See `Exchange.adopt`. A lesson may have waited for this network."""
        await self.exchange.adopt(network, keeps_runtime, names)
        self.classroom.network_came()

    def _report(self, text: str, of_own: bool) -> None:
        """What is being done for another network; nothing once that has ended."""
        self.view.show("network_progress", {"text": text, "of_own": of_own})
        if text:
            self.desk.messages.report("busy", text)
        else:
            self.desk.changed()  # which says ready again

    def _tell(self, error: Exception) -> None:
        if isinstance(error, PlaygroundError):
            self.desk.tell(error)
        else:
            self.desk.messages.tell_unexpected(error)
        self._show_network()


OTHERS: dict[str, Callable[..., None]] = {
    "sample": Playground.sample,
    "speak": Playground.speak,
    "restore": Playground.restore,
    "retry": Playground.retry,
    "dismiss": Playground.dismiss,
    "look": Playground.look,
    "network": Playground.network,
    "open_input": Playground.open_input,
    "point": Playground.point,
    "prepare": Playground.prepare,
    "preset": Playground.preset,
    "resize": Playground.resize,
    "share": Playground.share,
    "save": Playground.save,
    "watch": Playground.watch,
    "experiment": Playground.experiment,
    "compute": Playground.compute,
    "cat_and_dog": Playground.cat_and_dog,
    "change_tile": Playground.change_tile,
    "keep_tile": Playground.keep_tile,
    "leave_mission": Playground.leave_mission,
    "lock_mission": Playground.lock_mission,
    "mission": Playground.mission,
    "remove_tile": Playground.remove_tile,
    "scale_tiles": Playground.scale_tiles,
    "trial": Playground.trial,
    "stop_trial": Playground.stop_trial,
    "look_at_trial": Playground.look_at_trial,
    "suggest": Playground.suggest,
    "open_crowd": Playground.open_crowd,
    "open_formula": Playground.open_formula,
    "save_crowd": Playground.save_crowd,
    "run_formula": Playground.run_formula,
    "exercise": Playground.exercise,
}
CHOOSING = ("network", "prepare", "preset", "resize")
