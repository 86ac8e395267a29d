"""The page's main.py, and a door to all layers' heatmaps for the benchmark."""

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


window.allHeatmaps = create_proxy(all_heatmaps)
