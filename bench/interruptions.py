"""Strokes that are begun while an experiment runs: how much later they are shown."""

from itertools import cycle
from statistics import median

from .tab import Tab

# The experiment that strokes interrupt: the one that takes longest.
EXPERIMENT = "rise"
INTERRUPTIONS = 30
# Between two of them, once it has gone on.
PAUSES_MS = range(300, 400, 10)
PROGRESS = f"""told => {{
    const {{ textContent }} = document.querySelector("[data-progress={EXPERIMENT}]");
    return textContent !== told && textContent;
}}"""


def interruptions(tab: Tab, forward: float) -> list[float]:
    """How much later strokes begun during an experiment are first shown, in ms.

    Later than others, and than the forward pass under way has to be waited for.
    """
    usual = median(tab.door("firstUpdate()") for _ in range(INTERRUPTIONS))
    tab.page.evaluate("location.hash = 'test'")
    tab.page.click(f"[data-trial={EXPERIMENT}] [data-start]")
    tab.page.evaluate("location.hash = 'explore'")
    delays, told = [], ""
    for _, pause in zip(range(INTERRUPTIONS), cycle(PAUSES_MS)):
        told = tab.page.wait_for_function(PROGRESS, arg=told).json_value()
        tab.page.wait_for_timeout(pause)
        delays.append(tab.door("firstUpdate()") - usual - forward)
    tab.page.evaluate("location.hash = 'test'")
    tab.page.click(f"[data-trial={EXPERIMENT}] [data-stop]")
    tab.page.evaluate("location.hash = 'explore'")
    return delays
