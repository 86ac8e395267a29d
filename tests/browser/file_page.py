"""The one-file playground, opened from where it lies."""

from .playground_page import PlaygroundPage


class FilePage(PlaygroundPage):
    """A tab with the playground opened from a file."""

    def go(self, query="", fragment=""):
        """Begin to load the page."""
        self.page.goto(f"{self.origin}{query}{fragment}")

    def foreign_requests(self):
        """Requests to anywhere but the file itself and what it made in memory."""
        own = ("blob:null/", "data:")
        asked = (url.partition("#")[0] for url in self.requests)
        return [url for url in asked if url != self.origin and not url.startswith(own)]
