"""Between a page of a course and the desk: the view is kept, and opened again."""

from collections.abc import Mapping

from ...course.course import Course, Page, Picture, Scene
from ...course.limits import LARGEST_PICTURE
from ...errors import CourseError, PlaygroundError
from ...words import course as words
from ...words import titles
from ..desk import Desk
from ..permalink import Shared, from_fragment, to_fragment
from ..state import OwnFile


def check_scenes(course: Course) -> None:
    """Raise `CourseError` for a view whose link no page would have written."""
    for number, page in enumerate(course.pages, 1):
        try:
            if page.scene:
                from_fragment(page.scene.link)
        except PlaygroundError as error:
            where = words.view_of(words.page(number))
            raise CourseError(words.about_file(where, error)) from None


def open_scene(desk: Desk, course: Course, scene: Scene) -> None:
    """Put the view of a page on the desk. Raises `PlaygroundError`, changing nothing.

    It is opened as a shared link, or as a saved file is where the picture is one of the
    course's own.
    """
    if scene.model:
        desk.gallery.check_model(scene.model)
    if scene.picture is None:
        desk.begin_opening(desk.gallery.linked(scene.link))
    else:
        picture = course.pictures[scene.picture]
        own = OwnFile(picture.title, picture.data)
        desk.take(desk.gallery.with_picture(from_fragment(scene.link), own))


def keep_scene(desk: Desk, course: Course, index: int, room: str) -> Course:
    """The course with what is on the desk as the view of one of its pages.

    Raises `CourseError` for a picture that is too large.
    """
    now, picture = desk.page, None
    if now.own:
        if len(now.own.data) > LARGEST_PICTURE:
            size = len(now.own.data)
            told = words.large_picture(now.own.title, size, LARGEST_PICTURE)
            raise CourseError(told)
        course, picture = course.with_picture(Picture(now.own.title, now.own.data))
    link = to_fragment(Shared(now.picture.sample, now.question.settings, now.looks))
    scene = Scene(link, room, desk.session.manifest.name, picture)
    page = course.pages[index]
    return course.with_page(index, Page(page.text, scene, page.questions))


def described(course: Course, page: Page, samples: Mapping[str, dict]) -> str:
    """The view of a page in a sentence, for whoever writes it."""
    scene = page.scene
    if scene is None:
        return str(words.NO_VIEW_KEPT)
    if scene.picture is not None:
        return words.kept_view(course.pictures[scene.picture].title, scene.room)
    sample = from_fragment(scene.link).sample or next(iter(samples))
    known = samples.get(sample, {"title": sample})
    title = titles.sample(sample, known["title"])
    return words.kept_view(title, scene.room)
