"""Everything that a visitor has chosen, as one value."""

from dataclasses import dataclass, replace

from ..explaining.picture import Picture
from ..explaining.question import Question
from ..explaining.settings import Settings
from ..view.looks import Looks
from .drawing import Drawing


@dataclass(frozen=True)
class OwnFile:
    """A visitor's own picture, as its file was."""

    title: str
    data: bytes


@dataclass(frozen=True)
class PageState:
    """The page's state. Never changes; `Playground` puts another in its place."""

    picture: Picture
    settings: Settings  # without shapes: those are drawn
    drawing: Drawing
    looks: Looks
    own: OwnFile | None  # None: the picture is a sample

    @property
    def question(self) -> Question:
        """What is asked at this moment, with the shapes drawn so far."""
        settings = replace(self.settings, shapes=self.drawing.shapes)
        return Question(self.picture, settings)

    @property
    def is_drawing(self) -> bool:
        """Whether the pen is down."""
        return self.drawing.draft is not None
