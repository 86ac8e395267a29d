"""Parts of the package that are fetched when somebody needs them."""

import importlib

import playground_page as page
import pyodide_js

from .inference import awaited


async def unpack(name: str) -> None:
    """Let an archive of the site be imported. Raises a `PlaygroundError`."""
    archive = await awaited(page.assets.load(name))
    pyodide_js.unpackArchive(archive, "zip")
    importlib.invalidate_caches()
