"""A student's code in the page: the runner protocol over a worker of its own."""

import json
from typing import Any

import numpy as np
import playground_page as page
from numpy.typing import NDArray
from pyodide.ffi import JsException, to_js

from ..app.formula.door import RunnerEnded, TooSlow
from .archives import unpack
from .inference import awaited

CODE = "formula.zip"  # of the package, what the formula needs


class BrowserRunner:
    """`Runner` over site/formula/runner.mjs."""

    async def get_ready(self) -> None:
        """See `Runner.get_ready`."""
        await unpack(CODE)

    async def start(self) -> None:
        """See `Runner.start`."""
        await awaited(page.formula.start())

    async def run(
        self, cells: tuple[str, str], arrays: tuple[NDArray, NDArray], tries: bool
    ) -> tuple[dict[str, Any], NDArray]:
        """See `Runner.run`."""
        numbers = [
            to_js(np.ascontiguousarray(array, np.float32).ravel()) for array in arrays
        ]
        shape = to_js(list(arrays[0].shape))
        try:
            answer = await page.formula.run(*cells, *numbers, shape, tries)
        except JsException as error:
            if error.name == "TooSlow":
                raise TooSlow(float(error.message)) from None
            raise RunnerEnded(error.message) from None
        return json.loads(answer.told), np.asarray(answer.cam.to_py())
