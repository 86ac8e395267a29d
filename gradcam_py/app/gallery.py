"""Where pictures come from: samples, links, and what visitors bring."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from ..errors import SettingError, check_choice
from ..explaining.picture import Picture, make_picture
from ..explaining.settings import Settings
from ..image.decode import load_image
from ..model.manifest import Manifest
from ..view.looks import Looks
from ..words import refusals
from .drawing import Drawing
from .permalink import Shared, from_fragment
from .saved import is_saved, read_saved
from .state import OwnFile, PageState


@dataclass(frozen=True)
class Wanted:
    """A sample that is to be opened, and how."""

    sample: str
    settings: Settings
    looks: Looks
    mission: str | None = None  # whose result is to be shown
    answer: str = ""  # that was chosen in it


class Gallery:
    """Makes the state that shows a picture; what cannot be shown is an error."""

    def __init__(
        self,
        samples: list[dict[str, Any]],
        read: Callable[[str], Awaitable[bytes]],
        manifest: Manifest,
    ):
        """`samples` is samples.json; `read` gives a file of the site."""
        self.samples = {sample["id"]: sample for sample in samples}
        self._read = read
        self._manifest = manifest

    def linked(self, fragment: str) -> Wanted:
        """What a link describes. Raises `PlaygroundError`."""
        return self._wanted(from_fragment(fragment))

    def first(self) -> Wanted:
        """What the page opens with when nothing else is asked for."""
        return self._wanted(Shared())

    async def open(self, wanted: Wanted) -> PageState:
        """The state that shows a sample. Raises `PlaygroundError`."""
        sample = self.samples[wanted.sample]
        data = await self._read(f"samples/{sample['file']}")
        return self._state(
            data, sample["title"], wanted.settings, wanted.looks, sample=sample
        )

    async def again(self, page: PageState) -> Picture:
        """The picture on the page as this network takes it. Raises `FileError`."""
        if page.own:
            return self._picture(page.own.data, page.own.title)
        sample = self.samples[page.picture.sample or ""]
        data = await self._read(f"samples/{sample['file']}")
        return self._picture(data, sample["title"], sample)

    def brought(
        self, data: bytes, title: str, settings: Settings, looks: Looks
    ) -> PageState | Wanted:
        """The state for a visitor's file: a picture, or what the page has saved.

        `settings` and `looks` are those for a picture. Raises `PlaygroundError`.
        """
        if not is_saved(data):
            return self._state(data, title, settings, looks)
        saved = read_saved(data, title)
        self.check_model(saved.model)
        if saved.picture is not None:
            return self.with_picture(saved.shared, OwnFile(saved.title, saved.picture))
        if saved.shared.sample is None:
            raise SettingError(refusals.NO_PICTURE)
        return self._wanted(saved.shared)

    def with_picture(self, shared: Shared, own: OwnFile) -> PageState:
        """The state for what a link describes, with a picture of somebody's own.

        Raises `PlaygroundError`.
        """
        checked = self._checked(shared)
        return self._state(own.data, own.title, checked.settings, checked.looks)

    def check_model(self, model: str) -> None:
        """Raise `SettingError` unless it is the name of the network on the page."""
        name = self._manifest.name
        if model != name:
            raise SettingError(refusals.other_network(model, name))

    def _wanted(self, shared: Shared) -> Wanted:
        shared = self._checked(shared)
        name = shared.sample or next(iter(self.samples))
        mission, answer = shared.mission, shared.answer
        return Wanted(name, shared.settings, shared.looks, mission, answer)

    def _checked(self, shared: Shared) -> Shared:
        shared.settings.check(self._manifest)
        if shared.sample is not None:
            check_choice("sample", shared.sample, list(self.samples))
        return shared

    def _state(
        self,
        data: bytes,
        title: str,
        settings: Settings,
        looks: Looks,
        sample: dict[str, Any] | None = None,
    ) -> PageState:
        return PageState(
            self._picture(data, title, sample),
            settings,
            Drawing.of(settings.shapes),
            looks,
            None if sample else OwnFile(title, data),
        )

    def _picture(
        self, data: bytes, title: str, sample: dict[str, Any] | None = None
    ) -> Picture:
        image = load_image(data, title)
        return make_picture(image, self._manifest.input_size, title, sample)
