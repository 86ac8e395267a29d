"""What the worker says when it is asked to run a student's cells: plain values."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..words.language import Catalogue, choose
from .cell import CellError, Cells, run
from .trial import trial_arrays


def answer(
    weights: str,
    heatmap: str,
    activations: Any,
    gradients: Any,
    shape: Sequence[int],
    tries: bool,
) -> tuple[str, Any]:
    """Run the cells on float32 numbers [C,h,w] in two buffers.

    -> JSON, and the map's float32 numbers. `tries`: run them on the trial's arrays too.
    What is wrong with the code is told in the JSON's `fault`, which is else null.
    """
    cells = Cells(weights, heatmap)
    arrays = [
        np.frombuffer(data, np.float32).reshape(shape)
        for data in (activations, gradients)
    ]
    told: dict[str, Any] = {"fault": None, "printed": "", "trial": None}
    cam = np.zeros(0, np.float32)
    try:
        result = run(cells, *arrays)
        cam, told["printed"] = result.cam.ravel(), result.printed
        if tries:
            told["trial"] = run(cells, *trial_arrays()).cam.tolist()
    except CellError as error:
        told["fault"] = {"cell": error.cell, "line": error.line, "text": str(error)}
    return json.dumps(told), cam


def speak(spoken: str) -> None:
    """Tell from now on what is wrong in another language: the values of `speak`."""
    told = json.loads(spoken)
    choose(told["tag"], Catalogue(told["messages"], told["forms"]))


def warm_up() -> None:
    """Import what code is likely to need, before its time is counted."""
    np.random.default_rng(0)
