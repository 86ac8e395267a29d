"""The command line, asked the same as the page: the oracle for the page's numbers."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
# Keys of the page's state that the command line takes as an option of that name.
OPTIONS = ("fill", "framing", "target", "versus", "score", "layer", "method")


def run_command(photo: Path, *options: str) -> str:
    """`python -m gradcam_py PHOTO OPTIONS...` as a person would start it."""
    command = [sys.executable, "-m", "gradcam_py", str(photo), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def options_of(
    site: Path, work: Path, asked: dict[str, Any], model: str = "lite0"
) -> list[str]:
    """The options that ask what a link or state of the page asks.

    `work` is a folder that the shapes are written to.
    """
    shapes = work / "shapes.json"
    shapes.write_text(json.dumps(asked.get("shapes", [])))
    options = ["--models", str(site / "models"), "--model", model]
    options += ["--shapes", str(shapes)]
    for name in OPTIONS:
        if asked.get(name) is not None:
            options += [f"--{name}", str(asked[name])]
    return options


def explain_own(site: Path, work: Path, network: Path, asked: dict[str, Any]) -> dict:
    """The same of a network of one's own, about one of the site's samples.

    Its classes have no names there: the page takes those of a thousand for ImageNet's.
    """
    photo = site / "samples" / f"{asked['sample']}.jpg"
    options = options_of(site, work, asked, str(network))
    return json.loads(run_command(photo, *options, "--json"))


def explain(site: Path, work: Path, photo: Path, asked: dict[str, Any]) -> dict:
    """The command line's answer as JSON."""
    return json.loads(run_command(photo, *options_of(site, work, asked), "--json"))
