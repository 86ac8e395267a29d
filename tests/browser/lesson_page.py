"""A lesson in the page, as its readers and its writers handle it."""

import csv
import io
from pathlib import Path

from .playground_page import PlaygroundPage


class Lesson:
    """The lesson above the rooms of a page."""

    def __init__(self, page: PlaygroundPage):
        """`page` has loaded; no lesson need be open."""
        self.page = page

    def __getitem__(self, selector):
        return self.page[selector]

    def open(self, data: bytes, name: str = "lesson.json") -> None:
        """Choose a lesson's file, and wait for its first page."""
        self.page.upload(name, data)
        self["#course-reading"].wait_for()
        self.page.wait_ready()

    def open_first(self) -> None:
        """Follow the link to the lesson that comes with the page."""
        self["#course-first"].click()
        self["#course-reading"].wait_for()
        self.page.wait_ready()

    def turn(self, button: str = "#course-next") -> None:
        """Go to another page, and wait for its view."""
        before = self["#course-place"].text_content()
        self[button].click()
        place = "document.getElementById('course-place').textContent !== argument"
        self.page.wait(place, before)
        self.page.wait_ready()

    def write(self) -> None:
        """Write a new lesson, or on at the one that is open."""
        is_open = self["#course-write"].is_visible()
        self["#course-write" if is_open else "#course-new"].click()
        self["#course-writing"].wait_for()

    def download(self, button: str) -> tuple[str, bytes]:
        """What a button hands over: its name and its bytes."""
        with self.page.page.expect_download() as started:
            self[button].click()
        file = started.value
        return file.suggested_filename, Path(file.path()).read_bytes()

    def answers(self) -> list[dict[str, str]]:
        """The rows of the table that is saved."""
        _, data = self.download("#course-save")
        text = io.StringIO(data.decode("utf-8-sig"), newline="")
        return list(csv.DictReader(text))

    def leave(self) -> None:
        """Nothing is open, nothing is being written, nothing is kept."""
        if self["#course-writing"].is_visible():
            self["#draft-forget"].click()
            if self["#course-writing"].is_visible():  # it was not saved
                self["#draft-forget"].click()
        if self["#course"].is_visible():
            self["#course-close"].click()
        self["#course"].wait_for(state="hidden")
        self.page.document.evaluate(
            """() => {
                try {
                    localStorage.clear();
                } catch {
                    // it keeps nothing anyway
                }
            }"""
        )
