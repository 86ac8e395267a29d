"""A peer's side of the conversation; see the package."""

import json
import sys
import time
from collections.abc import Callable


def threads() -> int:
    """How many threads this peer was told to use."""
    return int(sys.argv[1])


def serve(work: Callable[[], object], versions: dict[str, str]) -> None:
    """Do `work` once for each line that comes in, until there are no more."""
    print(json.dumps(versions), flush=True)
    for _ in sys.stdin:
        started = time.perf_counter()
        work()
        print((time.perf_counter() - started) * 1000, flush=True)
