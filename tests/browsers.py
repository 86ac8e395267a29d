"""The programs of the system that the tests drive: found, or installed, or named.

``python -m tests.browsers`` installs what is missing where Debian's packages can be
installed without a password, and otherwise fails with the command that does it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Tool:
    """A program under any of its names, and the Debian package that brings it."""

    programs: tuple[str, ...]
    package: str

    def find(self) -> str | None:
        """Its path, or None."""
        return next(filter(None, map(shutil.which, self.programs)), None)


TOOLS = {
    "chromium": Tool(
        ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
        "chromium",
    ),
    "firefox": Tool(("firefox-esr", "firefox"), "firefox-esr"),
    "webkit driver": Tool(("WebKitWebDriver",), "webkit2gtk-driver"),
    "xvfb": Tool(("Xvfb",), "xvfb"),
    "nginx": Tool(("nginx",), "nginx-light"),
}


def missing() -> dict[str, Tool]:
    """The tools that are not on this machine."""
    return {name: tool for name, tool in TOOLS.items() if tool.find() is None}


def install_command(tools: dict[str, Tool]) -> list[str]:
    """The command that brings ``tools`` on Debian and Ubuntu."""
    packages = sorted(tool.package for tool in tools.values())
    return ["apt-get", "install", "--yes", "--no-install-recommends", *packages]


def require(name: str) -> str:
    """The path of a tool; RuntimeError with the installing command if it is missing."""
    path = TOOLS[name].find()
    if path is None:
        command = " ".join(install_command({name: TOOLS[name]}))
        raise RuntimeError(f"{name} is not on this machine: sudo {command}")
    return path


def main() -> int:
    """Install what is missing; the exit status."""
    wanted = missing()
    if not wanted:
        return 0
    names, command = ", ".join(wanted), install_command(wanted)
    as_root = _as_root()
    if as_root is None or shutil.which("apt-get") is None:
        print(
            f"the tests need {names}: run sudo {' '.join(command)}, "
            "or your system's equivalent, and start again",
            file=sys.stderr,
        )
        return 1
    print(f"installing {names} from the system's packages", file=sys.stderr)
    subprocess.run([*as_root, "apt-get", "update", "--quiet"], check=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*as_root, *command], check=True, env=environment)
    left = ", ".join(missing())
    if left:
        print(f"still missing after the installation: {left}", file=sys.stderr)
    return 1 if left else 0


def _as_root() -> list[str] | None:
    """What to put before a command that needs root, or None where there is no way."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if (
        sudo
        and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0
    ):
        return [sudo, "-n"]
    return None


if __name__ == "__main__":
    sys.exit(main())
