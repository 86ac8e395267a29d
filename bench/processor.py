"""Processor time of a browser's threads, by what they do for a page."""

from collections import Counter
from pathlib import Path

import psutil

PAGE, RUNTIME, DRAWING, BROWSER = "page", "runtime", "drawing", "browser"
PARTS = (PAGE, RUNTIME, DRAWING, BROWSER)
# Threads of the process that holds the page, by the beginnings of their names; the main
# thread is called after the program. The runtime's own threads are workers, too.
WORKERS = "DedicatedWorker"
DRAWERS = ("Compositor", "ThreadPool")
TYPE = "--type="
RENDERER, COMPOSER = "renderer", "gpu-process"  # types of processes


def spent(profile: Path) -> Counter[str]:
    """Milliseconds that the browser with this profile has taken so far, by part.

    What cannot be told apart counts where most of it belongs: threads of the page's
    process that collect garbage and rasterise are `drawing`; `browser` is all that is
    neither in the page's process nor in the one that composes frames.
    """
    times: Counter[str] = Counter()
    for process in _family(profile):
        of = kind(process.pid)
        try:
            for thread in process.threads():
                name = Path(f"/proc/{process.pid}/task/{thread.id}/comm").read_text()
                part = _part(of, name, thread.id == process.pid)
                times[part] += 1000 * (thread.user_time + thread.system_time)
        except (psutil.NoSuchProcess, FileNotFoundError):
            continue  # it has just ended
    return times


def _family(profile: Path) -> list[psutil.Process]:
    wanted = f"--user-data-dir={profile}"
    for process in psutil.process_iter(["cmdline"]):
        arguments = process.info["cmdline"] or []
        if wanted in arguments and not any(each.startswith(TYPE) for each in arguments):
            return [process, *process.children(recursive=True)]
    raise RuntimeError(f"no browser runs with the profile {profile}")


def kind(process: int) -> str:
    """The type of a process of Chromium's; "" of its own, or if it is gone."""
    try:
        arguments = psutil.Process(process).cmdline()
    except psutil.NoSuchProcess:
        return ""
    found = (each for each in arguments if each.startswith(TYPE))
    return next(found, TYPE).removeprefix(TYPE)


def _part(of: str, name: str, is_main: bool) -> str:
    if of == COMPOSER:
        return DRAWING
    if of != RENDERER:
        return BROWSER
    if is_main:
        return PAGE
    if name.startswith(WORKERS):
        return RUNTIME
    return DRAWING if name.startswith(DRAWERS) else BROWSER
