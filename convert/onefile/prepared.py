"""What a page opens with: read from what the page saved, or from a shared link."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from gradcam_py.app.permalink import from_fragment, to_fragment
from gradcam_py.app.saved import has_pages, read_saved, shared_of
from gradcam_py.course.course import Course
from gradcam_py.course.file import read
from gradcam_py.errors import CourseError, PlaygroundError, check_choice
from gradcam_py.image.decode import load_image
from gradcam_py.model.manifest import parse_manifest

# What a visitor's own picture is called among the samples of a file made with it.
OWN = "lesson"


# The lesson with pages that the file was made with.
COURSE = "lessons/prepared.json"


class PreparedError(Exception):
    """The file describes nothing that the page could open with, and why."""


def prepare(
    path: Path,
    manifest: bytes,
    samples: list[dict[str, Any]],
    files: dict[str, bytes],
) -> dict[str, str]:
    """Put what a lesson needs among the samples and the files of a page.

    Returns what start.js has to know of it. Raises `PreparedError`.
    """
    known = {each["id"] for each in samples}
    if has_pages(path.read_bytes()):
        files[COURSE] = read_course(path, manifest, known)
        return {"lesson": COURSE}
    if own := picture_of(path):
        entry, picture = own
        samples.insert(0, entry)
        files[f"samples/{entry['file']}"] = picture
        known.add(entry["id"])
    return {"prepared": read_fragment(path, manifest, known)}


def model_of(path: Path) -> str | None:
    """The model that a lesson or a saved state was made with; links do not tell."""
    state = _state(path)
    if state and has_pages(path.read_bytes()):
        scenes = (page.scene for page in _course(path).pages)
        return next((scene.model for scene in scenes if scene and scene.model), None)
    return state.get("model") if state else None


def read_course(path: Path, manifest: bytes, samples: set[str]) -> bytes:
    """The file of a lesson, as it is.

    Raises `PreparedError` if the page could not show each of its views.
    """
    course, parsed = _course(path), parse_manifest(manifest)
    try:
        for page in course.pages:
            if not page.scene:
                continue
            shared = from_fragment(page.scene.link)
            shared.settings.check(parsed)
            check_choice("network", page.scene.model or parsed.name, [parsed.name])
            if shared.sample:
                check_choice("sample", shared.sample, sorted(samples))
    except PlaygroundError as error:
        raise PreparedError(f"{path}: {error}") from None
    return path.read_bytes()


def picture_of(path: Path) -> tuple[dict[str, Any], bytes] | None:
    """The picture in a saved lesson: its entry in samples.json, and its file.

    None where a lesson shows a sample. Raises `PreparedError` for one that no page
    could read.
    """
    if not (state := _state(path)) or not state.get("picture"):
        return None
    try:
        saved = read_saved(path.read_bytes(), str(path))
        assert saved.picture is not None  # the state has one, see above
        size = load_image(saved.picture, saved.title).size
    except PlaygroundError as error:
        raise PreparedError(str(error)) from None
    file = OWN + Path(saved.title).suffix.lower()
    entry = {"id": OWN, "file": file, "title": saved.title, "credits": []}
    return entry | dict(zip(("width", "height"), size, strict=True)), saved.picture


def read_fragment(path: Path, manifest: bytes, samples: set[str]) -> str:
    """The link's part after its # that opens the page as `path` describes it.

    Raises `PreparedError` if the page could not show that.
    """
    try:
        state = _state(path)
        text = path.read_text(encoding="utf-8").strip()
        shared = shared_of(state) if state else from_fragment(text.split("#")[-1])
        if OWN in samples:
            shared = replace(shared, sample=OWN)
        shared.settings.check(parse_manifest(manifest))
    except (KeyError, TypeError, ValueError, PlaygroundError) as error:
        raise _unexpected(path, error) from None
    if shared.sample not in samples:
        raise PreparedError(
            f"{path}: its picture is {shared.sample or 'a visitor’s own'}; it has to "
            f"be one of the samples: {', '.join(sorted(samples))}; *Save lesson* "
            "puts a picture of one's own into the file"
        )
    return to_fragment(shared)


def _course(path: Path) -> Course:
    try:
        return read(path.read_bytes())
    except CourseError as error:
        raise PreparedError(f"{path}: {error}") from None


def _state(path: Path) -> dict[str, Any] | None:
    try:
        text = path.read_text(encoding="utf-8")
        return json.loads(text) if text.lstrip().startswith("{") else None
    except (ValueError, RecursionError) as error:
        raise _unexpected(path, error) from None


def _unexpected(path: Path, error: Exception) -> PreparedError:
    return PreparedError(
        f"{path}: expected a lesson, the JSON that the page saves, or a link that it "
        f"made: {type(error).__name__}: {error}"
    )
