"""Grad-CAM and its relatives, and the perturbations that put them to the test.

The same package runs the command line (``python -m gradcam_py``) and, under Pyodide,
the page. Only ``native`` knows onnxruntime and only ``browser`` knows a browser.
"""
