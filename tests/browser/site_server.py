"""Serves a copy of the built site, and can be stopped and started again."""

import threading
from collections.abc import Callable
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from convert.serve import HOST, Handler


class SiteServer:
    """The project's own server over a folder, in a thread of its own."""

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
        handler: Callable = partial(Handler, directory=str(self.folder))
        self._server = ThreadingHTTPServer((HOST, self._port), handler)
        self._port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        """Refuse connections from now on; harmless if it was stopped before."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
