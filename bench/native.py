"""The model folder's graphs run by onnxruntime, outside of any browser."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

from gradcam_py.evaluation.curves import Ends, Subject, trace
from gradcam_py.evaluation.occlusion_map import GRIDS, occlusion_map
from gradcam_py.evaluation.orders import by_map
from gradcam_py.evaluation.scoring import Scoring
from gradcam_py.explaining import occlusion
from gradcam_py.explaining.picture import make_picture
from gradcam_py.explaining.question import Question
from gradcam_py.explaining.settings import Settings
from gradcam_py.model.folder import load_model_folder, read_from
from gradcam_py.model.native_session import NativeSession

from .interleave import Work, timed

# In the main thread runs the event loop of the driver of browsers.
ASIDE = ThreadPoolExecutor(1)
CURVE_PASSES = 2 * 48  # the two ends of 49 steps are known
CELL_PASSES = GRIDS[0] ** 2 + 1


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


def experiments(folder: Path) -> dict[str, Work]:
    """Curves and an occlusion map of a random picture, and the passes they consist of.

    The passes are those of one input that is there already.
    """
    session = NativeSession(folder, load_model_folder(read_from(folder)).manifest)
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (480, 640, 3), np.uint8)
    picture = make_picture(Image.fromarray(pixels), session.manifest.input_size, "")
    question = Question(picture, Settings())
    filling = occlusion.filling(question)
    subject = Subject(occlusion.network_input(question, filling), filling)
    order = by_map(rng.random((7, 7)), subject.side)
    scoring, known = Scoring(0), Ends(np.zeros(2), np.zeros(2))
    seed = np.zeros((1, session.manifest.classes), np.float32)

    async def bare(count: int) -> AsyncIterator[object]:
        for _ in range(count):
            yield await session.both(subject.image[None], seed)

    grid = GRIDS[0]
    return {
        "curves": _all(lambda: trace(session, subject, order, scoring, known)),
        "curve passes": _all(lambda: bare(CURVE_PASSES)),
        "cells": _all(lambda: occlusion_map(session, question, filling, scoring, grid)),
        "cell passes": _all(lambda: bare(CELL_PASSES)),
    }


def _all(stream: Callable[[], AsyncIterator[object]]) -> Work:
    """Take everything that the stream gives."""

    async def take() -> None:
        async for _ in stream():
            pass

    return timed(lambda: ASIDE.submit(asyncio.run, take()).result())


def _sizes(shape: list) -> list[int]:
    """Free sizes, which are names, become 1."""
    return [size if isinstance(size, int) else 1 for size in shape]
