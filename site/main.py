"""What PyScript runs: the page's application."""

from gradcam_py.browser import start

playground = await start()  # noqa: F704  (PyScript runs this in a coroutine)
