"""Measure several things alternately, so that a machine's noise hits all alike."""

import time
from collections.abc import Callable, Mapping

Work = Callable[[], float]  # does the work once and tells how long it took, in ms

WARM_UP = 3
# Idle time before each piece of work: threads of the one before stop spinning.
PAUSE_S = 0.02


def interleaved(
    works: Mapping[str, Work], rounds: int, warm_up: int = WARM_UP
) -> dict[str, list[float]]:
    """Do everything once in each round, A B A B ...; the times of all rounds, in ms.

    The first `warm_up` rounds are not counted.
    """
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(warm_up + rounds):
        for name, work in works.items():
            time.sleep(PAUSE_S)
            took = work()
            if turn >= warm_up:
                times[name].append(took)
    return times


def timed(work: Callable[[], object]) -> Work:
    """`work` with a clock around it."""

    def measure() -> float:
        started = time.perf_counter()
        work()
        return (time.perf_counter() - started) * 1000

    return measure
