"""What a course is made of: pages with a text, a view of the playground, questions.

Visitors call it a lesson. Nothing here changes; editing makes another record.
"""

from dataclasses import dataclass, replace

TEXT, ONE, SEVERAL = "text", "one", "several"
KINDS = (TEXT, ONE, SEVERAL)  # of questions: free text, one choice, several choices
ROOMS = ("explore", "test", "how", "missions")  # of the page


@dataclass(frozen=True)
class Question:
    """One question; `options` are what there is to choose from."""

    kind: str = TEXT
    prompt: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """How the playground is to stand when a page opens.

    link: what a shared link has behind its #. room: one of `ROOMS`, empty for any.
    model: the network that it was kept with, empty for any. picture: which of the
    course's own pictures is on the page; None for the sample that the link names.
    """

    link: str = ""
    room: str = ""
    model: str = ""
    picture: int | None = None


@dataclass(frozen=True)
class Page:
    """One page: its text (see `markdown`), its scene, its questions."""

    text: str = ""
    scene: Scene | None = None
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture of the teacher's own, as its file was."""

    title: str
    data: bytes


@dataclass(frozen=True)
class Course:
    """A lesson. `language` is a tag such as "en" or "pt-BR", empty if not said."""

    title: str = ""
    language: str = ""
    pages: tuple[Page, ...] = (Page(),)
    pictures: tuple[Picture, ...] = ()

    def with_page(self, index: int, page: Page) -> "Course":
        """The same with another page in that place; unused pictures are dropped."""
        pages = (*self.pages[:index], page, *self.pages[index + 1 :])
        return replace(self, pages=pages).trimmed()

    def with_picture(self, picture: Picture) -> tuple["Course", int]:
        """The same with a picture, unless it has that already, and the picture's
        index.
        """
        if picture in self.pictures:
            return self, self.pictures.index(picture)
        pictures = (*self.pictures, picture)
        return replace(self, pictures=pictures), len(self.pictures)

    def trimmed(self) -> "Course":
        """The same without the pictures that no page shows."""
        shown = [_picture_of(page) for page in self.pages]
        kept = [index for index in range(len(self.pictures)) if index in shown]
        places = {old: new for new, old in enumerate(kept)}
        pictures = tuple(self.pictures[index] for index in kept)
        pages = tuple(_renumbered(page, places) for page in self.pages)
        return replace(self, pages=pages, pictures=pictures)


def _picture_of(page: Page) -> int | None:
    return page.scene.picture if page.scene else None


def _renumbered(page: Page, places: dict[int, int]) -> Page:
    index = _picture_of(page)
    if page.scene is None or index is None:
        return page
    return replace(page, scene=replace(page.scene, picture=places[index]))
