"""A Chromium that nobody inspects.

The developer tools' protocol, by which Playwright drives its browsers, has every tab
keep what it received, in base64: here more than a hundred megabytes that no visitor
has. This browser is only asked for the titles of its tabs, over HTTP.
"""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.browser.conftest import CHROMIUM_FLAGS
from tests.browsers import require

from .processor import RENDERER, kind

PATIENCE_S = 180
POLL_S = 0.2


class BrowserEnded(RuntimeError):
    """The browser stopped, or never said what was waited for."""


@dataclass(frozen=True)
class Alone:
    """A running browser with one tab."""

    process: subprocess.Popen
    profile: Path

    def renderers(self) -> list[int]:
        """The ids of the processes that hold pages."""
        return [process for process in self.family() if kind(process) == RENDERER]

    def wait_title(self, title: str) -> None:
        """Wait until a tab has this title. Raises BrowserEnded when it never does."""
        port = self.profile / "DevToolsActivePort"
        deadline = time.monotonic() + PATIENCE_S
        titles: list[str] = []
        while title not in titles:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise BrowserEnded(f"no tab called itself {title!r}, but {titles}")
            time.sleep(POLL_S)
            if port.exists():
                address = f"http://127.0.0.1:{port.read_text().split()[0]}/json/list"
                with urlopen(address) as answer:
                    titles = [tab["title"] for tab in json.load(answer)]

    def family(self) -> list[int]:
        """All processes of the session that the browser leads."""
        everybody = (int(path.name) for path in Path("/proc").glob("[0-9]*"))
        return [each for each in everybody if _session(each) == self.process.pid]


@contextmanager
def alone(profile: Path, address: str) -> Iterator[Alone]:
    """Open `address` in a Chromium of its own; closed at the end."""
    arguments = (
        "--headless",
        "--remote-debugging-port=0",
        f"--user-data-dir={profile}",
    )
    process = subprocess.Popen(
        [require("chromium"), *CHROMIUM_FLAGS, *arguments, address],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    browser = Alone(process, profile)
    try:
        yield browser
    finally:
        process.terminate()
        process.wait()
        while browser.family():  # the last ones still write to the profile
            time.sleep(POLL_S)


def _session(process: int) -> int | None:
    try:
        return os.getsid(process)
    except ProcessLookupError:  # it has just ended
        return None
