"""The page's main.py, with the benchmark's doors: all heatmaps, and Python's time."""

import asyncio
import time

from pyodide.ffi import create_proxy
from pyscript import window

from gradcam_py.browser.bridge import start
from gradcam_py.explaining.steps import explain_layers, heatmap

playground = await start()  # noqa: F704  (PyScript runs this in a coroutine)


async def all_heatmaps() -> int:
    """Run all layers for what is on the page, make the 18 maps; how many there are."""
    session, shown = playground.desk.session, playground.desk.presenter.shown
    layers = await explain_layers(session, shown.image, shown.seed)
    return len([heatmap(layers, layer.id) for layer in session.manifest.layers])


class PythonTime:
    """Milliseconds that Python takes when its loop or the page calls it."""

    def __init__(self) -> None:
        self.spent = 0.0

    def timed(self, call):
        """The same call, whose time counts."""

        def timing(*values):
            started = time.perf_counter()
            try:
                return call(*values)
            finally:
                self.spent += 1000 * (time.perf_counter() - started)

        return timing


python_time = PythonTime()
asyncio.Handle._run = python_time.timed(asyncio.Handle._run)
playground.perform = python_time.timed(playground.perform)
window.pythonTime = create_proxy(lambda: python_time.spent)
window.allHeatmaps = create_proxy(all_heatmaps)
