"""What the figures were measured on."""

import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import BrowserContext

IDLE_LOAD = 0.3  # processes that want a core, on a machine with nothing else to do


def warn_if_busy() -> dict[str, str]:
    """The load before the benchmark adds its own, name -> value; says if it is high.

    Ratios survive some noise, two threads on two cores do not.
    """
    if not hasattr(os, "getloadavg"):
        return {}
    load = os.getloadavg()[0]
    if load > IDLE_LOAD * (os.cpu_count() or 1):
        print(
            f"bench: the machine is busy (load {load:.1f}): wait, or expect noise",
            file=sys.stderr,
        )
    return {"load before": f"{load:.1f}"}


def describe(browser: BrowserContext) -> dict[str, str]:
    """Processor, system and the versions that matter, name -> value."""
    page = browser.new_page()
    agent = page.evaluate("navigator.userAgent")
    page.close()
    chrome = next(part for part in agent.split() if "Chrome/" in part)
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "system": platform.platform(terse=True),
        "Chromium": chrome.split("/")[1],
        "onnxruntime": version("onnxruntime"),
        "Python": platform.python_version(),
    }


def _processor() -> str:
    """Its name where the system tells it, else its architecture."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
