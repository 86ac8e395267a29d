"""The page with its service worker, which has it loaded anew when it takes over."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error

from .playground_page import PlaygroundPage

SETTLED = "['ready', 'error'].includes(document.body?.dataset.state)"


class HostedPage(PlaygroundPage):
    """A tab that waits on while its page is being loaded anew."""

    def open(self, query: str = "", fragment: str = "") -> None:
        """Load the page and wait for the first explanation."""
        self.go(query, fragment)
        self.wait(SETTLED)
        self.wait_ready()

    def wait(self, condition: str, argument: Any = None) -> None:
        """Wait until a JavaScript expression, which may use `argument`, is true."""
        while True:
            try:
                return super().wait(condition, argument)
            except Error as error:
                if "context was destroyed" not in error.message:
                    raise

    def foreign_requests(self) -> list[str]:
        """Requests to anywhere but the page's own folder (or to memory)."""
        host = "{0.scheme}://{0.netloc}".format(urlsplit(self.origin))
        own = (f"{self.origin}/", f"blob:{host}/", "data:")
        return [url for url in self.requests if not url.startswith(own)]
