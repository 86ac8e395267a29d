"""Grad-CAM and its relatives, and the perturbations that put them to the test.

The same package runs the command line (``python -m gradcam_py``) and, under Pyodide,
the page. Its folders are floors, from the top down: browser, app and cli, lesson, view,
explain, model, image, cam and autodiff. Each may use those below it; `make lint` sees
to that. Only ``model.native_session`` knows onnxruntime and only ``browser`` knows a
browser.
"""
