"""Which tests share a process when `make test` runs several at a time (pytest-xdist).

A process that is done takes the next file: the browsers' first, which take long, then
those of whole networks, then many small ones that fill whatever is left.
"""

from pathlib import PurePath

from xdist.scheduler import LoadFileScheduling

# What takes long to make: one process makes it, once, for all modules that use it.
SHARED = {"lite0_network", "b0_network", "exported"}
SHARING = {
    "test_exported_gradients.py",
    "test_exported_graphs.py",
    "test_lite0_as_a_stranger.py",
    "test_models.py",
    "test_randomisation.py",
    "test_two_bytes.py",
}
LONG = {
    *SHARING,
    "test_crowd_runs.py",
    "test_keras_networks.py",
    "test_networks.py",
    "test_recipes.py",
}


def turn_of(nodeid: str) -> int:
    """When a test's turn comes: 0 is first."""
    path = PurePath(nodeid.split("::", 1)[0])
    if path.parent.name == "browser":
        return 0
    return 1 if path.name in LONG else 2


def process_of(nodeid: str) -> str:
    """A name that is the same for all tests that one process has to run."""
    file = nodeid.split("::", 1)[0]
    return "networks" if PurePath(file).name in SHARING else file


class Scheduling(LoadFileScheduling):
    """File by file in their order, and those of the networks as if they were one."""

    def __init__(self, config, log=None):
        """Called by pytest-xdist."""
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return process_of(nodeid)
