"""When two answers count as the same."""

from typing import Any

import numpy as np
import pytest

# Page and command line run different builds of ONNX Runtime, with other kernels.
SAME_PROBABILITY = 1e-3
SAME_HEATMAP = 0.999  # cosine
# What an answer consists of, apart from what was asked.
ANSWER = ("model", "target", "predictions", "heatmap")


def assert_same_answer(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Two runtimes' answers: same classes in the same order, numbers within reason."""
    assert found["target"] == expected["target"]
    for ours, theirs in zip(found["predictions"], expected["predictions"], strict=True):
        assert ours["index"] == theirs["index"]
        assert ours["label"] == theirs["label"]
        for key in ("probability", "baseline"):
            assert ours[key] == pytest.approx(theirs[key], abs=SAME_PROBABILITY)
    ours, theirs = found["heatmap"], expected["heatmap"]
    for key in ("width", "height"):
        assert ours[key] == theirs[key]
    assert cosine(ours["values"], theirs["values"]) >= SAME_HEATMAP
    # a cosine does not see a factor
    assert max(ours["values"]) == pytest.approx(max(theirs["values"]), rel=0.01)


def assert_equal_answer(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Two answers of the same runtime to the same question: to the last bit."""
    for key in ANSWER:
        assert found[key] == expected[key]


def cosine(first: list[float], second: list[float]) -> float:
    """Of two maps; two empty ones are the same."""
    first, second = np.array(first), np.array(second)
    norms = np.linalg.norm(first) * np.linalg.norm(second)
    if not norms:
        return float(np.array_equal(first, second))
    return float(first @ second / norms)
