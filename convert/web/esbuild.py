"""Bundle modules of JavaScript into one file."""

import subprocess
from pathlib import Path

from ..paths import NODE_MODULES

# What Pyodide would load outside of browsers.
ABSENT = ("node:*", "ws")


def bundle(entry: Path, target: Path, *flags: str) -> None:
    """Write the module `entry` with all it imports to `target`, minified.

    The folder of `entry` is the current one: no path of this machine gets in.
    """
    usual = ["--bundle", "--minify", "--legal-comments=inline"]
    usual += [f"--external:{pattern}" for pattern in ABSENT]
    run(entry.parent, entry.name, *usual, *flags, f"--outfile={target.resolve()}")


def run(folder: Path, *arguments: str) -> None:
    """Run esbuild in `folder`. Raises CalledProcessError, its errors on the screen."""
    command = [_program(), *arguments, "--log-level=error"]
    subprocess.run(command, check=True, cwd=folder)


def _program() -> str:
    """esbuild's own program: its package holds a binary for this machine."""
    for name in ("bin/esbuild", "esbuild.exe"):
        for path in (NODE_MODULES / "@esbuild").glob(f"*/{name}"):
            return str(path)
    raise FileNotFoundError(
        f"esbuild is not in {NODE_MODULES}: run `npm ci`, optional packages included"
    )
