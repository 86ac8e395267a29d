"""A page of which one file does not come before it is let go."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Route

from .playground_page import PlaygroundPage


class HeldPage(PlaygroundPage):
    """One tab with the playground, on its way."""

    def __init__(self, context: BrowserContext, origin: str, held: str):
        """`held` is the pattern of the file's address."""
        super().__init__(context, origin)
        self._routes: list[Route] = []
        self._is_held = True
        self.page.route(held, self._asked)

    def _asked(self, route: Route) -> None:
        if self._is_held:
            self._routes.append(route)
        else:
            route.continue_()

    def let_go(self) -> None:
        """Let the file come, and wait for the first explanation."""
        self._is_held = False
        for route in self._routes:
            route.continue_()
        self.wait_ready()


@contextmanager
def held_page(
    browser: Browser, origin: str, held: str, **options
) -> Iterator[HeldPage]:
    """A page in a context of its own that ends with it."""
    context = browser.new_context(**options)
    try:
        yield HeldPage(context, origin, held)
    finally:
        context.close()
