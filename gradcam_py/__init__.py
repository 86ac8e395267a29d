"""Grad-CAM and its relatives, and the perturbations that put them to the test.

The same package runs the command line (``python -m gradcam_py``), notebooks
(``gradcam_py.explain``) and, under Pyodide, the page. Its folders are floors, from the
top down: browser and crowd, app and cli, lesson, view, explaining and network, model,
image and formula, cam, autodiff and onnx_file, words. Each may use those below it;
`make lint` sees to that. Only ``model.native_session`` knows onnxruntime and only
``browser`` knows a browser.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .notebook import explain

__all__ = ["explain"]


def __getattr__(name: str) -> Any:
    """Import `explain` when it is asked for: the page does without."""
    if name == "explain":
        from .notebook import explain

        return explain
    raise AttributeError(name)
