"""The page inside a page of another site, as in a course or a notebook."""

from pathlib import Path

from playwright.sync_api import BrowserContext

from .playground_page import PlaygroundPage

# The outer page asks for no icon: the console would tell of a missing one.
OUTER = """<!doctype html>
<title>A course</title>
<link rel="icon" href="data:,">
<iframe src="{address}/" width="1240" height="860"></iframe>
"""


def write_outer(folder: Path, address: str) -> None:
    """Put a page into `folder` that shows the playground of `address` in a frame."""
    (folder / "index.html").write_text(OUTER.format(address=address))


class FramedPage(PlaygroundPage):
    """A tab with the outer page. What is asked and done is meant for the frame."""

    def __init__(self, context: BrowserContext, origin: str, outer: str):
        """An empty tab; the page at `outer` has that of `origin` in a frame."""
        super().__init__(context, origin)
        self._outer = outer

    def go(self, query: str = "", fragment: str = "") -> None:
        """Begin to load the outer page, whose frame has an address of its own."""
        assert not query + fragment
        self.page.goto(self._outer)
        (self.document,) = self.page.main_frame.child_frames

    def foreign_requests(self) -> list[str]:
        """Requests to anywhere but the two servers (or to memory)."""
        requests = super().foreign_requests()
        return [url for url in requests if not url.startswith(self._outer)]
