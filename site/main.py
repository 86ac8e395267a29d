"""What PyScript runs: the page's application."""

import playground_page

try:
    from gradcam_py.browser.bridge import start

    playground = await start()  # noqa: F704  (PyScript runs this in a coroutine)
except Exception as error:
    # Without the application only this can tell the visitor.
    playground_page.view.fail(f"{type(error).__name__}: {error}")
    raise
