"""What every network of the zoo is to reach: pure functions, no measuring."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

# Of the layer itself, relative to its largest activation: the same layer, computed by
# two runtimes through as many as a hundred operators in float32.
ACTIVATIONS = 1e-4
# Of the gradients, relative to their largest, both from PyTorch's activations: float32
# sums of some thousand terms, in another order.
GRADIENTS = 1e-5
# Of the gradients of any layer, relative to its largest, each value of the network set
# to the runtime's: the same, through as many as two hundred layers.
ALL_GRADIENTS = 1e-4
# Cosine of heatmaps, each from its own forward pass.
HEATMAPS = 0.999
# Those that are zero by their definition, of which a runtime shows its rounding alone:
# a gradient that has come through a LayerNorm is orthogonal to what that was given, and
# of ViT's patches HiResCAM is the product of the two.
ZERO_HEATMAPS = {"vit_b_16": ("hirescam",)}
ROUNDING = 1e-4  # of such a product, relative to the sum of its terms' magnitudes
# Correlation of the runtime's maps with and without its optimisation of the graph.
OPTIMISED = 0.99
# Of the page in Chromium on two cores: see the report.
HEATMAP_SECONDS, HEAP_MEGABYTES = 10, 20
UPDATES = 0.6
ALL_LAYERS, ALL_LAYERS_MOBILENET = 4, 3


@dataclass(frozen=True)
class Row:
    """What was measured of one file. Times are relative to the forward pass."""

    network: str
    exporter: str
    opset: int
    operators: tuple[str, ...]  # their types, sorted
    layers: int
    last: str  # the operator that makes the last layer
    activations: float
    gradients: float
    all_gradients: float
    heatmaps: Mapping[str, float]  # method -> cosine
    optimised: float
    last_time: float
    layers_time: float


@dataclass(frozen=True)
class Refused:
    """A file that could not be brought, or whose last layer is not PyTorch's."""

    network: str
    exporter: str
    reason: str


Result = Row | Refused


def problems(result: Result) -> list[str]:
    """What is not reached, each with its number; nothing that is no number passes."""
    if isinstance(result, Refused):
        return [result.reason]
    figures = [
        ("activations", result.activations, result.activations <= ACTIVATIONS),
        ("gradients", result.gradients, result.gradients <= GRADIENTS),
        (
            "gradients of all layers",
            result.all_gradients,
            result.all_gradients <= ALL_GRADIENTS,
        ),
        ("optimised runtime", result.optimised, result.optimised >= OPTIMISED),
    ]
    figures += [(name, x, x >= HEATMAPS) for name, x in result.heatmaps.items()]
    return [f"{name}: {value:.3g}" for name, value, reached in figures if not reached]


def error(actual: np.ndarray, expected: np.ndarray) -> float:
    """The largest difference, relative to the largest number that is expected.

    >>> error(np.array([1.0, 2.0]), np.array([1.0, 4.0]))
    0.5
    """
    scale = np.abs(expected).max()
    return float(np.abs(actual - expected).max() / scale) if scale > 0 else np.nan


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    """Of two maps. A map of zeros, which has no direction, is like nothing: nan.

    >>> cosine(np.array([3.0, 0.0]), np.array([3.0, 4.0]))
    0.6
    """
    x, y = a.ravel().astype(np.float64), b.ravel().astype(np.float64)
    lengths = np.linalg.norm(x) * np.linalg.norm(y)
    return float(x @ y / lengths) if lengths > 0 else np.nan


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Pearson's, of two maps; nan if one is the same everywhere.

    >>> correlation(np.array([1.0, 2.0, 3.0]), np.array([30.0, 20.0, 10.0]))
    -1.0
    """
    return cosine(a - a.mean(), b - b.mean())


def lowest(values: Iterable[float]) -> float:
    """The lowest; nan if one is no number.

    >>> lowest([1.0, np.nan, 0.5])
    nan
    """
    return float(np.min(list(values)))


def highest(values: Iterable[float]) -> float:
    """The highest; nan if one is no number.

    >>> highest([1.0, np.nan, 0.5])
    nan
    """
    return float(np.max(list(values)))
