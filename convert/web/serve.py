"""Serve build/site on this machine: `python -m convert.web.serve`."""

import argparse
import os
import sys
import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from .assemble import SITE

HOST = "127.0.0.1"


class Handler(SimpleHTTPRequestHandler):
    """Python's own file server, with the headers that let the runtime use threads."""

    def end_headers(self) -> None:
        """Isolate the page from other origins; let the browser revalidate files."""
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing about single requests: the address stays in sight."""


def main(arguments: list[str] | None = None) -> None:
    """Serve until interrupted. Port 0 takes a free one."""
    parser = argparse.ArgumentParser(prog="python -m convert.web.serve")
    port = int(os.environ.get("PORT", "8000"))
    parser.add_argument("--port", type=int, default=port, help="default: 8000")
    parser.add_argument("--open", action="store_true", help="open the browser")
    options = parser.parse_args(arguments)
    handler = partial(Handler, directory=str(SITE))
    with ThreadingHTTPServer((HOST, options.port), handler) as server:
        address = f"http://{HOST}:{server.server_port}/"
        print(f"Grad-CAM Playground: {address}  (Ctrl+C ends it)", flush=True)
        if options.open and _has_screen():
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


def _has_screen() -> bool:
    """Whether there is a window for a browser; without, a text one might open."""
    on_desktop = sys.platform in ("win32", "darwin")
    return on_desktop or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


if __name__ == "__main__":
    main()
