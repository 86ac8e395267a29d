"""The same short visit in Firefox and in WebKitGTK: load, draw, choose, move."""

import json
import subprocess
from pathlib import Path

from convert.thirdparty.npm import node
from tests.browsers import require

from . import webkit_smoke

SMOKE = Path(__file__).parent / "firefox_smoke.mjs"
PATIENCE_SECONDS = 300
# The link of a mission's result: the cat's left eye and cheek.
MISSION = (
    "#sample=cat-and-dog&mission=decides&shapes="
    '[{"tool":"rect","x":0.1,"y":0.2,"w":0.3,"h":0.3}]'
)


def firefox_states(address, network, *options, own_line=None):
    """The states of a visit in Firefox, and the addresses that it requested.

    `network` is the file that the visitor brings.

    No error may come but lines of Firefox's own that begin with `own_line`.
    """
    command = [node(), SMOKE, require("firefox"), address, network, MISSION, *options]
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    states = json.loads(done.stdout)
    errors = states.pop("errors")
    strange = [e for e in errors if own_line is None or not e.startswith(own_line)]
    assert strange == [], strange
    return states


def webkit_states(address, network, *arguments):
    """The states of a visit in WebKitGTK, started with `arguments`."""
    with webkit_smoke.mini_browser(*arguments) as driver:
        return webkit_smoke.visit(driver, address, network, MISSION)
