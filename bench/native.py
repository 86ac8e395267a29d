"""The model folder's graphs run by onnxruntime, outside of any browser."""

from pathlib import Path

import numpy as np
import onnxruntime

from .interleave import Work, timed


def work(folder: Path, graph: str, threads: int) -> Work:
    """One run of `folder`/`graph`.onnx with random inputs, all outputs taken."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3  # errors only
    session = onnxruntime.InferenceSession(
        str(folder / f"{graph}.onnx"), options, providers=["CPUExecutionProvider"]
    )
    rng = np.random.default_rng(0)
    feeds = {
        value.name: rng.random(_sizes(value.shape), np.float32)
        for value in session.get_inputs()
    }
    return timed(lambda: session.run(None, feeds))


def _sizes(shape: list) -> list[int]:
    """Free sizes, which are names, become 1."""
    return [size if isinstance(size, int) else 1 for size in shape]
