"""Servers of a copy of the built site that can be stopped and started again."""

import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from convert.web.serve import HOST, Handler


class SiteServer:
    """The project's own server over a folder, in a thread of its own."""

    handler: type[SimpleHTTPRequestHandler] = Handler

    def __init__(self, folder: Path):
        """Serve `folder` from now on, at a free port."""
        self.folder = folder
        self._port = 0
        self.start()

    @property
    def origin(self) -> str:
        """Such as http://127.0.0.1:40123, the same after a restart."""
        return f"http://{HOST}:{self._port}"

    def start(self) -> None:
        """Serve again."""
        handler: Callable = partial(self.handler, directory=str(self.folder))
        self._server = ThreadingHTTPServer((HOST, self._port), handler)
        self._port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        """Refuse connections from now on; harmless if it was stopped before."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class PlainHandler(SimpleHTTPRequestHandler):
    """What `python -m http.server` serves with; it notes what is asked for."""

    requests: list[str]

    def do_GET(self) -> None:
        """Note the path and serve the file."""
        self.requests.append(self.path)
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class PlainServer(SiteServer):
    """A server that knows nothing of the page: no header that isolates it."""

    def __init__(self, folder: Path):
        """Serve `folder` from now on; `requests` has the paths asked for so far."""
        self.requests: list[str] = []
        self.handler = type("Handler", (PlainHandler,), {"requests": self.requests})
        super().__init__(folder)
