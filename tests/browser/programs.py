"""Browsers and drivers that these tests start: found, or a failure that says how."""

import shutil
from pathlib import Path

import pytest

# Debian's names of what to install, and the programs looked for on the path.
CHROMIUM = ("chromium", ("chromium", "chromium-browser", "google-chrome"))
FIREFOX = ("firefox-esr", ("firefox-esr", "firefox"))
WEBKIT_DRIVER = ("webkit2gtk-driver", ("WebKitWebDriver",))
XVFB = ("xvfb", ("Xvfb",))

# WebKitGTK's small browser is no program of the path: Debian's package
# libwebkit2gtk-4.1-0 brings it along.
_MINI_BROWSERS = "/usr/lib/**/webkit2gtk-4.*/MiniBrowser"


def find_program(wanted: tuple[str, tuple[str, ...]]) -> str:
    """The path of the first program there is; fails with what installs it."""
    package, names = wanted
    for name in names:
        if path := shutil.which(name):
            return path
    looked_for = ", ".join(names)
    pytest.fail(f"no {looked_for} on the path: sudo apt-get install -y {package}")


def find_mini_browser() -> str:
    """WebKitGTK's MiniBrowser; fails with what installs it."""
    root, pattern = "/", _MINI_BROWSERS.removeprefix("/")
    for path in sorted(Path(root).glob(pattern)):
        return str(path)
    package = WEBKIT_DRIVER[0]
    pytest.fail(f"no {_MINI_BROWSERS}: sudo apt-get install -y {package}")
